"""Putting a file away (归档): checked, packed, logged, and never touched again."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile
from mingjing.archives.operations.inspecting import inspect, logged
from mingjing.archives.operations.packaging import Label, pack
from mingjing.archives.rules import checking, requests
from mingjing.archives.rules.order import arranged, order_of, pages_add_up, total
from mingjing.archives.terms import RETENTION_NAMES, ArchivedFacts, ArchiveItem, CheckReport, Retention
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding, Refused, blocking
from mingjing.kernel.hashing import canonical
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records
from mingjing.records import queries as forms
from mingjing.records.terms import NotFound, RecordingState


@operation(Event.FILED)
def file_away(
    *,
    dossier_id: UUID,
    organ_id: UUID,
    title: str,
    catalogue_no: str,
    retention: str,
    items: Sequence[ArchiveItem],
    paper_pages: int,
    by: Actor,
    at: datetime,
    opened_on: date | None = None,
    closed_on: date | None = None,
    note: str = "",
    kind: str = "penalty",
) -> ArchivedFacts:
    """File a dossier: arrange it, number its pages, run the four-property check, build the package, log all of it.

    `items` are everything in the dossier, rendered; `note` is the 备考说明, which may explain a missing document;
    `opened_on` and `closed_on` default to the first and last day of the items. Call it in the transaction of the act,
    before the dossier is sealed. Raises Forbidden; Refused (ARCH-11 … ARCH-19), then nothing is written.
    行政处罚法第四十七条，档案法第三十七条。
    """
    access.may_file.require(by, organ_id, doing="归档")
    order = order_of(kind)
    rows = arranged(items, order)
    _refuse(
        *requests.filed_once(_already(dossier_id)),
        *requests.number_is_well_formed(catalogue_no, _taken(organ_id, catalogue_no)),
        *requests.retention_is_chosen(retention, paper_pages),
        *pages_add_up(rows),
        *requests.recordings_are_settled(_waiting(dossier_id)),
    )
    report = check(dossier_id=dossier_id, items=items, note=note, at=at, kind=kind)
    _refuse(*checking.findings(report.checks))
    local = at.astimezone(CHINA).date()
    label = Label(
        catalogue_no, title, by.organ_name, RETENTION_NAMES[Retention(retention)], local, total(rows), paper_pages
    )
    package = pack(label, rows, [item for item in items if item.form in order.unnumbered], report)
    days = [item.day for item in items]
    row = ArchivedFile(
        dossier_id=dossier_id, organ_id=organ_id, catalogue_no=catalogue_no, title=title[:300], retention=retention,
        opened_on=opened_on or min(days), closed_on=closed_on or max(days), archived_on=local, pages=total(rows),
        paper_pages=paper_pages, catalogue=[each.as_json() for each in rows], package_sha256=package.sha256,
        package_sm3=package.sm3, package_size=package.size, report=report.as_json(), archived_at=at,
        archived_by=by.person_id, archivist=by.name,
    )  # fmt: skip
    _keep(row)
    _log(row, by, at)
    return row.facts()


def check(
    *, dossier_id: UUID, items: Sequence[ArchiveItem], note: str, at: datetime, kind: str = "penalty"
) -> CheckReport:
    """The four-property check of a dossier as it lies, without filing it: for the self-check before archiving."""
    order = order_of(kind)
    stream, named = logged(dossier_id)
    seen = inspect(items, named)
    held = frozenset(item.form for item in items)
    checks = (
        *checking.authentic(seen),
        *checking.complete(held, stream, order, _form_name, note),
        *checking.usable(seen, note),
        *checking.safe(seen, order),
    )
    return CheckReport(checks, at.astimezone(CHINA))


def _form_name(form: str) -> str:
    try:
        return forms.form(form).name
    except NotFound:
        return form


def _refuse(*found: Finding) -> None:
    if refused := blocking(found):
        raise Refused(*refused)


def _waiting(dossier_id: UUID) -> list[str]:
    """The recordings that were committed and have neither come nor been excused."""
    held = forms.recordings(dossier_id)
    return [one.name for one in held if one.state == RecordingState.COMMITTED]


def _already(dossier_id: UUID) -> str:
    found = ArchivedFile.objects.filter(dossier_id=dossier_id).values_list("catalogue_no", flat=True).first()
    return found or ""


def _taken(organ_id: UUID, catalogue_no: str) -> str:
    rows = ArchivedFile.objects.filter(organ_id=organ_id, catalogue_no=catalogue_no)
    return rows.values_list("title", flat=True).first() or ""


def _keep(row: ArchivedFile) -> None:
    """Write the row; where somebody filed the same dossier or number meanwhile, the database refuses."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            *requests.filed_once(_already(row.dossier_id)),
            *requests.number_is_well_formed(row.catalogue_no, _taken(row.organ_id, row.catalogue_no)),
        ) from None


def _log(row: ArchivedFile, by: Actor, at: datetime) -> None:
    payload = {
        "file": str(row.id), "catalogue_no": row.catalogue_no, "retention": row.retention, "pages": row.pages,
        "paper_pages": row.paper_pages, "catalogue_sha256": sha256(canonical(row.catalogue)).hexdigest(),
        "report_sha256": sha256(canonical(row.report)).hexdigest(),
        "package": {"sha256": row.package_sha256, "sm3": row.package_sm3, "size": row.package_size},
    }  # fmt: skip
    ledger.append(kind=Event.FILED, stream=records.stream(row.dossier_id), at=at, by=by, payload=payload)
    emit(Event.FILED, at=at, file=str(row.id), dossier=str(row.dossier_id), organ=str(row.organ_id))
