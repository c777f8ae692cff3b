"""Putting a file away (归档): checked, packed, logged, and never touched again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile, Handover
from mingjing.archives.operations.checking import about_of, check, kept
from mingjing.archives.operations.custody import refuse
from mingjing.archives.operations.packaging import Parts, pack
from mingjing.archives.operations.papers import report_files
from mingjing.archives.operations.transferring import label_of
from mingjing.archives.queries import keeping
from mingjing.archives.rules import checking, custody, requests
from mingjing.archives.rules.order import arranged, order_of, pages_add_up, total
from mingjing.archives.rules.safe import nothing_secret
from mingjing.archives.terms import (
    ArchivedFacts,
    ArchiveItem,
    CatalogueRow,
    CheckReport,
    HandoverState,
    HandoverTo,
    Occasion,
)
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.kernel.hashing import canonical
from mingjing.ledger import operations as ledger
from mingjing.ledger import queries as log
from mingjing.records import operations as records
from mingjing.records import queries as forms
from mingjing.records.terms import RecordingFacts, RecordingState

Bundles = tuple[Mapping[str, Any], ...]


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
    secrecy: str = "none",
) -> ArchivedFacts:
    """File a dossier: arrange it, number its pages, run the four-property check, build the package, log all of it.

    `items` are everything in the dossier, rendered; `note` is the 备考说明, which may explain a missing document;
    `opened_on` and `closed_on` default to the first and last day of the items. Call it in the transaction of the act,
    before the dossier is sealed. Raises Forbidden; Refused (ARCH-11 … ARCH-21, ARCH-27, REC-17), then nothing is written.
    行政处罚法第四十七条，档案法第三十七条。
    """
    access.may_file.require(by, organ_id, doing="归档")
    records.hold_open(dossier_id)
    rows, recordings = arranged(items, order_of(kind)), forms.recordings(dossier_id)
    refuse(
        *requests.filed_once(_already(dossier_id)),
        *requests.number_is_well_formed(catalogue_no, _taken(organ_id, catalogue_no)),
        *requests.retention_is_chosen(retention, paper_pages),
        *nothing_secret((), secrecy),
        *custody.not_given_back(keeping.returned(dossier_id)),
        *pages_add_up(rows),
        *requests.recordings_are_settled([one.name for one in recordings if one.state == RecordingState.COMMITTED]),
    )
    days, local = [item.day for item in items], at.astimezone(CHINA).date()
    row = ArchivedFile(
        dossier_id=dossier_id, organ_id=organ_id, catalogue_no=catalogue_no, title=title[:300], retention=retention,
        opened_on=opened_on or min(days), closed_on=closed_on or max(days), archived_on=local, pages=total(rows),
        paper_pages=paper_pages, catalogue=[each.as_json() for each in rows], archived_at=at, archived_by=by.person_id,
        archivist=by.name, organ_name=by.organ_name[:100], kind=kind, note=note, secrecy=secrecy,
    )  # fmt: skip
    row.retain_until, row.check_due = keeping.retained_until(row.closed_on, retention), keeping.next_check(local)
    _file(row, rows, items, recordings, by, at)
    return row.facts()


def _file(
    row: ArchivedFile,
    rows: tuple[CatalogueRow, ...],
    items: Sequence[ArchiveItem],
    recordings: tuple[RecordingFacts, ...],
    by: Actor,
    at: datetime,
) -> None:
    """Check, pack, keep and log. The handing over, if there is one, is taken by whoever files."""
    _take(row, by, at)
    bundles: Bundles = log.stream_bundles(records.stream(row.dossier_id))
    report = check(
        dossier_id=row.dossier_id, items=items, note=row.note, at=at, kind=row.kind, about=about_of(row), occasion=Occasion.FILING,
        by_name=by.name, bundles=bundles,
    )  # fmt: skip
    refuse(*checking.findings(report.checks))
    signature = _pack(row, rows, items, report, bundles, recordings)
    _keep(row)
    kept(row, report, by, at, signature)
    _log(row, by, at)


def _pack(
    row: ArchivedFile,
    rows: tuple[CatalogueRow, ...],
    items: Sequence[ArchiveItem],
    report: CheckReport,
    bundles: Bundles,
    recordings: tuple[RecordingFacts, ...],
) -> str:
    """Build the package and note its digests; gives the signature of the report."""
    reports, signature = report_files(report, row.organ_name)
    front = tuple(item for item in items if item.form in order_of(row.kind).unnumbered)
    stream = records.stream(row.dossier_id)
    package = pack(Parts(
        label_of(row), rows, front, reports, stream, bundles, recordings,
    ))  # fmt: skip
    row.package_sha256, row.package_sm3, row.package_size = package.sha256, package.sm3, package.size
    row.front, row.report = [item.as_json() for item in front], report.as_json()
    return signature


def _take(row: ArchivedFile, by: Actor, at: datetime) -> None:
    Handover.objects.filter(dossier_id=row.dossier_id, to=HandoverTo.STAFF, state=HandoverState.OFFERED).exclude(
        offered_by=by.person_id
    ).update(
        state=HandoverState.RECEIVED, settled_by=by.person_id, settled_name=by.name, settled_at=at, reason="清点无误，随归档接收"
    )  # fmt: skip


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
