"""From a public decision to the package of the unified platform: redacted texts only."""

from typing import Any

from mingjing.publicity.terms import PublicDecision


def package(decision: PublicDecision) -> dict[str, Any]:
    """What is shown there. Raises ValueError where nothing is public now."""
    if decision.version is None:
        raise ValueError("nothing is public")
    row = decision.row
    return {
        "category": row.category,
        "organ": row.organ_name,
        "organ_code": row.organ_code,
        "decided_on": row.decided_on.isoformat(),
        "parts": dict(decision.version.parts),
        "text_sha256": decision.version.sha256,
        "ledger_index": decision.version.ledger_index,
        "address": row.address,
        "use": "行政执法公示数据，不得用于信用评价",
    }


def removal(decision: PublicDecision) -> dict[str, Any]:
    """What remains there: number, organ, dates and why; nothing of the content."""
    row = decision.row
    return {
        "organ": row.organ_name,
        "organ_code": row.organ_code,
        "decided_on": row.decided_on.isoformat(),
        "state": row.state,
        "reason": row.withdrawn_reason,
        "address": row.address,
    }
