"""Words of the room: the profile of a decision, the eight checks, submissions, opinions, disputes.

A dossier is an opaque id here: the room never learns what a case is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.review.terms.counsel import ASK_MOVES as ASK_MOVES
from mingjing.review.terms.counsel import ASK_NAMES as ASK_NAMES
from mingjing.review.terms.counsel import CONFLICT_QUESTIONS as CONFLICT_QUESTIONS
from mingjing.review.terms.counsel import COUNSEL_KINDS as COUNSEL_KINDS
from mingjing.review.terms.counsel import AskFacts as AskFacts
from mingjing.review.terms.counsel import AskMove as AskMove
from mingjing.review.terms.counsel import AskState as AskState
from mingjing.review.terms.counsel import CounselDraft as CounselDraft
from mingjing.review.terms.counsel import CounselFacts as CounselFacts
from mingjing.review.terms.counsel import CounselFigure as CounselFigure
from mingjing.review.terms.counsel import CounselKind as CounselKind
from mingjing.review.terms.counsel import Involved as Involved
from mingjing.review.terms.counsel import PaperFacts as PaperFacts
from mingjing.review.terms.disputes import SETTLEMENT_NAMES as SETTLEMENT_NAMES
from mingjing.review.terms.disputes import DisputeFacts as DisputeFacts
from mingjing.review.terms.disputes import DisputeLine as DisputeLine
from mingjing.review.terms.disputes import RouteFacts as RouteFacts
from mingjing.review.terms.disputes import Settlement as Settlement
from mingjing.review.terms.disputes import Statement as Statement
from mingjing.review.terms.lists import LIST_STATES as LIST_STATES
from mingjing.review.terms.lists import MANNERS as MANNERS
from mingjing.review.terms.lists import Demand as Demand
from mingjing.review.terms.lists import FileFacts as FileFacts
from mingjing.review.terms.lists import HandedFacts as HandedFacts
from mingjing.review.terms.lists import ListDraft as ListDraft
from mingjing.review.terms.lists import ListFacts as ListFacts
from mingjing.review.terms.lists import ListItem as ListItem
from mingjing.review.terms.lists import ListState as ListState
from mingjing.review.terms.lists import Manner as Manner
from mingjing.review.terms.majority import SHORTEST_REASON as SHORTEST_REASON
from mingjing.review.terms.majority import SOURCE_NAMES as SOURCE_NAMES
from mingjing.review.terms.majority import UNKNOWABLE as UNKNOWABLE
from mingjing.review.terms.majority import Comparison as Comparison
from mingjing.review.terms.majority import NotMajorFacts as NotMajorFacts
from mingjing.review.terms.majority import Question as Question
from mingjing.review.terms.majority import Source as Source
from mingjing.review.terms.outside import CLOSED_TO_CHANGE as CLOSED_TO_CHANGE
from mingjing.review.terms.outside import DRAFT_STAGES as DRAFT_STAGES
from mingjing.review.terms.outside import MOST_FILES as MOST_FILES
from mingjing.review.terms.outside import MOST_HANDLERS as MOST_HANDLERS
from mingjing.review.terms.outside import OTHER as OTHER
from mingjing.review.terms.outside import SERIES as SERIES
from mingjing.review.terms.outside import WAITING as WAITING
from mingjing.review.terms.outside import DraftContent as DraftContent
from mingjing.review.terms.outside import DraftFacts as DraftFacts
from mingjing.review.terms.outside import DraftFileFacts as DraftFileFacts
from mingjing.review.terms.outside import DraftStage as DraftStage
from mingjing.review.terms.outside import HandlerNamed as HandlerNamed
from mingjing.review.terms.outside import VersionFacts as VersionFacts
from mingjing.review.terms.outside import name_key as name_key
from mingjing.review.terms.requests import REQUEST_KINDS as REQUEST_KINDS
from mingjing.review.terms.requests import REQUEST_STATES as REQUEST_STATES
from mingjing.review.terms.requests import VERDICTS as VERDICTS
from mingjing.review.terms.requests import RequestKind as RequestKind
from mingjing.review.terms.requests import RequestMove as RequestMove
from mingjing.review.terms.requests import RequestState as RequestState
from mingjing.review.terms.requests import RoundRequestFacts as RoundRequestFacts
from mingjing.review.terms.requests import Verdict as Verdict
from mingjing.review.terms.requests import dissents as dissents
from mingjing.review.terms.staff import BodyFacts as BodyFacts
from mingjing.review.terms.staff import ReviewerFacts as ReviewerFacts
from mingjing.review.terms.staff import StrengthFacts as StrengthFacts
from mingjing.review.terms.staff import TrainingFacts as TrainingFacts


@dataclass(frozen=True, slots=True)
class DecisionProfile:
    """What the room needs to know of a proposed decision to say whether it must be reviewed (REV-01).

    `category`: penalty, licence, coercion, inspection, levy …; `kinds`: the kinds of penalty proposed;
    `procedure`: summary, ordinary or fast; `catalogue_hits`: the names of the rows of the organ's catalogue of major
    decisions that match; `by_law`: other laws and regulations that require the review (行政处罚法第五十八条第一款第四项);
    `unknown`: the names of what is not known of it (`UNKNOWABLE`): such a fact is not a no.
    """

    organ_id: UUID
    category: str
    party_is_unit: bool
    fine: Decimal | None = None
    kinds: tuple[str, ...] = ()
    after_hearing: bool = False
    procedure: str = "ordinary"
    public_interest: bool = False
    social_risk: bool = False
    major_rights: bool = False
    complex: bool = False
    by_law: tuple[str, ...] = ()
    catalogue_hits: tuple[str, ...] = ()
    domain: str = ""
    level: str = ""
    confiscation: Decimal | None = None
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason that makes the review mandatory, with its source."""

    code: str
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Whether a decision must be reviewed, and every reason that fired."""

    fired: tuple[Trigger, ...]

    @property
    def required(self) -> bool:
        """Whether at least one reason fired."""
        return bool(self.fired)


class Check(StrEnum):
    """The eight things a reviewer looks at (国办发〔2018〕118号（十三）; form 36 of HN74)."""

    SUBJECT = "subject_lawful"
    OFFICERS = "officers_qualified"
    PROCEDURE = "procedure_lawful"
    FACTS = "facts_evidence"
    LAW = "law_discretion"
    POWERS = "within_powers"
    DOCUMENTS = "documents_regular"
    CRIME = "crime_handled"


CHECK_NAMES = {
    Check.SUBJECT: "执法主体是否合法",
    Check.OFFICERS: "执法人员是否具备资格",
    Check.PROCEDURE: "程序是否合法",
    Check.FACTS: "事实是否清楚、证据是否合法充分",
    Check.LAW: "适用法律是否准确、裁量是否适当",
    Check.POWERS: "是否超越职权",
    Check.DOCUMENTS: "文书是否完备规范",
    Check.CRIME: "是否涉嫌犯罪需移送",
}
# The same eight, asked so that 是 always means that nothing is wrong.
CHECK_QUESTIONS = {
    **CHECK_NAMES,
    Check.POWERS: "是否在法定权限内",
    Check.CRIME: "涉嫌犯罪需移送的是否已处理（不涉嫌的填“是”）",
}
MAJOR_QUESTION = "是否属于重大执法决定"
# For these two the lawful answer to the printed question is 否.
ASKED_IN_REVERSE = frozenset({Check.POWERS, Check.CRIME})


class Result(StrEnum):
    """What a review ends with. A case is asked for the first three; a draft made elsewhere for all five."""

    AGREE = "agree"
    RETURN = "return"
    DISAGREE = "disagree"
    CORRECT = "correct"
    TRANSFER = "transfer"


RESULT_NAMES = {
    Result.AGREE: "同意", Result.RETURN: "退回补正", Result.DISAGREE: "不同意", Result.CORRECT: "建议纠正", Result.TRANSFER: "建议移送",
}  # fmt: skip


class State(StrEnum):
    """Where one round stands."""

    OPEN = "open"
    INCOMPLETE = "incomplete"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


STATE_NAMES = {
    State.OPEN: "审核中", State.INCOMPLETE: "材料待补", State.DECIDED: "已出具意见", State.WITHDRAWN: "已撤回",
}  # fmt: skip
ENDED = frozenset({State.DECIDED, State.WITHDRAWN})
"""No opinion is due any more."""


class Stage(StrEnum):
    """Where a dossier stands in its review, as the flow chart shows it."""

    OPEN = "open"
    INCOMPLETE = "incomplete"
    PROBLEMS = "problems"
    DISPUTED = "disputed"
    REPLIED = "replied"
    SETTLED = "settled"
    ANSWERED = "answered"
    AGREED = "agreed"


STAGE_NAMES = {
    Stage.OPEN: "审核中",
    Stage.INCOMPLETE: "材料待补",
    Stage.PROBLEMS: "审核有意见",
    Stage.DISPUTED: "分歧待答复",
    Stage.REPLIED: "分歧待处理",
    Stage.SETTLED: "分歧已处理",
    Stage.ANSWERED: "已作处理说明",
    Stage.AGREED: "审核通过",
}


class Move(StrEnum):
    """What can be done in a review; each is one operation of that name."""

    SUBMIT = "submit"
    RETURN_INCOMPLETE = "return_incomplete"
    SUPPLEMENT = "supplement"
    EXTEND = "extend"
    GIVE_OPINION = "give_opinion"
    RESPOND = "respond"
    RAISE_DISPUTE = "raise_dispute"
    ANSWER_DISPUTE = "answer_dispute"
    CONSULT = "consult"
    SETTLE_DISPUTE = "settle_dispute"


@dataclass(frozen=True, slots=True)
class Way:
    """One way of the review: from a stage (None: not yet submitted) by a move to a stage; `choice` where a move forks."""

    source: Stage | None
    move: Move
    target: Stage
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one check. `passed` is True where nothing is wrong; `text` says what is."""

    check: str
    passed: bool
    text: str = ""

    def printed(self) -> str:
        """是 or 否 in answer to `CHECK_NAMES`; in answer to `CHECK_QUESTIONS` 是 is simply `passed`."""
        return "是" if self.passed != (self.check in ASKED_IN_REVERSE) else "否"


