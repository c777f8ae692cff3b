"""The register of people's certificates: a certificate is registered, and revoked for good."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.sealing import Unsealable
from mingjing.foundation.sealing.personal import Own, read_certificate
from mingjing.kernel.findings import Invalid
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By
from mingjing.organs import queries as organs
from mingjing.organs.operations import seal_stream
from mingjing.records.access import may_head
from mingjing.records.events import Event
from mingjing.records.models import PersonCertificate
from mingjing.records.operations.refusing import refuse
from mingjing.records.queries.certificates import certificate_as_told
from mingjing.records.rules import certificates as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.certificates import ADMINISTRATORS, CERTIFICATE_SIGNERS, CertificateKind, SignerCertificate

SYSTEM_NAME = "系统"


@operation(Event.CERTIFICATE_REGISTERED)
def register_certificate(*, person_id: UUID, content: bytes, by: Actor, at: datetime) -> SignerCertificate:
    """登记签名证书。Raises Forbidden; Invalid (what is no certificate); Refused (REC-90). 电子签名法第二十条。"""
    may_head.require(by, by.organ_id, doing="登记签名证书")
    try:
        own = read_certificate(content)
    except Unsealable as problem:
        raise Invalid({"file": [str(problem)]}) from None
    return _registered(by.organ_id, person_id, own, CertificateKind.OWN, by, at)


@operation(Event.CERTIFICATE_REGISTERED)
def register_pilot(*, organ_id: UUID, person_id: UUID, own: Own, by: By, at: datetime) -> SignerCertificate:
    """登记刚签发的试点证书。Raises Refused (REC-90)."""
    return _registered(organ_id, person_id, own, CertificateKind.PILOT, by, at)


def _registered(organ_id: UUID, person_id: UUID, own: Own, kind: str, by: By, at: datetime) -> SignerCertificate:
    signers = signers_of(organ_id, at)
    taken = PersonCertificate.objects.filter(sha256=own.sha256).values_list("person", flat=True).first()
    refuse(rules.certificate_is_somebodys(own.until, at, taken or "", person_id in signers))
    row = PersonCertificate(
        organ_id=organ_id, person_id=person_id, person=signers[person_id], kind=kind, subject=own.subject, issuer=own.issuer,
        serial=own.serial, sha256=own.sha256, since=own.since, until=own.until, registered_at=at,
        registered_by=by.name if isinstance(by, Actor) else SYSTEM_NAME,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        refuse(rules.certificate_is_somebodys(own.until, at, row.person, True))
    return _logged(Event.CERTIFICATE_REGISTERED, row, by, at)


def signers_of(organ_id: UUID, at: datetime) -> dict[UUID, str]:
    """The people of an organ who may sign with a certificate, by id."""
    holders = organs.role_holders(organ_id, at)
    fit = {one for role in CERTIFICATE_SIGNERS for one in holders.get(role, ())}
    fit -= {one for role in ADMINISTRATORS for one in holders.get(role, ())}
    return {one.id: one.name for one in organs.people(organ_id) if one.id in fit}


@operation(Event.CERTIFICATE_REVOKED)
def revoke_certificate(*, certificate_id: UUID, reason: str, by: Actor, at: datetime) -> SignerCertificate:
    """吊销签名证书，由本机关负责人或者持有人办理。Raises NotFound, Forbidden; Refused (REC-91)."""
    row = PersonCertificate.objects.select_for_update().filter(id=certificate_id).first()
    if row is None:
        raise NotFound("没有登记这张证书，请从登记簿重新进入。")
    if by.person_id != row.person_id and not may_head(by, row.organ_id):
        raise Forbidden("只有本机关负责人和证书的持有人可以吊销证书。")
    refuse(rules.revoking_is_explained(row.facts(), reason))
    row.revoked_at, row.revoked_by, row.reason = at, by.name, " ".join(reason.split())[:200]
    row.save(update_fields=["revoked_at", "revoked_by", "reason"])
    return _logged(Event.CERTIFICATE_REVOKED, row, by, at)


def _logged(kind: str, row: PersonCertificate, by: By, at: datetime) -> SignerCertificate:
    ledger.append(kind=kind, stream=seal_stream(row.organ_id), at=at, by=by, payload=certificate_as_told(row))
    return row.facts()
