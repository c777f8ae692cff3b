"""Rounds of comments. An answer holds no name, no address and no account: only what was chosen and written."""

import uuid

from django.db import models

from mingjing.publicity.terms.rounds import OpinionState, Question, RoundFacts


class Round(models.Model):
    """One round, from its announcement to the organ's reply."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("编号", max_length=60, unique=True)
    kind = models.CharField("种类", max_length=10)
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    organ_code = models.CharField("机关代字", max_length=20)
    subject = models.CharField("事项", max_length=120)
    text = models.TextField("说明")
    asked = models.CharField("请谁评议", max_length=200)
    questions = models.JSONField("问题")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    reply_due = models.DateField("答复期限")
    opened_at = models.DateTimeField("发布时间")
    opened_by = models.UUIDField("发布人")
    stopped_at = models.DateTimeField("停止时间", null=True, blank=True)
    stopped_reason = models.TextField("停止理由", blank=True)
    reply = models.TextField("公开答复", blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    replied_by = models.UUIDField("答复人", null=True, blank=True)
    ledger_index = models.PositiveBigIntegerField("台账序号")

    class Meta:
        db_table = "mj_pub_round"
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["organ_id", "-opened_at"], name="mj_pub_round_organ"),
            models.Index(fields=["replied_at", "reply_due"], name="mj_pub_round_due"),
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> RoundFacts:
        """What everybody may read."""
        questions = tuple(Question(one["key"], one["text"], tuple(one["choices"])) for one in self.questions)
        return RoundFacts(
            id=self.pk, number=self.number, kind=self.kind, organ_id=self.organ_id, organ_name=self.organ_name,
            organ_code=self.organ_code, subject=self.subject, text=self.text, asked=self.asked, questions=questions,
            opens_on=self.opens_on, closes_on=self.closes_on, reply_due=self.reply_due, opened_at=self.opened_at,
            stopped_at=self.stopped_at, stopped_reason=self.stopped_reason, reply=self.reply, replied_at=self.replied_at,
            ledger_index=self.ledger_index,
        )  # fmt: skip


class RoundAnswer(models.Model):
    """One answer. `once` is the digest of the form's token: the same form sent again is the same answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="answers", verbose_name="评议")
    number = models.CharField("回执编号", max_length=80, unique=True)
    once = models.CharField("表单标记", max_length=64, unique=True)
    received_at = models.DateTimeField("收到时间")
    ledger_index = models.PositiveBigIntegerField("台账序号")

    class Meta:
        db_table = "mj_pub_round_answer"
        ordering = ["received_at", "id"]

    def __str__(self) -> str:
        return self.number


class RoundVote(models.Model):
    """What was chosen of one question; `choice` counts from 0."""

    answer = models.ForeignKey(RoundAnswer, models.PROTECT, related_name="votes", verbose_name="回答")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", verbose_name="评议")
    question = models.CharField("问题", max_length=10)
    choice = models.PositiveSmallIntegerField("选项")

    class Meta:
        db_table = "mj_pub_round_vote"
        constraints = [models.UniqueConstraint(fields=["answer", "question"], name="mj_pub_round_vote_once")]
        indexes = [models.Index(fields=["round", "question", "choice"], name="mj_pub_round_vote_sum")]

    def __str__(self) -> str:
        return f"{self.question} {self.choice}"


class RoundText(models.Model):
    """A free text, and what a person decided on it. The original is never read by a public query."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(RoundAnswer, models.PROTECT, related_name="texts", verbose_name="回答")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+", verbose_name="评议")
    question = models.CharField("问题", max_length=10)
    text = models.TextField("原文")
    state = models.CharField("状态", max_length=10, default=OpinionState.WAITING)
    public_text = models.TextField("公开的文字", blank=True)
    reason = models.CharField("不公开的理由", max_length=200, blank=True)
    decided_by = models.UUIDField("决定人", null=True, blank=True)
    decided_name = models.CharField("决定人姓名", max_length=60, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    class Meta:
        db_table = "mj_pub_round_text"
        constraints = [models.UniqueConstraint(fields=["answer", "question"], name="mj_pub_round_text_once")]
        indexes = [models.Index(fields=["round", "state", "question"], name="mj_pub_round_text_state")]

    def __str__(self) -> str:
        return f"{self.question} {self.state}"
