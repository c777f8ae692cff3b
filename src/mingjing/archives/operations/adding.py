"""Additions to a filed file (补充归档): asked with a reason, decided by the head, a volume and package of their own."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile, Destruction, Supplement
from mingjing.archives.operations.checking import bundles_of, check
from mingjing.archives.operations.custody import held_file, refuse, short
from mingjing.archives.operations.inspecting import count_pages
from mingjing.archives.operations.packaging import Parts, pack
from mingjing.archives.operations.papers import report_files
from mingjing.archives.operations.secrets import refuse_secret
from mingjing.archives.operations.transferring import label_of
from mingjing.archives.rules import checking, custody
from mingjing.archives.rules.order import arranged, order_of
from mingjing.archives.terms import (
    About,
    ArchiveItem,
    CatalogueRow,
    Disposal,
    Occasion,
    SupplementFacts,
    SupplementState,
)
from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import ObjectRef
from mingjing.records import operations as records

ADDITION_CHECKS = ("ARCH-13", "ARCH-15", "ARCH-16", "ARCH-20", "ARCH-21")
"""An addition need not hold the documents of a whole procedure."""


@operation(Event.ADDITION_ASKED)
def ask_addition(
    *, file_id: UUID, title: str, reason: str, name: str, content: bytes, by: Actor, at: datetime
) -> SupplementFacts:
    """Ask to add something to a filed file; the content is kept and logged at once, the file itself stays as it is.

    Raises Forbidden, Invalid (the file), Refused (ARCH-21, ARCH-25). 行政处罚法第四十七条。
    """
    file = held_file(file_id)
    access.may_hand_over.require(by, file.organ_id, doing="提出补充归档")
    refuse_secret(name=name, content=content)
    open_ = Supplement.objects.filter(file=file, state=SupplementState.ASKED).count()
    destroying = Destruction.objects.filter(file=file, state__in=[Disposal.PROPOSED, Disposal.APPROVED]).exists()
    refuse(*custody.addition_is_explained(
        place=file.place, reason=reason, title=title, open_=open_, disposal=destroying
    ))  # fmt: skip
    kind = records.checked_file(name=name, content=content, limit=settings.MINGJING_UPLOAD_LIMIT)
    kept = storage.put(content)
    row = Supplement.objects.create(
        file=file, number=Supplement.objects.filter(file=file).count() + 1, title=short(title, "title", 200), name=name,
        media_type=kind, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, pages=count_pages(kind, kept.sha256),
        reason=short(reason, "reason", 500), asked_by=by.person_id, asked_name=by.name, asked_at=at,
    )  # fmt: skip
    ref = ObjectRef(name, kept.sha256, kept.sm3, kept.size, kind)
    payload = {"file": str(file.id), "addition": str(row.id), "number": row.number, "reason": row.reason}
    ledger.append(
        kind=Event.ADDITION_ASKED, stream=records.stream(file.dossier_id), at=at, by=by, payload=payload, objects=[ref]
    )  # fmt: skip
    return row.facts()


@operation(Event.ADDITION_FILED)
def decide_addition(*, supplement_id: UUID, agreed: bool, opinion: str, by: Actor, at: datetime) -> SupplementFacts:
    """Agree to an addition, which is then checked, packed as a volume of its own and linked to the file; or refuse it.

    Raises Forbidden, Invalid, Refused (ARCH-28, or a check that failed).
    """
    row = Supplement.objects.select_for_update().select_related("file").filter(id=supplement_id).first()
    if row is None:
        raise Invalid({"supplement": ["没有这次补充归档，请从档案页面重新进入。"]})
    file = held_file(row.file_id)
    access.may_approve.require(by, file.organ_id, doing="批准补充归档")
    refuse(*custody.addition_is_decided(
        state=row.state, asked_by=row.asked_by, by=by.person_id, agreed=agreed, opinion=opinion
    ))  # fmt: skip
    row.state = SupplementState.FILED if agreed else SupplementState.REFUSED
    row.settled_by, row.settled_name, row.settled_at = by.person_id, by.name, at
    row.opinion = short(opinion, "opinion", 500)
    if agreed:
        _pack(row, file, by, at)
    row.save()
    payload = {
        "file": str(file.id), "addition": str(row.id), "number": row.number, "opinion": row.opinion,
        "package": {"sha256": row.package_sha256, "sm3": row.package_sm3, "size": row.package_size},
        "extends": file.package_sha256,
    }  # fmt: skip
    event = Event.ADDITION_FILED if agreed else Event.ADDITION_REFUSED
    ledger.append(kind=event, stream=records.stream(file.dossier_id), at=at, by=by, payload=payload)
    return row.facts()


def _pack(row: Supplement, file: ArchivedFile, by: Actor, at: datetime) -> None:
    local = at.astimezone(CHINA).date()
    item = ArchiveItem(
        0, "attachment", row.title, local, pages=row.pages, name=row.name, sha256=row.sha256, sm3=row.sm3, size=row.size,
        media_type=row.media_type,
    )  # fmt: skip
    rows: tuple[CatalogueRow, ...] = arranged([item], order_of(file.kind))
    number = f"{file.catalogue_no}-补{row.number}"
    stream = records.stream(file.dossier_id)
    bundles = bundles_of(file.dossier_id)
    about = About(number, row.title, file.organ_name, file.retention, file.secrecy, archived_on=local)
    report = check(
        dossier_id=file.dossier_id, items=[item], note=row.reason, at=at, kind=file.kind, about=about, occasion=Occasion.FILING,
        by_name=by.name, bundles=bundles,
    )  # fmt: skip
    report = replace(report, checks=tuple(one for one in report.checks if one.rule in ADDITION_CHECKS))
    refuse(*checking.findings(report.checks))
    reports, _ = report_files(report, file.organ_name)
    label = replace(
        label_of(file), catalogue_no=number, title=row.title, archived_on=local, pages=row.pages, paper_pages=0, made_at=at,
        archivist=by.name, link=file.catalogue_no,
    )  # fmt: skip
    package = pack(Parts(label, rows, (), reports, stream, bundles))
    row.package_sha256, row.package_sm3, row.package_size = package.sha256, package.sm3, package.size
    row.catalogue = [one.as_json() for one in rows]
