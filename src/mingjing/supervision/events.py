"""What the room tells others after commit."""

from enum import StrEnum

from mingjing.supervision.terms import OrderMove
from mingjing.supervision.terms.concerns import ConcernMove


class Event(StrEnum):
    """Names in the grammar subject:object:verb."""

    ANNUAL_SIGNED = "supervision:annual:signed"
    QUARTER_SIGNED = "supervision:quarter:signed"
    ROLLUP_SIGNED = "supervision:rollup:signed"
    REPORT_RECEIVED = "supervision:report:received"
    SHEET_ENTERED = "supervision:sheet:entered"
    SHEET_CHECKED = "supervision:sheet:checked"
    SHEET_RETURNED = "supervision:sheet:returned"
    ORDER_ISSUED = "supervision:order:issued"
    ORDER_ANSWERED = "supervision:order:answered"
    ORDER_RETURNED = "supervision:order:returned"
    ORDER_CLOSED = "supervision:order:closed"
    OUTSIDER_REGISTERED = "supervision:outsider:registered"
    GRADING_PLANNED = "supervision:grading:planned"
    FILES_DRAWN = "supervision:files:drawn"
    FILE_MARKED = "supervision:file:marked"
    GRADE_OBJECTED = "supervision:grade:objected"
    GRADE_ACCEPTED = "supervision:grade:accepted"
    OBJECTION_ANSWERED = "supervision:objection:answered"
    GRADING_FINISHED = "supervision:grading:finished"
    ANALYSIS_BEGUN = "supervision:analysis:begun"
    ANALYSIS_COUNTED = "supervision:analysis:counted"
    ANALYSIS_SIGNED = "supervision:analysis:signed"
    SCHEME_DRAFTED = "supervision:scheme:drafted"
    SCHEME_CHANGED = "supervision:scheme:changed"
    SCHEME_RELEASED = "supervision:scheme:released"
    SCORING_BEGUN = "supervision:scoring:begun"
    POINTS_ENTERED = "supervision:points:entered"
    APPRAISAL_TOLD = "supervision:appraisal:told"
    APPRAISAL_OBJECTED = "supervision:appraisal:objected"
    APPRAISAL_ACCEPTED = "supervision:appraisal:accepted"
    APPRAISAL_ANSWERED = "supervision:appraisal:answered"
    SCHEME_DROPPED = "supervision:scheme:dropped"
    SCHEME_FINISHED = "supervision:scheme:finished"
    CONCERN_REGISTERED = "supervision:concern:registered"
    RESPONSE_DRAFTED = "supervision:response:drafted"
    RESPONSE_RETURNED = "supervision:response:returned"
    RESPONSE_CHECKED = "supervision:response:checked"
    RESPONSE_RELEASED = "supervision:response:released"
    CONCERN_DROPPED = "supervision:concern:dropped"
    CONCERN_CLOSED = "supervision:concern:closed"
    ORGANS_WATCHED = "supervision:organs:watched"
    WARNING_OPENED = "supervision:warning:opened"
    WARNING_SEEN = "supervision:warning:seen"
    WARNING_ENDED = "supervision:warning:ended"


ORDER_MOVED = {
    OrderMove.ANSWER: Event.ORDER_ANSWERED,
    OrderMove.RETURN: Event.ORDER_RETURNED,
    OrderMove.CLOSE: Event.ORDER_CLOSED,
}
CONCERN_MOVED = {
    ConcernMove.DRAFT: Event.RESPONSE_DRAFTED,
    ConcernMove.RETURN: Event.RESPONSE_RETURNED,
    ConcernMove.CHECK: Event.RESPONSE_CHECKED,
    ConcernMove.RELEASE: Event.RESPONSE_RELEASED,
    ConcernMove.DROP: Event.CONCERN_DROPPED,
    ConcernMove.CLOSE: Event.CONCERN_CLOSED,
}
