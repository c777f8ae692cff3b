"""The forms of 责任追究: opened or not, examined, heard, proposed, decided, told, handed over, reported, closed."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.liabilities import HOME, OF_PERSON, OPENERS, READERS, may, seen
from mingjing.sites.bureau.views.schemes import plain_text
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.liabilities import (
    FAULTS,
    LIABILITY_MOVE_NAMES,
    Blame,
    HandSource,
    LiabilityDraft,
    LiabilityFacts,
    LiabilityMove,
    LiabilityState,
    Offer,
    PersonFacts,
    Proposal,
)

Trail = tuple[tuple[str, str], ...]


def _organs(request: BureauRequest) -> tuple[OrganFacts, ...]:
    """The organs this person may open an item about."""
    own = organs.organ(request.actor.organ_id)
    if not request.actor.has(Role.SUPERVISOR):
        return (own,)
    return tuple(one for one in organs.organs() if one.region == own.region)


def _asked(request: BureauRequest) -> tuple[OrganFacts | None, Offer | None]:
    """The organ and the source the address names. Raises Http404 for one that is not this person's, or is not there any more."""
    key, text = request.GET.get("offer", ""), request.GET.get("organ", "")
    if not text:
        return None, None
    organ = next((one for one in _organs(request) if str(one.id) == text), None)
    found = queries.offer(key, organ.id, timezone.localdate()) if organ and key else None
    if organ is None or (key and found is None):
        raise Http404
    return organ, found


@page(*OPENERS)
def liability_new(request: BureauRequest) -> HttpResponse:
    """Open an item after `?offer=`, a source that was found; or by hand: first the organ and the case, then the rest."""
    organ, source = _asked(request)
    number = request.GET.get("case", "").strip()[:80].replace("\x00", "")
    case_id = source.case_id if source else None
    if organ is not None and number:
        case_id = cases.cases_numbered(organ.id, [number]).get(number)
    if organ is None or (number and case_id is None):
        return _begin(request, organ, number)
    made: list[LiabilityFacts] = []

    def act(typed: Typed) -> str:
        hand = None if source else HandSource(organ.id, number, typed["document"], typed["on"])
        draft = LiabilityDraft(
            source.key if source else "",
            typed["title"],
            UUID(typed["examiner_id"]),
            tuple(map(UUID, typed["person_ids"])),
            hand,
        )
        made.append(operations.open_liability(draft=draft, organ_id=organ.id, by=request.actor, at=timezone.now()))
        return f"已登记{made[0].number}，由{made[0].examiner_name}调查。"

    back = reverse("bureau:liabilities")
    note = (
        f"{source.source_name}：{source.document}，{source.words}" if source else "来源不在平台上的，写明文书名称、文号和日期。"
    )  # fmt: skip
    return step(request, Step(
        "启动责任追究", (("监督统计", ""), (HOME, back), ("启动", "")), tuple(_opening(request, organ, case_id, source, number)), act, "启动", back, note=note,
        then=lambda: reverse("bureau:liability", args=[made[0].id]),
    ))  # fmt: skip


def _opening(request: BureauRequest, organ: OrganFacts, case_id: UUID | None, source: Offer | None, number: str) -> Iterator[Field]:  # fmt: skip
    people = queries.candidates(organ.id, case_id)
    judges = queries.examiners(organ.id, timezone.now())
    about = (source.case_no or source.document) if source else number
    yield Field("title", "事项", "text", f"{about}决定错误的责任" if about else "", required=True, wide=True, attributes={"maxlength": 120})  # fmt: skip
    if source is None:
        yield Field("document", "来源文书", "text", required=True, wide=True, example="示范县人民检察院检察建议书 示检建〔2026〕3号", attributes={"maxlength": 200})  # fmt: skip
        yield Field("on", "来源日期", "date", required=True)
    yield Field("examiner_id", "调查机关", "select", str(judges[0][0]), required=True, choices=[(str(key), name) for key, name in judges], help="涉及本机关负责人的，由上级机关或者司法行政部门调查")  # fmt: skip
    chosen = [str(one.person_id) for one in people if one.stated]
    labels = [
        (str(one.person_id), f"{one.name}（{one.part or '没有岗位登记'}{'；作过责任声明' if one.stated else ''}）")
        for one in people
    ]
    yield Field("person_ids", "相关人员", "checkboxes", chosen, required=True, choices=labels, help="作过责任声明的已经勾选；调查中可以再增加")  # fmt: skip


