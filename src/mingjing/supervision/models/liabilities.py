"""责任追究: items about a wrong decision, the persons each is about, and every step. Nothing in them is ever overwritten but the state."""

import uuid

from django.db import models

from mingjing.supervision.rules.liabilities import shown_to_themselves, standing_of
from mingjing.supervision.terms.liabilities import (
    LIABILITY_MOVE_NAMES,
    LIABILITY_NAMES,
    SOURCE_NAMES,
    LiabilityFacts,
    LiabilityMove,
    LiabilityState,
    PersonFacts,
    StepFacts,
)


class Liability(models.Model):
    """A 责任追究事项, or the reason why none was opened after a source. One for each source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("事项编号", max_length=60, unique=True)
    title = models.CharField("事项", max_length=120)
    source = models.CharField("来源", max_length=10, choices=list(SOURCE_NAMES.items()))
    source_key = models.CharField("来源标识", max_length=120, unique=True)
    document = models.CharField("来源文书", max_length=200)
    on = models.DateField("来源日期")
    organ_id = models.UUIDField("所涉机关")
    organ_name = models.CharField("所涉机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    case_id = models.UUIDField("案件", null=True)
    case_no = models.CharField("案件编号", max_length=80, blank=True)
    examiner_id = models.UUIDField("调查机关")
    examiner_name = models.CharField("调查机关名称", max_length=100)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, LIABILITY_NAMES[one]) for one in LiabilityState],
        default=LiabilityState.OPEN,
    )
    reason = models.TextField("不启动的理由", blank=True)
    due = models.DateField("这一步的期限", null=True)
    hear_by = models.DateField("陈述申辩期限", null=True)
    digest = models.CharField("内容摘要", max_length=64)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True)
    opened_by = models.UUIDField("登记人")
    opened_name = models.CharField("登记人姓名", max_length=60)
    opened_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_sup_liability"
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["region", "state", "-opened_at"], name="mj_sup_liability_region"),
            models.Index(fields=["organ_id", "state"], name="mj_sup_liability_organ"),
            models.Index(fields=["examiner_id", "state"], name="mj_sup_liability_examiner"),
            models.Index(fields=["case_id"], name="mj_sup_liability_case"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self, only: uuid.UUID | None = None) -> LiabilityFacts:
        """What pages show; of one person only where `only` is given. Persons and steps must have been prefetched."""
        steps = tuple(one.facts() for one in self.steps.all())
        persons = tuple(
            PersonFacts(one.person_id, one.name, one.part, standing_of(one.person_id, steps))
            for one in self.persons.all()
            if only in {None, one.person_id}
        )
        if only is not None:
            persons = tuple(shown_to_themselves(one, self.state) for one in persons)
            steps = tuple(one.seen_by(only) for one in steps if one.concerns(only))
        return LiabilityFacts(
            id=self.pk, number=self.number, title=self.title, source=self.source, document=self.document, on=self.on,
            organ_id=self.organ_id, organ_name=self.organ_name, region=self.region, case_id=self.case_id, case_no=self.case_no,
            examiner_id=self.examiner_id, examiner_name=self.examiner_name, state=self.state, reason=self.reason, due=self.due,
            hear_by=self.hear_by, opened_by=self.opened_name, opened_at=self.opened_at, persons=persons, steps=steps,
            whole=only is None, ledger_index=self.ledger_index,
        )  # fmt: skip


class LiabilityPerson(models.Model):
    """A person an item is about, and the part that person had in the case, as its acts tell it."""

    id = models.BigAutoField(primary_key=True)
    liability = models.ForeignKey(Liability, models.PROTECT, related_name="persons", verbose_name="责任追究事项")
    person_id = models.UUIDField("相关人员")
    name = models.CharField("姓名", max_length=60)
    part = models.CharField("在案件里做了什么", max_length=200)

    class Meta:
        db_table = "mj_sup_liability_person"
        ordering = ["liability", "pk"]
        constraints = [models.UniqueConstraint(fields=["liability", "person_id"], name="mj_sup_liability_person_one")]
        indexes = [models.Index(fields=["person_id"], name="mj_sup_liability_of_person")]

    def __str__(self) -> str:
        return f"{self.liability_id} {self.name}"


class LiabilityStep(models.Model):
    """One thing done to an item: what was found, said, proposed, decided, told, sent, answered."""

    id = models.BigAutoField(primary_key=True)
    liability = models.ForeignKey(Liability, models.PROTECT, related_name="steps", verbose_name="责任追究事项")
    seq = models.PositiveSmallIntegerField("次序")
    move = models.CharField(
        "办理", max_length=10, choices=[(one.value, LIABILITY_MOVE_NAMES[one]) for one in LiabilityMove]
    )
    person_id = models.UUIDField("相关人员", null=True)
    text = models.TextField("内容", blank=True)
    told = models.JSONField("填写的内容", default=dict)
    by_id = models.UUIDField("办理人")
    by_name = models.CharField("办理人姓名", max_length=60)
    at = models.DateTimeField("办理时间")
    digest = models.CharField("内容摘要", max_length=64)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True)

    class Meta:
        db_table = "mj_sup_liability_step"
        ordering = ["liability", "seq"]
        constraints = [models.UniqueConstraint(fields=["liability", "seq"], name="mj_sup_liability_step_seq")]

    def __str__(self) -> str:
        return f"{self.liability_id} {self.seq}"

    def facts(self) -> StepFacts:
        """What pages show."""
        return StepFacts(
            self.seq,
            self.move,
            self.person_id,
            self.text,
            self.told,
            self.by_id,
            self.by_name,
            self.at,
            self.ledger_index,
        )
