"""Finding the round at hand, checking typed text, and the line left in ledger and outbox."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.ledger.operations import append
from mingjing.review.models import Submission
from mingjing.review.rules import move_findings
from mingjing.review.terms import Move

RELATED = ("opinion", "dispute")


def refuse(findings: Iterable[Finding]) -> None:
    """Raise Refused where a finding blocks."""
    found = blocking(tuple(findings))
    if found:
        raise Refused(*found)


def may_move(row: Submission | None, move: Move) -> None:
    """Raise Refused unless the table of moves lets a dossier do this from where it stands."""
    refuse(move_findings(row.facts() if row else None, move))


def last_round(dossier_id: UUID) -> Submission | None:
    """The latest round of a dossier, locked until commit."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related(*RELATED).prefetch_related("pauses")
    return rows.filter(dossier_id=dossier_id).order_by("-round").first()


def the_round(dossier_id: UUID) -> Submission:
    """The latest round of a dossier, locked. Raises Invalid where nothing was ever submitted."""
    row = last_round(dossier_id)
    if row is None:
        raise Invalid({"dossier_id": ["这个案卷还没有送法制审核，请先送审。"]})
    return row


def plain_text(text: Any, field: str, *, shortest: int = 4, longest: int = 5000) -> str:
    """Text that says something. Raises Invalid with the field's name."""
    tidy = text.strip() if isinstance(text, str) else ""
    if len(tidy) < shortest:
        raise Invalid({field: [f"请填写，至少 {shortest} 个字。"]})
    if len(tidy) > longest:
        raise Invalid({field: [f"最多 {longest} 个字，现在是 {len(tidy)} 个字。"]})
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in tidy if sign not in "\r\n\t"):
        raise Invalid({field: ["含有不可见的控制字符，请删除后重新填写。"]})
    return tidy


def trail(kind: str, row: Submission, *, at: datetime, by: Actor, log: bool, **payload: Any) -> None:
    """Emit the event, and leave a ledger line unless the caller leaves one of its own (`log=False`)."""
    known = {"dossier": str(row.dossier_id), "round": row.round, "organ": str(row.organ_id)}
    if log:
        append(kind=kind, stream=f"review:{row.dossier_id}", at=at, by=by, payload={**known, **payload})
    emit(kind, at=at, **known)
