"""Tables of the conductor."""

from mingjing.cases.models.calendar import CalendarYear
from mingjing.cases.models.case import Act, Case, Deadline, Draft, Part, Refusal, SavedView
from mingjing.cases.models.guiding_cases import GuidingNote
from mingjing.cases.models.recording import RecordingReason
from mingjing.cases.models.similar import Precedent, SuggestionAnswer
from mingjing.cases.models.weighing import DiscretionAsked

__all__ = [
    "Act", "CalendarYear", "Case", "Deadline", "DiscretionAsked", "Draft", "GuidingNote", "Part", "Precedent", "RecordingReason", "Refusal", "SavedView",
    "SuggestionAnswer",
]  # fmt: skip
