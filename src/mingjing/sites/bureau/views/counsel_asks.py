"""请法律顾问、公职律师提意见: asked on a case under review, assigned after a check for conflicts, entered as advice."""

from hashlib import sha256
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases.queries import auditing
from mingjing.cases.queries.involved import involved_in
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import as_moment
from mingjing.review import operations, queries
from mingjing.review.terms import (
    ASK_MOVES,
    CONFLICT_QUESTIONS,
    AskFacts,
    AskMove,
    AskState,
    Involved,
    PaperFacts,
)
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.counsel import HOME, MOST, PAGE, READERS, words_of
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

TABS = {
    "open": ("待办理", (AskState.ASKED, AskState.ASSIGNED)),
    "advised": ("已出具意见", (AskState.ADVISED,)),
    "off": ("已撤回", (AskState.CALLED_OFF,)),
}
HEADINGS = ("请求机关", "送审事项", "轮次", "问题", "期限", "请求人", "状态", "顾问", "类别", "所在单位", "出具日期", "意见", "登记人", "撤回原因")  # fmt: skip


def _home() -> str:
    return reverse("bureau:counsel_asks")


def _tab(request: BureauRequest) -> str:
    asked = request.GET.get("tab", "")
    return asked if asked in TABS else "open"


@page(*READERS)
def counsel_asks(request: BureauRequest) -> HttpResponse:
    """Requests this person may see, newest first."""
    tab, words = _tab(request), words_of(request)
    found = queries.asks(request.actor, TABS[tab][1], words=words, after=as_moment(request.GET.get("after", "")), limit=PAGE + 1)  # fmt: skip
    counted, last = queries.ask_counts(request.actor), found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE], "tab": tab, "tabs": [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()],
        "next": f"{last.asked_at.isoformat()}_{last.id.hex}" if last else "", "words": words, "today": timezone.localdate(),
        "filter": [Field("q", "事项、问题、顾问、机关", "search", words)],
    }  # fmt: skip
    return render(request, "bureau/counsel/asks.html", facts)


