"""Rounds of grading (案卷评查) and the files in their samples."""

import uuid
from decimal import Decimal

from django.db import models

from mingjing.supervision.models.objections import Objectionable
from mingjing.supervision.rules.gradings import item_scores, marks_of, rubric
from mingjing.supervision.terms.gradings import (
    FILE_NAMES,
    GRADING_NAMES,
    AutoFinding,
    FileState,
    GradedFacts,
    GradingFacts,
    GradingState,
)


class Grading(models.Model):
    """A round of grading: planned, drawn once by a seed nobody chose, finished when every file has its result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("评查编号", max_length=60, unique=True)
    title = models.CharField("评查名称", max_length=120)
    issuer_id = models.UUIDField("评查机关")
    issuer_name = models.CharField("评查机关名称", max_length=100)
    region = models.CharField("行政区域", max_length=60)
    rubric = models.CharField("评查标准", max_length=40)
    organs = models.JSONField("被评查机关")
    since = models.DateField("结案日期自")
    until = models.DateField("结案日期至")
    per_organ = models.PositiveSmallIntegerField("每个机关抽取几件")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, GRADING_NAMES[one]) for one in GradingState],
        default=GradingState.PLANNED,
    )
    digest = models.CharField("计划摘要", max_length=64)
    seed = models.CharField("随机种子", max_length=64, blank=True)
    tree_size = models.PositiveBigIntegerField("种子所据的台账条数", default=0)
    population = models.JSONField("被抽取的范围", default=dict)
    draw_digest = models.CharField("抽取摘要", max_length=64, blank=True)
    planned_by = models.UUIDField("计划人")
    planned_name = models.CharField("计划人姓名", max_length=60)
    planned_at = models.DateTimeField("计划时间")
    drawn_at = models.DateTimeField("抽取时间", null=True)
    summary = models.TextField("评查结论", blank=True)
    finished_name = models.CharField("完成人姓名", max_length=60, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        db_table = "mj_sup_grading"
        ordering = ["-planned_at"]
        indexes = [models.Index(fields=["region", "state", "-planned_at"], name="mj_sup_grading_region")]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> GradingFacts:
        """What pages show."""
        return GradingFacts(
            id=self.pk, number=self.number, title=self.title, issuer_name=self.issuer_name, region=self.region, rubric=self.rubric,
            organs=tuple((uuid.UUID(key), name) for key, name in self.organs), since=self.since, until=self.until,
            per_organ=self.per_organ, state=self.state, seed=self.seed, tree_size=self.tree_size,
            population={key: len(numbers) for key, numbers in self.population.items()}, draw_digest=self.draw_digest,
            planned_by=self.planned_name, planned_at=self.planned_at, drawn_at=self.drawn_at, summary=self.summary,
            finished_by=self.finished_name, finished_at=self.finished_at,
        )  # fmt: skip


class GradedFile(Objectionable):
    """One file in a sample: what the rules found, what the grader found, the objection and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grading = models.ForeignKey(Grading, models.PROTECT, related_name="files", verbose_name="评查")
    organ_id = models.UUIDField("机关")
    organ_name = models.CharField("机关名称", max_length=100)
    case_id = models.UUIDField("案件")
    case_no = models.CharField("案件编号", max_length=80)
    rank = models.PositiveSmallIntegerField("抽取次序")
    state = models.CharField(
        "状态", max_length=10, choices=[(one.value, FILE_NAMES[one]) for one in FileState], default=FileState.DRAWN
    )
    codes = models.JSONField("案卷里有的行为", default=list)
    auto = models.JSONField("规则发现的问题", default=list)
    marks = models.JSONField("评查结果", default=dict)
    score = models.DecimalField("得分", max_digits=5, decimal_places=1, null=True)
    band = models.CharField("等次", max_length=10, blank=True)
    digest = models.CharField("结果摘要", max_length=64, blank=True)
    grader_id = models.UUIDField("评查人", null=True)
    grader_name = models.CharField("评查人姓名", max_length=60, blank=True)
    graded_at = models.DateTimeField("评查时间", null=True)

    class Meta:
        db_table = "mj_sup_graded"
        ordering = ["grading", "organ_name", "rank"]
        constraints = [models.UniqueConstraint(fields=["grading", "case_id"], name="mj_sup_graded_case")]
        indexes = [
            models.Index(fields=["organ_id", "state"], name="mj_sup_graded_organ"),
            models.Index(fields=["case_id"], name="mj_sup_graded_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.grading_id} {self.case_no}"

    def facts(self) -> GradedFacts:
        """What pages show; the grading must have been joined."""
        marks, standard = marks_of(self.marks), rubric(self.grading.rubric)
        return GradedFacts(
            id=self.pk, grading_id=self.grading_id, grading_number=self.grading.number, grading_title=self.grading.title,
            organ_id=self.organ_id, organ_name=self.organ_name, case_id=self.case_id, case_no=self.case_no, rank=self.rank,
            state=self.state, score=None if self.score is None else Decimal(self.score), band=self.band, marks=marks,
            auto=tuple(AutoFinding(**one) for one in self.auto),
            items=item_scores(standard, frozenset(self.codes), marks), grader=self.grader_name, graded_at=self.graded_at,
            **self.objection_facts(),
        )  # fmt: skip
