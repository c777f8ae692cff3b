"""What came in from outside: files that wait to be confirmed, files that were taken in, and each decision of theirs."""

import uuid

from django.db import models

from mingjing.exchange.terms import (
    CHANNEL_NAMES,
    SHEET_NAMES,
    Channel,
    FedFacts,
    FedRow,
    FileFacts,
    ParkedFacts,
    SheetKind,
)


class Upload(models.Model):
    """A file between its upload and its confirmation. Deleted when confirmed, dropped, or a day old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    person_id = models.UUIDField("上传人")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    content = models.BinaryField("内容")
    at = models.DateTimeField("上传时间")

    class Meta:
        db_table = "mj_fed_upload"
        constraints = [models.UniqueConstraint(fields=["organ_id", "person_id", "sha256"], name="mj_fed_upload_once")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> ParkedFacts:
        """What pages show."""
        return ParkedFacts(self.id, self.name, self.at)


class FedFile(models.Model):
    """A file that a person confirmed: what it was and how many rows it had."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    person_id = models.UUIDField("经办人")
    person_name = models.CharField("经办人姓名", max_length=60)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    kind = models.CharField("表格", max_length=10, choices=[(one.value, SHEET_NAMES[one]) for one in SheetKind])
    edition = models.CharField("版本", max_length=10)
    rows = models.PositiveIntegerField("行数")
    entered = models.PositiveIntegerField("登记的决定")
    same = models.PositiveIntegerField("没有变化的行")
    bad = models.PositiveIntegerField("有问题的行")
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_fed_file"
        indexes = [models.Index(fields=["organ_id", "-at"], name="mj_fed_file_latest")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> FileFacts:
        """What pages show."""
        return FileFacts(
            self.id, self.at, self.person_name, self.name, self.sha256, self.kind, self.edition, self.rows,
            self.entered, self.same, self.bad,
        )  # fmt: skip


class Fed(models.Model):
    """A decision that was fed: by whom, through what, with its sheet rows (one for each party) where it has them.

    Rows hold identity numbers, as the partner's sheet asks; no public query reads this table.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    number = models.CharField("文号", max_length=60)
    source_ref = models.CharField("来源编号", max_length=80)
    channel = models.CharField("渠道", max_length=6, choices=[(one.value, CHANNEL_NAMES[one]) for one in Channel])
    publication = models.ForeignKey("publicity.Publication", models.PROTECT, related_name="+", verbose_name="公示")
    file = models.ForeignKey(FedFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件")
    key = models.ForeignKey(
        "exchange.ApiKey", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="密钥"
    )
    kind = models.CharField("表格", max_length=10, blank=True)
    rows = models.JSONField("表格行", default=list)
    decided_on = models.DateField("决定日期")
    person_id = models.UUIDField("经办人")
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_fed"
        constraints = [
            models.UniqueConstraint(fields=["organ_id", "number"], name="mj_fed_number"),
            models.UniqueConstraint(fields=["organ_id", "source_ref"], name="mj_fed_source"),
        ]
        indexes = [models.Index(fields=["organ_id", "kind", "decided_on"], name="mj_fed_period")]

    def __str__(self) -> str:
        return self.number

    def facts(self, fresh: bool = False) -> FedFacts:
        """What callers learn."""
        return FedFacts(self.id, self.publication_id, self.source_ref, self.number, self.channel, self.at, fresh)

    def sheet_rows(self) -> tuple[FedRow, ...]:
        """Its rows for the sheet."""
        return tuple(FedRow(self.publication_id, self.number, self.decided_on, one) for one in self.rows)