def _begin(request: BureauRequest, organ: OrganFacts | None, number: str) -> HttpResponse:
    """Which organ and which case: people and examiners follow from them."""
    every = _organs(request)
    chosen = str(organ.id) if organ else str(every[0].id) if len(every) == 1 else ""
    wrong = [f"这个机关没有案件 {number[:40]}，请核对编号，或者留空"] if organ and number else []
    fields = [
        Field("organ", "所涉机关", "select", chosen, required=True, choices=[("", "请选择"), *((str(one.id), one.name) for one in every)]),
        Field("case", "案件编号", "text", number, errors=wrong, help="没有在平台办理的案件留空", attributes={"maxlength": 80}),
    ]  # fmt: skip
    facts = {"fields": fields, "wrong": wrong}
    return render(request, "bureau/liabilities/begin.html", facts, status=422 if wrong else 200)


@page(*OPENERS)
def liability_dismiss(request: BureauRequest) -> HttpResponse:
    """Say why nobody is asked to answer after a source."""
    organ, source = _asked(request)
    back = reverse("bureau:liabilities")
    if organ is None or source is None:
        messages.info(request, "请从“待处理的来源”里选择一件。")
        return HttpResponseRedirect(f"{back}?tab=offers")

    def act(typed: Typed) -> str:
        done = operations.dismiss_offer(
            key=source.key, organ_id=organ.id, reason=plain_text(typed["reason"]), by=request.actor, at=timezone.now()
        )
        return f"已登记{done.number}：不启动责任追究。"

    fields = (Field("reason", "不启动的理由", "textarea", required=True, rows=5, help="例如：变更只因法律修改，作出决定时没有过错", attributes={"maxlength": 2000}),)  # fmt: skip
    return step(request, Step(
        "不启动责任追究", (("监督统计", ""), (HOME, back), ("不启动", "")), fields, act, "登记不启动", back,
        note=f"{source.source_name}：{source.document}，{source.words}", aliases={"offer": "reason"},
    ))  # fmt: skip


@page(*READERS)
def liability_move(request: BureauRequest, liability_id: UUID, move: str) -> HttpResponse:
    """Every step on the whole item; a person it is about states and defends here."""
    found = seen(request, liability_id)
    make = _FORMS.get(move)
    if make is None:
        raise Http404
    what, back = LiabilityMove(move), reverse("bureau:liability", args=[liability_id])
    mine = not found.whole and found.state == LiabilityState.EXAMINED
    if not (mine if what is LiabilityMove.DEFEND else may(request, found, what)):
        raise Http404
    trail = (
        ("监督统计", ""),
        (HOME, reverse("bureau:liabilities")),
        (found.number, back),
        (LIABILITY_MOVE_NAMES[what], ""),
    )
    return step(request, make(request, found, what, trail, back))


def _given(request: BureauRequest, found: LiabilityFacts) -> dict[str, Any]:
    return {"liability_id": found.id, "by": request.actor, "at": timezone.now()}


