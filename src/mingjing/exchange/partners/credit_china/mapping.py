"""From a credit item to the package of the credit platform: the party as it is registered, texts as they are public."""

from typing import Any

from mingjing.exchange.terms import CreditFacts
from mingjing.publicity.terms import Publishable, VersionFacts

PARTY_CLASSES = {True: "自然人", False: "法人及非法人组织"}


def package(item: CreditFacts, decision: Publishable, version: VersionFacts) -> dict[str, Any]:
    """What the credit platform shows, and until when."""
    return {
        "number": item.number,
        "organ": decision.organ_name,
        "organ_code": decision.organ_code,
        "party": {
            "class": PARTY_CLASSES[decision.party_is_natural],
            "name": decision.party_name,
            "id": decision.party_id_no,
        },
        "kinds": list(item.kinds),
        "fine": item.fine,
        "cause": version.parts.get("cause", ""),
        "facts": version.parts.get("violation", ""),
        "result": version.parts.get("result", ""),
        "decided_on": item.decided_on.isoformat(),
        "class": item.klass_name,
        "shortest_until": item.shortest.isoformat() if item.shortest else "",
        "longest_until": item.longest.isoformat() if item.longest else "",
        "basis": item.cites,
    }


def removal(item: CreditFacts, decision: Publishable) -> dict[str, Any]:
    """Stop showing, sharing and using it, together."""
    return {
        "number": item.number,
        "organ": decision.organ_name,
        "organ_code": decision.organ_code,
        "decided_on": item.decided_on.isoformat(),
        "state": item.state_name,
        "stop": ["show", "share", "use"],
    }
