"""Publications and the moves in their lives.

A publication row holds neutral facts and, while it is public, the redacted columns that lists show. The original lies in
`Source` and is never read by a public query.
"""

import uuid

from django.db import models

from mingjing.publicity.terms import (
    CATEGORY_NAMES,
    STATE_NAMES,
    Category,
    DecisionRow,
    PublicationFacts,
    State,
    StepFacts,
    address_of,
)

# The public list by state, with or without an organ and a category, in the order of publication or of decision: each
# has an index that holds the order, so that no list of a million is sorted or walked to show twenty of it.
_LISTS = [
    models.Index(fields=["state", *narrow, order, "-id"], name=f"mj_pub_list_{name}_{order[1:4]}")
    for name, narrow in {
        "all": (), "organ": ("organ_code",), "kind": ("category",), "both": ("organ_code", "category"),
    }.items()
    for order in ("-released_at", "-decided_on")
]  # fmt: skip


class Publication(models.Model):
    """One decision on its way to the public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_ref = models.CharField("来源编号", max_length=80, db_index=True)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    number = models.CharField("文号", max_length=60)
    category = models.CharField(
        "执法类别", max_length=12, choices=[(one.value, CATEGORY_NAMES[one]) for one in Category]
    )
    check_kind = models.CharField("检查方式", max_length=10, blank=True)
    decided_on = models.DateField("决定日期")
    digest = models.CharField("送达文本摘要", max_length=64)
    confirmed_digest = models.CharField("确认文本摘要", max_length=64, blank=True)
    state = models.CharField("状态", max_length=12, choices=[(one.value, STATE_NAMES[one]) for one in State])
    due = models.DateField("公开期限")
    due_provisional = models.BooleanField("期限暂按", default=False)
    due_steps = models.JSONField("期限推算", default=list)
    scheduled_at = models.DateTimeField("登记时间")
    released_at = models.DateTimeField("公开时间", null=True, blank=True)
    updated_at = models.DateTimeField("最近变动时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_reason = models.TextField("撤下理由", blank=True)
    withdrawn_index = models.PositiveBigIntegerField("撤下的台账序号", null=True, blank=True)
    call_trigger = models.CharField("撤下事由", max_length=10, blank=True)
    call_note = models.TextField("撤下事由说明", blank=True)
    call_on = models.DateField("知道撤下事由之日", null=True, blank=True)
    call_due = models.DateField("撤下期限", null=True, blank=True)
    term_until = models.DateField("公示到", null=True, blank=True)
    term_why = models.CharField("公示期的依据", max_length=200, blank=True)
    ended_ground = models.CharField("停止公示的理由代码", max_length=20, blank=True)
    exempt_ground = models.CharField("不予公开事由", max_length=20, blank=True)
    replaces = models.CharField("所替代的文号", max_length=60, blank=True)
    decision_index = models.PositiveBigIntegerField("决定的台账序号", null=True, blank=True)
    current = models.ForeignKey(
        "publicity.Version", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="现行版本"
    )
    public_party = models.CharField("公开的当事人", max_length=200, blank=True)
    public_cause = models.CharField("公开的案由", max_length=300, blank=True)
    public_outcome = models.CharField("公开的决定种类", max_length=100, blank=True)
    public_result = models.TextField("公开的处理结果", blank=True)
    party_uscc = models.CharField("公开的统一社会信用代码", max_length=18, blank=True)

    class Meta:
        db_table = "mj_publication"
        constraints = [models.UniqueConstraint(fields=["organ_id", "number"], name="mj_publication_number")]
        indexes = [
            models.Index(fields=["-released_at", "-id"], name="mj_publication_latest"),
            models.Index(fields=["organ_id", "state", "due"], name="mj_publication_due"),
            models.Index(fields=["organ_code", "number"], name="mj_publication_address"),
            models.Index(fields=["number"], name="mj_publication_by_number"),
            models.Index(fields=["organ_code", "organ_name", "state"], name="mj_publication_organs"),
            models.Index(fields=["party_uscc", "state", "-released_at", "-id"], name="mj_publication_subject"),
            models.Index(fields=["term_until"], name="mj_publication_term"),
            models.Index(fields=["check_kind", "-released_at", "-id"], name="mj_publication_checks"),
            *_LISTS,
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def address(self) -> str:
        """The permanent path of the public page: /gs/<机关代字>/<文号>/."""
        return address_of(self.organ_code, self.number)

    def facts(self) -> PublicationFacts:
        """What the bureau may know of its state and clocks."""
        return PublicationFacts(
            id=self.id,
            source_ref=self.source_ref,
            organ_id=self.organ_id,
            organ_name=self.organ_name,
            organ_code=self.organ_code,
            number=self.number,
            category=self.category,
            decided_on=self.decided_on,
            state=self.state,
            due=self.due,
            due_provisional=self.due_provisional,
            due_steps=tuple(self.due_steps),
            released_at=self.released_at,
            withdrawn_at=self.withdrawn_at,
            call_trigger=self.call_trigger,
            call_due=self.call_due,
            exempt_ground=self.exempt_ground,
            address=self.address,
            term_until=self.term_until,
            term_why=self.term_why,
            ended_ground=self.ended_ground,
            ended_reason=self.withdrawn_reason,
            check_kind=self.check_kind,
        )

    def row(self) -> DecisionRow:
        """The line of the public list. Raises ValueError for a decision that never was public."""
        if self.released_at is None:
            raise ValueError(f"{self.number} was never public")
        return DecisionRow(
            id=self.id,
            number=self.number,
            organ_code=self.organ_code,
            organ_name=self.organ_name,
            category=self.category,
            decided_on=self.decided_on,
            released_at=self.released_at,
            state=self.state,
            party=self.public_party,
            cause=self.public_cause,
            outcome=self.public_outcome,
            result=self.public_result,
            address=self.address,
            withdrawn_reason=self.withdrawn_reason,
            check_kind=self.check_kind,
        )


class Step(models.Model):
    """One move: who, when, from where to where. Notes of public moves are public."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="steps", verbose_name="公示")
    at = models.DateTimeField("时间")
    move = models.CharField("动作", max_length=12)
    state = models.CharField("到达状态", max_length=12)
    code = models.CharField("理由代码", max_length=20, blank=True)
    person_id = models.UUIDField("办理人")
    person_name = models.CharField("办理人姓名", max_length=60)
    note = models.TextField("说明", blank=True)
    ledger_index = models.PositiveBigIntegerField("台账序号", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_step"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.move} {self.at:%Y-%m-%d}"

    def facts(self) -> StepFacts:
        """What pages show."""
        return StepFacts(self.at, self.move, self.state, self.person_name, self.note, self.ledger_index, self.code)
