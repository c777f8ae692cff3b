"""Applications of parties. Who applied lies in a table of its own, which only the organ's side reads."""

import uuid

from django.db import models

from mingjing.kernel.days import local_day
from mingjing.publicity.terms.applications import (
    APPLICATION_STATES,
    APPLY_SPECS,
    DECLINE_NAMES,
    ApplicationFacts,
    ApplicationState,
    ApplyFile,
    ApplyKind,
    DeclineGround,
    PublicApplication,
)


class Application(models.Model):
    """One application, from its receipt to its end. `code` and `once` are kept as digests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("受理编号", max_length=40, unique=True)
    code = models.CharField("查询码摘要", max_length=64)
    once = models.CharField("表单标记", max_length=64, unique=True)
    kind = models.CharField("种类", max_length=12, choices=[(one.value, APPLY_SPECS[one].name) for one in ApplyKind])
    source_ref = models.CharField("来源", max_length=80)
    publication_id = models.UUIDField("所涉公示", null=True, blank=True)
    about = models.CharField("所涉编号", max_length=80)
    organ_id = models.UUIDField("办理机关")
    organ_name = models.CharField("办理机关名称", max_length=100)
    text = models.TextField("内容")
    received_at = models.DateTimeField("收到时间")
    last_day = models.DateField("申请的最后一天", null=True, blank=True)
    late = models.BooleanField("逾期提出", default=False)
    due = models.DateField("办理期限")
    due_provisional = models.BooleanField("期限暂按", default=False)
    due_steps = models.JSONField("期限推算", default=list)
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, APPLICATION_STATES[one]) for one in ApplicationState],
        default=ApplicationState.RECEIVED,
    )  # fmt: skip
    ground = models.CharField("不予受理的理由代码", max_length=12, blank=True)
    answer = models.TextField("办理结果", blank=True)
    note = models.TextField("退回的理由", blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    accepted_by = models.CharField("受理人", max_length=60, blank=True)
    proposed_by = models.CharField("拟稿人", max_length=60, blank=True)
    proposed_by_id = models.UUIDField("拟稿人编号", null=True, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    ended_by = models.CharField("办结人", max_length=60, blank=True)
    act_code = models.CharField("所办步骤", max_length=40, blank=True)
    act_seq = models.PositiveIntegerField("所办步骤序号", default=0)

    class Meta:
        db_table = "mj_pub_application"
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["organ_id", "state", "due"], name="mj_pub_application_due"),
            models.Index(fields=["source_ref"], name="mj_pub_application_source"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self, sender: "ApplicationSender | None" = None, *, text: bool = True) -> ApplicationFacts:
        """What the organ's pages show; the sender, and with `text=False` not even the words, only to who may read them."""
        return ApplicationFacts(
            id=self.pk, number=self.number, kind=self.kind, source_ref=self.source_ref, publication_id=self.publication_id,
            about=self.about, organ_id=self.organ_id, organ_name=self.organ_name, applicant=sender.name if sender else "",
            relation=sender.relation if sender else "", phone=sender.phone if sender else "", text=self.text if text else "",
            files=tuple(one.facts() for one in self.files.all()) if text else (), received_at=self.received_at,
            last_day=self.last_day, late=self.late, due=self.due, due_provisional=self.due_provisional,
            due_steps=tuple(self.due_steps), state=self.state, ground=self.ground, answer=self.answer if text else "",
            note=self.note, accepted_at=self.accepted_at, accepted_by=self.accepted_by, proposed_by=self.proposed_by,
            proposed_by_id=self.proposed_by_id, ended_at=self.ended_at, ended_by=self.ended_by, act_code=self.act_code,
            act_seq=self.act_seq,
        )  # fmt: skip

    def public_facts(self) -> PublicApplication:
        """What number and code show: a draft answer is not one yet."""
        ended = self.state in {ApplicationState.DONE, ApplicationState.DECLINED}
        declined = self.state == ApplicationState.DECLINED
        return PublicApplication(
            number=self.number, kind_name=APPLY_SPECS[ApplyKind(self.kind)].name, organ_name=self.organ_name,
            received_on=local_day(self.received_at), late=self.late, last_day=self.last_day, due=self.due,
            provisional=self.due_provisional, accepted_on=local_day(self.accepted_at) if self.accepted_at else None,
            declined=f"{DECLINE_NAMES[DeclineGround(self.ground)]}。{self.answer}" if declined else "",
            ended_on=local_day(self.ended_at) if self.ended_at else None, outcome=self.answer if ended and not declined else "",
        )  # fmt: skip


class ApplicationSender(models.Model):
    """Who applied: personal data that never leaves the organ."""

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="+", verbose_name="申请"
    )
    name = models.CharField("姓名、名称", max_length=60)
    relation = models.CharField("与当事人的关系", max_length=8)
    phone = models.CharField("电话", max_length=40)

    class Meta:
        db_table = "mj_pub_application_sender"

    def __str__(self) -> str:
        return self.name


class ApplicationFile(models.Model):
    """A file handed in; its content lies in the store by its digest."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="files", verbose_name="申请")
    seq = models.PositiveSmallIntegerField("序号")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)

    class Meta:
        db_table = "mj_pub_application_file"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["application", "seq"], name="mj_pub_application_file_no")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> ApplyFile:
        """What pages show."""
        return ApplyFile(self.seq, self.name, self.size, self.sha256)
