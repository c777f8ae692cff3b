"""Letters of the public. Who wrote lies in a table of its own, which only the handling side reads."""

import uuid

from django.db import models

from mingjing.publicity.terms import LETTER_NAMES, LetterFacts, LetterKind, LetterState


class Letter(models.Model):
    """A letter, from its receipt to its answer. `code` is kept as a digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("受理编号", max_length=40, unique=True)
    code = models.CharField("查询码摘要", max_length=64)
    once = models.CharField("表单标记", max_length=64, unique=True)
    kind = models.CharField("种类", max_length=10, choices=[(one.value, LETTER_NAMES[one]) for one in LetterKind])
    organ_id = models.UUIDField("所涉机关")
    organ_name = models.CharField("所涉机关名称", max_length=100)
    handler_id = models.UUIDField("答复机关")
    handler_name = models.CharField("答复机关名称", max_length=100)
    about = models.CharField("所涉网址", max_length=300, blank=True)
    about_title = models.CharField("所涉内容", max_length=300, blank=True)
    field = models.CharField("所涉项目", max_length=20, blank=True)
    field_label = models.CharField("所涉项目名称", max_length=60, blank=True)
    text = models.TextField("内容")
    received_at = models.DateTimeField("收到时间")
    due = models.DateField("答复期限")
    due_provisional = models.BooleanField("期限暂按", default=False)
    due_steps = models.JSONField("期限推算", default=list)
    state = models.CharField("状态", max_length=10, default=LetterState.RECEIVED)
    outcome = models.CharField("处理结果", max_length=10, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.UUIDField("答复人", null=True, blank=True)
    answered_name = models.CharField("答复人姓名", max_length=60, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_letter"
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["handler_id", "state", "due"], name="mj_pub_letter_due")]

    def __str__(self) -> str:
        return self.number

    def facts(self, sender: "LetterSender | None" = None) -> LetterFacts:
        """What a page shows; with the sender only where the reader may know."""
        return LetterFacts(
            id=self.pk, number=self.number, kind=self.kind, organ_id=self.organ_id, organ_name=self.organ_name,
            handler_id=self.handler_id, handler_name=self.handler_name, about=self.about, about_title=self.about_title,
            field=self.field, field_label=self.field_label, text=self.text, sender=sender.name if sender else "", contact=sender.contact if sender else "",
            received_at=self.received_at, due=self.due, provisional=self.due_provisional,
            due_steps=tuple(self.due_steps), state=self.state, outcome=self.outcome, answer=self.answer,
            answered_by=self.answered_name, answered_at=self.answered_at,
        )  # fmt: skip


class LetterSender(models.Model):
    """Who wrote, as far as they told."""

    letter = models.OneToOneField(Letter, models.PROTECT, primary_key=True, related_name="+", verbose_name="来信")
    name = models.CharField("姓名", max_length=60, blank=True)
    contact = models.CharField("联系方式", max_length=120, blank=True)

    class Meta:
        db_table = "mj_pub_letter_sender"

    def __str__(self) -> str:
        return self.name
