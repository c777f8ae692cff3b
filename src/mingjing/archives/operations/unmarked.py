"""查无密级标志: a person says that a picture or PDF bears no mark of secrecy; nothing is filed without it (ARCH-49)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import Unmarked
from mingjing.archives.operations.custody import refuse
from mingjing.archives.queries.unmarked import not_looked_through
from mingjing.archives.rules.safe import looked_through
from mingjing.archives.terms import ArchiveItem
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records


@operation(Event.UNMARKED)
def state_unmarked(
    *, dossier_id: UUID, organ_id: UUID, files: Sequence[tuple[str, str]], later: bool, by: Actor, at: datetime
) -> int:
    """Say of these contents (digest, name) that every page was looked through and bears no mark; how many were new.

    What was said before stays. Raises Forbidden, Invalid. 保守国家秘密法.
    """
    if not (access.of_the_organ(by, organ_id) and access.may_borrow(by)):
        raise Forbidden(
            f"{by.name}不能核对密级标志：须由本机关的人员办理。请换用有权限的账号，或联系本机关安全管理员。"
        )
    if not files:
        raise Invalid({"files": ["没有选择材料，请勾选逐页看过的材料"]})
    made = 0
    for sha256, name in files:
        _, new = Unmarked.objects.get_or_create(
            dossier_id=dossier_id, sha256=sha256,
            defaults={"name": name[:200], "later": later, "by_id": by.person_id, "by_name": by.name, "at": at},
        )  # fmt: skip
        if new:
            made += 1
            payload = {"sha256": sha256, "later": later}
            ledger.append(kind=Event.UNMARKED, stream=records.stream(dossier_id), at=at, by=by, payload=payload)
    return made


def require_unmarked(*, dossier_id: UUID, items: Sequence[ArchiveItem]) -> None:
    """Raise Refused where a picture or PDF that was handed in was looked through by nobody (ARCH-49)."""
    refuse(*looked_through([one.title or one.name for one in not_looked_through(dossier_id, items)]))
