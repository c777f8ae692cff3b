"""What an organ enforces, how it weighs, what it reviews and what it records: each versioned with validity."""

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db import models
from django.db.models import Q

from mingjing.lawbook.terms import (
    Addressee,
    AnsweredGap,
    AVItemFacts,
    AVSpec,
    BenchmarkFacts,
    CatalogueFacts,
    Condition,
    MajorRowFacts,
    MajorSpec,
    Material,
    MatterFacts,
    MatterSpec,
    PenaltyKind,
    Range,
    Tier,
)
from mingjing.lawbook.terms.discretion import from_plain

M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows with `valid_from` and `valid_to`."""

    def valid(self, on: date) -> "DatedQuerySet[M]":
        """Rows that apply on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def _range(low: Decimal | None, high: Decimal | None) -> Range | None:
    return None if low is None or high is None else Range(low, high)


def _money(name: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(name, max_digits=14, decimal_places=2, null=True, blank=True)


class Matter(models.Model):
    """One version of an enforcement matter (执法事项): the offence, what it violates, what punishes it, and how high."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField(db_index=True)
    code = models.CharField("事项编码", max_length=40)
    version = models.PositiveIntegerField("版本", default=1)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    name = models.CharField("案由", max_length=120)
    domain = models.CharField("执法领域", max_length=20)
    violates = models.JSONField("违反条款")
    penalises = models.JSONField("处罚依据")
    penalties = models.JSONField("处罚种类")
    unit_min = _money("单位罚款下限")
    unit_max = _money("单位罚款上限")
    person_min = _money("个人罚款下限")
    person_max = _money("个人罚款上限")
    multiple = models.CharField("按倍数或比例计算的罚款", max_length=300, blank=True)
    chart = models.CharField("流程图", max_length=40)
    act_kind = models.CharField("执法行为", max_length=20, default="penalty")
    materials = models.JSONField("申请材料", default=list)
    correction_required = models.BooleanField("应当责令改正", default=True)
    note = models.TextField("说明", blank=True)
    basis = models.JSONField("条文摘要")
    added_at = models.DateTimeField()
    added_by = models.UUIDField()

    objects = DatedQuerySet["Matter"].as_manager()

    class Meta:
        db_table = "mj_matter"
        verbose_name = "执法事项"
        constraints = [models.UniqueConstraint(fields=["organ_id", "code", "version"], name="mj_matter_version_once")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> MatterFacts:
        """What other rooms may know."""
        spec = MatterSpec(
            code=self.code, name=self.name, domain=self.domain, violates=tuple(self.violates),
            penalises=tuple(self.penalises), penalties=tuple(PenaltyKind(kind) for kind in self.penalties),
            unit_fine=_range(self.unit_min, self.unit_max), person_fine=_range(self.person_min, self.person_max),
            multiple=self.multiple, chart=self.chart, correction_required=self.correction_required, note=self.note,
            act_kind=self.act_kind, materials=tuple(Material(str(name), bool(needed)) for name, needed in self.materials),
        )  # fmt: skip
        basis = tuple((citation, digest) for citation, digest in self.basis)
        return MatterFacts(self.pk, self.organ_id, self.version, self.valid_from, self.valid_to, spec, basis)


class Benchmark(models.Model):
    """A discretion benchmark (裁量基准) of a matter: a draft until it is published, then closed by the next one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField(db_index=True)
    matter_code = models.CharField("事项编码", max_length=40)
    issuer = models.CharField("制定机关", max_length=100)
    document_number = models.CharField("文号", max_length=80)
    published_on = models.DateField("公布日期", null=True, blank=True)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    fictional = models.BooleanField("虚构示例", default=False)
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    published_by = models.UUIDField(null=True)
    table = models.JSONField("裁量表", default=dict)
    upper = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="细化的上级基准")
    changed_at = models.DateTimeField("最后修改", null=True)
    discarded = models.CharField("放弃的原因", max_length=300, blank=True)

    objects = DatedQuerySet["Benchmark"].as_manager()

    class Meta:
        db_table = "mj_benchmark"
        verbose_name = "裁量基准"
        indexes = [models.Index(fields=["organ_id", "matter_code"], name="mj_benchmark_matter")]

    def __str__(self) -> str:
        return f"{self.document_number} {self.matter_code}"

    def facts(self) -> BenchmarkFacts:
        """What other rooms may know."""
        return BenchmarkFacts(
            self.pk, self.organ_id, self.matter_code, self.issuer, self.document_number, self.published_on,
            self.valid_from, self.valid_to, self.fictional, tuple(row.tier() for row in self.tiers.all()), self.sha256,
            from_plain(self.table), self.upper_id, self.discarded,
        )  # fmt: skip


