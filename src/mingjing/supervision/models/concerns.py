"""舆情: what is claimed in public about an organ, and what was done about it."""

import uuid

from django.db import models

from mingjing.supervision.terms.concerns import (
    CHANNELS,
    CONCERN_MOVE_NAMES,
    CONCERN_NAMES,
    SEVERITIES,
    SOURCES,
    ConcernFacts,
    ConcernMove,
    ConcernState,
    ConcernStepFacts,
    RecordRef,
)


class Concern(models.Model):
    """A matter of public opinion (舆情). What was registered is never changed; what follows lies in its steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("舆情编号", max_length=60, unique=True)
    title = models.CharField("事项", max_length=120)
    source = models.CharField("来源", max_length=10, choices=list(SOURCES.items()))
    link = models.CharField("网址或者出处", max_length=500, blank=True)
    claim = models.TextField("反映的内容")
    organ_id = models.UUIDField("所涉机关")
    organ_name = models.CharField("所涉机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    cases = models.JSONField("所涉案件", default=list)
    severity = models.CharField("程度", max_length=10, choices=list(SEVERITIES.items()))
    heard_at = models.DateTimeField("发现时间")
    first_due = models.DateTimeField("首次回应时限")
    answered_at = models.DateTimeField("首次回应时间", null=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, CONCERN_NAMES[one]) for one in ConcernState],
        default=ConcernState.OPEN,
    )
    digest = models.CharField("内容摘要", max_length=64)
    entered_by = models.UUIDField("登记人")
    entered_name = models.CharField("登记人姓名", max_length=60)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_sup_concern"
        ordering = ["-entered_at"]
        indexes = [
            models.Index(fields=["region", "state", "first_due"], name="mj_sup_concern_region"),
            models.Index(fields=["organ_id", "state", "first_due"], name="mj_sup_concern_organ"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> ConcernFacts:
        """What pages show. The steps must have been prefetched."""
        return ConcernFacts(
            id=self.pk, number=self.number, title=self.title, source=self.source, link=self.link, claim=self.claim,
            organ_id=self.organ_id, organ_name=self.organ_name, region=self.region,
            cases=tuple((uuid.UUID(key), number) for key, number in self.cases), severity=self.severity, heard_at=self.heard_at,
            first_due=self.first_due, answered_at=self.answered_at, state=self.state, entered_by=self.entered_name,
            entered_at=self.entered_at, steps=tuple(one.facts() for one in self.steps.all()),
        )  # fmt: skip


class ConcernStep(models.Model):
    """One thing done to a matter: a response drafted with the records it rests on, returned, checked, told, ended."""

    id = models.BigAutoField(primary_key=True)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="steps", verbose_name="舆情")
    seq = models.PositiveSmallIntegerField("次序")
    move = models.CharField(
        "办理", max_length=10, choices=[(one.value, CONCERN_MOVE_NAMES[one]) for one in ConcernMove]
    )
    text = models.TextField("内容", blank=True)
    why = models.TextField("目的、事实来源", blank=True)
    refs = models.JSONField("用到的记录", default=list)
    channel = models.CharField("回应方式", max_length=10, choices=list(CHANNELS.items()), blank=True)
    edition_id = models.UUIDField("公开的版本", null=True)
    by_id = models.UUIDField("办理人")
    by_name = models.CharField("办理人姓名", max_length=60)
    at = models.DateTimeField("办理时间")
    digest = models.CharField("内容摘要", max_length=64)

    class Meta:
        db_table = "mj_sup_concern_step"
        ordering = ["concern", "seq"]
        constraints = [models.UniqueConstraint(fields=["concern", "seq"], name="mj_sup_concern_step_seq")]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.seq}"

    def records(self) -> tuple[RecordRef, ...]:
        """The records it rests on."""
        return tuple(RecordRef(*one) for one in self.refs)

    def facts(self) -> ConcernStepFacts:
        """What pages show."""
        return ConcernStepFacts(
            self.seq, self.move, self.text, self.why, self.records(), self.channel, self.edition_id, self.by_id, self.by_name, self.at
        )  # fmt: skip
