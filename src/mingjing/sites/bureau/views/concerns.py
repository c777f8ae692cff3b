"""舆情应对: the register for those concerned, one matter with its responses, the records they rest on, every step."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA, as_moment
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.schemes import plain_text
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.concerns import (
    CHANNELS,
    CONCERN_MOVE_NAMES,
    CONCERN_MOVES,
    GENERAL,
    MAJOR,
    SEVERITIES,
    SOURCES,
    UNANSWERED,
    ConcernDraft,
    ConcernFacts,
    ConcernMove,
    ConcernState,
    RecordRef,
)

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER, Role.PUBLICIST)
HOME = "舆情应对"
PAGE, MOST = 20, 2000
TABS = {
    "open": ("待回应", tuple(UNANSWERED)),
    "answered": ("已回应", (ConcernState.ANSWERED,)),
    "closed": ("已办结", (ConcernState.CLOSED,)),
}
HEADINGS = (
    "舆情编号",
    "事项",
    "所涉机关",
    "来源",
    "程度",
    "发现时间",
    "首次回应时限",
    "首次回应时间",
    "状态",
    "所涉案件",
)


def _tab(request: BureauRequest) -> tuple[str, str]:
    asked = request.GET.get("tab", "")
    return (asked if asked in TABS else "open"), request.GET.get("q", "").strip()[:60].replace("\x00", "")


@page(*READERS)
def concerns(request: BureauRequest) -> HttpResponse:
    """Matters by state, the most urgent first."""
    tab, words = _tab(request)
    counted = queries.concern_counts(request.actor)
    found = queries.concerns(
        request.actor, TABS[tab][1], words=words, after=as_moment(request.GET.get("after", "")), limit=PAGE + 1
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE], "tab": tab, "tabs": [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()],
        "next": f"{last.first_due.isoformat()}_{last.id.hex}" if last else "", "now": timezone.now(), "filter": [Field("q", "编号、事项、内容", "search", words)],
        "words": words, "sought": f"?tab={tab}" + (f"&q={words}" if words else ""),
    }  # fmt: skip
    return render(request, "bureau/appraisals/concerns.html", facts)


@page(*READERS)
def concerns_file(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as CSV or XLSX."""
    tab, words = _tab(request)
    rows = (_cells(one) for one in queries.concerns(request.actor, TABS[tab][1], words=words, limit=MOST))
    return sheet(kind, "concerns", HOME, HEADINGS, rows)


def _cells(one: ConcernFacts) -> list[str]:
    moments = (one.heard_at, one.first_due, one.answered_at)
    return [
        one.number, one.title, one.organ_name, one.source_name, one.severity_name,
        *(f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else "" for at in moments), one.state_name,
        "、".join(number for _, number in one.cases),
    ]  # fmt: skip


