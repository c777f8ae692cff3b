"""Seals on documents and signatures written on a screen: rows beside the documents, which stay as they are."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.records.models.dossiers import Document, Dossier
from mingjing.records.terms.seals import OPEN_STAGES, SealingFacts, SealingStage, SheetFacts, SignatureFacts


class Sealing(models.Model):
    """One document's way to its seal. The sealed file is a further file; the rendered one is never touched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="sealings")
    document = models.ForeignKey(Document, models.PROTECT, related_name="sealings")
    organ_id = models.UUIDField()
    stage = models.CharField(max_length=10, default=SealingStage.WAITING)
    automatic = models.BooleanField(default=False)
    seal_id = models.UUIDField(null=True)
    seal_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_name = models.CharField(max_length=60)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=400, blank=True)
    failed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_by = models.UUIDField(null=True)
    sealed_name = models.CharField(max_length=60, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    file_name = models.CharField(max_length=300, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)
    report_file = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "mj_sealing"
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(stage__in=[str(one) for one in OPEN_STAGES]), name="mj_sealing_once"
            )
        ]
        indexes = [
            models.Index(fields=["organ_id", "stage", "-asked_at"], name="mj_sealing_list"),
            models.Index(fields=["seal_id", "-sealed_at"], name="mj_sealing_use"),
            models.Index(fields=["stage", "checked_at"], name="mj_sealing_check"),
        ]

    def facts(self) -> SealingFacts:
        """The row as a fact; the document must have been joined."""
        return SealingFacts(
            self.pk, self.dossier_id, self.document_id, self.organ_id, self.document.title, self.document.number, self.stage,
            self.automatic, self.asked_at, self.asked_name, self.tries, self.failure, self.failed_at, self.seal_id,
            self.seal_name, self.kind, self.sealed_at, self.sealed_name, self.source_sha256, self.sha256, self.sm3, self.size,
            self.file_name, self.result_sha256, self.report, self.checked_at, self.dropped_reason,
            bool(self.document.void_reason), self.report_file,
        )  # fmt: skip


class HandSignature(models.Model):
    """A signature on a screen, or its refusal; added to, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="signatures")
    document = models.ForeignKey(Document, models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    shown_sha256 = models.CharField(max_length=64)
    refused = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    device = models.CharField(max_length=120, blank=True)
    strokes_sha256 = models.CharField(max_length=64, blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True)
    taken_by = models.UUIDField()
    taker = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_hand_signature"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["document", "at"], name="mj_hand_signature_document")]

    def facts(self, sealed: str = "") -> SignatureFacts:
        """The row as a fact; the document must have been joined. `sealed`: the digest of the sealed file."""
        return SignatureFacts(
            self.pk, self.document_id, self.role, self.name, self.at, self.shown_sha256, self.refused, self.reason, self.witness,
            self.device, self.taker, self.strokes_sha256, self.picture_sha256,
            self.shown_sha256 in {self.document.pdf_sha256, sealed} - {""} and not self.document.void_reason,
        )  # fmt: skip


class SignatureSheet(models.Model):
    """The page of signatures of a document, set again whenever one more was given; the last is the one that counts."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="sheets")
    signatures = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "mj_signature_sheet"
        ordering = ["-signatures"]
        constraints = [models.UniqueConstraint(fields=["document", "signatures"], name="mj_signature_sheet_once")]

    def facts(self) -> SheetFacts:
        """The row as a fact."""
        return SheetFacts(self.document_id, self.name, self.sha256, self.sm3, self.size, self.pages, self.signatures)
