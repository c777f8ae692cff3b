"""案卷评查: the rounds, the sample with its draw, each file with its marks, objections and answers."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import as_moment
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.cases_export import lines_of
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.gradings import (
    FILE_MOVE_NAMES,
    FILE_MOVES,
    FileMove,
    GradedFacts,
    GradingDraft,
    GradingFacts,
    Marks,
)

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
PAGE = 20


@page(*READERS)
def gradings(request: BureauRequest) -> HttpResponse:
    """The rounds, newest first."""
    found = queries.gradings(request.actor, after=as_moment(request.GET.get("after", "")), limit=PAGE + 1)
    last = found[PAGE - 1].facts if len(found) > PAGE else None
    token = f"{last.planned_at.isoformat()}_{last.id.hex}" if last else ""
    facts = {"rows": found[:PAGE], "next": token, "organises": request.actor.has(Role.SUPERVISOR)}
    return render(request, "bureau/gradings/gradings.html", facts)


@page(Role.SUPERVISOR)
def grading_new(request: BureauRequest) -> HttpResponse:
    """Plan a round."""
    region = organs.organ(request.actor.organ_id).region
    every = [one for one in organs.organs() if one.region == region and one.id != request.actor.organ_id]
    made: list[GradingFacts] = []

    def act(typed: Typed) -> str:
        many = str(typed["per_organ"])
        draft = GradingDraft(
            typed["title"], tuple(map(UUID, typed["organ_ids"])), typed["since"], typed["until"],
            int(many) if many.isascii() and many.isdigit() and len(many) < 4 else 0,
        )  # fmt: skip
        made.append(operations.plan_grading(draft=draft, by=request.actor, at=timezone.now()))
        return f"已立评查计划{made[0].number}，现在可以抽取案卷。"

    today = timezone.localdate()
    fields = (
        Field("title", "评查名称", "text", required=True, example=f"{today.year} 年行政处罚案卷评查", attributes={"maxlength": 120}),
        Field("per_organ", "每个机关抽取几件", "number", 5, required=True, unit="件", help="不足的全部评查", attributes={"min": 1, "max": 100}),
        Field("since", "结案日期自", "date", required=True),
        Field("until", "结案日期至", "date", required=True, help="已经过去的一天"),
        Field("organ_ids", "被评查的机关", "checkboxes", [str(one.id) for one in every], required=True, choices=[(str(one.id), one.name) for one in every]),
    )  # fmt: skip
    return step(request, Step(
        "立评查计划", (("案卷评查", reverse("bureau:gradings")), ("立评查计划", "")), fields, act, "立计划", reverse("bureau:gradings"),
        note="从期间内结案的案卷里随机抽取。种子取自抽取时的台账检查点，谁都不能挑选，谁都可以重算。",
        then=lambda: reverse("bureau:grading", args=[made[0].id]), aliases={"grading": "organ_ids"},
    ))  # fmt: skip


def _seen(request: BureauRequest, grading_id: UUID) -> GradingFacts:
    found = queries.grading(grading_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def grading(request: BureauRequest, grading_id: UUID) -> HttpResponse:
    """One round: its plan, its draw, its files, what they show together."""
    found, files = _seen(request, grading_id), queries.graded_files(grading_id, request.actor)
    facts = {
        "found": found, "files": files, "results": queries.results(files), "weak": queries.weak_items(files)[:10],
        "organises": request.actor.has(Role.SUPERVISOR),
    }  # fmt: skip
    return render(request, "bureau/gradings/grading.html", facts)


@page(Role.SUPERVISOR)
def grading_draw(request: BureauRequest, grading_id: UUID) -> HttpResponse:
    """Draw the sample, once."""
    found, back = _seen(request, grading_id), reverse("bureau:grading", args=[grading_id])

    def act(typed: Typed) -> str:
        done = operations.draw_files(grading_id=grading_id, by=request.actor, at=timezone.now())
        return f"已从 {sum(done.population.values())} 件里抽取案卷，种子和范围都在台账里。"

    return step(request, Step(
        "抽取案卷", (("案卷评查", reverse("bureau:gradings")), (found.number, back), ("抽取案卷", "")), (), act, "抽取", back,
        danger=True, note=f"{found.title}：每个机关 {found.per_organ} 件。只抽一次，抽取以后不能重抽。",
    ))  # fmt: skip


@page(Role.SUPERVISOR)
def grading_finish(request: BureauRequest, grading_id: UUID) -> HttpResponse:
    """End a round with its conclusion."""
    found, back = _seen(request, grading_id), reverse("bureau:grading", args=[grading_id])

    def act(typed: Typed) -> str:
        operations.finish_grading(
            grading_id=grading_id, summary=typed["summary"].replace("\r\n", "\n"), by=request.actor, at=timezone.now()
        )
        return "评查已完成，结果不再变动。"

    fields = (
        Field(
            "summary",
            "评查结论",
            "textarea",
            required=True,
            rows=8,
            help="总体情况、突出问题、整改要求",
            attributes={"maxlength": 4000},
        ),
    )
    trail = (("案卷评查", reverse("bureau:gradings")), (found.number, back), ("完成评查", ""))
    return step(
        request, Step("完成评查", trail, fields, act, "完成", back, note="完成以后，结果、异议和答复都不再变动。")
    )


@page(*READERS)
def grading_file(request: BureauRequest, grading_id: UUID, kind: str) -> HttpResponse | StreamingHttpResponse:
    """The results as CSV, or the draw as JSON."""
    found = _seen(request, grading_id)
    name = f"grading-{found.planned_at:%Y%m%d}-{found.id.hex[:8]}"
    if kind == "csv":
        rows = queries.result_rows(queries.graded_files(grading_id, request.actor))
        response: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            lines_of(rows), content_type="text/csv; charset=utf-8"
        )
    elif kind == "json" and found.seed and request.actor.has(Role.SUPERVISOR):
        response = HttpResponse(queries.draw_file(grading_id), content_type="application/json")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _file(request: BureauRequest, file_id: UUID) -> GradedFacts:
    found = queries.graded_file(file_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def graded(request: BureauRequest, graded_id: UUID) -> HttpResponse:
    """One file: its score, what it lost and why, the objection and its answer."""
    found = _file(request, graded_id)
    round_ = queries.grading(found.grading_id, request.actor)
    may = [
        (move, FILE_MOVE_NAMES[move])
        for move in FileMove
        if found.state == FILE_MOVES[move][0] and round_ and round_.state == "drawn" and _may(request, found, move)
    ]
    standard = queries.proposal(found, timezone.now()).rubric if found.score is not None else None
    facts = {
        "found": found, "may": may, "standard": standard, "today": timezone.localdate(),
        "vetoes": {one.no: one.title for one in standard.vetoes} if standard else {},
        "base": [(one.title, *found.marks.items[one.id]) for one in standard.base if one.id in found.marks.items] if standard else [],
        "orders": queries.orders_of_case(found.case_id, request.actor) if found.failed else (),
        "organises": request.actor.has(Role.SUPERVISOR),
    }  # fmt: skip
    return render(request, "bureau/gradings/graded.html", facts)


def _may(request: BureauRequest, found: GradedFacts, move: FileMove) -> bool:
    if move in {FileMove.OBJECT, FileMove.ACCEPT}:
        return bool(operations.answers_orders(request.actor, found.organ_id))
    return request.actor.has(Role.SUPERVISOR) and request.actor.organ_id != found.organ_id


@page(*READERS)
def graded_move(request: BureauRequest, graded_id: UUID, move: str) -> HttpResponse:
    """Grade a file, object to a result, say there is no objection, or answer an objection."""
    found = _file(request, graded_id)
    if move not in set(FileMove):
        raise Http404
    what, back = FileMove(move), reverse("bureau:graded", args=[graded_id])
    trail = (
        ("案卷评查", reverse("bureau:gradings")), (found.grading_number, reverse("bureau:grading", args=[found.grading_id])),
        (found.case_no, back), (FILE_MOVE_NAMES[what], ""),
    )  # fmt: skip
    if what in {FileMove.OBJECT, FileMove.ACCEPT}:
        operations.answers_orders.require(request.actor, found.organ_id, doing=FILE_MOVE_NAMES[what])
        return _told_back(request, found, what, trail, back)
    if not request.actor.has(Role.SUPERVISOR):
        raise Http404
    return _marking(request, found, what, trail, back)


Trail = tuple[tuple[str, str], ...]


def _told_back(request: BureauRequest, found: GradedFacts, what: FileMove, trail: Trail, back: str) -> HttpResponse:
    given: dict[str, Any] = {"file_id": found.id, "by": request.actor}
    if what is FileMove.ACCEPT:

        def accept(typed: Typed) -> str:
            operations.accept_grade(at=timezone.now(), **given)
            return f"{found.case_no}：已确认没有异议。"

        note = f"{found.case_no} 得 {found.score} 分，{found.band}。确认以后不能再提异议。"
        return step(request, Step("确认没有异议", trail, (), accept, "没有异议", back, note=note, danger=True))

    def act(typed: Typed) -> str:
        operations.object_grade(text=typed["text"].replace("\r\n", "\n"), at=timezone.now(), **given)
        return f"{found.case_no}：异议已提出，等评查机关答复。"

    fields = (
        Field(
            "text",
            "异议的理由",
            "textarea",
            required=True,
            rows=6,
            help="逐项写明哪一处扣分、哪一个问题不成立，依据是什么",
            attributes={"maxlength": 4000},
        ),
    )
    note = f"异议期限 {found.object_by}。" if found.object_by else ""
    return step(request, Step(f"提出异议：{found.case_no}", trail, fields, act, "提出异议", back, note=note))


def _marking(request: BureauRequest, found: GradedFacts, what: FileMove, trail: Trail, back: str) -> HttpResponse:
    start = queries.proposal(found, timezone.now())

    def act(typed: Typed) -> str:
        marks = _marks(typed)
        if what is FileMove.ANSWER:
            done = operations.answer_objection(
                file_id=found.id,
                text=typed["text"].replace("\r\n", "\n"),
                marks=marks,
                by=request.actor,
                at=timezone.now(),
            )
            return f"{found.case_no}：异议已答复，{done.score} 分，{done.band}。"
        done = operations.mark_file(file_id=found.id, marks=marks, by=request.actor, at=timezone.now())
        return (
            f"{found.case_no}：{done.score} 分，{done.band}。结果已告知被评查机关，{done.object_by} 以前可以提出异议。"
        )

    fields = [
        Field("text", "答复", "textarea", required=True, rows=5, help="维持或者调整，写明理由；调整的同时改下面的扣分", attributes={"maxlength": 4000})
    ] if what is FileMove.ANSWER else []  # fmt: skip
    fields += _rejecting(start) + _losing(start) + _failing(start)
    fields.append(
        Field(
            "opinion",
            "评查意见",
            "textarea",
            start.marks.opinion,
            rows=4,
            part="评查意见",
            attributes={"maxlength": 2000},
        )
    )
    note = f"{start.rubric.title}（{start.rubric.source}{'' if start.rubric.verified else '，未核实'}）。规则发现的问题已经填在对应的项目里，请逐项核对。"
    return step(request, Step(
        f"{FILE_MOVE_NAMES[what]}：{found.case_no}", trail, tuple(fields), act, "提交", back, note=note, aliases={"marks": "opinion"}, pairs=True,
    ))  # fmt: skip


def _rejecting(start: queries.Proposal) -> list[Field]:
    fields = [
        Field(f"reject_{one.key}", f"{one.rule}　{one.act_name}", "textarea", start.marks.rejected.get(one.key, ""), rows=2,
              help=f"{one.message}{'（重大问题）' if one.veto else '' if one.points else '（提示，不扣分）'}。采纳的留空；不采纳的写明理由", attributes={"maxlength": 500})
        for one in start.auto
    ]  # fmt: skip
    return _headed(fields, "规则发现的问题")


def _losing(start: queries.Proposal) -> list[Field]:
    items = [one for one in start.rubric.items if one.acts & start.codes or one.missing == "zero"]
    fields = _headed(_pairs([(one.id, one.title, one.full) for one in items], start.marks), "内容：各项扣分")
    return fields + _headed(
        _pairs([(one.id, one.title, one.full) for one in start.rubric.base], start.marks),
        "形式缺陷：扣分（最多 20 分）",
    )


def _pairs(parts: list[tuple[str, str, Decimal]], marks: Marks) -> list[Field]:
    fields = []
    for key, title, full in parts:
        points, why = marks.items.get(key, (None, ""))
        shown = "" if points is None else f"{points.normalize():f}"
        fields.append(
            Field(
                f"points_{key}",
                f"{title}：扣分（满分 {full:g}）",
                "number",
                shown,
                unit="分",
                attributes={"min": 0, "max": f"{full:g}", "step": "0.5"},
            )
        )
        fields.append(Field(f"why_{key}", f"{title}：事实和理由", "text", why, attributes={"maxlength": 500}))
    return fields


def _failing(start: queries.Proposal) -> list[Field]:
    fields = [
        Field(f"veto_{one.no}", f"{one.no}　{one.title}", "text", start.marks.vetoes.get(one.no, ""), wide=True, attributes={"maxlength": 500})
        for one in start.rubric.vetoes
    ]  # fmt: skip
    return _headed(fields, "重大问题：写明事实和理由即认定，有一项即为 0 分")


def _headed(fields: list[Field], title: str) -> list[Field]:
    return [replace(one, part="" if at else title) for at, one in enumerate(fields)]


def _marks(typed: Mapping[str, Any]) -> Marks:
    """What was typed. Raises Invalid, field by field, where points are no number."""
    items: dict[str, tuple[Decimal, str]] = {}
    errors = {}
    for name, text in typed.items():
        if not name.startswith("points_"):
            continue
        key = name.removeprefix("points_")
        try:
            points = Decimal(text or "0")
        except InvalidOperation:
            points = Decimal("NaN")
        if not points.is_finite() or abs(points) > 1000:
            errors[name] = ["请填写数字，例如 1.5。"]
            continue
        items[key] = (points, typed.get(f"why_{key}", ""))
    if errors:
        raise Invalid(errors)
    return Marks(
        items, {int(name.removeprefix("veto_")): text for name, text in typed.items() if name.startswith("veto_") and text},
        {name.removeprefix("reject_"): text for name, text in typed.items() if name.startswith("reject_") and text},
        typed.get("opinion", "").replace("\r\n", "\n"),
    )  # fmt: skip
