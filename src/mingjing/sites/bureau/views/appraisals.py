"""评议考核: one organ's score with what lies behind every figure, the objection and its answer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.schemes import HOME, READERS, number_typed, plain_text
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.appraisals import (
    APPRAISAL_MOVE_NAMES,
    APPRAISAL_MOVES,
    AppraisalFacts,
    AppraisalMove,
    Given,
    Line,
    SchemeState,
)

SHOWN = 200
TOLD_BACK = {AppraisalMove.OBJECT, AppraisalMove.ACCEPT}


def _seen(request: BureauRequest, appraisal_id: UUID) -> AppraisalFacts:
    found = queries.appraisal(appraisal_id, request.actor)
    if found is None:
        raise Http404
    return found


def _may(request: BureauRequest, found: AppraisalFacts, move: AppraisalMove) -> bool:
    if move in TOLD_BACK:
        return bool(operations.answers_orders(request.actor, found.organ_id))
    return request.actor.has(Role.SUPERVISOR)


@page(*READERS)
def appraisal(request: BureauRequest, appraisal_id: UUID) -> HttpResponse:
    """One organ's score."""
    found = _seen(request, appraisal_id)
    scoring = found.scheme.state == SchemeState.SCORING
    lines = [
        {
            "line": one, "points": queries.points_of(one), "refs": [_ref(ref) for ref in (one.figure.refs[:SHOWN] if one.figure else ())],
            "more": max(0, len(one.figure.refs) - SHOWN) if one.figure else 0, "counted": queries.metrics()[one.item.metric].counted if one.item.metric else "",
        }
        for one in found.lines
    ]  # fmt: skip
    facts = {
        "found": found, "lines": lines, "today": timezone.localdate(),
        "may": [
            (move, APPRAISAL_MOVE_NAMES[move]) for move in AppraisalMove
            if scoring and found.state == APPRAISAL_MOVES[move][0] and _may(request, found, move)
        ],
    }  # fmt: skip
    return render(request, "bureau/appraisals/appraisal.html", facts)


def _ref(ref: Any) -> dict[str, Any]:
    return {
        "label": ref.label,
        "good": ref.good,
        "href": reverse(f"bureau:{ref.page}", args=[ref.id]) if ref.page else "",
    }


@page(*READERS)
def appraisal_file(request: BureauRequest, appraisal_id: UUID, kind: str) -> HttpResponse:
    """Every item with everything it was counted from, as CSV or XLSX."""
    found = _seen(request, appraisal_id)
    name = f"appraisal-{found.scheme.year}-{found.id.hex[:8]}"
    return sheet(kind, name, found.organ_name[:31], queries.SCORE_HEADINGS, queries.score_rows(found))


@page(*READERS)
def appraisal_move(request: BureauRequest, appraisal_id: UUID, move: str) -> HttpResponse:
    """Give points, tell the organ, object, accept, or answer."""
    found = _seen(request, appraisal_id)
    if move not in set(AppraisalMove):
        raise Http404
    what, back = AppraisalMove(move), reverse("bureau:appraisal", args=[appraisal_id])
    trail = (
        (HOME, reverse("bureau:schemes")), (found.scheme.number, reverse("bureau:scheme", args=[found.scheme.id])),
        (found.organ_name, back), (APPRAISAL_MOVE_NAMES[what], ""),
    )  # fmt: skip
    if what in TOLD_BACK:
        operations.answers_orders.require(request.actor, found.organ_id, doing=APPRAISAL_MOVE_NAMES[what])
    elif not request.actor.has(Role.SUPERVISOR):
        raise Http404
    return step(request, _STEPS[what](request, found, trail, back))


Trail = tuple[tuple[str, str], ...]


def _enter(request: BureauRequest, found: AppraisalFacts, trail: Trail, back: str) -> Step:
    lines = [one for one in found.lines if not one.item.metric]

    def act(typed: Typed) -> str:
        given = _given(typed, lines)
        done = operations.enter_points(appraisal_id=found.id, given=given, by=request.actor, at=timezone.now())
        return "得分已保存。" if done.total is None else f"得分已保存，总分 {done.total}，{done.band}。"

    note = "按方案的评分标准逐项评分，写明事实、理由和材料的出处（文号、案件编号、台账名称）。暂时不评的留空。"
    return Step(f"填写得分：{found.organ_name}", trail, _points(lines), act, "保存", back, note=note, aliases={"points": f"points_{lines[0].item.key}" if lines else ""})  # fmt: skip


