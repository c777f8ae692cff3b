"""The three parts of the work on a public list, and who an organ gave them to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.foundation.people import Role

STAFF_ROLES = (Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.PUBLICIST, Role.ARCHIVIST, Role.HEAD)
PART_TITLES = {"collect": "采集", "check": "审核", "release": "发布"}


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """One decision of an organ on who does what for a kind of list. `seq` counts them; the last one holds."""

    organ_id: UUID
    kind: str
    seq: int
    collect: tuple[str, ...]
    check: tuple[str, ...]
    release: tuple[str, ...]
    reason: str
    set_name: str
    set_at: datetime
    ledger_index: int