@dataclass(frozen=True, slots=True)
class Material:
    """One item of the bundle: its kind (see the parameter review.materials), title, digest and where to read it."""

    kind: str
    title: str
    digest: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """A written opinion (法制审核意见)."""

    id: UUID
    submission_id: UUID
    answers: tuple[Answer, ...]
    is_major: bool
    problems: str
    result: str
    reviewer_id: UUID
    reviewer_name: str
    given_at: datetime
    statement: str
    late: bool

    @property
    def result_name(self) -> str:
        """The result in words."""
        return RESULT_NAMES[Result(self.result)]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round of one dossier."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    round: int
    digest: str
    title: str
    summary: Mapping[str, Any]
    triggers: tuple[str, ...]
    statement: str
    materials: tuple[Material, ...]
    submitted_by: UUID
    submitted_by_name: str
    submitted_at: datetime
    due_on: date
    due_provisional: bool
    extended: bool
    state: str
    incomplete: str
    response: str
    responded_at: datetime | None
    opinion: OpinionFacts | None
    dispute: DisputeFacts | None

    @property
    def state_name(self) -> str:
        """审核中, 材料待补, 已出具意见 or 已撤回."""
        return STATE_NAMES[State(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether an opinion is still due."""
        return self.state not in ENDED


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """The latest decided round of a dossier, as the decision looks at it (REV-03, REV-04)."""

    dossier_id: UUID
    round: int
    digest: str
    result: str
    passed: bool
    reviewer_id: UUID
    reviewer_name: str
    given_at: datetime
    open_round: int = 0


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is handed to the reviewer: the digest of the whole file, its summary, and the list of materials.

    `summary` is plain JSON without floats, such as party, facts, proposed penalty; two rounds are compared field by
    field.
    """

    title: str
    digest: str
    summary: Mapping[str, Any]
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of the summary or one material that differs between two rounds; None where it was absent."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """How many reviews an organ did in a period, for statistics."""

    submitted: int
    agreed: int
    returned: int
    disagreed: int
    late: int
    corrected: int = 0
    transferred: int = 0


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of the review desk."""

    round: RoundFacts
    overdue: bool
    days_left: int | None
