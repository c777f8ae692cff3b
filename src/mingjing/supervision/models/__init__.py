"""Tables of the room. Nothing is deleted."""

from mingjing.supervision.models.analyses import Analysis
from mingjing.supervision.models.appraisals import Appraisal, Scheme
from mingjing.supervision.models.circulars import Circular, CircularStep
from mingjing.supervision.models.concerns import Concern, ConcernStep
from mingjing.supervision.models.gradings import GradedFile, Grading
from mingjing.supervision.models.liabilities import Liability, LiabilityPerson, LiabilityStep
from mingjing.supervision.models.lodgings import Lodging, LodgingStep
from mingjing.supervision.models.reports import Order, OrderStep, Outsider, Receipt, Report, Sheet
from mingjing.supervision.models.warnings import EarlyWarning

__all__ = [
    "Liability",
    "LiabilityPerson",
    "LiabilityStep",
    "Lodging",
    "LodgingStep",
    "Analysis",
    "Appraisal",
    "Circular",
    "CircularStep",
    "Concern",
    "ConcernStep",
    "EarlyWarning",
    "GradedFile",
    "Grading",
    "Order",
    "OrderStep",
    "Outsider",
    "Receipt",
    "Report",
    "Scheme",
    "Sheet",
]
