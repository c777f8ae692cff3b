"""案卷评查: planned, drawn by a seed nobody chose, marked, objected to, answered, finished (R-16)."""

from collections import defaultdict
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from mingjing.cases import queries as cases
from mingjing.foundation.numbering import document_number, next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.supervision.access import answers_orders, supervises_region
from mingjing.supervision.events import Event
from mingjing.supervision.models import GradedFile, Grading, Order
from mingjing.supervision.operations.freezing import grounds, refuse, typed
from mingjing.supervision.operations.objecting import write_answer, write_objection
from mingjing.supervision.queries.gradings import auto_findings
from mingjing.supervision.rules import gradings as rules
from mingjing.supervision.terms.gradings import (
    FILE_MOVE_NAMES,
    FILE_MOVES,
    FileMove,
    FileState,
    GradedFacts,
    GradingDraft,
    GradingFacts,
    GradingState,
    Marks,
    Rubric,
)

SERIES = "评"
MOST = {"title": 120, "text": 4000, "summary": 4000, "opinion": 2000}


@operation(Event.GRADING_PLANNED)
def plan_grading(*, draft: GradingDraft, by: Actor, at: datetime) -> GradingFacts:
    """Plan a round over closed cases of organs of the own region. Raises Forbidden, Invalid, Refused (SUP-51, SUP-52)."""
    issuer = organs.organ(by.organ_id)
    supervises_region.require(by, issuer.region, doing="组织案卷评查")
    typed(MOST, title=draft.title)
    known = {one.id: one for one in organs.organs() if one.region == issuer.region}
    if set(draft.organ_ids) - known.keys():
        raise Invalid({"organ_ids": ["有的机关不在本区域，请重新选择"]})
    refuse(
        rules.plan_says(draft, local_day(at)),
        rules.own_files_are_graded_by_others(draft.organ_ids, issuer.id),
    )
    year = local_day(at).year
    number = document_number(issuer.code, SERIES, year, next_serial(organ_id=issuer.id, kind=SERIES, year=year))
    tidy = replace(draft, title=draft.title.strip(), organ_ids=tuple(sorted(set(draft.organ_ids), key=str)))
    row = Grading.objects.create(
        pk=uuid4(), number=number, title=tidy.title, issuer_id=issuer.id, issuer_name=issuer.name, region=issuer.region,
        rubric=rules.GENERAL, organs=[[str(key), known[key].name] for key in tidy.organ_ids], since=tidy.since,
        until=tidy.until, per_organ=tidy.per_organ, digest=rules.plan_digest(number, tidy, rules.GENERAL),
        planned_by=by.person_id, planned_name=by.name, planned_at=at,
    )  # fmt: skip
    _log(row, Event.GRADING_PLANNED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.FILES_DRAWN)
def draw_files(*, grading_id: UUID, by: Actor, at: datetime) -> GradingFacts:
    """Draw the sample, once: closed cases of the period by SHA-256 under a seed made from the ledger's head.

    Raises Forbidden, Invalid, Refused (SUP-53).
    """
    row = _grading(grading_id)
    supervises_region.require(by, row.region, doing="抽取案卷")
    refuse(rules.sample_is_drawn_once(row.state))
    names = dict(row.organs)
    closed: dict[str, dict[str, UUID]] = defaultdict(dict)
    for one in cases.acts_between([UUID(key) for key in names], row.since, row.until, ("close",)):
        closed[str(one.organ_id)][one.case_no] = one.case_id
    if not closed:
        raise Invalid({"grading": ["这一期间被评查的机关没有结案的案件，请另立评查计划"]})
    head = ledger.checkpoint()
    row.seed, row.tree_size = rules.seed_of(row.pk, head.root256, head.size), head.size
    row.population = {organ: sorted(numbers) for organ, numbers in sorted(closed.items())}
    drawn = rules.draw(row.population, row.seed, row.per_organ)
    row.draw_digest = rules.draw_digest(row.seed, row.population, drawn)
    row.state, row.drawn_at = GradingState.DRAWN, at
    row.save(update_fields=["seed", "tree_size", "population", "draw_digest", "state", "drawn_at"])
    GradedFile.objects.bulk_create(
        GradedFile(grading=row, organ_id=UUID(organ), organ_name=names[organ], case_id=closed[organ][number], case_no=number, rank=rank)
        for organ, numbers in drawn.items() for rank, number in enumerate(numbers, 1)
    )  # fmt: skip
    _log(row, Event.FILES_DRAWN, by=by, at=at, digest=row.draw_digest, seed=row.seed, tree_size=row.tree_size)
    return row.facts()


