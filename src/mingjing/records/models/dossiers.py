"""Dossiers, documents, attachments, and who looked at them."""

import uuid

from django.db import models
from django.db.models import Q


class Dossier(models.Model):
    """One file of one case or act, of whatever system."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField()
    title = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mj_dossier"


class Document(models.Model):
    """A document: template and version, the frozen data it is rendered from, and the PDF once rendered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents")
    act_seq = models.PositiveIntegerField()
    form = models.CharField(max_length=40)
    form_version = models.PositiveSmallIntegerField()
    edition_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    data = models.JSONField()
    data_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    external = models.BooleanField(default=False)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_sm3 = models.CharField(max_length=64, blank=True)
    pdf_size = models.PositiveIntegerField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "mj_document"
        ordering = ["act_seq", "form"]
        indexes = [
            models.Index(fields=["dossier", "act_seq"], name="mj_document_by_act"),
            models.Index(fields=["data_sha256"], name="mj_document_digest"),
            models.Index(fields=["number"], condition=~Q(number=""), name="mj_document_number"),
            models.Index(fields=["edition_id"], condition=Q(edition_id__isnull=False), name="mj_document_edition"),
        ]


class Attachment(models.Model):
    """A file handed in: content lies in the store under its digest and is never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField()

    class Meta:
        db_table = "mj_attachment"
        ordering = ["added_at"]


class Viewing(models.Model):
    """Somebody opened a document or an attachment: access is itself supervised (R-15)."""

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="viewings")
    what = models.CharField(max_length=20)
    object_id = models.UUIDField()
    name = models.CharField(max_length=200)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_viewing"
        ordering = ["-at"]
        indexes = [models.Index(fields=["object_id", "-at"], name="mj_viewing_object")]
