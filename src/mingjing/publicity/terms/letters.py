"""Letters of the public (来信): a correction asked for, a question, a complaint; each with a receipt and an answer."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class LetterKind(StrEnum):
    """What a person wants."""

    CORRECTION = "correction"
    QUESTION = "question"
    COMPLAINT = "complaint"


LETTER_NAMES = {
    LetterKind.CORRECTION: "更正申请",
    LetterKind.QUESTION: "咨询",
    LetterKind.COMPLAINT: "投诉举报",
}
LETTER_MOST = {"text": 4000, "answer": 4000, "sender": 60, "contact": 120}
"""The longest texts of a letter and its answer: forms and operation read them here."""
LETTER_CODES = {LetterKind.CORRECTION: "更", LetterKind.QUESTION: "询", LetterKind.COMPLAINT: "诉"}


class LetterState(StrEnum):
    """Where a letter stands."""

    RECEIVED = "received"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What the answer says."""

    ACCEPTED = "accepted"
    EXPLAINED = "explained"
    REFERRED = "referred"
    DECLINED = "declined"


OUTCOME_NAMES = {
    Outcome.ACCEPTED: "属实，已经或者将要改正",
    Outcome.EXPLAINED: "已说明",
    Outcome.REFERRED: "不归本机关办理，已告知向哪里反映",
    Outcome.DECLINED: "不予采纳",
}

FIELDS = {
    "party": "当事人", "cause": "案由", "violation": "违法事实", "outcome": "决定种类", "result": "处理结果",
    "basis": "法律依据", "organ": "作出机关", "date": "日期", "remedies": "救济途径", "text": "决定书正文",
    "privacy": "公开了不该公开的个人信息", "other": "其他",
}  # fmt: skip
"""Which part of a page a correction is about."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender keeps: with number and code, and only with both, the letter and its answer can be read."""

    number: str
    code: str
    handler_name: str
    due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter as its handler, or its sender, sees it. `sender` and `contact` are empty for everybody else."""

    id: UUID
    number: str
    kind: str
    organ_id: UUID
    organ_name: str
    handler_id: UUID
    handler_name: str
    about: str
    about_title: str
    field: str
    field_label: str
    text: str
    sender: str
    contact: str
    received_at: datetime
    due: date
    provisional: bool
    due_steps: tuple[str, ...]
    state: str
    outcome: str
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return LETTER_NAMES[LetterKind(self.kind)]

    @property
    def outcome_name(self) -> str:
        """The outcome in Chinese; empty while there is none."""
        return OUTCOME_NAMES[Outcome(self.outcome)] if self.outcome else ""

    @property
    def field_name(self) -> str:
        """The part of the page it is about."""
        return self.field_label or FIELDS.get(self.field, "")
