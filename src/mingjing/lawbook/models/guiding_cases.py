"""指导案例, and the index of what rests on which article: of matters and of guiding cases, in both directions."""

import uuid
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from mingjing.lawbook.terms.guiding_cases import (
    GUIDING_SOURCES,
    GUIDING_STATES,
    GuidingFacts,
    GuidingSource,
    GuidingSpec,
    GuidingState,
    Passed,
    Rest,
    Side,
)

_TUPLES = ("offences", "violates", "penalises", "keywords", "shielded")


class GuidingCase(models.Model):
    """A guiding case: a draft until it is released under a number, from then on never changed, only ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("发布机关")
    organ_name = models.CharField("发布机关名称", max_length=100)
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, word) for one, (word, _) in GUIDING_STATES.items()]
    )
    source = models.CharField(
        "来源", max_length=10, choices=[(one.value, word) for one, word in GUIDING_SOURCES.items()]
    )
    domain = models.CharField("领域", max_length=20)
    title = models.CharField("标题", max_length=120)
    content = models.JSONField("内容")
    digest = models.CharField("内容摘要", max_length=64)
    rests = models.JSONField("引用的条文", default=list)
    serial = models.PositiveIntegerField("序号", null=True)
    code = models.CharField("永久地址", max_length=80, null=True, unique=True)
    authors = models.JSONField("编写人", default=list)
    confirmed = models.JSONField("确认保留的文字", default=list)
    confirmed_why = models.CharField("确认保留的理由", max_length=500, blank=True)
    drafted_by = models.UUIDField("编写人")
    drafted_by_name = models.CharField("编写人姓名", max_length=50)
    drafted_at = models.DateTimeField("编写时间")
    checked_by = models.UUIDField("审核人", null=True)
    checked_by_name = models.CharField("审核人姓名", max_length=50, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True)
    opinion = models.CharField("审核意见", max_length=1000, blank=True)
    released_by = models.UUIDField("发布人", null=True)
    released_by_name = models.CharField("发布人姓名", max_length=50, blank=True)
    released_at = models.DateTimeField("发布时间", null=True)
    released_on = models.DateField("发布日期", null=True)
    release_note = models.CharField("发布意见", max_length=1000, blank=True)
    ended_by = models.UUIDField("停止人", null=True)
    ended_by_name = models.CharField("停止人姓名", max_length=50, blank=True)
    ended_at = models.DateTimeField("停止时间", null=True)
    end_reason = models.CharField("停止的理由", max_length=1000, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="替代它的")
    moved_at = models.DateTimeField("最近变动")

    class Meta:
        db_table = "mj_guiding_case"
        verbose_name = "指导案例"
        ordering = ["-moved_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-moved_at"], name="mj_guiding_state"),
            models.Index(fields=["organ_id", "-moved_at"], name="mj_guiding_organ"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organ_id", "source", "serial"], name="mj_guiding_serial_once"),
            models.CheckConstraint(
                condition=Q(serial__isnull=True, released_at__isnull=True) | Q(serial__gt=0, released_at__isnull=False, code__isnull=False),
                name="mj_guiding_numbered",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def spec(self) -> GuidingSpec:
        """What it says."""
        told: dict[str, Any] = {name: tuple(one) if name in _TUPLES else one for name, one in self.content.items()}
        return GuidingSpec(**told)

    @staticmethod
    def columns(spec: GuidingSpec) -> dict[str, Any]:
        """The columns that what it says decides."""
        content = {name: list(told) if name in _TUPLES else told for name, told in asdict(spec).items()}
        return {"content": content, "source": spec.source, "domain": spec.domain, "title": spec.title}

    @property
    def number(self) -> str:
        """第3号 of an own one; of another's its number there."""
        told = str(self.content.get("source_number", ""))
        if self.source != GuidingSource.OWN:
            return told
        return f"第{self.serial}号" if self.serial else ""

    def facts(self, successor: str = "") -> GuidingFacts:
        """What other rooms may know; `successor`: the code of what replaced it, where it is at hand."""
        return GuidingFacts(
            self.pk, self.organ_id, self.organ_name, GuidingState(self.state), self.spec(),
            tuple(Rest(**one) for one in self.rests), self.digest, self.code or "", self.number,
            tuple(uuid.UUID(one) for one in self.authors), tuple(self.confirmed), self.confirmed_why,
            Passed(self.drafted_by, self.drafted_by_name, self.drafted_at),
            _passed(self.checked_by, self.checked_by_name, self.checked_at, self.opinion),
            _passed(self.released_by, self.released_by_name, self.released_at, self.release_note),
            _passed(self.ended_by, self.ended_by_name, self.ended_at, self.end_reason),
            self.released_on, self.moved_at, successor,
        )  # fmt: skip


def _passed(by_id: uuid.UUID | None, name: str, at: datetime | None, note: str) -> Passed | None:
    return Passed(by_id, name, at, note) if by_id and at else None


class LawUse(models.Model):
    """One key of the library (an article, the name of an offence) that a matter or a guiding case uses. Made from their
    lists when they are entered, so that an article can say what rests on it without reading every list."""

    id = models.BigAutoField(primary_key=True)
    matter = models.ForeignKey("lawbook.Matter", models.PROTECT, null=True, related_name="uses")
    guiding_case = models.ForeignKey(GuidingCase, models.PROTECT, null=True, related_name="uses")
    side = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Side])
    key = models.CharField(max_length=240)

    class Meta:
        db_table = "mj_law_use"
        indexes = [models.Index(fields=["key", "side"], name="mj_law_use_key")]
        constraints = [
            models.CheckConstraint(
                condition=Q(matter__isnull=True, guiding_case__isnull=False) | Q(matter__isnull=False, guiding_case__isnull=True),
                name="mj_law_use_of_one",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.key