@page(*READERS)
def counsel_asks_file(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as a table."""
    found = queries.asks(request.actor, TABS[_tab(request)][1], words=words_of(request), limit=MOST)
    return sheet(kind, "counsel-asks", "请顾问提意见", HEADINGS, (_cells(one) for one in found))


def _cells(one: AskFacts) -> list[str]:
    who = one.counsel
    named = [who.name, who.kind_name, who.employer] if who else ["", "", ""]
    return [
        one.organ_name, one.title, str(one.round), one.question, str(one.due_on), one.asked_by_name, one.state_name, *named,
        str(one.advised_on or ""), one.advice, one.advised_by_name, one.off_reason,
    ]  # fmt: skip


def _ask(request: BureauRequest, ask_id: UUID) -> AskFacts:
    found = queries.ask(ask_id, request.actor)
    if found is None:
        raise Http404
    return found


def _may(request: BureauRequest, found: AskFacts, move: AskMove) -> bool:
    actor = request.actor
    own = found.counsel is not None and found.counsel.person_id == actor.person_id
    if move is AskMove.ASSIGN:
        return bool(operations.may_assign_counsel(actor, found.organ_id))
    if move is AskMove.ADVISE:
        return own or bool(operations.may_enter_advice(actor, found.organ_id))
    return bool(operations.may_ask_counsel(actor, found.organ_id))


@page(*READERS)
def counsel_ask(request: BureauRequest, ask_id: UUID) -> HttpResponse:
    """One request with its opinion."""
    found = _ask(request, ask_id)
    sees = request.actor.has(Role.SUPERVISOR) or request.actor.organ_id == found.organ_id
    facts = {
        "found": found, "case": auditing.cases_of([found.dossier_id]).get(found.dossier_id) if sees else None, "today": timezone.localdate(),
        "may": [(move, word) for move, (word, states) in ASK_MOVES.items() if found.state in states and _may(request, found, move)],
        "stated": [(told, {"no": "没有", "yes": "有"}[found.stated[key]]) for key, told in CONFLICT_QUESTIONS.items() if key in found.stated],
    }  # fmt: skip
    return render(request, "bureau/counsel/ask.html", facts)


@page(Role.REVIEWER, Role.HEAD)
def counsel_ask_new(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Ask for an opinion on a case that was submitted for review."""
    case = seen(request, case_id, "review")
    if case.facts.organ.id != request.actor.organ_id:
        raise Http404
    kept = queries.rounds(case.dossier_id)
    titles = list(dict.fromkeys(one.title for one in kept[-1].materials)) if kept else []
    made: list[AskFacts] = []

    def act(typed: Typed) -> str:
        made.append(operations.ask_counsel(
            dossier_id=case.dossier_id, question=_plain(typed["question"]), materials=typed.get("materials") or (), due_on=typed["due_on"],
            by=request.actor, at=timezone.now(),
        ))  # fmt: skip
        return "已请求，等本机关负责人或者司法行政机关指派。"

    fields = (
        Field("question", "问题", "textarea", required=True, rows=4, example="拟作吊销许可证的决定，法律适用和裁量是否适当？", attributes={"maxlength": 2000}),
        Field("materials", "提供的材料", "checkboxes", (), choices=[(one, one) for one in titles], help="只列出目录；材料由请求机关交给顾问，按保密规定选择"),
        Field("due_on", "期限", "date", required=True, help="要求在这一天以前出具意见"),
    )  # fmt: skip
    back = f"{reverse('bureau:case', args=[case_id])}?tab=review"
    number = case.row["number"] or case.row["lead_number"]
    return step(request, Step(
        f"请顾问提意见：{number}", ((number, back), ("请顾问提意见", "")), fields, act, "提交请求", back,
        then=lambda: reverse("bureau:counsel_ask", args=[made[0].id]), note="顾问的意见只供参考，不代替法制审核，审核期限不因此停止计算。",
    ))  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


@page(*READERS)
def counsel_ask_move(request: BureauRequest, ask_id: UUID, move: str) -> HttpResponse:
    """Assign, enter the opinion, or call off."""
    found = _ask(request, ask_id)
    if move not in set(AskMove) or not _may(request, found, AskMove(move)):
        raise Http404
    make = {AskMove.ASSIGN: _assigning, AskMove.ADVISE: _advising, AskMove.CALL_OFF: _calling_off}[AskMove(move)]
    word, back = ASK_MOVES[AskMove(move)][0], reverse("bureau:counsel_ask", args=[ask_id])
    return step(request, make(request, found, ((HOME, _home()), (found.title, back), (word, "")), back))


Trail = tuple[tuple[str, str], ...]


def _assigning(request: BureauRequest, found: AskFacts, trail: Trail, back: str) -> Step:
    today = timezone.localdate()
    every = queries.counsel_for(request.actor, today)

    def act(typed: Typed) -> str:
        held = auditing.cases_of([found.dossier_id]).get(found.dossier_id)
        involved = involved_in(seen(request, held[0], "review").facts) if held else Involved()
        done = operations.assign_counsel(
            ask_id=found.id, counsel_id=UUID(typed["counsel_id"]), stated={key: typed[key] for key in CONFLICT_QUESTIONS}, involved=involved,
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已指派{done.counsel.name if done.counsel else ''}。"

    who = [(str(one.id), f"{one.name}（{one.kind_name}，{one.employer}，{one.field}）") for one in every]
    none = "" if who else "没有证件、合同有效的人员：请先登记入库，或者由司法行政机关统筹指派"
    fields = (
        Field("counsel_id", "指派给", "select", required=True, choices=[("", "请选择"), *who], help=none),
        *(
            Field(key, f"{told}？", "radio", required=True, choices=[("no", "没有"), ("yes", "有")], part="" if at else "本人声明（问过本人再登记）")
            for at, (key, told) in enumerate(CONFLICT_QUESTIONS.items())
        ),
    )  # fmt: skip
    note = f"{found.organ_name}：{found.question}　平台还核对本案全部办理记录里的人员、当事人和代理人（REV-33）。"
    return Step(f"指派顾问：{found.title}", trail, fields, act, "指派", back, note=note)


def _advising(request: BureauRequest, found: AskFacts, trail: Trail, back: str) -> Step:
    own = found.counsel is not None and found.counsel.person_id == request.actor.person_id

    def act(typed: Typed) -> str:
        scan, paper = request.FILES.get("scan"), None
        if scan is not None and not own:
            mark = sha256()
            for piece in scan.chunks():
                mark.update(piece)
            paper = PaperFacts(mark.hexdigest(), typed["place"])
        operations.advise(
            ask_id=found.id, advice=_plain(typed["advice"]), advised_on=typed["advised_on"], paper=paper, by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return "意见已登记，显示在审核人的审核页；只供参考，不代替法制审核。"

    paper_fields = () if own else (
        Field("scan", "扫描件", "file", part="签名的纸质意见", help="有本人签名的扫描件；平台记下摘要值，不保存文件，请把扫描件和原件归入案卷"),
        Field("place", "原件存放处", "text", required=True, example="案卷正卷第 12 页", attributes={"maxlength": 100}),
    )  # fmt: skip
    fields = (
        Field(
            "advice",
            "意见",
            "textarea",
            required=True,
            rows=8,
            help="写结论、理由和依据",
            attributes={"maxlength": 2000},
        ),
        Field("advised_on", "出具日期", "date", timezone.localdate() if own else "", required=True),
        *paper_fields,
    )
    who = f"{found.counsel.name}（{found.counsel.kind_name}，{found.counsel.employer}）" if found.counsel else ""
    note = f"{who}就“{found.question}”的意见。只供参考，不代替法制审核。"
    return Step(f"登记意见：{found.title}", trail, fields, act, "登记", back, note=note)


def _calling_off(request: BureauRequest, found: AskFacts, trail: Trail, back: str) -> Step:
    def act(typed: Typed) -> str:
        operations.call_off(ask_id=found.id, by=request.actor, at=timezone.now(), **typed)
        return "请求已撤回，记录保留。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="顾问声明与当事人有利害关系，另行请求", attributes={"maxlength": 200}),)  # fmt: skip
    return Step(
        f"撤回请求：{found.title}",
        trail,
        fields,
        act,
        "撤回",
        back,
        danger=True,
        note="撤回以后可以重新请求，另行指派。",
    )
