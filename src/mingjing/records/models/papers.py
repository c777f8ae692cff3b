"""Scans of paper, their pages matched to documents, and the signatures on them."""

import uuid

from django.db import models

from mingjing.records.models.dossiers import Document, Dossier
from mingjing.records.terms.papers import PageState, ScanFacts, ScanPageFacts, SignatureFacts


class Scan(models.Model):
    """A file from a scanner or a camera: of one dossier, or of a whole batch (no dossier)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="scans", verbose_name="案卷")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    pages = models.PositiveSmallIntegerField("页数")
    read = models.PositiveSmallIntegerField("已识别的页数", default=0)
    added_by_id = models.UUIDField("上传人")
    added_by = models.CharField("上传人姓名", max_length=60)
    added_at = models.DateTimeField("上传时间")

    class Meta:
        db_table = "mj_scan"
        ordering = ["-added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "sha256"], name="mj_scan_once")]
        indexes = [models.Index(fields=["organ_id", "-added_at"], name="mj_scan_organ")]

    def facts(self) -> ScanFacts:
        """The row as a fact."""
        return ScanFacts(
            self.id, self.organ_id, self.dossier_id, self.name, self.media_type, self.sha256, self.size, self.pages, self.read,
            self.added_by, self.added_at,
        )  # fmt: skip


class ScanPage(models.Model):
    """One page as it was read, matched and compared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField("第几页")
    state = models.CharField("状态", max_length=10)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+", verbose_name="案卷")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="papers", verbose_name="文书")
    page = models.PositiveSmallIntegerField("文书的第几页", default=0)
    by_code = models.BooleanField("按二维码对应", default=False)
    problem = models.CharField("问题", max_length=200, blank=True)
    reason = models.CharField("对应的理由", max_length=300, blank=True)
    spots = models.JSONField("不同之处", default=list)
    way = models.JSONField("校正", default=list)
    marks = models.JSONField("认定", default=list)
    outcome = models.CharField("结果", max_length=10, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    checked_by = models.CharField("核对人姓名", max_length=60, blank=True)
    checked_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        db_table = "mj_scan_page"
        ordering = ["scan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scan", "number"], name="mj_scan_page_once"),
            models.UniqueConstraint(
                fields=["document", "page"], condition=models.Q(state=PageState.MATCHED), name="mj_scan_page_current"
            ),
        ]
        indexes = [models.Index(fields=["state", "dossier"], name="mj_scan_page_state")]

    def facts(self) -> ScanPageFacts:
        """The row as a fact."""
        scan = self.scan
        return ScanPageFacts(
            id=self.id, scan_id=scan.id, scan_name=scan.name, scan_sha256=scan.sha256, organ_id=scan.organ_id, number=self.number,
            state=self.state, dossier_id=self.dossier_id, document_id=self.document_id, page=self.page, by_code=self.by_code,
            problem=self.problem, reason=self.reason, spots=tuple(self.spots), way=tuple(self.way), marks=tuple(self.marks),
            outcome=self.outcome, note=self.note, checked_by=self.checked_by, checked_at=self.checked_at,
        )  # fmt: skip


class PaperSignature(models.Model):
    """Who signed a document on paper, or refused; noted once for each role and name."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField("第几页")
    role = models.CharField("身份", max_length=30)
    name = models.CharField("姓名", max_length=60)
    refused = models.BooleanField("拒绝签名", default=False)
    reason = models.CharField("说明", max_length=200, blank=True)
    noted_by = models.CharField("登记人姓名", max_length=60)
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_paper_signature"
        ordering = ["page", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "role", "name"], name="mj_paper_signature_once")]

    def facts(self) -> SignatureFacts:
        """The row as a fact."""
        return SignatureFacts(
            self.document_id, self.page, self.role, self.name, self.refused, self.reason, self.noted_by, self.noted_at
        )
