"""Reads of seals and signatures: of a file, of a document, the list of what waits, the log of uses, what goes along."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import fingerprint
from mingjing.ledger.queries import EventFacts
from mingjing.organs.queries import seals as seal_register
from mingjing.records.models import Dossier, HandSignature, Sealing, SignatureSheet
from mingjing.records.queries.certificates import every_signing
from mingjing.records.rules.seals import seals_are_settled, unsealed_is_not_handed_out
from mingjing.records.terms import DocumentFacts, NotFound
from mingjing.records.terms.seals import (
    OPEN_STAGES,
    HeldFile,
    SealingFacts,
    SealingStage,
    SheetFacts,
    SignatureFacts,
)

SEALED = "record:document:sealed"
SIGNED = "record:document:signed"
SHEET = "record:sheet:rendered"


def sealings(dossier_id: UUID) -> dict[UUID, SealingFacts]:
    """Document → its seal or the wait for one, of a dossier. One query."""
    rows = Sealing.objects.select_related("document").filter(dossier_id=dossier_id, stage__in=OPEN_STAGES)
    return {row.document_id: row.facts() for row in rows}


def sealing_of(document_id: UUID) -> SealingFacts | None:
    """The seal of a document, or the wait for one."""
    row = Sealing.objects.select_related("document").filter(document_id=document_id, stage__in=OPEN_STAGES).first()
    return row.facts() if row else None


def sealing(sealing_id: UUID) -> SealingFacts:
    """One sealing. Raises NotFound."""
    row = Sealing.objects.select_related("document").filter(id=sealing_id).first()
    if row is None:
        raise NotFound("没有这项盖章。")
    return row.facts()


def waiting_seals(organ_id: UUID, *, word: str = "", limit: int = 50, offset: int = 0) -> tuple[SealingFacts, ...]:
    """What waits for a seal in an organ, longest first."""
    rows = Sealing.objects.select_related("document").filter(
        organ_id=organ_id, stage__in=(SealingStage.WAITING, SealingStage.WORKING)
    )
    if word and "\x00" not in word:
        rows = rows.filter(document__title__contains=word) | rows.filter(document__number__contains=word)
    return tuple(row.facts() for row in rows.order_by("asked_at", "id")[offset : offset + limit])


def unsettled_seals(dossier_id: UUID) -> tuple[Finding, ...]:
    """What of a dossier still waits for a seal, before it is archived (REC-47)."""
    waiting = [one.title for one in sealings(dossier_id).values() if not one.sealed]
    found: tuple[Finding, ...] = seals_are_settled(waiting)
    return found


def count_waiting_seals(organ_id: UUID) -> int:
    """How many documents wait for a seal."""
    return Sealing.objects.filter(organ_id=organ_id, stage__in=(SealingStage.WAITING, SealingStage.WORKING)).count()


def seal_uses(
    organ_id: UUID, *, seal_id: UUID | None = None, since: datetime | None = None, until: datetime | None = None,
    limit: int = 50, offset: int = 0,
) -> tuple[SealingFacts, ...]:  # fmt: skip
    """The log of uses (用印登记), newest first."""
    rows = Sealing.objects.select_related("document").filter(organ_id=organ_id, stage=SealingStage.SEALED)
    asked = {"seal_id": seal_id, "sealed_at__gte": since, "sealed_at__lt": until}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return tuple(row.facts() for row in rows.order_by("-sealed_at", "id")[offset : offset + limit])


def seals_to_check(before: datetime, limit: int) -> tuple[UUID, ...]:
    """Sealed documents that were not examined since a moment, longest first."""
    rows = Sealing.objects.filter(stage=SealingStage.SEALED, checked_at__lt=before)
    return tuple(rows.order_by("checked_at").values_list("id", flat=True)[:limit])


def seals_to_put() -> tuple[tuple[UUID, UUID | None, int, datetime | None], ...]:
    """What the worker seals by itself: sealing, seal, tries, last failure."""
    rows = Sealing.objects.filter(stage__in=(SealingStage.WAITING, SealingStage.WORKING), automatic=True)
    return tuple(rows.order_by("asked_at").values_list("id", "seal_id", "tries", "failed_at")[:200])


def broken_seals(organ_id: UUID) -> tuple[SealingFacts, ...]:
    """Seals that the last examination found bad."""
    rows = Sealing.objects.select_related("document").filter(organ_id=organ_id, stage=SealingStage.SEALED)
    return tuple(row.facts() for row in rows.filter(report__state="bad")[:50])


def signatures(document_id: UUID) -> tuple[SignatureFacts, ...]:
    """The signatures on a document, in their order."""
    rows = list(HandSignature.objects.select_related("document").filter(document_id=document_id))
    one = sealing_of(document_id) if rows else None
    return tuple(row.facts(one.sha256 if one else "") for row in rows)


def signature(document_id: UUID, signature_id: UUID) -> SignatureFacts:
    """One signature of this document. Raises NotFound."""
    found = next((one for one in signatures(document_id) if one.id == signature_id), None)
    if found is None:
        raise NotFound("这份文书没有这个签名。")
    return found


def signed_documents(dossier_id: UUID) -> dict[UUID, int]:
    """Document → how many signatures it has. One query."""
    found: dict[UUID, int] = {}
    for document_id in HandSignature.objects.filter(dossier_id=dossier_id).values_list("document_id", flat=True):
        found[document_id] = found.get(document_id, 0) + 1
    return found


def sheet_of(document_id: UUID) -> SheetFacts | None:
    """The last page of signatures."""
    row = SignatureSheet.objects.filter(document_id=document_id).first()
    return row.facts() if row else None


def held_files(dossier_id: UUID) -> tuple[HeldFile, ...]:
    """What goes along with the documents of a dossier: sealed files, reports and results as they came, signatures. Four queries.

    For exports and archive packages, which leave out nothing that the ledger names. The last page of signatures of a
    document is `signatures`, the earlier ones are `signatures-before`.
    """
    found = [one for each in sealings(dossier_id).values() if each.sealed for one in _of_seal(each)]
    last: dict[UUID, int] = {}
    sheets = list(SignatureSheet.objects.filter(document__dossier_id=dossier_id).order_by("signatures"))
    for row in sheets:
        last[row.document_id] = row.signatures
    for row in sheets:
        what = "signatures" if row.signatures == last[row.document_id] else "signatures-before"
        found.append(
            HeldFile(row.document_id, what, row.name, row.sha256, row.sm3, row.size, "application/pdf", row.pages)
        )
    for given in every_signing(dossier_id):
        found.append(
            HeldFile(
                given.document_id, "person", given.file_name, given.sha256, given.sm3, given.size, "application/pdf"
            )
        )
    for mark in HandSignature.objects.filter(dossier_id=dossier_id, refused=False):
        found += _of_signature(mark)
    return tuple(found)


def _of_signature(mark: HandSignature) -> Iterator[HeldFile]:
    for kind, sha256, ending, media in (
        ("strokes", mark.strokes_sha256, "json", "application/json"), ("picture", mark.picture_sha256, "png", "image/png"),
    ):  # fmt: skip
        yield HeldFile(mark.document_id, kind, f"签名-{mark.pk}.{ending}", sha256, "", 0, media)


def _of_seal(one: SealingFacts) -> Iterator[HeldFile]:
    yield HeldFile(one.document_id, "sealed", one.file_name, one.sha256, one.sm3, one.size, "application/pdf")
    if one.result_sha256:
        name = f"{one.file_name.removesuffix('.pdf')}.ses"
        yield HeldFile(one.document_id, "result", name, one.result_sha256, "", 0, "application/octet-stream")
    if told := one.report_file:
        yield HeldFile(
            one.document_id,
            "report",
            told["name"],
            told["sha256"],
            told["sm3"],
            told["size"],
            "application/pdf",
            told["pages"],
        )


def seals_unlike(dossier_id: UUID, events: Sequence[EventFacts]) -> Iterator[str]:
    """What of a dossier's seals and signatures is not what the events of its stream say, in Chinese."""
    told = {one.payload["sealing"]: one for one in events if one.kind == SEALED}
    held = {str(row.pk): row for row in Sealing.objects.filter(dossier_id=dossier_id, stage=SealingStage.SEALED)}
    yield from (f"印章 {key} 业务库里没有（被删除或者改动）" for key in sorted(told.keys() - held.keys()))
    for key, row in held.items():
        one = told.get(key)
        mine = {
            "document": str(row.document_id),
            "seal": str(row.seal_id),
            "source_sha256": row.source_sha256,
            "result_sha256": row.result_sha256,
        }
        if (
            one is None
            or any(one.payload.get(name) != value for name, value in mine.items())
            or one.objects[0]["sha256"] != row.sha256
        ):
            yield f"文书 {row.document_id} 的印章与台账登记的不符"
    signed = {one.payload["signature"]: one for one in events if one.kind == SIGNED}
    given = {str(row.pk): row for row in HandSignature.objects.filter(dossier_id=dossier_id)}
    yield from (f"签名 {key} 业务库里没有（被删除）" for key in sorted(signed.keys() - given.keys()))
    for key, mark in given.items():
        one = signed.get(key)
        if one is None or one.payload.get("fingerprint") != as_signed(mark):
            yield f"{mark.name}的签名与台账登记的不符"


def as_signed(row: HandSignature) -> str:
    """One digest over everything a signature says; the ledger holds no name in clear."""
    return fingerprint(
        {
            "document": str(row.document_id), "role": row.role, "name": row.name, "shown": row.shown_sha256, "refused": row.refused,
            "reason": row.reason, "witness": row.witness, "device": row.device, "strokes": row.strokes_sha256,
            "picture": row.picture_sha256, "taker": str(row.taken_by),
        }
    )  # fmt: skip


def unsealed(document: DocumentFacts, sealing: SealingFacts | None) -> tuple[Finding, ...]:
    """What is to be said of a document that bears no seal and should (REC-46): it waits for one, or its organ requires one."""
    organ_id = None if sealing else Dossier.objects.values_list("organ_id", flat=True).get(id=document.dossier_id)
    told = seal_register.sealing_on(organ_id, local_day(document.made_at)) if organ_id else None
    owed = sealing is not None or (told is not None and told.owed(document.form, document.external))
    found: tuple[Finding, ...] = unsealed_is_not_handed_out(document.title, owed)
    return found
