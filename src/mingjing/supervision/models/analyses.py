"""Analyses of weak links (薄弱环节分析): counted piece by piece, frozen when signed."""

import uuid
from typing import Any

from django.db import models

from mingjing.supervision.rules.analyses import kinds_of, links_of
from mingjing.supervision.terms.analyses import ANALYSIS_NAMES, AnalysisFacts, AnalysisState


class Analysis(models.Model):
    """One analysis of an organ's, or a region's, quarter. `found`: rule → {acts, cases}, filled piece by piece."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.UUIDField("分析单位")
    owner_name = models.CharField("分析单位名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    whole_region = models.BooleanField("全区域")
    organ_ids = models.JSONField("所分析的机关")
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    seq = models.PositiveSmallIntegerField("第几次")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, ANALYSIS_NAMES[one]) for one in AnalysisState],
        default=AnalysisState.COUNTING,
    )
    after = models.UUIDField("已看到的案件", null=True)
    looked = models.PositiveIntegerField("已看几件", default=0)
    total = models.PositiveIntegerField("共几件", default=0)
    found = models.JSONField("规则发现", default=dict)
    before = models.JSONField("上一期", null=True)
    kinds = models.JSONField("违法种类", default=list)
    films = models.JSONField("音像记录", default=dict)
    causes = models.TextField("原因分析", blank=True)
    measures = models.TextField("改进措施", blank=True)
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    begun_by = models.UUIDField("发起人")
    begun_name = models.CharField("发起人姓名", max_length=60)
    begun_at = models.DateTimeField("发起时间")
    signed_name = models.CharField("定稿人姓名", max_length=60, blank=True)
    signed_at = models.DateTimeField("定稿时间", null=True)

    class Meta:
        db_table = "mj_sup_analysis"
        ordering = ["-year", "-quarter", "-seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "whole_region", "year", "quarter", "seq"], name="mj_sup_analysis_seq"
            )
        ]
        indexes = [
            models.Index(fields=["region", "year", "quarter"], name="mj_sup_analysis_region"),
            models.Index(fields=["state", "begun_at"], name="mj_sup_analysis_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_name} {self.year} {self.quarter} {self.seq}"

    def told(self) -> dict[str, Any]:
        """What the digest of a signed analysis covers."""
        return {
            "owner": str(self.owner_id), "organs": self.organ_ids, "year": self.year, "quarter": self.quarter, "seq": self.seq,
            "looked": self.looked, "found": self.found, "before": self.before or {}, "kinds": self.kinds, "films": self.films,
            "causes": self.causes, "measures": self.measures,
        }  # fmt: skip

    def facts(self) -> AnalysisFacts:
        """What pages show."""
        return AnalysisFacts(
            id=self.pk, owner_id=self.owner_id, owner_name=self.owner_name, region=self.region, whole_region=self.whole_region,
            year=self.year, quarter=self.quarter, seq=self.seq, state=self.state, looked=self.looked, total=self.total,
            links=links_of(self.found, self.before), kinds=kinds_of(self.kinds), films=self.films, causes=self.causes,
            measures=self.measures, digest=self.digest, begun_by=self.begun_name, begun_at=self.begun_at,
            signed_by=self.signed_name, signed_at=self.signed_at,
        )  # fmt: skip
