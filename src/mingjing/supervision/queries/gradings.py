"""Rounds of grading for who organises them and for whose files they look at."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.cases import queries as cases
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Weight
from mingjing.organs import queries as organs
from mingjing.supervision.models import GradedFile, Grading
from mingjing.supervision.queries.objections import duty_to_answer, duty_to_look
from mingjing.supervision.rules import gradings as rules
from mingjing.supervision.terms import ANSWERING, Duty
from mingjing.supervision.terms.gradings import (
    AutoFinding,
    FileState,
    GradedFacts,
    GradingFacts,
    GradingState,
    Marks,
    Rubric,
)


@dataclass(frozen=True, slots=True)
class GradingLine:
    """One round in a list: how many files, how many without result, objections without answer."""

    facts: GradingFacts
    files: int
    waiting: int
    objected: int


@dataclass(frozen=True, slots=True)
class OrganResult:
    """One organ in a round. `average` is None where no file has a result. `bands`: band → files."""

    name: str
    files: int
    graded: int
    average: Decimal | None
    bands: dict[str, int]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a grader starts from: the standard, the acts of the file, what the rules found and propose."""

    rubric: Rubric
    codes: frozenset[str]
    auto: tuple[AutoFinding, ...]
    marks: Marks


def _rounds(by: Actor) -> QuerySet[Grading]:
    """A supervisor's region; for the organ's head and reviewer the rounds their files were drawn in."""
    if by.has(Role.SUPERVISOR):
        return Grading.objects.filter(region=organs.organ(by.organ_id).region)
    if by.has(*ANSWERING):
        return Grading.objects.filter(files__organ_id=by.organ_id).distinct()
    return Grading.objects.none()


def _files(by: Actor, region: str = "") -> QuerySet[GradedFile]:
    rows = GradedFile.objects.select_related("grading")
    if by.has(Role.SUPERVISOR):
        return rows.filter(grading__region=region or organs.organ(by.organ_id).region)
    return rows.filter(organ_id=by.organ_id) if by.has(*ANSWERING) else rows.none()


def gradings(by: Actor, *, after: tuple[datetime, UUID] | None = None, limit: int = 20) -> tuple[GradingLine, ...]:
    """The rounds this person may see, newest first. Three queries at most."""
    rows = _rounds(by)
    if after:
        rows = rows.filter(Q(planned_at__lt=after[0]) | Q(planned_at=after[0], pk__lt=after[1]))
    keys = list(rows.order_by("-planned_at", "-pk")[:limit])
    counted = {
        one["grading_id"]: one
        for one in _files(by).filter(grading__in=keys).order_by().values("grading_id").annotate(
            files=Count("pk"), waiting=Count("pk", filter=Q(state=FileState.DRAWN)),
            objected=Count("pk", filter=Q(state=FileState.OBJECTED)),
        )
    }  # fmt: skip
    none = {"files": 0, "waiting": 0, "objected": 0}
    return tuple(
        GradingLine(row.facts(), *(counted.get(row.pk, none)[key] for key in ("files", "waiting", "objected")))
        for row in keys
    )


def grading(grading_id: UUID, by: Actor) -> GradingFacts | None:
    """One round, for who may see it; None for everybody else."""
    row = _rounds(by).filter(pk=grading_id).first()
    return row.facts() if row else None


def graded_files(grading_id: UUID, by: Actor) -> tuple[GradedFacts, ...]:
    """The files of a round that this person may see: all for its supervisors, the own ones for an organ. Two queries."""
    return tuple(row.facts() for row in _files(by).filter(grading_id=grading_id))


def graded_file(file_id: UUID, by: Actor) -> GradedFacts | None:
    """One file of a round; None for who may not see it."""
    row = _files(by).filter(pk=file_id).first()
    return row.facts() if row else None


def proposal(file: GradedFacts, at: datetime) -> Proposal:
    """What the rules say about a file now, as the grader's starting point; after the first result, that result."""
    row = GradedFile.objects.select_related("grading").get(pk=file.id)
    standard = rules.rubric(row.grading.rubric)
    if row.state != FileState.DRAWN:
        return Proposal(standard, frozenset(row.codes), file.auto, file.marks)
    found = cases.examined_case(file.case_id, at)
    codes, auto = frozenset(found.codes.values()), auto_findings(standard, found)
    return Proposal(standard, codes, auto, rules.proposed(standard, codes, auto))


def auto_findings(standard: Rubric, found: cases.ExaminedCase) -> tuple[AutoFinding, ...]:
    """What the rules found in a file, once per rule and act, laid on the items of the standard."""
    made: dict[str, AutoFinding] = {}
    for one in found.lost:
        veto = one.veto if one.finding.weight is Weight.BLOCK else 0
        each = AutoFinding(
            one.finding.rule, one.act_seq, one.act_name, one.finding.message[:300], veto, one.points,
            rules.item_of(standard, found.codes.get(one.act_seq, "")),
        )  # fmt: skip
        made.setdefault(each.key, each)
    return tuple(made.values())


