"""Words of signatures with one's own certificate: the register of certificates, and the signatures given with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.organs.terms.seals import SEAL_USERS

CERTIFICATE_SIGNERS = SEAL_USERS
"""Who signs documents under his own name: who works on cases, never one of the three administrators."""

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)

OWN_CERTIFICATE = "证书是签名人本人登记的"
"""The line of a report by which a person's signature is told from a seal."""


class CertificateKind(StrEnum):
    """Who issued a certificate."""

    OWN = "own"
    PILOT = "pilot"


CERTIFICATE_KINDS: Mapping[str, str] = {
    CertificateKind.OWN: "电子认证机构的证书", CertificateKind.PILOT: "试点证书",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignerCertificate:
    """A person's certificate as it is registered. `sha256`: of the certificate itself; `revoked_at`: None while it is good."""

    id: UUID
    organ_id: UUID
    person_id: UUID
    person: str
    kind: str
    subject: str
    issuer: str
    serial: str
    sha256: str
    since: datetime
    until: datetime
    registered_by: str
    registered_at: datetime
    revoked_at: datetime | None
    revoked_by: str
    reason: str

    def problem_at(self, at: datetime) -> str:
        """Why nobody signs with it at that moment; empty where one may."""
        if self.revoked_at is not None:
            return f"证书 {self.serial} 已于 {self.revoked_at:%Y-%m-%d} 吊销（{self.reason}）"
        if not self.since <= at <= self.until:
            return f"证书 {self.serial} 的有效期是 {self.since:%Y-%m-%d} 至 {self.until:%Y-%m-%d}，现在不在其中"
        return ""


@dataclass(frozen=True, slots=True)
class PersonSigningFacts:
    """A signature on a document with the signer's own certificate; the signed file is a further file."""

    id: UUID
    document_id: UUID
    number: int
    person_id: UUID
    person: str
    serial: str
    kind: str
    source_sha256: str
    sha256: str
    sm3: str
    size: int
    file_name: str
    at: datetime
    certificate_id: UUID
