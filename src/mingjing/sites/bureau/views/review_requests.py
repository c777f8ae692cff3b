"""审核中的请求: the reviewer asks the handling unit to explain, or another reviewer for a view; each is answered or called off."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

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
    name_key,
)
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.outside import seen_draft
from mingjing.sites.bureau.views.review_inside import EXPLAINERS, Place, in_case, in_draft, moves

NOTES = {
    RequestKind.EXPLAIN: "承办人在待办里答复；审核期限不因此停止计算，缺材料的请用“材料不全，退回”。",
    RequestKind.JOINT: "受请的审核人看同样的材料，出具同意通过或者有不同意见的书面意见；审核意见仍由您出具，意见不同而同意通过的写明理由（REV-72）。",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A round in which something is asked: where, who took part and so may not judge, and the way back to it."""

    place: Place
    conflicted: frozenset[UUID]
    number: str
    back: str

    def trail(self, word: str) -> tuple[tuple[str, str], ...]:
        """The way to a page of it."""
        return (("法制审核", reverse("bureau:reviews")), (self.number, self.back), (word, ""))


def _of_case(request: BureauRequest, case_id: UUID) -> Asked:
    found = seen(request, case_id, "review")
    took_part = frozenset(found.facts.handlers_ever | found.facts.examiners | found.facts.chairs)
    back = f"{reverse('bureau:case', args=[case_id])}?tab=review"
    number = str(found.row["number"] or found.row["lead_number"])
    return Asked(in_case(request.actor, found.facts, found.dossier_id), took_part, number, back)


def _of_draft(request: BureauRequest, outside_id: UUID) -> Asked:
    """Of a draft made elsewhere: who took part is known by name too."""
    found = seen_draft(request, outside_id)
    persons, names = reviews.draft_involved(outside_id)
    keys = set(map(name_key, names))
    persons |= {one.id for one, _ in organs.reviewers(found.organ_id, timezone.localdate()) if name_key(one.name) in keys}  # fmt: skip
    back = reverse("bureau:outside_draft", args=[outside_id])
    return Asked(in_draft(request.actor, found), persons, found.source_ref, back)


@page(Role.REVIEWER)
def review_request_new(request: BureauRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Ask inside the open round of a case."""
    return _new(request, _of_case(request, case_id), kind)


@page(Role.REVIEWER)
def outside_request_new(request: BureauRequest, outside_id: UUID, kind: str) -> HttpResponse:
    """Ask inside the open round of a draft made elsewhere."""
    return _new(request, _of_draft(request, outside_id), kind)


@page(Role.REVIEWER, *EXPLAINERS)
def review_request_move(request: BureauRequest, case_id: UUID, inside_id: UUID, move: str) -> HttpResponse:
    """Answer a request about a case, or call it off."""
    return _move(request, _of_case(request, case_id), inside_id, move)


@page(Role.REVIEWER, *EXPLAINERS)
def outside_request_move(request: BureauRequest, outside_id: UUID, inside_id: UUID, move: str) -> HttpResponse:
    """Answer a request about a draft made elsewhere, or call it off."""
    return _move(request, _of_draft(request, outside_id), inside_id, move)


def _new(request: BureauRequest, found: Asked, kind: str) -> HttpResponse:
    place, rounds = found.place, reviews.rounds(found.place.dossier_id)
    wrong = kind not in set(RequestKind) or place.organ_id != request.actor.organ_id
    if wrong or not rounds or rounds[-1].state != State.OPEN:
        raise Http404
    asked, word = RequestKind(kind), REQUEST_KINDS[RequestKind(kind)]

    def act(typed: Typed) -> str:
        made = operations.ask_in_round(
            dossier_id=place.dossier_id, kind=kind, question=_plain(typed["question"]), to=UUID(typed["to"]) if typed.get("to") else None,
            conflicted=found.conflicted, by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已请{made.to_name or '承办机构'}答复，在对方的待办里。"

    fields = (
        *_whom(found, request.actor, asked),
        Field("question", "问题", "textarea", required=True, rows=3, example="第二份询问笔录与检查记录的人数不一致，以哪一份为准？", attributes={"maxlength": 2000}),
    )  # fmt: skip
    return step(request, Step(word, found.trail(word), fields, act, "提交请求", found.back, note=NOTES[asked]))


def _whom(found: Asked, actor: Actor, kind: RequestKind) -> Iterator[Field]:
    if kind is not RequestKind.JOINT:
        return
    took_part = found.conflicted | {actor.person_id}
    everybody = organs.reviewers(found.place.organ_id, timezone.localdate())
    offered = [(str(one.id), one.name) for one, _ in everybody if one.id not in took_part]
    none = "" if offered else "本机关没有其他没参与本案的法制审核人；可以请法律顾问、公职律师提意见"
    yield Field("to", "请谁", "select", required=True, choices=[("", "请选择"), *offered], help=none)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


def _move(request: BureauRequest, found: Asked, inside_id: UUID, move: str) -> HttpResponse:
    one = reviews.round_request(inside_id)
    if one is None or one.dossier_id != found.place.dossier_id or move not in set(RequestMove):
        raise Http404
    if RequestMove(move) not in moves(request.actor, found.place, one, reviews.rounds(one.dossier_id)[-1]):
        raise Http404
    if move == RequestMove.CALL_OFF:
        return step(request, _calling_off(request, found, one))
    joint = one.kind == RequestKind.JOINT
    word = "联合审核意见" if joint else "向审核人说明"

    def act(typed: Typed) -> str:
        operations.answer_in_round(
            request_id=one.id, answer=_plain(typed["answer"]), verdict=typed.get("verdict", ""), conflicted=found.conflicted,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "联合审核意见已出具。" if joint else "说明已提交审核人。"

    verdict = (Field("verdict", "结论", "radio", required=True, choices=list(VERDICTS.items())),) if joint else ()
    fields = (*verdict, Field("answer", "意见和理由" if joint else "说明", "textarea", required=True, rows=6, attributes={"maxlength": 2000}))  # fmt: skip
    note = f"{one.asked_by_name}问：{one.question}"
    return step(request, Step(word, found.trail(word), fields, act, "出具" if joint else "提交说明", found.back, note=note))  # fmt: skip


def _calling_off(request: BureauRequest, found: Asked, one: RoundRequestFacts) -> Step:
    def act(typed: Typed) -> str:
        operations.call_off_in_round(request_id=one.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "请求已撤回，记录保留。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="案卷里已经找到依据", attributes={"maxlength": 200}),)  # fmt: skip
    return Step("撤回请求", found.trail("撤回请求"), fields, act, "撤回", found.back, danger=True, note=f"撤回“{one.question[:80]}”。")  # fmt: skip
