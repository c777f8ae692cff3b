"""Reads of people's certificates and of the signatures given with them."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.records.events import Event
from mingjing.records.models import PersonCertificate, PersonSigning
from mingjing.records.terms import NotFound
from mingjing.records.terms.certificates import PersonSigningFacts, SignerCertificate

PERSON_SIGNED = "record:signing:made"


def certificates(organ_id: UUID, *, word: str = "", limit: int = 50, offset: int = 0) -> tuple[SignerCertificate, ...]:
    """The register of an organ by person."""
    rows = PersonCertificate.objects.filter(organ_id=organ_id)
    if word and "\x00" not in word:
        rows = rows.filter(person__contains=word) | rows.filter(serial__contains=word.upper())
    return tuple(row.facts() for row in rows[offset : offset + limit])


def certificate_of(certificate_id: UUID) -> SignerCertificate:
    """One certificate. Raises NotFound."""
    row = PersonCertificate.objects.filter(id=certificate_id).first()
    if row is None:
        raise NotFound("没有登记这张证书，请从登记簿重新进入。")
    return row.facts()


def certificate_by_digest(sha256: str) -> SignerCertificate | None:
    """The registered certificate with these bytes."""
    row = PersonCertificate.objects.filter(sha256=sha256).first()
    return row.facts() if row else None


def certificates_of(person_id: UUID) -> tuple[SignerCertificate, ...]:
    """The certificates of a person, newest first."""
    return tuple(
        row.facts() for row in PersonCertificate.objects.filter(person_id=person_id).order_by("-registered_at")
    )


def person_signings(document_id: UUID) -> tuple[PersonSigningFacts, ...]:
    """The signatures on a document, in their order. One query."""
    rows = PersonSigning.objects.select_related("certificate").filter(document_id=document_id)
    return tuple(row.facts() for row in rows)


def signed_files(dossier_id: UUID) -> dict[UUID, PersonSigningFacts]:
    """Document → the last signature on it, whose file has all of them. One query."""
    rows = PersonSigning.objects.select_related("certificate").filter(dossier_id=dossier_id).order_by("number")
    return {row.document_id: row.facts() for row in rows}


def every_signing(dossier_id: UUID) -> tuple[PersonSigningFacts, ...]:
    """Every signature in a dossier. One query."""
    rows = PersonSigning.objects.select_related("certificate").filter(dossier_id=dossier_id)
    return tuple(row.facts() for row in rows.order_by("document_id", "number"))


def signings_unlike(dossier_id: UUID, events: Sequence[EventFacts]) -> Iterator[str]:
    """What of a dossier's signatures is not what the events of its stream say, in Chinese."""
    told = {one.payload["signing"]: one for one in events if one.kind == PERSON_SIGNED}
    held = {str(row.pk): row for row in PersonSigning.objects.filter(dossier_id=dossier_id)}
    yield from (f"证书签名 {key} 业务库里没有（被删除）" for key in sorted(told.keys() - held.keys()))
    for key, row in held.items():
        one = told.get(key)
        mine = {
            "document": str(row.document_id), "certificate": str(row.certificate_id), "person": str(row.person_id),
            "source_sha256": row.source_sha256,
        }  # fmt: skip
        if (
            one is None
            or any(one.payload.get(name) != value for name, value in mine.items())
            or one.objects[0]["sha256"] != row.sha256
        ):
            yield f"{row.person}的证书签名与台账登记的不符"


def certificate_as_told(row: PersonCertificate) -> dict[str, Any]:
    """Everything registered of a certificate, as the ledger keeps it; no name in clear."""
    return {
        "certificate": str(row.pk), "person": str(row.person_id), "kind": row.kind, "serial": row.serial, "sha256": row.sha256,
        "until": row.until.isoformat(), "revoked": row.revoked_at is not None, "reason": row.reason,
    }  # fmt: skip


def certificates_unlike_the_ledger() -> Iterator[Difference]:
    """What of the register is not what the ledger says: deleted, given back its validity, given to somebody else."""
    kinds = (Event.CERTIFICATE_REGISTERED, Event.CERTIFICATE_REVOKED)
    events = sorted((one for kind in kinds for one in ledger.every(kind)), key=lambda one: one.index)
    told = {one.payload["certificate"]: one.payload for one in events}
    held = {str(row.pk): row for row in PersonCertificate.objects.all()}
    for key in sorted(told.keys() - held.keys()):
        yield Difference(f"签名证书 {told[key]['serial']}", "登记簿里没有（被删除）")
    for key, row in held.items():
        if told.get(key) != certificate_as_told(row):
            yield Difference(f"签名证书 {row.serial}", "与台账登记的不符")
