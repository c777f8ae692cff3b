"""Checks, handovers, additions, what is held apart, and files that came from elsewhere."""

import uuid

from django.db import models

from mingjing.archives.models.filed import ArchivedFile
from mingjing.archives.terms import (
    ApartFacts,
    CheckRunFacts,
    HandoverFacts,
    HandoverState,
    ImportedFacts,
    SupplementFacts,
    SupplementState,
)


class CheckRun(models.Model):
    """One four-property check of a filed file; added, never changed."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(ArchivedFile, models.PROTECT, related_name="checks")
    occasion = models.CharField("检测环节", max_length=10)
    at = models.DateTimeField("检测时间")
    by_name = models.CharField("检测人", max_length=60)
    passed = models.BooleanField("没有不通过的项目")
    report = models.JSONField("四性检测报告")
    signature = models.TextField("报告的签名")

    class Meta:
        db_table = "mj_archive_check"
        ordering = ["-id"]

    def facts(self) -> CheckRunFacts:
        """The row as a fact."""
        return CheckRunFacts(
            self.id, self.occasion, self.at, self.by_name, self.passed, self.report, self.signature
        )  # fmt: skip


class Handover(models.Model):
    """One handing over of a file, from whom to whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier_id = models.UUIDField("案卷")
    organ_id = models.UUIDField("机关")
    to = models.CharField("移交到", max_length=10)
    title = models.CharField("题名", max_length=300)
    receiver = models.CharField("接收单位", max_length=100)
    state = models.CharField("状态", max_length=10, default=HandoverState.OFFERED)
    electronic = models.PositiveIntegerField("电子材料件数", default=0)
    paper_pages = models.PositiveIntegerField("纸质页数", default=0)
    note = models.CharField("说明", max_length=500, blank=True)
    offered_by = models.UUIDField("移交人")
    offered_name = models.CharField("移交人姓名", max_length=60)
    offered_at = models.DateTimeField("移交时间")
    settled_by = models.UUIDField("接收人", null=True)
    settled_name = models.CharField("接收人姓名", max_length=60, blank=True)
    settled_at = models.DateTimeField("接收或者退回时间", null=True)
    reason = models.CharField("接收意见或者退回理由", max_length=500, blank=True)
    receipt_no = models.CharField("回执编号", max_length=80, blank=True)
    package_sha256 = models.CharField("移交包 SHA-256", max_length=64, blank=True)

    class Meta:
        db_table = "mj_archive_handover"
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_id", "to"], condition=models.Q(state="offered"), name="mj_archive_handover_open"
            )
        ]
        indexes = [models.Index(fields=["organ_id", "state", "-offered_at"], name="mj_archive_handover_desk")]

    def facts(self) -> HandoverFacts:
        """The row as a fact."""
        return HandoverFacts(
            **{
                name: getattr(self, name) for name in HandoverFacts.__dataclass_fields__
            }
        )  # fmt: skip


class Supplement(models.Model):
    """An addition to a filed file (补充归档)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ArchivedFile, models.PROTECT, related_name="supplements")
    number = models.PositiveSmallIntegerField("补充卷号")
    title = models.CharField("题名", max_length=200)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField("页数", default=0)
    reason = models.CharField("补充归档的理由", max_length=500)
    state = models.CharField("状态", max_length=10, default=SupplementState.ASKED)
    asked_by = models.UUIDField("提出人")
    asked_name = models.CharField("提出人姓名", max_length=60)
    asked_at = models.DateTimeField("提出时间")
    settled_by = models.UUIDField("批准人", null=True)
    settled_name = models.CharField("批准人姓名", max_length=60, blank=True)
    settled_at = models.DateTimeField("批准时间", null=True)
    opinion = models.CharField("批准意见", max_length=500, blank=True)
    package_sha256 = models.CharField(max_length=64, blank=True)
    package_sm3 = models.CharField(max_length=64, blank=True)
    package_size = models.PositiveBigIntegerField(default=0)
    catalogue = models.JSONField("补充卷目录", default=list)

    class Meta:
        db_table = "mj_archive_supplement"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="mj_archive_supplement_once")]

    def facts(self) -> SupplementFacts:
        """The row as a fact."""
        given = {name: getattr(self, name) for name in SupplementFacts.__dataclass_fields__ if name != "catalogue"}
        return SupplementFacts(**given, catalogue=tuple(self.catalogue))


class HeldApart(models.Model):
    """Something classified that lies elsewhere: number and level only."""

    id = models.BigAutoField(primary_key=True)
    dossier_id = models.UUIDField("案卷", db_index=True)
    organ_id = models.UUIDField("机关")
    number = models.CharField("编号", max_length=60)
    secrecy = models.CharField("密级", max_length=12)
    kept_at = models.CharField("保管处", max_length=100)
    by_id = models.UUIDField("登记人")
    by_name = models.CharField("登记人姓名", max_length=60)
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_archive_apart"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "number"], name="mj_archive_apart_once")]

    def facts(self) -> ApartFacts:
        """The row as a fact."""
        return ApartFacts(
            self.id, self.dossier_id, self.number, self.secrecy, self.kept_at, self.by_name, self.at
        )  # fmt: skip


class ImportedFile(models.Model):
    """An archive package of another installation, read only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("收入的机关")
    catalogue_no = models.CharField("档号", max_length=60)
    title = models.CharField("题名", max_length=300)
    source = models.CharField("来源单位", max_length=100)
    retention = models.CharField("保管期限", max_length=10)
    archived_on = models.DateField("归档日期")
    package_sha256 = models.CharField(max_length=64)
    package_sm3 = models.CharField(max_length=64)
    package_size = models.PositiveBigIntegerField("归档包大小")
    catalogue = models.JSONField("卷内目录")
    checks = models.JSONField("导入时的核验结果")
    conclusion = models.CharField("核验结论", max_length=300)
    origin = models.CharField("来源台账", max_length=200)
    imported_at = models.DateTimeField("导入时间")
    imported_by = models.UUIDField("导入人")
    importer = models.CharField("导入人姓名", max_length=60)

    class Meta:
        db_table = "mj_archive_import"
        ordering = ["-imported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organ_id", "package_sha256"], name="mj_archive_import_once"),
            models.UniqueConstraint(fields=["organ_id", "source", "catalogue_no"], name="mj_archive_import_number"),
        ]

    def facts(self) -> ImportedFacts:
        """The row as a fact."""
        lists = ("catalogue", "checks")
        plain = {name: getattr(self, name) for name in ImportedFacts.__dataclass_fields__ if name not in lists}
        return ImportedFacts(**plain, catalogue=tuple(self.catalogue), checks=tuple(self.checks))