@operation(Event.FILE_MARKED)
def mark_file(*, file_id: UUID, marks: Marks, by: Actor, at: datetime) -> GradedFacts:
    """Give a file its result. Raises Forbidden, Invalid, Refused (SUP-54 to SUP-57)."""
    row = _file(file_id)
    supervises_region.require(by, row.grading.region, doing="评查案卷")
    refuse(rules.file_move_allowed(row.state, FileMove.MARK, row.grading.state == GradingState.FINISHED))
    standard = rules.rubric(row.grading.rubric)
    found = cases.examined_case(row.case_id, at)
    refuse(rules.grader_has_no_part(found.persons, row.organ_id, by.person_id, by.organ_id))
    row.codes, row.auto = sorted(set(found.codes.values())), [asdict(one) for one in auto_findings(standard, found)]
    _judge(row, standard, marks)
    row.grader_id, row.grader_name, row.graded_at = by.person_id, by.name, at
    row.object_by = rules.due_after(local_day(at), "objection_days", cases.calendar())
    row.state = FILE_MOVES[FileMove.MARK][1]
    row.save()
    _file_log(row, Event.FILE_MARKED, by=by, at=at, digest=row.digest)
    return row.facts()


@operation(Event.GRADE_OBJECTED)
def object_grade(*, file_id: UUID, text: str, by: Actor, at: datetime) -> GradedFacts:
    """Object to a result, by the organ's head or reviewer. Raises Forbidden, Invalid, Refused (SUP-57, SUP-58)."""
    row = _told_back(file_id, FileMove.OBJECT, by)
    told = write_objection(row, text, rules.objection_in_time, rules.due_after, by=by, at=at)
    row.state = FILE_MOVES[FileMove.OBJECT][1]
    row.save()
    _file_log(row, Event.GRADE_OBJECTED, by=by, at=at, text_digest=told)
    return row.facts()


@operation(Event.GRADE_ACCEPTED)
def accept_grade(*, file_id: UUID, by: Actor, at: datetime) -> GradedFacts:
    """Say that there is no objection. Raises Forbidden, Invalid, Refused (SUP-57)."""
    row = _told_back(file_id, FileMove.ACCEPT, by)
    row.state = FILE_MOVES[FileMove.ACCEPT][1]
    row.save()
    _file_log(row, Event.GRADE_ACCEPTED, by=by, at=at)
    return row.facts()


@operation(Event.OBJECTION_ANSWERED)
def answer_objection(*, file_id: UUID, text: str, marks: Marks, by: Actor, at: datetime) -> GradedFacts:
    """Uphold or change a result, with reasons. Raises Forbidden, Invalid, Refused (SUP-54 to SUP-57, SUP-59)."""
    row = _file(file_id)
    supervises_region.require(by, row.grading.region, doing="答复评查异议")
    refuse(rules.file_move_allowed(row.state, FileMove.ANSWER, row.grading.state == GradingState.FINISHED))
    typed(MOST, text=text)
    found = cases.examined_case(row.case_id, at)
    refuse(rules.grader_has_no_part(found.persons, row.organ_id, by.person_id, by.organ_id), rules.answer_says(text))
    _judge(row, rules.rubric(row.grading.rubric), marks)
    told = write_answer(row, text, by=by, at=at)
    row.state = FILE_MOVES[FileMove.ANSWER][1]
    row.save()
    _file_log(row, Event.OBJECTION_ANSWERED, by=by, at=at, digest=row.digest, text_digest=told)
    return row.facts()


