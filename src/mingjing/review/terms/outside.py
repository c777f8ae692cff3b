"""Words of drafts made in another system (外部送审稿): what is submitted, its files, where it stands."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from mingjing.review.terms import DecisionProfile

_ASIDE = re.compile(r"\([^()]*\)")
OTHER = "other"
"""Kind of a file that no list asks for."""
MOST_FILES = 60
"""Files that one draft may have (ours, no law names a figure)."""
MOST_HANDLERS = 20
"""Handlers that one draft may name (ours)."""
SERIES = "外审"
"""The word in the number of the opinion on a draft made elsewhere."""


class DraftStage(StrEnum):
    """Where a draft made elsewhere stands: the stages of its review, and what lies before and after them."""

    MADE = "made"
    OPEN = "open"
    INCOMPLETE = "incomplete"
    PROBLEMS = "problems"
    DISPUTED = "disputed"
    REPLIED = "replied"
    SETTLED = "settled"
    ANSWERED = "answered"
    AGREED = "agreed"
    STALE = "stale"
    WITHDRAWN = "withdrawn"


DRAFT_STAGES = {
    DraftStage.MADE: "还没有送审",
    DraftStage.OPEN: "审核中",
    DraftStage.INCOMPLETE: "材料待补",
    DraftStage.PROBLEMS: "审核有意见",
    DraftStage.DISPUTED: "分歧待答复",
    DraftStage.REPLIED: "分歧待处理",
    DraftStage.SETTLED: "分歧已处理",
    DraftStage.ANSWERED: "已作处理说明",
    DraftStage.AGREED: "审核通过",
    DraftStage.STALE: "通过后有改动，须重新送审",
    DraftStage.WITHDRAWN: "已撤回",
}
WAITING = frozenset({
    DraftStage.OPEN, DraftStage.INCOMPLETE, DraftStage.PROBLEMS, DraftStage.DISPUTED, DraftStage.REPLIED, DraftStage.SETTLED,
    DraftStage.ANSWERED, DraftStage.STALE,
})  # fmt: skip
"""Somebody has to do something."""
CLOSED_TO_CHANGE = frozenset({DraftStage.OPEN, DraftStage.WITHDRAWN})
"""While the reviewer looks at it, and once it is withdrawn, a draft stays as it is (REV-52)."""


def name_key(name: str) -> str:
    """A name as it is compared: 李 四, 李·四 and 李四（主办） are the name 李四."""
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


@dataclass(frozen=True, slots=True)
class HandlerNamed:
    """Who handled a draft elsewhere: the name, the number of the enforcement certificate, the person where it is known here."""

    name: str
    certificate: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a draft says: its kind, party, facts, basis and proposal, who handled it, and what decides whether it is major."""

    title: str
    party: str
    facts: str
    basis: str
    proposal: str
    handlers: tuple[HandlerNamed, ...]
    profile: "DecisionProfile"


@dataclass(frozen=True, slots=True)
class DraftFileFacts:
    """A file of a draft: kind of the material, name, digests. `void_reason` is empty while it stands."""

    id: UUID
    kind: str
    file_id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    added_by_name: str
    added_at: datetime
    void_reason: str
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version of the text of a draft, with who wrote it and why."""

    number: int
    content: DraftContent
    reason: str
    written_by: UUID
    written_by_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft made elsewhere, as it is now. `digest` is over text and files; `cleared` over what the last pass was given for."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    organ_name: str
    source_system: str
    source_ref: str
    content: DraftContent
    version: int
    digest: str
    cleared: str
    stage: str
    made_by: UUID
    made_by_name: str
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by_name: str
    withdraw_reason: str
    fresh: bool = False

    @property
    def stage_name(self) -> str:
        """The stage in words."""
        return DRAFT_STAGES[DraftStage(self.stage)]

    @property
    def may_change(self) -> bool:
        """Whether text and files may be changed now."""
        return self.stage not in CLOSED_TO_CHANGE

    @property
    def passes(self) -> bool:
        """Whether an opinion that agrees stands for exactly this text and these files."""
        return self.stage == DraftStage.AGREED and bool(self.cleared) and self.cleared == self.digest
