"""Rounds of comments in the bureau: announce, look at what came in, decide on each free text, reply, stop."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import calendar
from mingjing.foundation.pages import Field, moment_after
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import (
    ROUND_MOST,
    ROUND_NAMES,
    ROUND_ROLES,
    OpinionState,
    Question,
    RoundDraft,
    RoundFacts,
)
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

PAGE = 20
ASKED = "您对执法人员出示证件满意吗｜满意｜一般｜不满意"


@page(*ROUND_ROLES)
def rounds(request: BureauRequest) -> HttpResponse:
    """The organ's rounds, newest first."""
    today = timezone.localdate()
    found = queries.own_rounds(request.actor, before=moment_after(request), limit=PAGE + 1)
    facts = {
        "rows": [(one, one.state_name(today)) for one in found[:PAGE]],
        "next": found[PAGE - 1].opened_at.isoformat() if len(found) > PAGE else "",
    }
    return render(request, "bureau/publicity/rounds.html", facts)


def _seen(request: BureauRequest, round_id: UUID) -> RoundFacts:
    found = queries.own_round(round_id, by=request.actor)
    if found is None:
        raise Http404
    return found


@page(*ROUND_ROLES)
def round_new(request: BureauRequest) -> HttpResponse:
    """Announce a round; it is public at once."""
    made: list[RoundFacts] = []
    today, days = timezone.localdate(), calendar()

    def act(typed: Typed) -> str:
        draft = RoundDraft(
            typed["kind"], typed["subject"], typed["text"], typed["asked"], _questions(typed["questions"]), typed["opens_on"], typed["closes_on"],
        )  # fmt: skip
        made.append(operations.open_round(draft=draft, by=request.actor, at=timezone.now(), calendar=days))
        return f"{made[0].number} 已发布，公众从 {made[0].opens_on.isoformat()} 起可以在门户填写。"

    fields = (
        Field("kind", "种类", "select", required=True, choices=[("", "请选择"), *((one.value, name) for one, name in ROUND_NAMES.items())]),
        Field("subject", "事项", required=True, example="2026 年下半年执法评议", attributes={"maxlength": 120}),
        Field("asked", "请谁评议", required=True, example="本县企业、个体工商户和居民", attributes={"maxlength": 200}),
        Field("opens_on", "开始日期", "date", today, required=True),
        Field("closes_on", "截止日期", "date", required=True, help=f"今天开始的，最早 {queries.earliest_end(today, days).isoformat()}（PUB-95，日数未核实）"),
        Field("text", "说明", "textarea", required=True, rows=5, help="为什么问、意见怎样用；发布后立即公开，不能再改", attributes={"maxlength": ROUND_MOST["text"]}),
        Field("questions", "问题", "textarea", required=True, rows=6, example=ASKED, attributes={"maxlength": ROUND_MOST["questions"]},
              help="一行一个问题。有选项的在后面写“｜选项｜选项”，每题选一项；没有选项的由公众自己写"),
    )  # fmt: skip
    return step(request, Step(
        "发布评议、征求意见", (("评议、征求意见", reverse("bureau:rounds")), ("发布", "")), fields, act, "发布", reverse("bureau:rounds"),
        then=lambda: reverse("bureau:round", args=[made[0].id]),
        note="公众在门户不用登录就可以填写。截止以后逐条决定文字意见是否公开，再公开答复。",
    ))  # fmt: skip


def _questions(text: str) -> tuple[Question, ...]:
    """One question a line: its words, then its choices, with ｜ or | between."""
    lines = [line.replace("|", "｜").split("｜") for line in text.splitlines() if line.strip()]
    return tuple(
        Question(f"q{at}", line[0].strip(), tuple(word.strip() for word in line[1:] if word.strip()))
        for at, line in enumerate(lines, start=1)
    )