@operation(Event.GRADING_FINISHED)
def finish_grading(*, grading_id: UUID, summary: str, by: Actor, at: datetime) -> GradingFacts:
    """End a round: every file has its result, every failed one its supervision order. Raises Forbidden, Invalid, Refused (SUP-60)."""
    row = _grading(grading_id)
    supervises_region.require(by, row.region, doing="完成案卷评查")
    typed(MOST, summary=summary)
    if row.state != GradingState.DRAWN:
        raise Invalid({"grading": ["这次评查还没有抽取案卷，或者已经完成，请刷新页面"]})
    files, today = list(row.files.select_related("grading")), local_day(at)
    waiting = [one.case_no for one in files if not _settled(one, today)]
    failed = {one.case_id: one.case_no for one in files if one.band and one.facts().failed}
    ordered = set(Order.objects.filter(case_id__in=failed).values_list("case_id", flat=True))
    refuse(rules.every_file_has_its_end(waiting, [no for key, no in failed.items() if key not in ordered], summary))
    row.files.filter(state=FileState.MARKED).update(state=FileState.SETTLED)
    row.summary, row.finished_name, row.finished_at, row.state = summary.strip(), by.name, at, GradingState.FINISHED
    row.save(update_fields=["summary", "finished_name", "finished_at", "state"])
    _log(row, Event.GRADING_FINISHED, by=by, at=at, text_digest=rules.text_digest(row.summary))
    return row.facts()


def _settled(one: GradedFile, today: date) -> bool:
    return one.state == FileState.SETTLED or (one.state == FileState.MARKED and one.objection_is_over(today))


def _judge(row: GradedFile, standard: Rubric, marks: Marks) -> None:
    """Check the marks, and write marks, score, band and digest into the row."""
    if set(marks.items) - set(standard.parts) or set(marks.vetoes) - {one.no for one in standard.vetoes}:
        raise Invalid({"marks": ["评查标准里没有这个项目，请刷新页面"]})
    auto = row.facts().auto
    if set(marks.rejected) - {one.key for one in auto}:
        raise Invalid({"marks": ["规则发现的问题有了变化，请刷新页面"]})
    texts = [why for _, why in marks.items.values()] + [*marks.vetoes.values(), *marks.rejected.values()]
    grounds("marks", "理由", texts)
    typed(MOST, opinion=marks.opinion)
    tidy = Marks(
        {key: (points, why.strip()) for key, (points, why) in marks.items.items() if points},
        {no: why.strip() for no, why in marks.vetoes.items()}, {key: why.strip() for key, why in marks.rejected.items()},
        marks.opinion.strip(),
    )  # fmt: skip
    refuse(rules.marks_have_reasons(standard, marks), rules.no_finding_is_dropped_in_silence(auto, tidy))
    score: Decimal
    score, band = rules.score_of(standard, frozenset(row.codes), tidy)
    row.marks, row.score, row.band, row.digest = tidy.as_json(), score, band, rules.result_digest(tidy, score, band)


def _told_back(file_id: UUID, move: FileMove, by: Actor) -> GradedFile:
    row = _file(file_id)
    answers_orders.require(by, row.organ_id, doing=FILE_MOVE_NAMES[move])
    refuse(rules.file_move_allowed(row.state, move, row.grading.state == GradingState.FINISHED))
    return row


def _grading(grading_id: UUID) -> Grading:
    row = Grading.objects.select_for_update().filter(pk=grading_id).first()
    if row is None:
        raise Invalid({"grading": ["没有这次评查，请从评查列表重新进入"]})
    return row


def _file(file_id: UUID) -> GradedFile:
    """The file with its round, both held for this transaction: a round is not finished while a file is moved."""
    found = GradedFile.objects.filter(pk=file_id).values_list("grading_id", flat=True).first()
    if found is None:
        raise Invalid({"file": ["没有这份被评查的案卷，请从评查列表重新进入"]})
    grading = Grading.objects.select_for_update().get(pk=found)
    row = GradedFile.objects.select_for_update().get(pk=file_id)
    row.grading = grading
    return row


def _log(row: Grading, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    told = {"grading_id": str(row.pk), "number": row.number, "state": row.state, **more}
    append(kind=event, stream=f"grading:{row.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)


def _file_log(row: GradedFile, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    """The result's digest and state; neither the reasons nor the opinion."""
    told = {
        "grading_id": str(row.grading_id),
        "file_id": str(row.pk),
        "case_id": str(row.case_id),
        "state": row.state,
        **more,
    }
    append(kind=event, stream=f"grading:{row.grading_id}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