def _tell(request: BureauRequest, found: AppraisalFacts, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        done = operations.tell_appraisal(appraisal_id=found.id, by=request.actor, at=timezone.now())
        return f"已告知{done.organ_name}，{done.object_by} 以前可以提出异议。"

    score = found.score if found.scored else "还有项目没有得分"
    note = f"{found.organ_name}：{score}。告知以后，只能在答复异议时更正。"
    return Step("告知机关", trail, (), act, "告知", back, note=note, danger=True)


def _object(request: BureauRequest, found: AppraisalFacts, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        operations.object_appraisal(
            appraisal_id=found.id, text=plain_text(typed["text"]), by=request.actor, at=timezone.now()
        )
        return "异议已提出，等考核机关答复。"

    fields = (Field("text", "异议的理由", "textarea", required=True, rows=6, help="写明哪一项、哪一件不成立，依据是什么", attributes={"maxlength": 4000}),)  # fmt: skip
    return Step("提出异议", trail, fields, act, "提出异议", back, note=f"异议期限 {found.object_by}。")


def _accept(request: BureauRequest, found: AppraisalFacts, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        operations.accept_appraisal(appraisal_id=found.id, by=request.actor, at=timezone.now())
        return "已确认没有异议。"

    note = f"{found.scheme.year} 年度考核：{found.score}。确认以后不能再提异议。"
    return Step("确认没有异议", trail, (), act, "没有异议", back, note=note, danger=True)


def _answer(request: BureauRequest, found: AppraisalFacts, trail: Trail, back: str) -> Step:
    lines = list(found.lines)

    def act(typed: Typed) -> str:
        done = operations.answer_appraisal(
            appraisal_id=found.id, text=plain_text(typed["text"]), given=_given(typed, lines), by=request.actor, at=timezone.now()
        )  # fmt: skip
        return f"异议已答复，{done.score}。"

    text = Field("text", "答复", "textarea", required=True, rows=5, help="维持或者更正，写明理由；要更正的，在下面填写更正后的得分", attributes={"maxlength": 4000})  # fmt: skip
    note = f"{found.objected_by}的异议：{found.objection}"
    fields = (text, *_points(lines, again=True))
    return Step(
        f"答复异议：{found.organ_name}", trail, fields, act, "答复", back, note=note, aliases={"points": "text"}
    )


_STEPS = {
    AppraisalMove.ENTER: _enter, AppraisalMove.TELL: _tell, AppraisalMove.OBJECT: _object, AppraisalMove.ACCEPT: _accept,
    AppraisalMove.ANSWER: _answer,
}  # fmt: skip


def _points(lines: list[Line], *, again: bool = False) -> tuple[Field, ...]:
    """Points, grounds and evidence of each item; for an answer everything is empty, and what stays empty stands."""
    fields = []
    for one in lines:
        key, given = one.item.key, None if again else one.given
        now = "" if not again else f"，现在 {queries.points_of(one)}" if one.applicable else "，现在不适用"
        head = f"{one.item.title}（分值 {one.item.full.normalize():f}{now}）"
        fields += [
            Field(f"points_{key}", "更正为" if again else "得分", "number", f"{given.points.normalize():f}" if given else "", unit="分", part=head, help=one.item.standard, attributes={"min": 0, "max": f"{one.item.full.normalize():f}", "step": "0.5"}),
            Field(f"why_{key}", f"{one.item.title}：事实和理由", "textarea", given.why if given else "", rows=2, attributes={"maxlength": 500}),
            Field(f"evidence_{key}", f"{one.item.title}：材料的出处", "text", given.evidence if given else "", example="示司发〔2026〕12号", attributes={"maxlength": 500}),
        ]  # fmt: skip
    return tuple(fields)


def _given(typed: Typed, lines: list[Line]) -> dict[str, Given]:
    """What was typed, item by item; grounds without points are an error. Raises Invalid."""
    given, errors = {}, {}
    for one in lines:
        key = one.item.key
        points, why, evidence = (typed.get(f"{name}_{key}", "") for name in ("points", "why", "evidence"))
        if points:
            given[key] = Given(number_typed(points), plain_text(why), evidence)
        elif why or evidence:
            errors[f"points_{key}"] = ["写了理由，没有填得分。"]
    if errors:
        raise Invalid(errors)
    return given
