"""Contents: the original (restricted), the redaction candidates in it, and the public versions made of it."""

import uuid

from django.db import models

from mingjing.publicity.terms import GROUND_NAMES, Candidate, Ground, Publishable, SpanFacts, Verdict, VersionFacts


class Source(models.Model):
    """The served text and what the file knows, as handed over. Never shown to the public."""

    publication = models.OneToOneField(
        "publicity.Publication", models.PROTECT, primary_key=True, related_name="source", verbose_name="公示"
    )
    content = models.JSONField("送达文本与已知内容")

    class Meta:
        db_table = "mj_pub_source"

    def __str__(self) -> str:
        return f"source of {self.pk}"

    def decision(self) -> Publishable:
        """The decision as it was handed over."""
        return Publishable.from_json(self.content)


class Span(models.Model):
    """A redaction candidate and what a person decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey("publicity.Publication", models.PROTECT, related_name="spans", verbose_name="公示")
    part = models.CharField("所在部分", max_length=12)
    place = models.PositiveIntegerField("部分次序")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    text = models.TextField("原文")
    ground = models.CharField("理由", max_length=6, choices=[(one.value, GROUND_NAMES[one]) for one in Ground])
    why = models.CharField("依据的规则", max_length=200)
    replacement = models.CharField("公开时写作", max_length=60)
    origin = models.CharField("来源", max_length=8)
    certain = models.BooleanField("不得保留", default=False)
    verdict = models.CharField("决定", max_length=8, default=Verdict.OPEN)
    reason = models.CharField("决定理由", max_length=200, blank=True)
    decided_by = models.CharField("决定人", max_length=60, blank=True)
    decided_by_id = models.UUIDField("决定人编号", null=True, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_span"
        ordering = ["place", "start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "part", "start", "end"], name="mj_pub_span_place"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="mj_pub_span_order"),
        ]

    def __str__(self) -> str:
        return f"{self.part}[{self.start}:{self.end}]"

    def facts(self) -> SpanFacts:
        """What the publicist's page shows."""
        names = SpanFacts.__dataclass_fields__
        return SpanFacts(**{name: getattr(self, name) for name in names})

    def candidate(self) -> Candidate:
        """The candidate for the rules."""
        names = Candidate.__dataclass_fields__
        return Candidate(**{name: getattr(self, name) for name in names})


class Version(models.Model):
    """What the public reads, or once read. Kept for good; a withdrawn decision's versions are not shown."""

    publication = models.ForeignKey(
        "publicity.Publication", models.PROTECT, related_name="versions", verbose_name="公示"
    )
    seq = models.PositiveSmallIntegerField("版本")
    parts = models.JSONField("公开文本")
    text = models.TextField("公开文件")
    sha256 = models.CharField("公开文件摘要", max_length=64)
    released_at = models.DateTimeField("公开时间")
    reason = models.TextField("更正理由", blank=True)
    hidden = models.BooleanField("不再展示", default=False)
    ledger_index = models.PositiveBigIntegerField("台账序号")
    ledger_hash = models.CharField("台账摘要", max_length=64)

    class Meta:
        db_table = "mj_pub_version"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["publication", "seq"], name="mj_pub_version_seq")]
        indexes = [models.Index(fields=["ledger_index"], name="mj_pub_version_place")]

    def __str__(self) -> str:
        return f"v{self.seq}"

    def facts(self) -> VersionFacts:
        """What the public page shows; nothing of the text where it is hidden."""
        return VersionFacts(
            seq=self.seq,
            released_at=self.released_at,
            reason=self.reason,
            hidden=self.hidden,
            sha256=self.sha256,
            ledger_index=self.ledger_index,
            ledger_hash=self.ledger_hash,
            parts={} if self.hidden else self.parts,
        )
