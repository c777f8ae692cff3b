"""Tables of the room. Nothing is deleted."""

from mingjing.supervision.models.analyses import Analysis
from mingjing.supervision.models.gradings import GradedFile, Grading
from mingjing.supervision.models.reports import Order, OrderStep, Outsider, Receipt, Report, Sheet

__all__ = ["Analysis", "GradedFile", "Grading", "Order", "OrderStep", "Outsider", "Receipt", "Report", "Sheet"]