def results(files: Sequence[GradedFacts]) -> tuple[OrganResult, ...]:
    """The organs of a round by name: organs, never persons."""
    made = []
    for name in sorted({one.organ_name for one in files}):
        own = [one for one in files if one.organ_name == name]
        scores = [one.score for one in own if one.score is not None]
        average = (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1"), ROUND_HALF_UP) if scores else None
        made.append(
            OrganResult(name, len(own), len(scores), average, dict(Counter(one.band for one in own if one.band)))
        )
    return tuple(made)


def weak_items(files: Sequence[GradedFacts]) -> tuple[tuple[str, int, Decimal], ...]:
    """Item → (in how many files it lost points, how many points), the most frequent first."""
    lost: dict[str, list[Decimal]] = {}
    for file in files:
        for item in file.items:
            if file.score is not None and item.lost:
                lost.setdefault(item.title, []).append(item.lost)
    rows = ((title, len(points), sum(points, Decimal(0))) for title, points in lost.items())
    return tuple(sorted(rows, key=lambda one: (-one[1], -one[2], one[0])))


HEADINGS = ("机关", "案件编号", "状态", "得分", "等次", "重大问题", "扣分项目", "评查人", "评查日期")


def result_rows(files: Sequence[GradedFacts]) -> Iterator[list[str]]:
    """The results line by line, for a sheet; the cells are plain texts."""
    yield list(HEADINGS)
    for one in files:
        vetoes = "；".join(f"第{no}项：{why}" for no, why in one.marks.vetoes.items())
        items = "；".join(f"{item.title}扣{item.lost}：{item.why}" for item in one.items if item.lost)
        score, day = (
            "" if one.score is None else str(one.score),
            plain(local_day(one.graded_at)) if one.graded_at else "",
        )
        yield [one.organ_name, one.case_no, one.state_name, score, one.band, vetoes, items, one.grader, day]


def draw_file(grading_id: UUID) -> bytes:
    """What anyone needs to repeat the draw: range, seed, how many of each, the sample, its digest."""
    row = Grading.objects.get(pk=grading_id)
    drawn = rules.draw(row.population, row.seed, row.per_organ)
    told = {
        "format": "mingjing-grading-draw@1", "number": row.number, "seed": row.seed, "tree_size": row.tree_size,
        "per_organ": row.per_organ, "population": row.population, "drawn": drawn, "digest": row.draw_digest,
        "organs": dict(row.organs),
        "algorithm": "每个机关的案件编号按 SHA-256(种子:机关标识:编号) 的十六进制从小到大排列，取前 per_organ 件",
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def grading_duties(by: Actor, today: date, region: str) -> tuple[Duty, ...]:
    """What grading asks of a person: files to grade and objections to answer, or results to look at in time. One query."""
    open_ = _files(by, region).exclude(grading__state=GradingState.FINISHED)
    if by.has(Role.SUPERVISOR):
        rows = open_.filter(state__in=[FileState.DRAWN, FileState.OBJECTED])
        return tuple(_to_grade(one) for one in rows[:50])
    rows = open_.filter(state=FileState.MARKED, object_by__gte=today)
    said = f"收到评查结果之日起 {rules.days('objection_days')} 个工作日内"
    return tuple(
        duty_to_look(one, "graded", f"案卷评查结果 {one.case_no}", f"{one.score} 分，{one.band}", "看结果", said)
        for one in rows[:50]
    )


def _to_grade(one: GradedFile) -> Duty:
    if one.state == FileState.DRAWN:
        return Duty(f"案卷评查 {one.case_no}", one.organ_name, "待评查", "去评查", "graded", (one.pk,))
    return duty_to_answer(one, "graded", one.case_no, rules.days("answer_days"))


def gradings_unlike(row: Grading, files: Sequence[GradedFile]) -> bool:
    """Whether a draw or a result is no longer what its digest says."""
    if row.seed:
        drawn = rules.draw(row.population, row.seed, row.per_organ)
        held: dict[str, list[str]] = {str(key): [] for key, _ in row.organs}
        for one in sorted(files, key=lambda each: each.rank):
            held.setdefault(str(one.organ_id), []).append(one.case_no)
        if (
            rules.draw_digest(row.seed, row.population, drawn) != row.draw_digest
            or {k: v for k, v in held.items() if v} != drawn
        ):
            return True
    for one in files:
        marks = rules.marks_of(one.marks)
        if one.digest and (one.score is None or rules.result_digest(marks, Decimal(one.score), one.band) != one.digest):
            return True
    return False
