"""Published flow charts (执法流程图)."""

from django.db import models

from mingjing.publicity.terms import ChartFacts


class PublishedChart(models.Model):
    """One version of a flow chart as the public sees it. Versions are kept; the newest is shown."""

    key = models.SlugField("名称代号", max_length=40)
    version = models.CharField("版本", max_length=20)
    title = models.CharField("名称", max_length=120)
    organ_name = models.CharField("发布机关", max_length=100, blank=True)
    organ_id = models.UUIDField("发布机关编号", null=True, blank=True)
    svg = models.TextField("图")
    bpmn = models.TextField("BPMN 2.0")
    text = models.TextField("文字说明")
    sha256 = models.CharField("摘要", max_length=64)
    published_at = models.DateTimeField("发布时间")
    ledger_index = models.PositiveBigIntegerField("台账序号")

    class Meta:
        db_table = "mj_pub_chart"
        ordering = ["key", "-published_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="mj_pub_chart_version")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    def facts(self) -> ChartFacts:
        """What pages show."""
        names = ChartFacts.__dataclass_fields__
        return ChartFacts(**{name: getattr(self, name) for name in names})
