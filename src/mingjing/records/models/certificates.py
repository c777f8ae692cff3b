"""Certificates of people, and the signatures they gave with them; no private key is ever kept here."""

import uuid

from django.db import models

from mingjing.records.models.dossiers import Document, Dossier
from mingjing.records.terms.certificates import PersonSigningFacts, SignerCertificate


class PersonCertificate(models.Model):
    """A certificate of one person, as the register has it now; how it came to be so stands in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    person_id = models.UUIDField("持有人")
    person = models.CharField("持有人姓名", max_length=60)
    kind = models.CharField("种类", max_length=8)
    subject = models.CharField("证书名称", max_length=200)
    issuer = models.CharField("发证机构", max_length=200)
    serial = models.CharField("证书序列号", max_length=80)
    sha256 = models.CharField("证书 SHA-256", max_length=64, unique=True)
    since = models.DateTimeField("有效期起")
    until = models.DateTimeField("有效期止")
    registered_by = models.CharField("登记人姓名", max_length=60)
    registered_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("吊销时间", null=True)
    revoked_by = models.CharField("吊销人姓名", max_length=60, blank=True)
    reason = models.CharField("吊销理由", max_length=200, blank=True)

    class Meta:
        db_table = "mj_person_certificate"
        ordering = ["person", "-registered_at", "id"]
        indexes = [models.Index(fields=["organ_id", "person"], name="mj_person_certificate_organ")]

    def facts(self) -> SignerCertificate:
        """The row as a fact."""
        return SignerCertificate(
            self.pk, self.organ_id, self.person_id, self.person, self.kind, self.subject, self.issuer, self.serial, self.sha256,
            self.since, self.until, self.registered_by, self.registered_at, self.revoked_at, self.revoked_by, self.reason,
        )  # fmt: skip


class PersonSigning(models.Model):
    """A signature of one person on one document; added to, never changed. Each is given on the file the last one left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="person_signings")
    document = models.ForeignKey(Document, models.PROTECT, related_name="person_signings")
    certificate = models.ForeignKey(PersonCertificate, models.PROTECT, related_name="signings")
    number = models.PositiveSmallIntegerField("第几个")
    person_id = models.UUIDField("签名人")
    person = models.CharField("签名人姓名", max_length=60)
    source_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    file_name = models.CharField(max_length=300)
    at = models.DateTimeField("签名时间")

    class Meta:
        db_table = "mj_person_signing"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="mj_person_signing_number"),
            models.UniqueConstraint(fields=["document", "person_id"], name="mj_person_signing_once"),
        ]
        indexes = [models.Index(fields=["dossier", "document"], name="mj_person_signing_dossier")]

    def facts(self) -> PersonSigningFacts:
        """The row as a fact; the certificate must have been joined."""
        return PersonSigningFacts(
            self.pk, self.document_id, self.number, self.person_id, self.person, self.certificate.serial, self.certificate.kind,
            self.source_sha256, self.sha256, self.sm3, self.size, self.file_name, self.at, self.certificate_id,
        )  # fmt: skip
