"""What the portal knows of a matter on its way, fed by event; and how each kind of act is told."""

from datetime import date
from typing import Any

from django.db import models

from mingjing.publicity.terms.applications import Applicable
from mingjing.publicity.terms.progress import ProgressClock, ProgressFacts, RightsFacts, RightsStep


class Progress(models.Model):
    """Where a matter stands. Its code is derived from `source_ref` and the secret, and stands in no column."""

    source_ref = models.CharField("来源", max_length=80, unique=True)
    organ_name = models.CharField("机关名称", max_length=100)
    stage = models.CharField("阶段", max_length=40)
    since = models.DateField("进入本阶段")
    next_stage = models.CharField("下一阶段", max_length=40, blank=True)
    chart = models.CharField("流程图", max_length=40, blank=True)
    dates = models.JSONField("已经过的步骤", default=list)
    clocks = models.JSONField("当事人的期限", default=list)
    ended = models.BooleanField("已办结", default=False)
    noted_at = models.DateTimeField("更新时间")
    organ_id = models.UUIDField("机关", null=True, blank=True)
    applicable = models.JSONField("现在可以申请的事项", default=list)

    class Meta:
        db_table = "mj_pub_progress"

    def __str__(self) -> str:
        return f"{self.organ_name} {self.stage}"

    def facts(self) -> ProgressFacts:
        """What the party sees; the numbers must have been fetched or cost a query."""
        return ProgressFacts(
            source_ref=self.source_ref, organ_name=self.organ_name,
            numbers=tuple(one.number for one in self.numbers.all()), stage=self.stage, since=self.since,
            next_stage=self.next_stage, chart=self.chart,
            dates=tuple((word, date.fromisoformat(day)) for word, day in self.dates),
            clocks=tuple(ProgressClock(name, date.fromisoformat(day), bool(open_)) for name, day, open_ in self.clocks),
            ended=self.ended, noted_at=self.noted_at, organ_id=self.organ_id,
            applicable=tuple(
                Applicable(kind, date.fromisoformat(day) if day else None, bool(open_)) for kind, day, open_ in self.applicable
            ),
        )  # fmt: skip


class ProgressNumber(models.Model):
    """A number under which a matter is asked for: of the lead, of the filing, of the decision."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="numbers", verbose_name="进度")
    number = models.CharField("编号", max_length=80)

    class Meta:
        db_table = "mj_pub_progress_no"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["progress", "number"], name="mj_pub_progress_no_once")]
        indexes = [models.Index(fields=["number"], name="mj_pub_progress_no_find")]

    def __str__(self) -> str:
        return self.number


class PublishedRights(models.Model):
    """One version of how a kind of act is told. Versions are kept; the newest is shown."""

    key = models.SlugField("名称代号", max_length=40)
    version = models.CharField("版本", max_length=20)
    title = models.CharField("名称", max_length=120)
    content = models.JSONField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    published_at = models.DateTimeField("发布时间")
    ledger_index = models.PositiveBigIntegerField("台账序号")

    class Meta:
        db_table = "mj_pub_rights"
        ordering = ["key", "-published_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="mj_pub_rights_version")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    def facts(self) -> RightsFacts:
        """What pages show."""
        told: dict[str, Any] = self.content
        return RightsFacts(
            key=self.key, version=self.version, title=self.title, cites=tuple(told["cites"]),
            steps=tuple(
                RightsStep(one["name"], tuple(one["cites"]), one["document"], tuple(one["says"]), tuple(one["rules"]), one["yours"])
                for one in told["steps"]
            ),
            periods=tuple((name, length, cites) for name, length, cites in told["periods"]), sha256=self.sha256,
            published_at=self.published_at, ledger_index=self.ledger_index,
        )  # fmt: skip
