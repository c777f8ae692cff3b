"""Rounds of comments (评议、征求意见): what is asked, who answers, what becomes public, what the organ replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mingjing.foundation.people import Role

ROUND_ROLES = (Role.PUBLICIST, Role.HEAD, Role.SUPERVISOR)
"""Who of an organ opens a round, decides on free texts and replies."""
LONGEST_OPINION = 1000

ROUND_MOST = {"subject": 120, "text": 4000, "questions": 4000, "asked": 200, "reply": 4000, "reason": 200}
"""The longest texts of a round: forms and operations read them here."""


class RoundKind(StrEnum):
    """Why the public is asked."""

    REVIEW = "review"
    OPINION = "opinion"


ROUND_NAMES = {RoundKind.REVIEW: "执法评议", RoundKind.OPINION: "征求意见"}
ROUND_CODES = {RoundKind.REVIEW: "评", RoundKind.OPINION: "征"}


class OpinionState(StrEnum):
    """What became of a free text."""

    WAITING = "waiting"
    PUBLIC = "public"
    WITHHELD = "withheld"


OPINION_NAMES = {OpinionState.WAITING: "待决定", OpinionState.PUBLIC: "已公开", OpinionState.WITHHELD: "不公开"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without `choices` it is answered in free words, and may be left out."""

    key: str
    text: str
    choices: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether it is answered in one's own words."""
        return not self.choices


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What the organ typed. `asked`: who is asked; the days are the first and the last on which one may answer."""

    kind: str
    subject: str
    text: str
    asked: str
    questions: tuple[Question, ...]
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round as everybody may read it. `reply_due`: by when the organ replies in public (PUB-98)."""

    id: UUID
    number: str
    kind: str
    organ_id: UUID
    organ_name: str
    organ_code: str
    subject: str
    text: str
    asked: str
    questions: tuple[Question, ...]
    opens_on: date
    closes_on: date
    reply_due: date
    opened_at: datetime
    stopped_at: datetime | None
    stopped_reason: str
    reply: str
    replied_at: datetime | None
    ledger_index: int

    @property
    def kind_name(self) -> str:
        """The kind in Chinese."""
        return ROUND_NAMES[RoundKind(self.kind)]

    def takes_answers(self, on: date) -> bool:
        """Whether one may answer on that day."""
        return self.stopped_at is None and self.opens_on <= on <= self.closes_on

    def is_over(self, on: date) -> bool:
        """Whether nobody can answer any more."""
        return self.stopped_at is not None or on > self.closes_on

    def owes_reply(self, on: date) -> bool:
        """Whether it is over and the organ has not replied in public. A stopped round said why and owes none."""
        return self.stopped_at is None and self.replied_at is None and on > self.closes_on

    def state_name(self, on: date) -> str:
        """Where it stands, in Chinese."""
        if self.stopped_at is not None:
            return "已停止"
        if self.replied_at is not None:
            return "已答复"
        return "未开始" if on < self.opens_on else "进行中" if on <= self.closes_on else "待答复"


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """A free text as the organ sees it. `proposal`: the text without what the rules would take out."""

    id: UUID
    round_id: UUID
    question: str
    text: str
    proposal: str
    why: tuple[str, ...]
    state: str
    public_text: str
    reason: str
    decided_name: str
    decided_at: datetime | None
    received_at: datetime

    @property
    def state_name(self) -> str:
        """What became of it, in Chinese."""
        return OPINION_NAMES[OpinionState(self.state)]


@dataclass(frozen=True, slots=True)
class RoundResults:
    """What came in: answers in all; by question the votes of each choice; by question the texts that are public."""

    answers: int
    votes: Mapping[str, tuple[int, ...]]
    texts: Mapping[str, tuple[str, ...]]
    waiting: int
    withheld: int
