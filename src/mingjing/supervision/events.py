"""What the room tells others after commit."""

from enum import StrEnum

from mingjing.supervision.terms import OrderMove
from mingjing.supervision.terms.circulars import CircularMove
from mingjing.supervision.terms.concerns import ConcernMove
from mingjing.supervision.terms.liabilities import LiabilityMove
from mingjing.supervision.terms.lodgings import LodgingMove


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
    LIABILITY_OPENED = "supervision:liability:opened"
    LIABILITY_DISMISSED = "supervision:liability:dismissed"
    LIABILITY_JOINED = "supervision:liability:joined"
    LIABILITY_TRANSFERRED = "supervision:liability:transferred"
    LIABILITY_EXAMINED = "supervision:liability:examined"
    LIABILITY_DEFENDED = "supervision:liability:defended"
    LIABILITY_PROPOSED = "supervision:liability:proposed"
    LIABILITY_RETURNED = "supervision:liability:returned"
    LIABILITY_DECIDED = "supervision:liability:decided"
    LIABILITY_TOLD = "supervision:liability:told"
    LIABILITY_SENT = "supervision:liability:sent"
    LIABILITY_ANSWERED = "supervision:liability:answered"
    LIABILITY_REPORTED = "supervision:liability:reported"
    LIABILITY_CLOSED = "supervision:liability:closed"
    CIRCULAR_ISSUED = "supervision:circular:issued"
    CIRCULAR_RECEIVED = "supervision:circular:received"
    CIRCULAR_REPORTED = "supervision:circular:reported"
    CIRCULAR_RETURNED = "supervision:circular:returned"
    CIRCULAR_PUBLISHED = "supervision:circular:published"
    CIRCULAR_CLOSED = "supervision:circular:closed"
    WARNING_OPENED = "supervision:warning:opened"
    WARNING_SEEN = "supervision:warning:seen"
    WARNING_ENDED = "supervision:warning:ended"
    LODGING_OPENED = "supervision:lodging:opened"
    LODGING_SERVED = "supervision:lodging:served"
    LODGING_CHANGED = "supervision:lodging:changed"
    LODGING_REPORTED = "supervision:lodging:reported"
    LODGING_REGISTERED = "supervision:lodging:registered"
    LODGING_RETURNED = "supervision:lodging:returned"
    LODGING_QUESTIONED = "supervision:lodging:questioned"
    LODGING_WAIVED = "supervision:lodging:waived"
    LODGING_NOTED = "supervision:lodging:noted"


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
LIABILITY_MOVED = {
    LiabilityMove.ADD: Event.LIABILITY_JOINED,
    LiabilityMove.TRANSFER: Event.LIABILITY_TRANSFERRED,
    LiabilityMove.EXAMINE: Event.LIABILITY_EXAMINED,
    LiabilityMove.DEFEND: Event.LIABILITY_DEFENDED,
    LiabilityMove.PROPOSE: Event.LIABILITY_PROPOSED,
    LiabilityMove.RETURN: Event.LIABILITY_RETURNED,
    LiabilityMove.DECIDE: Event.LIABILITY_DECIDED,
    LiabilityMove.TELL: Event.LIABILITY_TOLD,
    LiabilityMove.SEND: Event.LIABILITY_SENT,
    LiabilityMove.ANSWER: Event.LIABILITY_ANSWERED,
    LiabilityMove.REPORT: Event.LIABILITY_REPORTED,
    LiabilityMove.CLOSE: Event.LIABILITY_CLOSED,
}
CIRCULAR_MOVED = {
    CircularMove.RECEIVE: Event.CIRCULAR_RECEIVED,
    CircularMove.REPORT: Event.CIRCULAR_REPORTED,
    CircularMove.RETURN: Event.CIRCULAR_RETURNED,
    CircularMove.PUBLISH: Event.CIRCULAR_PUBLISHED,
    CircularMove.CLOSE: Event.CIRCULAR_CLOSED,
}
LODGING_MOVED = {
    LodgingMove.SERVE: Event.LODGING_SERVED,
    LodgingMove.CHANGE: Event.LODGING_CHANGED,
    LodgingMove.REPORT: Event.LODGING_REPORTED,
    LodgingMove.REGISTER: Event.LODGING_REGISTERED,
    LodgingMove.RETURN: Event.LODGING_RETURNED,
    LodgingMove.FIND: Event.LODGING_QUESTIONED,
    LodgingMove.WAIVE: Event.LODGING_WAIVED,
    LodgingMove.NOTE: Event.LODGING_NOTED,
}
