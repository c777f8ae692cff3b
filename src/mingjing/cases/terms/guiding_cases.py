"""指导案例 beside a case: what is pushed, and what the handler noted of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.lawbook.terms import GuidingMatch

NOTING: Final = (Role.HANDLER, Role.EXAMINER)


@dataclass(frozen=True, slots=True)
class GuidingNoteFacts:
    """Whether a guiding case was followed, and why; `called` and `digest` as they were then."""

    guiding_id: UUID
    called: str
    title: str
    digest: str
    followed: bool
    reason: str
    act_seq: int
    by_id: UUID
    by_name: str
    at: datetime

    @property
    def word(self) -> str:
        """参照 or 不参照."""
        return "参照" if self.followed else "不参照"


@dataclass(frozen=True, slots=True)
class Guided:
    """The guiding cases for a case, best first, and the notes so far, oldest first. `seq`: the newest act of the file."""

    matches: tuple[GuidingMatch, ...]
    notes: tuple[GuidingNoteFacts, ...] = field(default=())

    def last(self, guiding_id: UUID) -> GuidingNoteFacts | None:
        """The newest note on a guiding case."""
        return next((one for one in reversed(self.notes) if one.guiding_id == guiding_id), None)

    @property
    def unnoted(self) -> int:
        """How many of the same offence nobody has said anything about."""
        return sum(one.shared.offence and self.last(one.facts.id) is None for one in self.matches)
