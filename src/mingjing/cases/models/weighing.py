"""Questions that a case put to a benchmark's table."""

import uuid
from decimal import Decimal

from django.db import models

from mingjing.cases.terms.weighing import AskedFacts, Stated


class DiscretionAsked(models.Model):
    """裁量查问: the facts with their evidence, and what the table said. Added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="discretion_asked")
    cited = models.JSONField("公布的裁量基准")
    benchmark_sha256 = models.CharField(max_length=64, db_index=True)
    addressee = models.CharField(max_length=6)
    stated = models.JSONField("事实和证据")
    base = models.DecimalField("计算罚款的基数（元）", max_digits=16, decimal_places=2, null=True)
    answer = models.JSONField("查问结果")
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_case_discretion"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="mj_discretion_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"

    def facts(self) -> AskedFacts:
        """What other layers may know."""
        stated = tuple(Stated(one["name"], one["text"], tuple(one["evidence"]), one["unit"]) for one in self.stated)
        base: Decimal | None = self.base
        return AskedFacts(
            self.id, self.case_id, self.cited, stated, base, self.answer, self.by_id, self.by_name, self.at
        )
