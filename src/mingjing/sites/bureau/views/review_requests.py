"""审核中的请求: the reviewer asks the handling unit to explain, or another reviewer for a view; each is answered or called off."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries.page import CasePage
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs
from mingjing.review import operations
from mingjing.review import queries as reviews
from mingjing.review.terms import (
    REQUEST_KINDS,
    VERDICTS,
    RequestKind,
    RequestMove,
    RoundRequestFacts,
    State,
)
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.review_inside import EXPLAINERS, moves

NOTES = {
    RequestKind.EXPLAIN: "承办人在案件的审核页签答复；审核期限不因此停止计算，缺材料的请用“材料不全，退回”。",
    RequestKind.JOINT: "受请的审核人看同样的材料，出具同意通过或者有不同意见的书面意见；审核意见仍由您出具，意见不同而同意通过的写明理由（REV-72）。",
}


def _back(case_id: UUID) -> str:
    return f"{reverse('bureau:case', args=[case_id])}?tab=review"


def _trail(found: CasePage, word: str) -> tuple[tuple[str, str], ...]:
    number = str(found.row["number"] or found.row["lead_number"])
    return (("法制审核", reverse("bureau:reviews")), (number, _back(found.id)), (word, ""))


def _conflicted(found: CasePage) -> frozenset[UUID]:
    return frozenset(found.facts.handlers_ever | found.facts.examiners | found.facts.chairs)


@page(Role.REVIEWER)
def review_request_new(request: BureauRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Ask inside the round that is open."""
    found = seen(request, case_id, "review")
    rounds = reviews.rounds(found.dossier_id)
    wrong = kind not in set(RequestKind) or found.facts.organ.id != request.actor.organ_id
    if wrong or not rounds or rounds[-1].state != State.OPEN:
        raise Http404
    asked, word = RequestKind(kind), REQUEST_KINDS[RequestKind(kind)]

    def act(typed: Typed) -> str:
        made = operations.ask_in_round(
            dossier_id=found.dossier_id, kind=kind, question=_plain(typed["question"]), to=UUID(typed["to"]) if typed.get("to") else None,
            conflicted=_conflicted(found), by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已请{made.to_name or '承办机构'}答复，在对方的待办里。"

    fields = (
        *_whom(found, request.actor, asked),
        Field("question", "问题", "textarea", required=True, rows=3, example="第二份询问笔录与检查记录的人数不一致，以哪一份为准？", attributes={"maxlength": 2000}),
    )  # fmt: skip
    return step(request, Step(word, _trail(found, word), fields, act, "提交请求", _back(case_id), note=NOTES[asked]))


def _whom(found: CasePage, actor: Actor, kind: RequestKind) -> Iterator[Field]:
    if kind is not RequestKind.JOINT:
        return
    took_part = _conflicted(found) | {actor.person_id}
    offered = [(str(one.id), one.name) for one, _ in organs.reviewers(found.facts.organ.id, timezone.localdate()) if one.id not in took_part]  # fmt: skip
    none = "" if offered else "本机关没有其他没参与本案的法制审核人；可以请法律顾问、公职律师提意见"
    yield Field("to", "请谁", "select", required=True, choices=[("", "请选择"), *offered], help=none)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


@page(Role.REVIEWER, *EXPLAINERS)
def review_request_move(request: BureauRequest, case_id: UUID, inside_id: UUID, move: str) -> HttpResponse:
    """Answer a request, or call it off."""
    found, one = seen(request, case_id, "review"), reviews.round_request(inside_id)
    if one is None or one.dossier_id != found.dossier_id or move not in set(RequestMove):
        raise Http404
    if RequestMove(move) not in moves(request.actor, found.facts, one, reviews.rounds(found.dossier_id)[-1]):
        raise Http404
    back = _back(case_id)
    if move == RequestMove.CALL_OFF:
        return step(request, _calling_off(request, found, one, back))
    joint = one.kind == RequestKind.JOINT
    word = "联合审核意见" if joint else "向审核人说明"

    def act(typed: Typed) -> str:
        operations.answer_in_round(
            request_id=one.id, answer=_plain(typed["answer"]), verdict=typed.get("verdict", ""), conflicted=_conflicted(found),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "联合审核意见已出具。" if joint else "说明已提交审核人。"

    verdict = (Field("verdict", "结论", "radio", required=True, choices=list(VERDICTS.items())),) if joint else ()
    fields = (*verdict, Field("answer", "意见和理由" if joint else "说明", "textarea", required=True, rows=6, attributes={"maxlength": 2000}))  # fmt: skip
    note = f"{one.asked_by_name}问：{one.question}"
    return step(request, Step(word, _trail(found, word), fields, act, "出具" if joint else "提交说明", back, note=note))


def _calling_off(request: BureauRequest, found: CasePage, one: RoundRequestFacts, back: str) -> Step:
    def act(typed: Typed) -> str:
        operations.call_off_in_round(request_id=one.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "请求已撤回，记录保留。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="案卷里已经找到依据", attributes={"maxlength": 200}),)  # fmt: skip
    return Step("撤回请求", _trail(found, "撤回请求"), fields, act, "撤回", back, danger=True, note=f"撤回“{one.question[:80]}”。")  # fmt: skip
