"""A person signs a document with a certificate of his own: the signed file is a further file, the key is forgotten at once."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.sealing import State, Unsealable, validator
from mingjing.foundation.sealing.personal import Hand
from mingjing.kernel.findings import Refused
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import ObjectRef
from mingjing.records.events import Event
from mingjing.records.models import Document, PersonCertificate, PersonSigning
from mingjing.records.operations.asking import own, the_document
from mingjing.records.operations.dossiers import file_name, render
from mingjing.records.operations.refusing import refuse
from mingjing.records.queries.certificates import certificate_by_digest, person_signings
from mingjing.records.queries.dossiers import document_facts
from mingjing.records.queries.seals import sealing_of
from mingjing.records.rules import certificates as rules
from mingjing.records.terms.certificates import PersonSigningFacts
from mingjing.records.terms.dossiers import stream


def sign_with_certificate(
    *, dossier_id: UUID, document_id: UUID, p12: bytes, password: str, by: Actor, at: datetime
) -> PersonSigningFacts:
    """用本人的证书签名（PAdES）。The signature is made outside any transaction and kept only if nothing changed meanwhile.

    File and password are used once and kept nowhere. Raises NotFound, Forbidden; Refused (REC-92, REC-93, REC-94).
    """
    render(dossier_id=dossier_id, document_id=document_id, at=at, by=by)
    row, source = ready_to_sign(dossier_id=dossier_id, document_id=document_id, by=by, at=at)
    try:
        hand = Hand.open(p12, password)
        # Told before the signature, so that a wrong certificate is said first.
        refuse(
            rules.certificate_may_sign(certificate_by_digest(hand.own.sha256), by.person_id, at, settings.PRODUCTION)
        )
        number = len(person_signings(document_id)) + 1
        signed = hand.sign(storage.read(source), number=number, reason=f"{by.name}签署：{row.title}"[:120])
        _examined(signed, number, hand.own.serial, at)
    except (Unsealable, storage.Missing) as problem:
        raise Refused(*rules.signature_holds(str(problem))) from None
    return keep_signing(
        dossier_id=dossier_id, document_id=document_id, certificate=hand.own.sha256, number=number, source=source,
        signed=signed, by=by, at=at,
    )  # fmt: skip


@operation(Event.SIGNING_BEGUN)
def ready_to_sign(*, dossier_id: UUID, document_id: UUID, by: Actor, at: datetime) -> tuple[Document, str]:
    """The document and the digest of the file to sign. Raises NotFound, Forbidden; Refused (REC-93)."""
    row = the_document(dossier_id, document_id)
    _guarded(row, by)
    given = person_signings(document_id)
    return row, given[-1].sha256 if given else row.pdf_sha256


def _guarded(row: Document, by: Actor) -> None:
    own(row.dossier.organ_id, by, "签这份文书")
    sealing, given = sealing_of(row.pk), person_signings(row.pk)
    refuse(
        rules.document_may_be_signed(
            document_facts(row), by.person_id, [one.person_id for one in given], sealing.stage if sealing else "",
            row.dossier.sealed_at is not None,
        )
    )  # fmt: skip


def _examined(signed: bytes, number: int, serial: str, at: datetime) -> None:
    """What was just made must pass, the signatures before it too. Raises Unsealable."""
    reports = validator().examine(signed, now=at, serial=serial)
    wrong = [f"{each.name}：{each.told}" for one in reports for each in one.checks if each.state == State.BAD]
    if len(reports) != number or wrong:
        raise Unsealable(
            "签名没有通过核验：" + ("；".join(wrong) or f"文件上有 {len(reports)} 个签名，应当是 {number} 个")
        )


@operation(Event.SIGNING_MADE)
def keep_signing(
    *, dossier_id: UUID, document_id: UUID, certificate: str, number: int, source: str, signed: bytes, by: Actor,
    at: datetime,
) -> PersonSigningFacts:  # fmt: skip
    row = the_document(dossier_id, document_id)
    _guarded(row, by)
    one = PersonCertificate.objects.select_for_update().filter(sha256=certificate).first()
    refuse(rules.certificate_may_sign(one.facts() if one else None, by.person_id, at, settings.PRODUCTION))
    kept, name = storage.put(signed), f"{file_name(row).removesuffix('.pdf')}（证书签名{number}）.pdf"
    made = PersonSigning(
        dossier_id=dossier_id, document=row, certificate=one, number=number, person_id=by.person_id, person=by.name,
        source_sha256=source, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, file_name=name, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(*rules.signature_holds("别人刚刚签过这份文书，您的签名没有留下")) from None
    ledger.append(
        kind=Event.SIGNING_MADE, stream=stream(dossier_id), at=at, by=by,
        payload={
            "signing": str(made.pk), "document": str(row.pk), "certificate": str(made.certificate_id), "person": str(by.person_id),
            "serial": made.certificate.serial, "source_sha256": source,
        },
        objects=[ObjectRef(name=name, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type="application/pdf")],
    )  # fmt: skip
    return made.facts()
