"""A closed case's file goes to the archive staff; what of it is classified lies elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mingjing.archives import operations as archives
from mingjing.archives.terms import ApartFacts, HandoverFacts
from mingjing.cases.models import Case
from mingjing.cases.operations.files import case_for, not_archived, render_all
from mingjing.cases.operations.holdings import archive_items
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Refused
from mingjing.records import queries as records

CLOSED = ("closed", "not_filed")


@operation("case:file:handed-over")
def hand_over(*, case_id: UUID, paper_pages: int, note: str, by: Actor, now: datetime) -> HandoverFacts:
    """A handler hands the file of a closed case to the archive staff. Raises Forbidden, Invalid, Refused (ARCH-23)."""
    case = _own(case_id, by, "移交案卷")
    if case.stage not in (*CLOSED, "archived"):
        raise Refused(
            Finding("ARCH-23", "案件还没有结案", ("行政处罚法第四十七条",), next_step="结案以后再移交归档")
        )  # fmt: skip
    render_all(case_id=case_id, by=by, now=now)
    return archives.hand_over(
        dossier_id=case.dossier_id, organ_id=case.organ_id, title=f"{case.party_name}{case.cause}",
        electronic=sum(1 for item in archive_items(case_id) if item.electronic), paper_pages=paper_pages, note=note, by=by, at=now,
    )  # fmt: skip


@operation("case:item:held-apart")
def hold_apart(*, case_id: UUID, number: str, secrecy: str, kept_at: str, by: Actor, now: datetime) -> ApartFacts:
    """Register something classified that lies elsewhere, by its number only. Raises Forbidden, Invalid."""
    case = _own(case_id, by, "登记另行保管的材料")
    return archives.hold_apart(
        dossier_id=case.dossier_id,
        organ_id=case.organ_id,
        number=number,
        secrecy=secrecy,
        kept_at=kept_at,
        by=by,
        at=now,
    )


@operation("case:item:unmarked")
def state_unmarked(*, case_id: UUID, files: Sequence[UUID], by: Actor, now: datetime) -> int:
    """Say of files handed in before that they bear no mark of secrecy (ARCH-49). Raises Forbidden, Invalid, Refused."""
    case = _own(case_id, by, "核对密级标志")
    not_archived(case, "密级核对")
    held = {one.id: one for one in records.attachments(case.dossier_id)}
    told = [(held[key].sha256, held[key].name) for key in files if key in held]
    return archives.state_unmarked(
        dossier_id=case.dossier_id, organ_id=case.organ_id, files=told, later=True, by=by, at=now
    )


def _own(case_id: UUID, by: Actor, doing: str) -> Case:
    case = case_for(case_id, by)
    if by.organ_id != case.organ_id:
        raise Forbidden(f"{by.name}不能{doing}：须由本机关人员办理。")
    return case
