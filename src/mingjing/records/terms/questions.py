"""Words of the interview question sets (询问提纲): lists an organ keeps and offers beside the interview form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MUST = "★"
"""Stands before a question that must be asked."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One list of questions. `cause`: words of the case's cause it is for; empty for every case.

    `retired`: not offered, because no head has released it yet or because it was taken out of use.
    """

    id: UUID
    organ_id: UUID
    name: str
    cause: str
    questions: tuple[str, ...]
    sha256: str
    changed_by: str
    changed_at: datetime
    retired: bool

    @property
    def plain(self) -> tuple[str, ...]:
        """The questions as they are asked, without the mark."""
        return tuple(one.removeprefix(MUST).strip() for one in self.questions)

    @property
    def musts(self) -> tuple[str, ...]:
        """Those that must be asked."""
        return tuple(one.removeprefix(MUST).strip() for one in self.questions if one.startswith(MUST))

    def fits(self, cause: str) -> bool:
        """Whether it is for a case of this cause."""
        return not self.cause or self.cause in cause
