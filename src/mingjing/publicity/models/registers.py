"""Entries of the public lists and their editions. An edition that was public is never changed, only ended."""

import uuid

from django.db import models
from django.db.models import Q

from mingjing.publicity.rules.registers import is_outdated
from mingjing.publicity.terms import EDITION_NAMES, Change, EditionFacts, EditionState, Signature


class RegisterEntry(models.Model):
    """One thing an organ makes public beforehand; what it says lies in its editions.

    `current` is in force; `coming` is public already and in force from its day on, until when `current` stays (PUB-62).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    kind = models.CharField("清单", max_length=16)
    code = models.CharField("编号", max_length=40)
    current = models.ForeignKey(
        "publicity.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开的版本"
    )
    coming = models.ForeignKey(
        "publicity.Edition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="尚未施行的版本"
    )

    outdated_at = models.DateTimeField("登记变更时间", null=True)
    outdated_why = models.CharField("登记怎样变更", max_length=200, blank=True)

    class Meta:
        db_table = "mj_pub_entry"
        constraints = [models.UniqueConstraint(fields=["organ_id", "kind", "code"], name="mj_pub_entry_once")]
        indexes = [models.Index(fields=["organ_code", "kind", "code"], name="mj_pub_entry_address")]

    def __str__(self) -> str:
        return f"{self.organ_name} {self.kind} {self.code}"


class Edition(models.Model):
    """One edition of an entry: collected, checked, released, each by a named person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="editions", verbose_name="条目")
    seq = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=200)
    values = models.JSONField("内容")
    basis = models.JSONField("条文摘要", default=list)
    valid_from = models.DateField("施行日期")
    state = models.CharField("状态", max_length=10, choices=[(one.value, EDITION_NAMES[one]) for one in EditionState])
    digest = models.CharField("内容摘要", max_length=64)
    changes = models.JSONField("变化", default=list)
    reason = models.TextField("修改理由", blank=True)
    collected_by = models.UUIDField("采集人")
    collected_name = models.CharField("采集人姓名", max_length=60)
    collected_at = models.DateTimeField("采集时间")
    checked_by = models.UUIDField("审核人", null=True, blank=True)
    checked_name = models.CharField("审核人姓名", max_length=60, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True, blank=True)
    released_by = models.UUIDField("发布人", null=True, blank=True)
    released_name = models.CharField("发布人姓名", max_length=60, blank=True)
    released_at = models.DateTimeField("发布时间", null=True, blank=True)
    returned_reason = models.TextField("退回理由", blank=True)
    ended_at = models.DateTimeField("停止公开时间", null=True, blank=True)
    ended_reason = models.TextField("停止公开理由", blank=True)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_edition"
        ordering = ["entry", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "seq"], name="mj_pub_edition_seq"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state__in=["collected", "returned", "checked"]), name="mj_pub_edition_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.seq}版"

    def facts(self) -> EditionFacts:
        """What pages show; the entry must have been joined."""
        entry = self.entry
        return EditionFacts(
            id=self.pk, entry_id=entry.pk, organ_id=entry.organ_id, organ_code=entry.organ_code,
            organ_name=entry.organ_name, kind=entry.kind, code=entry.code, seq=self.seq, name=self.name,
            values=self.values, basis=tuple((citation, digest) for citation, digest in self.basis),
            valid_from=self.valid_from, state=self.state, digest=self.digest,
            changes=tuple(Change(*change) for change in self.changes), reason=self.reason,
            collected=Signature(self.collected_name, self.collected_at),
            checked=Signature(self.checked_name, self.checked_at) if self.checked_at else None,
            released=Signature(self.released_name, self.released_at) if self.released_at else None,
            ended_at=self.ended_at, ended_reason=self.ended_reason, returned_reason=self.returned_reason,
            ledger_index=self.ledger_index, outdated=self._outdated(),
        )  # fmt: skip

    def _outdated(self) -> str:
        """Why what it was drawn from no longer fits, where that changed after it was collected (PUB-120)."""
        changed = self.entry.outdated_at
        shown = self.state == EditionState.RELEASED and is_outdated(changed, self.collected_at)
        return self.entry.outdated_why if shown else ""


class KindStaff(models.Model):
    """Which roles an organ gave the three parts of the work on a kind of list; rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    kind = models.CharField("清单", max_length=16)
    seq = models.PositiveIntegerField("次数")
    collect = models.JSONField("采集")
    check_by = models.JSONField("审核")
    release = models.JSONField("发布")
    reason = models.TextField("理由")
    set_by = models.UUIDField("办理人")
    set_name = models.CharField("办理人姓名", max_length=60)
    set_at = models.DateTimeField("办理时间")
    ledger_index = models.PositiveBigIntegerField("台账序号")

    class Meta:
        db_table = "mj_pub_staff"
        ordering = ["organ_id", "kind", "-seq"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "kind", "seq"], name="mj_pub_staff_once")]

    def __str__(self) -> str:
        return f"{self.kind} 第{self.seq}次分工"


class BoundPaper(models.Model):
    """A PDF that was set once: the digest of its data leads to the stored file."""

    digest = models.CharField("数据摘要", max_length=64, primary_key=True)
    sha256 = models.CharField("文件摘要", max_length=64)
    pages = models.PositiveIntegerField("页数")

    class Meta:
        db_table = "mj_pub_paper"

    def __str__(self) -> str:
        return f"{self.digest[:16]} {self.pages}页"
