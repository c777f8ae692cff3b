"""Written opinions."""

import uuid

from django.db import models

from mingjing.review.terms import RESULT_NAMES, Answer, OpinionFacts, Result


class Opinion(models.Model):
    """The written opinion that ends a round; never changed once given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField("review.Submission", models.PROTECT, related_name="opinion")
    answers = models.JSONField("八项审核")
    is_major = models.BooleanField("是否重大执法决定")
    problems = models.TextField("存在的问题", blank=True)
    result = models.CharField("审核结论", max_length=10, choices=[(one.value, RESULT_NAMES[one]) for one in Result])
    reviewer_id = models.UUIDField("审核人")
    reviewer_name = models.CharField("审核人姓名", max_length=50)
    given_at = models.DateTimeField("审核时间")
    statement = models.TextField("审核责任声明")
    conflicted = models.JSONField("核对过的须回避人员")
    late = models.BooleanField("超期", default=False)

    class Meta:
        db_table = "mj_review_opinion"
        verbose_name = "法制审核意见"
        indexes = [models.Index(fields=["reviewer_id", "given_at"], name="mj_review_reviewer")]

    def facts(self) -> OpinionFacts:
        """What other rooms may know."""
        return OpinionFacts(
            id=self.id,
            submission_id=self.submission_id,
            answers=tuple(Answer(**answer) for answer in self.answers),
            is_major=self.is_major,
            problems=self.problems,
            result=self.result,
            reviewer_id=self.reviewer_id,
            reviewer_name=self.reviewer_name,
            given_at=self.given_at,
            statement=self.statement,
            late=self.late,
        )
