"""From a credit item to the package of the credit platform: the party as it is registered, texts as they are public."""

from typing import Any

from mingjing.exchange.terms import CreditFacts, Share
from mingjing.publicity.terms import Publishable, VersionFacts


def package(item: CreditFacts, share: Share, decision: Publishable, version: VersionFacts) -> dict[str, Any]:
    """What the credit platform shows, and until when."""
    return {
        "number": item.number,
        "organ": decision.organ_name,
        "organ_code": decision.organ_code,
        "party": {
            "class": share.party_class,
            "name": share.party_name,
            "id": share.party_id_no,
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


def removal(item: CreditFacts, share: Share, decision: Publishable) -> dict[str, Any]:
    """Stop showing, sharing and using it, together; of this party only."""
    return {
        "number": item.number,
        "party": {"class": share.party_class, "name": share.party_name, "id": share.party_id_no},
        "organ": decision.organ_name,
        "organ_code": decision.organ_code,
        "decided_on": item.decided_on.isoformat(),
        "state": item.state_name,
        "stop": ["show", "share", "use"],
    }
