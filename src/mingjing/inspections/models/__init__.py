"""Tables of the room."""

from mingjing.inspections.models.classes import ClassLot, EnterpriseClass
from mingjing.inspections.models.draws import Draw, Drawn, DrawnOfficer, Freeze, Swap, VisitCause
from mingjing.inspections.models.frequencies import CapTable, VisitCount
from mingjing.inspections.models.plans import Avoidance, Plan, PoolOfficer, PoolParty
from mingjing.inspections.models.yearly import YearLine, YearPlan, YearVersion

__all__ = [
    "Avoidance",
    "CapTable",
    "ClassLot",
    "Draw",
    "Drawn",
    "DrawnOfficer",
    "EnterpriseClass",
    "Freeze",
    "Plan",
    "PoolOfficer",
    "PoolParty",
    "Swap",
    "VisitCause",
    "VisitCount",
    "YearLine",
    "YearPlan",
    "YearVersion",
]