def _examining(request: BureauRequest, found: LiabilityFacts, what: LiabilityMove, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        blames = {one.id: _blame(typed, one) for one in found.persons}
        operations.examine_liability(text=plain_text(typed["text"]), blames=blames, **_given(request, found))
        return "调查结果已登记，相关人员在“我的待办”里可以陈述申辩。"

    fields = [Field("text", "查明的事实", "textarea", required=True, rows=8, help="决定错在哪里、怎样形成；不写本案无关的事", attributes={"maxlength": 4000})]  # fmt: skip
    for one in found.persons:
        fields += _blaming(one, Blame("", ""))
    return Step(f"写明调查结果：{found.number}", trail, fields, act, "提交，听取陈述申辩", back, note=found.title)


def _blaming(one: PersonFacts, held: Blame) -> Iterator[Field]:
    key = one.id.hex
    choices = [("", "请选择"), *FAULTS.items()]
    yield Field(f"fault_{key}", f"{one.name}有没有过错", "select", held.fault, required=True, choices=choices, part=f"{one.name}（{one.part}）")  # fmt: skip
    yield Field(f"reason_{key}", "认定的理由", "textarea", held.reason, required=True, rows=3, help="没有过错、依法免责的也写明（不少于 10 个字）", attributes={"maxlength": 2000})  # fmt: skip
    yield Field(f"basis_{key}", "依据", "text", held.basis, wide=True, help="没有过错的可以留空", attributes={"maxlength": 300})  # fmt: skip


def _blame(typed: Typed, one: PersonFacts) -> Blame:
    key = one.id.hex
    return Blame(typed[f"fault_{key}"], plain_text(typed[f"reason_{key}"]), typed[f"basis_{key}"])


def _defending(request: BureauRequest, found: LiabilityFacts, what: LiabilityMove, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        operations.defend_liability(
            text=plain_text(typed["text"]), waived=typed["waived"] == "yes", **_given(request, found)
        )
        return "已登记。采纳没有、为什么，写进处理意见。"

    fields = (
        Field("waived", "陈述申辩", "radio", "no", required=True, choices=[("no", "作陈述、申辩"), ("yes", "放弃陈述、申辩")]),
        Field("text", "陈述申辩的内容", "textarea", rows=8, help="放弃的留空；只能提交一次", attributes={"maxlength": 4000}),
    )  # fmt: skip
    note = f"陈述申辩的期限：{found.hear_by} 以前。{found.facts[:200]}"
    return Step(f"陈述申辩：{found.number}", trail, fields, act, "提交", back, note=note)


def _proposing(request: BureauRequest, found: LiabilityFacts, what: LiabilityMove, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        proposals = {one.id: _proposal(typed, one) for one in found.persons}
        operations.propose_liability(proposals=proposals, **_given(request, found))
        return "处理意见已提出，请调查机关的另一人决定。"

    options = [(one.code, f"{one.name}（{one.cites}）") for one in queries.offered_measures(timezone.localdate())]
    fields: list[Field] = []
    for one in found.persons:
        key, now = one.id.hex, one.standing
        fields += _blaming(one, now.blame or Blame("", ""))
        fields.append(Field(f"measures_{key}", "处理方式", "checkboxes", [], choices=options, help="没有过错、依法免责的不选"))  # fmt: skip
        fields.append(Field(f"body_{key}", "移送到哪个机关", "text", help="选了移送的填写", attributes={"maxlength": 100}))  # fmt: skip
        if now.defence and now.defence.text:
            fields.append(Field(f"answer_{key}", "陈述申辩采纳没有、为什么", "textarea", required=True, rows=3, help=f"本人说：{now.defence.text[:200]}", attributes={"maxlength": 2000}))  # fmt: skip
    return Step(f"提出处理意见：{found.number}", trail, fields, act, "提交决定", back, note=found.facts[:300])


def _proposal(typed: Typed, one: PersonFacts) -> Proposal:
    key = one.id.hex
    answer = plain_text(typed.get(f"answer_{key}", ""))
    return Proposal(_blame(typed, one), tuple(typed[f"measures_{key}"]), typed[f"body_{key}"], answer)


def _adding(request: BureauRequest, found: LiabilityFacts, what: LiabilityMove, trail: Trail, back: str) -> Step:
    there = {one.id for one in found.persons}
    people = [one for one in queries.candidates(found.organ_id, found.case_id) if one.person_id not in there]

    def act(typed: Typed) -> str:
        operations.add_person(
            person_id=UUID(typed["person_id"]), text=plain_text(typed["text"]), **_given(request, found)
        )
        return "已增加。"

    fields = (
        Field("person_id", "人员", "select", required=True, choices=[("", "请选择"), *((str(one.person_id), f"{one.name}（{one.part}）") for one in people)]),
        Field("text", "理由", "textarea", required=True, rows=3, attributes={"maxlength": 4000}),
    )  # fmt: skip
    return Step(f"增加相关人员：{found.number}", trail, fields, act, "增加", back, note=found.title, aliases={"examiner_id": "person_id"})  # fmt: skip


def _transferring(request: BureauRequest, found: LiabilityFacts, what: LiabilityMove, trail: Trail, back: str) -> Step:
    judges = [one for one in queries.examiners(found.organ_id, timezone.now()) if one[0] != found.examiner_id]

    def act(typed: Typed) -> str:
        operations.transfer_liability(
            examiner_id=UUID(typed["examiner_id"]), text=plain_text(typed["text"]), **_given(request, found)
        )
        return "已改由其他机关调查。"

    fields = (
        Field("examiner_id", "调查机关", "select", required=True, choices=[("", "请选择"), *((str(key), name) for key, name in judges)]),
        Field("text", "理由", "textarea", required=True, rows=3, attributes={"maxlength": 4000}),
    )  # fmt: skip
    return Step(f"改由其他机关调查：{found.number}", trail, fields, act, "改由调查", back, note=found.title)


_ACTS: dict[LiabilityMove, tuple[Callable[..., LiabilityFacts], str, str, str]] = {
    LiabilityMove.RETURN: (operations.return_liability, "退回的理由", "写明哪里要改", "已退回重新提出。"),
    LiabilityMove.DECIDE: (operations.decide_liability, "决定的理由", "按提出的处理意见决定；不同意的退回", "已决定，请告知本人，移送和落实。"),
    LiabilityMove.CLOSE: (operations.close_liability, "办结情况", "移送以后没有反馈的写明；以后有反馈的另行登记", "已办结。"),
}  # fmt: skip


def _judging(request: BureauRequest, found: LiabilityFacts, what: LiabilityMove, trail: Trail, back: str) -> Step:
    do, label, help_, done = _ACTS[what]

    def act(typed: Typed) -> str:
        do(text=plain_text(typed["text"]), **_given(request, found))
        return done

    fields = (Field("text", label, "textarea", required=True, rows=4, help=help_, attributes={"maxlength": 4000}),)
    note = "；".join(
        f"{one.name}：{one.standing.fault_name}，{'、'.join(each.name for each in queries.imposed(one)) or '不作处理'}" for one in found.persons
    )  # fmt: skip
    return Step(
        f"{LIABILITY_MOVE_NAMES[what]}：{found.number}", trail, fields, act, LIABILITY_MOVE_NAMES[what], back, note=note
    )


_FORMS: dict[str, Callable[[BureauRequest, LiabilityFacts, LiabilityMove, Trail, str], Step]] = {
    LiabilityMove.ADD: _adding, LiabilityMove.TRANSFER: _transferring, LiabilityMove.EXAMINE: _examining, LiabilityMove.DEFEND: _defending,
    LiabilityMove.PROPOSE: _proposing, LiabilityMove.RETURN: _judging, LiabilityMove.DECIDE: _judging, LiabilityMove.CLOSE: _judging,
}  # fmt: skip
_RECORDS: dict[LiabilityMove, tuple[Callable[..., LiabilityFacts], str, str, str]] = {
    LiabilityMove.TELL: (operations.tell_person, "告知日期", "怎样告知", "例如：当面送达决定书，本人签收"),
    LiabilityMove.SEND: (operations.send_person, "移送日期", "移送了哪些材料", "例如：调查结果、案卷复制件、陈述申辩材料"),
    LiabilityMove.ANSWER: (operations.record_answer, "收到日期", "收件机关的反馈", "写明文书名称、文号和结果；已受理未办结的也写明"),
    LiabilityMove.REPORT: (operations.report_result, "落实日期", "落实结果", "例如：9 月 1 日至 5 日离岗培训，考试合格"),
}  # fmt: skip


@page(*READERS)
def liability_person_move(request: BureauRequest, liability_id: UUID, concerned_id: UUID, move: str) -> HttpResponse:
    """Tell a person, hand the matter over, record the answer or what came of it."""
    found = seen(request, liability_id)
    one = found.person(concerned_id)
    if one is None or move not in OF_PERSON or not may(request, found, LiabilityMove(move)):
        raise Http404
    what, back = LiabilityMove(move), reverse("bureau:liability", args=[liability_id])
    do, when, label, help_ = _RECORDS[what]

    def act(typed: Typed) -> str:
        do(person_id=concerned_id, on=typed["on"], text=plain_text(typed["text"]), **_given(request, found))
        return f"{one.name}：{LIABILITY_MOVE_NAMES[what]}已登记。"

    fields = (
        Field("on", when, "date", timezone.localdate().isoformat(), required=True),
        Field("text", label, "textarea", required=True, rows=4, help=help_, attributes={"maxlength": 4000}),
    )
    name = f"{LIABILITY_MOVE_NAMES[what]}：{one.name}"
    trail = (("监督统计", ""), (HOME, reverse("bureau:liabilities")), (found.number, back), (name, ""))
    return step(request, Step(name, trail, fields, act, "登记", back, note=found.title))