def _seen(request: BureauRequest, concern_id: UUID) -> ConcernFacts:
    found = queries.concern(concern_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def concern(request: BureauRequest, concern_id: UUID) -> HttpResponse:
    """One matter with everything that was done about it."""
    found = _seen(request, concern_id)
    now = timezone.now()
    hours = int((found.first_due - now).total_seconds() // 3600)
    facts = {
        "found": found, "hours": hours, "may": [(move, CONCERN_MOVE_NAMES[move]) for move in ConcernMove if _may(request, found, move)],
        "steps": [(one, [(ref, _href(ref)) for ref in one.refs]) for one in found.steps], "waits": found.state in UNANSWERED,
        "orders": request.actor.has(Role.SUPERVISOR) and request.actor.organ_id != found.organ_id,
    }  # fmt: skip
    return render(request, "bureau/appraisals/concern.html", facts)


def _href(ref: RecordRef) -> str:
    if ref.kind == "recording":
        return reverse("bureau:recording", args=[ref.id])
    return reverse("bureau:case_document", args=[ref.case_id, ref.id])


def _may(request: BureauRequest, found: ConcernFacts, move: ConcernMove) -> bool:
    return found.state in CONCERN_MOVES[move][0] and bool(_PEOPLE[move](request.actor, found))


_PEOPLE: dict[ConcernMove, Callable[..., Any]] = {
    ConcernMove.DRAFT: lambda actor, found: operations.keeps_concern(actor, found),
    ConcernMove.RETURN: lambda actor, found: operations.answers_orders(actor, found.organ_id),
    ConcernMove.CHECK: lambda actor, found: operations.answers_orders(actor, found.organ_id),
    ConcernMove.RELEASE: lambda actor, found: operations.heads_organ(actor, found.organ_id),
    ConcernMove.DROP: lambda actor, found: operations.ends_concern(actor, found),
    ConcernMove.CLOSE: lambda actor, found: operations.ends_concern(actor, found),
}


@page(*READERS)
def concern_new(request: BureauRequest) -> HttpResponse:
    """Register a matter."""
    own = organs.organ(request.actor.organ_id)
    watches = request.actor.has(Role.SUPERVISOR)
    every = [one for one in organs.organs() if one.region == own.region] if watches else [own]
    made: list[ConcernFacts] = []

    def act(typed: Typed) -> str:
        draft = ConcernDraft(
            UUID(typed["organ_id"]), typed["title"], typed["source"], typed["link"], plain_text(typed["claim"]), _moment(typed["heard_at"]),
            typed["severity"], tuple(plain_text(typed["cases"]).splitlines()),
        )  # fmt: skip
        made.append(operations.register_concern(draft=draft, by=request.actor, at=timezone.now()))
        return f"已登记{made[0].number}，{made[0].first_due.astimezone(CHINA):%Y-%m-%d %H:%M} 以前首次回应。"

    now, hours = timezone.localtime(), queries.response_hours()
    fields = (
        Field("organ_id", "所涉机关", "select", "" if watches else str(own.id), required=True, choices=[*([("", "请选择")] if watches else []), *((str(one.id), one.name) for one in every)]),
        Field("title", "事项", "text", required=True, example="网传检查人员没有出示证件", attributes={"maxlength": 120}),
        Field("source", "来源", "select", required=True, choices=[("", "请选择"), *SOURCES.items()]),
        Field("link", "网址或者出处", "text", example="某某晚报 11 月 28 日第 3 版", wide=True, attributes={"maxlength": 500}),
        Field("claim", "反映的内容", "textarea", required=True, rows=5, help="说了什么、哪一天、哪里；不写反映人的姓名、联系方式", attributes={"maxlength": 4000}),
        Field("heard_at", "发现时间", "datetime", f"{now:%Y-%m-%dT%H:%M}", required=True, help="首次回应的时限从这时起算"),
        Field("severity", "程度", "select", GENERAL, required=True, choices=list(SEVERITIES.items()), help=f"一般的 {hours[GENERAL]} 小时内首次回应，涉及重大、特别重大突发事件的 {hours[MAJOR]} 小时（国办发〔2016〕61号，原文未核对）"),
        Field("cases", "所涉案件编号", "textarea", rows=2, help="一行一个；不涉及案件的留空"),
    )  # fmt: skip
    return step(request, Step(
        "登记舆情", ((HOME, reverse("bureau:concerns")), ("登记", "")), fields, act, "登记", reverse("bureau:concerns"),
        note="只有所涉机关的公示员、法制审核人、负责人和本区域的执法监督员看得到。", then=lambda: reverse("bureau:concern", args=[made[0].id]),
    ))  # fmt: skip


def _moment(text: str) -> datetime:
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise Invalid({"heard_at": ["时间写法不对，请写成 2026-11-22 09:30 这样。"]})
    return found.astimezone(CHINA) if found.tzinfo else found.replace(tzinfo=CHINA)


@page(*READERS)
def concern_move(request: BureauRequest, concern_id: UUID, move: str) -> HttpResponse:
    """Draft, return, check, answer, drop or close."""
    found = _seen(request, concern_id)
    if move not in set(ConcernMove) or not _PEOPLE[ConcernMove(move)](request.actor, found):
        raise Http404
    what, back = ConcernMove(move), reverse("bureau:concern", args=[concern_id])
    trail = ((HOME, reverse("bureau:concerns")), (found.number, back), (CONCERN_MOVE_NAMES[what], ""))
    make = {ConcernMove.DRAFT: _drafting, ConcernMove.RELEASE: _telling}.get(what, _saying)
    return step(request, make(request, found, what, trail, back))


Trail = tuple[tuple[str, str], ...]


def _drafting(request: BureauRequest, found: ConcernFacts, what: ConcernMove, trail: Trail, back: str) -> Step:
    every = queries.records_of(found)

    def act(typed: Typed) -> str:
        operations.draft_response(
            concern_id=found.id, text=plain_text(typed["text"]), why=plain_text(typed["why"]),
            record_ids=[UUID(one) for one in typed.get("record_ids", ())], by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "回应已拟定，请另一名法制审核人或者负责人核对事实。"

    last = next((one for one in reversed(found.steps) if one.move == ConcernMove.DRAFT), None)
    fields = [Field("text", "回应内容", "textarea", last.text if last else "", required=True, rows=8, help="按记录写事实；不写当事人以外的人，不写个人信息", attributes={"maxlength": 4000})]  # fmt: skip
    if every:
        chosen = [one.id for one in last.refs] if last else []
        fields.append(Field("record_ids", "用到的记录", "checkboxes", chosen, choices=[(one.id, one.label) for one in every], help="选用的每一份都记一次调阅"))  # fmt: skip
    label = "查阅的目的、事实的来源" if every else "事实的来源"
    fields.append(Field("why", label, "textarea", last.why if last else "", required=True, rows=2, attributes={"maxlength": 200}))  # fmt: skip
    note = f"{found.organ_name}：{found.claim[:200]}{'……' if len(found.claim) > 200 else ''}"
    return Step(f"拟定回应：{found.number}", trail, tuple(fields), act, "提交核对", back, note=note)


def _telling(request: BureauRequest, found: ConcernFacts, what: ConcernMove, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        done = operations.release_response(
            concern_id=found.id, channel=typed["channel"], by=request.actor, at=timezone.now()
        )
        return "已送事前公示，审核、发布以后公开。" if done.steps[-1].edition_id else "已回应。"

    fields = (Field("channel", "回应方式", "radio", required=True, choices=list(CHANNELS.items())),)
    note = found.draft.text if found.draft else ""
    return Step(f"作出回应：{found.number}", trail, fields, act, "作出回应", back, note=note)


_ACTS: dict[ConcernMove, tuple[Callable[..., ConcernFacts], str, str, str]] = {
    ConcernMove.RETURN: (operations.return_response, "退回的理由", "写明哪里要改", "已退回重拟。"),
    ConcernMove.CHECK: (operations.check_response, "对照了什么", "写明对照了哪些记录，事实是否一致", "事实已核对，等负责人作出回应。"),
    ConcernMove.DROP: (operations.drop_concern, "不需要回应的理由", "例如：与本区域无关，已转有管辖权的机关", "已办结，没有回应。"),
    ConcernMove.CLOSE: (operations.close_concern, "处理结果", "查明了什么、改了什么；需要督办的另发督办单", "已办结。"),
}  # fmt: skip


def _saying(request: BureauRequest, found: ConcernFacts, what: ConcernMove, trail: Trail, back: str) -> Step:
    do, label, help_, done = _ACTS[what]

    def act(typed: Typed) -> str:
        do(concern_id=found.id, text=plain_text(typed["text"]), by=request.actor, at=timezone.now())
        return done

    fields = (Field("text", label, "textarea", required=True, rows=4, help=help_, attributes={"maxlength": 4000}),)
    note = found.draft.text if what is ConcernMove.CHECK and found.draft else found.title
    return Step(f"{CONCERN_MOVE_NAMES[what]}：{found.number}", trail, fields, act, CONCERN_MOVE_NAMES[what], back, note=note)  # fmt: skip
