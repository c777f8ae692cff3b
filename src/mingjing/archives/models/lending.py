"""Loans at the reading desk, and every look that was taken through one."""

import uuid
from datetime import date, datetime
from hashlib import sha256

from django.db import models

from mingjing.archives.models.filed import ArchivedFile
from mingjing.archives.terms import Borrower, LendingFacts, LendingState, ReadFacts, Renewal
from mingjing.kernel.hashing import canonical


class Lending(models.Model):
    """One request, what was granted, what went out and how it came back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ArchivedFile, models.PROTECT, related_name="lendings")
    organ_id = models.UUIDField("保管机关")
    catalogue_no = models.CharField("档号", max_length=60)
    kind = models.CharField("借阅方式", max_length=10)
    extent = models.CharField("范围", max_length=10)
    items = models.JSONField("指定的材料", default=list)
    purpose = models.CharField("用途", max_length=200)
    days = models.PositiveSmallIntegerField("申请天数")
    reader_id = models.UUIDField("借阅人", null=True)
    reader_organ_id = models.UUIDField("借阅人机关", null=True)
    reader_name = models.CharField("借阅人姓名", max_length=60)
    unit = models.CharField("借阅人单位", max_length=100)
    letter = models.CharField("介绍信编号", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, default=LendingState.ASKED)
    asked_by = models.UUIDField("申请人")
    asked_name = models.CharField("申请人姓名", max_length=60)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.UUIDField("批准人", null=True)
    decided_name = models.CharField("批准人姓名", max_length=60, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True)
    opinion = models.CharField("批准意见", max_length=300, blank=True)
    until = models.DateField("到期", null=True)
    renewals = models.JSONField("续借", default=list)
    out_by = models.UUIDField("借出登记人", null=True)
    out_name = models.CharField("借出登记人姓名", max_length=60, blank=True)
    out_at = models.DateTimeField("借出时间", null=True)
    closed_by = models.UUIDField("归还检查人或者收回人", null=True)
    closed_name = models.CharField("归还检查人或者收回人姓名", max_length=60, blank=True)
    closed_at = models.DateTimeField("归还或者收回时间", null=True)
    condition = models.CharField("归还检查", max_length=10, blank=True)
    note = models.CharField("归还情况或者收回理由", max_length=300, blank=True)

    class Meta:
        db_table = "mj_archive_lending"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["file"], condition=models.Q(state="out"), name="mj_archive_lending_out")
        ]
        indexes = [
            models.Index(fields=["organ_id", "-asked_at", "-id"], name="mj_archive_lending_desk"),
            models.Index(fields=["reader_id", "-asked_at", "-id"], name="mj_archive_lending_mine"),
            models.Index(fields=["state", "until"], name="mj_archive_lending_due"),
        ]

    def facts(self) -> LendingFacts:
        """The row as a fact."""
        made = {"items", "reader", "renewals"}
        plain = {name: getattr(self, name) for name in LendingFacts.__dataclass_fields__ if name not in made}
        reader = Borrower(self.reader_name, self.unit, self.reader_id, self.reader_organ_id, self.letter)
        return LendingFacts(
            **plain, items=tuple(self.items), reader=reader, renewals=tuple(map(_renewal, self.renewals))
        )

    def as_told(self) -> dict[str, object]:
        """What the ledger is told of the row: no name and no word, but a digest of them."""
        said = canonical(
            [self.reader_name, self.unit, self.letter, self.purpose, self.items, self.opinion, self.note, self.renewals]
        )
        return {
            "loan": str(self.id), "file": str(self.file_id), "kind": self.kind, "extent": self.extent, "state": self.state,
            "days": self.days, "until": self.until.isoformat() if self.until else "", "condition": self.condition,
            "register_sha256": sha256(said).hexdigest(),
        }  # fmt: skip


class LendingRead(models.Model):
    """One look at one thing through a loan; added, never changed."""

    id = models.BigAutoField(primary_key=True)
    lending = models.ForeignKey(Lending, models.PROTECT, related_name="reads")
    organ_id = models.UUIDField("保管机关")
    key = models.CharField("材料", max_length=20)
    title = models.CharField("题名", max_length=300)
    by_id = models.UUIDField("谁的账号")
    by_name = models.CharField("谁的账号（姓名）", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_archive_read"
        ordering = ["-id"]
        indexes = [models.Index(fields=["organ_id", "at"], name="mj_archive_read_when")]

    def facts(self) -> ReadFacts:
        """The row as a fact."""
        one = self.lending
        return ReadFacts(
            one.id, one.catalogue_no, self.title, one.reader_name, one.unit, self.by_name, self.at, one.purpose
        )


def _renewal(one: dict[str, str]) -> Renewal:
    return Renewal(datetime.fromisoformat(one["at"]), one["by"], date.fromisoformat(one["until"]), one["reason"])
