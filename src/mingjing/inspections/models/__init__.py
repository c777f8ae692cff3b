"""Tables of the room."""

from mingjing.inspections.models.draws import Draw, Drawn, DrawnOfficer, Freeze, Swap, VisitCause
from mingjing.inspections.models.plans import Avoidance, Plan, PoolOfficer, PoolParty

__all__ = [
    "Avoidance",
    "Draw",
    "Drawn",
    "DrawnOfficer",
    "Freeze",
    "Plan",
    "PoolOfficer",
    "PoolParty",
    "Swap",
    "VisitCause",
]