@page(*ROUND_ROLES)
def one_round(request: BureauRequest, round_id: UUID) -> HttpResponse:
    """One round: what came in, the free texts that wait, what was decided, the reply."""
    found, today = _seen(request, round_id), timezone.localdate()
    results = queries.round_results(found)
    asked = {state: queries.opinions(found.id, by=request.actor, state=state) for state in OpinionState}
    facts = {
        "found": found,
        "state": found.state_name(today),
        "over": found.is_over(today),
        "owes": found.owes_reply(today),
        "days": (found.reply_due - today).days,
        "results": results,
        "votes": [
            (one, list(zip(one.choices, results.votes[one.key], strict=True)))
            for one in found.questions
            if not one.is_free
        ],
        "waiting": asked[OpinionState.WAITING],
        "decided": (*asked[OpinionState.PUBLIC], *asked[OpinionState.WITHHELD]),
    }
    return render(request, "bureau/publicity/round.html", facts)


@page(*ROUND_ROLES)
def opinion(request: BureauRequest, opinion_id: UUID) -> HttpResponse:
    """Decide on one free text: make it public as it is, shortened, or withhold it."""
    one = queries.opinion(opinion_id, by=request.actor)
    if one is None:
        raise Http404
    found = _seen(request, one.round_id)
    here = reverse("bureau:round", args=[found.id])

    def act(typed: Typed) -> str:
        operations.decide_opinion(opinion_id=opinion_id, by=request.actor, at=timezone.now(), **typed)
        return "已公开这条意见。" if typed["public"].strip() else "已决定不公开这条意见。"

    why = f"规则提出：{'；'.join(one.why)}，已换成标记。" if one.why else "规则没有提出要删去的地方，请仍然逐字看一遍。"
    fields = (
        Field("public", "公开的文字", "textarea", one.proposal if one.state == OpinionState.WAITING else one.public_text, rows=6,
              help=f"{why}不应公开的部分换成【＊＊姓名】这样的标记，其他文字不要动；不公开的，清空这一栏", attributes={"maxlength": ROUND_MOST["text"]}),
        Field("reason", "不公开的理由", help="清空上一栏时必填，例如：全文是个人信息；与事项无关", attributes={"maxlength": 200}),
    )  # fmt: skip
    return step(request, Step(
        "决定一条意见", (("评议、征求意见", reverse("bureau:rounds")), (found.number, here), ("决定意见", "")), fields, act, "确定", here,
        note=f"{one.question}　原文：{one.text}",
    ))  # fmt: skip


@page(*ROUND_ROLES)
def round_reply(request: BureauRequest, round_id: UUID) -> HttpResponse:
    """Reply in public."""
    found = _seen(request, round_id)

    def act(typed: Typed) -> str:
        operations.reply_round(round_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number} 的答复已公开。"

    field = Field("reply", "答复", "textarea", required=True, rows=8, help="采纳了什么、没有采纳什么、为什么，怎样改进；公开后不能再改", attributes={"maxlength": ROUND_MOST["reply"]})  # fmt: skip
    return _step(request, found, "公开答复", field, act)


@page(*ROUND_ROLES)
def round_stop(request: BureauRequest, round_id: UUID) -> HttpResponse:
    """Stop a round before its last day."""
    found = _seen(request, round_id)

    def act(typed: Typed) -> str:
        operations.stop_round(round_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return f"{found.number} 已停止，理由已公开。"

    field = Field("reason", "停止的理由", required=True, help="向社会公开", attributes={"maxlength": 200})
    return _step(request, found, "停止", field, act)


def _step(request: BureauRequest, found: RoundFacts, word: str, field: Field, act: object) -> HttpResponse:
    here = reverse("bureau:round", args=[found.id])
    return step(request, Step(
        f"{word} {found.number}", (("评议、征求意见", reverse("bureau:rounds")), (found.number, here), (word, "")), (field,), act,  # type: ignore[arg-type]
        word, here, note=found.subject,
    ))  # fmt: skip
