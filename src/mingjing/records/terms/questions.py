"""Words of the interview question sets (询问提纲): lists an organ keeps and offers beside the interview form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One list of questions. `cause`: words of the case's cause it is for; empty for every case."""

    id: UUID
    organ_id: UUID
    name: str
    cause: str
    questions: tuple[str, ...]
    sha256: str
    changed_by: str
    changed_at: datetime
    retired: bool

    def fits(self, cause: str) -> bool:
        """Whether it is for a case of this cause."""
        return not self.cause or self.cause in cause
