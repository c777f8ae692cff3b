"""Tables of the conductor."""

from mingjing.cases.models.calendar import CalendarYear
from mingjing.cases.models.case import Act, Case, Deadline, Draft, Part, Refusal, SavedView

__all__ = ["Act", "CalendarYear", "Case", "Deadline", "Draft", "Part", "Refusal", "SavedView"]