class BenchmarkTier(models.Model):
    """One tier (裁量阶次) of a benchmark."""

    benchmark = models.ForeignKey(Benchmark, models.PROTECT, related_name="tiers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("阶次", max_length=10)
    condition = models.TextField("适用条件")
    addressee = models.CharField("处罚对象", max_length=6, choices=[(one.value, one.value) for one in Addressee])
    fine_min = _money("罚款下限")
    fine_max = _money("罚款上限")
    other = models.CharField("其他处罚", max_length=300, blank=True)

    class Meta:
        db_table = "mj_benchmark_tier"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["benchmark", "position"], name="mj_benchmark_tier_place")]

    def __str__(self) -> str:
        return self.name

    def tier(self) -> Tier:
        """As a frozen fact."""
        return Tier(
            self.name, self.condition, Addressee(self.addressee), _range(self.fine_min, self.fine_max), self.other
        )


class Catalogue(models.Model):
    """One version of 重大执法决定法制审核目录 (`major`) or 音像记录事项清单 (`av`) of an organ."""

    MAJOR, AV = "major", "av"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=[(MAJOR, "法制审核目录"), (AV, "音像记录清单")])
    title = models.CharField("名称", max_length=120)
    document_number = models.CharField("文号", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本")
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    fictional = models.BooleanField("虚构示例", default=False)
    guiding = models.BooleanField("下级机关的指导目录", default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="对照的上级指导目录")
    looser = models.JSONField("比上级宽松之处和理由", default=list)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()

    objects = DatedQuerySet["Catalogue"].as_manager()

    class Meta:
        db_table = "mj_catalogue"
        verbose_name = "目录清单"
        constraints = [models.UniqueConstraint(fields=["organ_id", "kind", "version"], name="mj_catalogue_version")]

    def __str__(self) -> str:
        return self.title

    def facts(self, rows: "Iterable[MajorRow] | None" = None) -> CatalogueFacts:
        """What other rooms may know; `rows` where they are at hand."""
        major = self.kind == self.MAJOR
        return CatalogueFacts(
            self.pk, self.organ_id, self.kind, self.title, self.document_number, self.version, self.valid_from,
            self.valid_to, self.fictional, self.guiding, self.follows_id, tuple(AnsweredGap(**one) for one in self.looser),
            rows=tuple(row.facts() for row in (self.major_rows.all() if rows is None else rows)) if major else (),
            av_items=() if major else tuple(item.facts() for item in self.av_items.all()),
        )  # fmt: skip


class MajorRow(models.Model):
    """A row of the catalogue of major decisions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="major_rows")
    position = models.PositiveSmallIntegerField()
    category = models.CharField("类别", max_length=20)
    item = models.CharField("决定事项", max_length=200)
    conditions = models.JSONField("条件")
    basis = models.JSONField("依据")
    materials = models.JSONField("送审材料")
    points = models.JSONField("审核重点")
    levels = models.JSONField("执法层级", default=list)
    domains = models.JSONField("执法领域", default=list)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="继承自上级目录的条目")
    origin_told = models.CharField("继承自", max_length=300, blank=True)

    class Meta:
        db_table = "mj_major_row"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "position"], name="mj_major_row_place")]

    def __str__(self) -> str:
        return self.item

    def facts(self) -> MajorRowFacts:
        """What other rooms may know."""
        spec = MajorSpec(
            self.category, self.item, tuple(Condition.of_json(one) for one in self.conditions), tuple(self.basis),
            tuple(self.materials), tuple(self.points), tuple(self.levels), tuple(self.domains), self.origin_id,
        )  # fmt: skip
        return MajorRowFacts(self.pk, self.position, spec, self.origin_told)


class AVItem(models.Model):
    """A row of the recording list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="av_items")
    position = models.PositiveSmallIntegerField()
    category = models.CharField("类别", max_length=20)
    act = models.CharField("事项", max_length=60)
    link = models.CharField("环节", max_length=60)
    method = models.CharField("方式", max_length=60)
    full_process = models.BooleanField("全程")
    start = models.CharField("起点", max_length=120)
    content = models.TextField("内容")
    end = models.CharField("终点", max_length=120)
    retention_months = models.PositiveSmallIntegerField("保存月数")
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        db_table = "mj_av_item"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "position"], name="mj_av_item_place")]

    def __str__(self) -> str:
        return self.act

    def facts(self) -> AVItemFacts:
        """What other rooms may know."""
        names = AVSpec.__dataclass_fields__
        return AVItemFacts(self.pk, self.position, AVSpec(**{name: getattr(self, name) for name in names}))
