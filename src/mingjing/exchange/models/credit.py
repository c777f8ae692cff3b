"""The credit channel's own table: one item for each penalty and party, its steps, and what parties ask for."""

import uuid

from django.db import models

from mingjing.exchange.terms import (
    CLASS_NAMES,
    CREDIT_STATES,
    REQUEST_NAMES,
    CreditClass,
    CreditFacts,
    CreditState,
    CreditStepFacts,
    RequestFacts,
    RequestKind,
    RequestState,
)


class CreditItem(models.Model):
    """A penalty of a party. The party's name is shown in the bureau only; numbers stay with the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    publication_id = models.UUIDField("公示")
    number = models.CharField("文号", max_length=60)
    place = models.PositiveSmallIntegerField("第几个当事人", default=0)
    party_name = models.CharField("当事人", max_length=200)
    decided_on = models.DateField("认定文书日期")
    kinds = models.JSONField("处罚种类", default=list)
    fine = models.CharField("罚款（元）", max_length=20, blank=True)
    domain = models.CharField("领域", max_length=20, blank=True)
    klass = models.CharField("分类", max_length=8, choices=[(one.value, CLASS_NAMES[one]) for one in CreditClass])
    shown = models.BooleanField("是否公示")
    shortest = models.DateField("最短公示期届满", null=True, blank=True)
    longest = models.DateField("最长公示期届满", null=True, blank=True)
    cites = models.CharField("依据", max_length=200)
    verified = models.BooleanField("已核实", default=False)
    state = models.CharField("状态", max_length=9, choices=[(one.value, CREDIT_STATES[one]) for one in CreditState])

    class Meta:
        db_table = "mj_xch_credit"
        ordering = ["-decided_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["publication_id", "place"], name="mj_xch_credit_once")]
        indexes = [
            models.Index(fields=["state", "longest"], name="mj_xch_credit_longest"),
            models.Index(fields=["organ_id", "state", "-decided_on"], name="mj_xch_credit_list"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> CreditFacts:
        """What the bureau's pages show."""
        return CreditFacts(
            self.id, self.organ_id, self.publication_id, self.number, self.party_name, self.decided_on,
            tuple(self.kinds), self.fine, self.domain, self.klass, self.shown, self.shortest, self.longest,
            self.cites, self.verified, self.state, self.place,
        )  # fmt: skip


class CreditStep(models.Model):
    """One step of an item."""

    item = models.ForeignKey(CreditItem, models.PROTECT, related_name="steps", verbose_name="信用信息")
    at = models.DateTimeField("时间")
    move = models.CharField("动作", max_length=10)
    person_name = models.CharField("办理人", max_length=60)
    note = models.TextField("说明", blank=True)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True, blank=True)

    class Meta:
        db_table = "mj_xch_credit_step"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.move

    def facts(self) -> CreditStepFacts:
        """What the timeline shows."""
        return CreditStepFacts(self.at, self.move, self.person_name, self.note, self.ledger_index)


class CreditRequest(models.Model):
    """A repair or an objection; the applicant is shown in the bureau only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(CreditItem, models.PROTECT, related_name="requests", verbose_name="信用信息")
    kind = models.CharField("种类", max_length=9, choices=[(one.value, REQUEST_NAMES[one]) for one in RequestKind])
    applicant = models.CharField("申请人", max_length=120)
    claim = models.TextField("理由")
    applied_on = models.DateField("申请日期")
    due = models.DateField("决定期限")
    due_provisional = models.BooleanField("期限暂按", default=False)
    due_steps = models.JSONField("期限推算", default=list)
    state = models.CharField(
        "状态", max_length=8, choices=[(one.value, one.value) for one in RequestState], default="open"
    )
    conditions = models.JSONField("查明的条件", default=list)
    reason = models.TextField("决定的理由", blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.CharField("决定人", max_length=60, blank=True)

    class Meta:
        db_table = "mj_xch_credit_request"
        ordering = ["applied_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind"], condition=models.Q(state="open"), name="mj_xch_credit_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.applied_on}"

    def facts(self) -> RequestFacts:
        """What the bureau's pages show."""
        return RequestFacts(
            self.id, self.item.facts(), self.kind, self.applicant, self.claim, self.applied_on, self.due,
            self.due_provisional, tuple(self.due_steps), self.state, tuple(self.conditions), self.reason,
            self.decided_at, self.decided_by,
        )  # fmt: skip
