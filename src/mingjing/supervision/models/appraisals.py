"""评议考核: schemes of a year and what each organ scored under them."""

import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.db import models

from mingjing.supervision.models.objections import Objectionable
from mingjing.supervision.rules.appraisals import figure_of, given_of, item_of, line_of, table_digest
from mingjing.supervision.terms.appraisals import (
    APPRAISAL_NAMES,
    PUBLISHING,
    SCHEME_NAMES,
    AppraisalFacts,
    AppraisalState,
    Line,
    SchemeDraft,
    SchemeFacts,
    SchemeItem,
    SchemeState,
)


class Scheme(models.Model):
    """A scheme of appraisal (考核方案): one version of a year's. Released before the period ends, scored after it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("方案编号", max_length=60)
    issuer_id = models.UUIDField("考核机关")
    issuer_name = models.CharField("考核机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    year = models.PositiveSmallIntegerField("考核年度")
    seq = models.PositiveSmallIntegerField("第几版")
    title = models.CharField("方案名称", max_length=120)
    since = models.DateField("考核期间自")
    until = models.DateField("考核期间至")
    organs = models.JSONField("被考核机关")
    items = models.JSONField("考核项目")
    counting = models.CharField("计算口径", max_length=40)
    publish = models.CharField("结果怎样通报", max_length=10, choices=list(PUBLISHING.items()))
    note = models.TextField("方案说明", blank=True)
    reason = models.TextField("另出一版的理由", blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, SCHEME_NAMES[one]) for one in SchemeState],
        default=SchemeState.DRAFT,
    )
    digest = models.CharField("方案摘要", max_length=64)
    drafted_name = models.CharField("拟定人姓名", max_length=60)
    drafted_at = models.DateTimeField("拟定时间")
    released_name = models.CharField("印发人姓名", max_length=60, blank=True)
    released_at = models.DateTimeField("印发时间", null=True)
    conclusion = models.TextField("考核结论", blank=True)
    table_digest = models.CharField("结果摘要", max_length=64, blank=True)
    signed_name = models.CharField("定稿人姓名", max_length=60, blank=True)
    signed_at = models.DateTimeField("定稿时间", null=True)
    edition_id = models.UUIDField("公开的版本", null=True)

    class Meta:
        db_table = "mj_sup_scheme"
        ordering = ["-year", "-seq"]
        constraints = [models.UniqueConstraint(fields=["issuer_id", "year", "seq"], name="mj_sup_scheme_seq")]
        indexes = [models.Index(fields=["region", "state", "-year"], name="mj_sup_scheme_region")]

    def __str__(self) -> str:
        return f"{self.number} {self.seq}"

    def parts(self) -> tuple[SchemeItem, ...]:
        """The items."""
        return tuple(item_of(one) for one in self.items)

    def draft(self) -> SchemeDraft:
        """What was typed, as the digest reads it."""
        return SchemeDraft(
            self.year, self.title, self.since, self.until, tuple(uuid.UUID(key) for key, _ in self.organs), self.parts(), self.publish,
            self.note, self.reason,
        )  # fmt: skip

    def table(self, scores: Iterable["Appraisal"]) -> str:
        """The digest of the table as it stands: every organ's total and place, and the conclusion."""
        lines = sorted((str(one.organ_id), str(one.total), one.rank) for one in scores)
        return table_digest(lines, self.conclusion)

    def facts(self) -> SchemeFacts:
        """What pages show."""
        return SchemeFacts(
            id=self.pk, number=self.number, year=self.year, seq=self.seq, title=self.title, issuer_id=self.issuer_id,
            issuer_name=self.issuer_name, region=self.region, since=self.since, until=self.until,
            organs=tuple((uuid.UUID(key), name) for key, name in self.organs), items=self.parts(), counting=self.counting,
            publish=self.publish, note=self.note, reason=self.reason, state=self.state, digest=self.digest,
            drafted_by=self.drafted_name, drafted_at=self.drafted_at, released_by=self.released_name,
            released_at=self.released_at, conclusion=self.conclusion, signed_by=self.signed_name, signed_at=self.signed_at,
            edition_id=self.edition_id,
        )  # fmt: skip


class Appraisal(Objectionable):
    """What one organ scored: figures frozen when scoring began, what people gave, the objection and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="appraisals", verbose_name="考核方案")
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, APPRAISAL_NAMES[one]) for one in AppraisalState],
        default=AppraisalState.SCORING,
    )
    figures = models.JSONField("平台计算的指标", default=dict)
    given = models.JSONField("由人评的分", default=dict)
    total = models.DecimalField("总分", max_digits=5, decimal_places=1, null=True)
    band = models.CharField("等次", max_length=10, blank=True)
    rank = models.PositiveSmallIntegerField("名次", default=0)
    digest = models.CharField("得分摘要", max_length=64, blank=True)
    scored_name = models.CharField("评分人姓名", max_length=60, blank=True)
    told_at = models.DateTimeField("告知时间", null=True)

    class Meta:
        db_table = "mj_sup_appraisal"
        ordering = ["scheme", "organ_name"]
        constraints = [models.UniqueConstraint(fields=["scheme", "organ_id"], name="mj_sup_appraisal_organ")]
        indexes = [models.Index(fields=["organ_id", "state"], name="mj_sup_appraisal_state")]

    def __str__(self) -> str:
        return f"{self.scheme_id} {self.organ_name}"

    def lines(self) -> tuple[Line, ...]:
        """Every item with its points; the scheme must have been joined."""
        return tuple(
            line_of(
                one,
                figure_of(self.figures[one.metric]) if one.metric in self.figures else None,
                given_of(self.given[one.key]) if one.key in self.given else None,
            )
            for one in self.scheme.parts()
        )

    def facts(self) -> AppraisalFacts:
        """What pages show; the scheme must have been joined."""
        return AppraisalFacts(
            id=self.pk, scheme=self.scheme.facts(), organ_id=self.organ_id, organ_name=self.organ_name, state=self.state,
            lines=self.lines(), total=None if self.total is None else Decimal(self.total), band=self.band, rank=self.rank,
            scored_by=self.scored_name, told_at=self.told_at, **self.objection_facts(),
        )  # fmt: skip
