"""法律顾问、公职律师: the pool that every organ may call, kept by heads and the justice bureau, and how often it was heard."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import as_moment
from mingjing.organs import queries as organs
from mingjing.review import operations, queries
from mingjing.review.terms import COUNSEL_KINDS, CounselDraft, CounselFacts, CounselKind
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

READERS = (Role.REVIEWER, Role.HEAD, Role.SUPERVISOR)
KEEPERS = (Role.HEAD, Role.SUPERVISOR)
HOME = "法律顾问、公职律师"
PAGE, MOST = 20, 2000
TABS = {"in": "在库有效", "lapsed": "证件、合同到期", "out": "已退出"}
HEADINGS = ("姓名", "类别", "所在单位", "专业领域", "证号", "证件有效期至", "合同自", "合同至", "合同价款（元）", "登记机关", "退出原因")  # fmt: skip
FIGURES = ("请求机关", "顾问", "类别", "所在单位", "出具意见", "其中逾期")


def home() -> str:
    """Where the pool is."""
    return reverse("bureau:counsel")


def words_of(request: BureauRequest) -> str:
    """What was searched for."""
    return request.GET.get("q", "").strip()[:60].replace("\x00", "")


def _sought(request: BureauRequest) -> dict[str, Any]:
    tab, kind = request.GET.get("tab", ""), request.GET.get("kind", "")
    return {"state": tab if tab in TABS else "in", "words": words_of(request), "kind": kind if kind in set(CounselKind) else ""}  # fmt: skip


@page(*READERS)
def counsel(request: BureauRequest) -> HttpResponse:
    """The pool of every organ by state, searched by words and kind."""
    today, sought = timezone.localdate(), _sought(request)
    found = queries.counsel_pool(**sought, on=today, after=as_moment(request.GET.get("after", "")), limit=PAGE + 1)
    counted, last = queries.counsel_counts(today), found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE], "tab": sought["state"], "tabs": [(key, word, counted[key]) for key, word in TABS.items()], "today": today,
        "next": f"{last.registered_at.isoformat()}_{last.id.hex}" if last else "", "words": sought["words"] or sought["kind"],
        "filter": [
            Field("q", "姓名、单位、领域、证号、登记机关", "search", sought["words"]),
            Field("kind", "类别", "select", sought["kind"], choices=[("", "全部"), *((one.value, word) for one, word in COUNSEL_KINDS.items())]),
        ],
        "keeps": operations.may_keep_counsel(request.actor, request.actor.organ_id), "own": request.actor.organ_id,
    }  # fmt: skip
    return render(request, "bureau/counsel/pool.html", facts)


@page(*READERS)
def counsel_file(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as a table."""
    rows = (
        [one.name, one.kind_name, one.employer, one.field, one.certificate, str(one.valid_until or ""), str(one.contract_from or ""),
         str(one.contract_until or ""), "" if one.price is None else f"{one.price:.2f}", one.organ_name, one.end_reason]
        for one in queries.counsel_pool(**_sought(request), on=timezone.localdate(), limit=MOST)
    )  # fmt: skip
    return sheet(kind, "counsel", HOME, HEADINGS, rows)


def _fields(one: CounselFacts | None = None) -> tuple[Field, ...]:
    price = "" if one is None or one.price is None else f"{one.price:.2f}"
    return (
        Field("employer", "所在单位", "text", one.employer if one else "", required=True, example="河北某某律师事务所", help="律师写执业的律师事务所，公职律师写任职的机关", attributes={"maxlength": 100}),
        Field("field", "专业领域", "text", one.field if one else "", required=True, example="行政处罚、安全生产", attributes={"maxlength": 100}),
        Field("certificate", "证号", "text", one.certificate if one else "", help="公职律师证、律师执业证的证号；没有证件的法律顾问不填", attributes={"maxlength": 40}),
        Field("valid_until", "证件有效期至", "date", one.valid_until if one else "", help="律师执业证写年度考核备案的有效期"),
        Field("contract_from", "服务合同自", "date", one.contract_from if one else "", part="购买法律服务（公职律师不填）"),
        Field("contract_until", "服务合同至", "date", one.contract_until if one else ""),
        Field("price", "合同价款", "text", price, unit="元", help="按合同记录，无偿的写 0，不知道的不填", attributes={"maxlength": 20, "inputmode": "decimal"}),
    )  # fmt: skip


@page(*KEEPERS)
def counsel_new(request: BureauRequest) -> HttpResponse:
    """Register a counsel or public lawyer into the pool."""
    people = organs.people(request.actor.organ_id, Role.REVIEWER, timezone.localdate())

    def act(typed: Typed) -> str:
        person = typed.pop("person_id")
        draft = CounselDraft(**typed, person_id=UUID(person) if person else None)
        made = operations.register_counsel(draft=draft, by=request.actor, at=timezone.now())
        return f"{made.kind_name}{made.name}已入库，各机关都可以请求。"

    fields = (
        Field("name", "姓名", "text", required=True, attributes={"maxlength": 50}),
        Field("kind", "类别", "radio", required=True, choices=[(one.value, word) for one, word in COUNSEL_KINDS.items()]),
        *_fields(),
        Field("person_id", "平台人员", "select", part="在平台出具意见", choices=[("", "没有平台账号，按签名的纸质意见登记"), *((str(one.id), one.name) for one in people)], help="本机关有法制审核人岗位的公职律师，可以自己登记意见"),
    )  # fmt: skip
    return step(request, Step(
        "登记法律顾问、公职律师", ((HOME, home()), ("登记", "")), fields, act, "登记入库", home(),
        note="充分发挥法律顾问、公职律师在法制审核工作中的作用（国办发〔2018〕118号（十一））。意见只供参考，不代替法制审核。",
    ))  # fmt: skip


def _member(request: BureauRequest, counsel_id: UUID) -> CounselFacts:
    found = queries.counsel_member(counsel_id)
    if found is None or found.organ_id != request.actor.organ_id:
        raise Http404
    return found


@page(*KEEPERS)
def counsel_renew(request: BureauRequest, counsel_id: UUID) -> HttpResponse:
    """A certificate or contract goes on, or the firm changed; name and kind stay."""
    one = _member(request, counsel_id)

    def act(typed: Typed) -> str:
        draft = CounselDraft(name=one.name, kind=one.kind, **typed)
        operations.renew_counsel(counsel_id=counsel_id, draft=draft, by=request.actor, at=timezone.now())
        return f"{one.name}的登记已更新，以前的登记保留在台账。"

    return step(request, Step(f"更新{one.name}的登记", ((HOME, home()), (one.name, ""), ("更新", "")), _fields(one), act, "更新", home()))  # fmt: skip


@page(*KEEPERS)
def counsel_end(request: BureauRequest, counsel_id: UUID) -> HttpResponse:
    """Out of the pool, with the reason."""
    one = _member(request, counsel_id)

    def act(typed: Typed) -> str:
        operations.end_counsel(counsel_id=counsel_id, by=request.actor, at=timezone.now(), **typed)
        return f"{one.name}已退出顾问库，已经出具的意见不变。"

    fields = (Field("reason", "原因", "textarea", required=True, rows=2, example="服务合同终止", attributes={"maxlength": 200}),)  # fmt: skip
    return step(request, Step(
        f"{one.name}退出顾问库", ((HOME, home()), (one.name, ""), ("退出", "")), fields, act, "退出", home(), danger=True,
        note="退出以后不能再指派，已经出具的意见和登记都保留。",
    ))  # fmt: skip


def _period(request: BureauRequest) -> tuple[date, date]:
    """The days asked for; this year up to today where none are named."""
    today = timezone.localdate()
    return as_day(request.GET.get("since", "")) or date(today.year, 1, 1), as_day(request.GET.get("until", "")) or today


def _own(request: BureauRequest) -> UUID | None:
    return None if request.actor.has(Role.SUPERVISOR) else request.actor.organ_id


@page(*READERS)
def counsel_figures(request: BureauRequest) -> HttpResponse:
    """How many opinions by organ and counsel in a period: the own organ's, or every organ's for the supervisor."""
    since, until = _period(request)
    rows = queries.counsel_figures(since, until, _own(request))
    facts = {
        "rows": rows, "since": since, "until": until, "given": sum(one.given for one in rows),
        "filter": [Field("since", "自", "date", since), Field("until", "至", "date", until)],
    }  # fmt: skip
    return render(request, "bureau/counsel/figures.html", facts)


@page(*READERS)
def counsel_figures_file(request: BureauRequest, kind: str) -> HttpResponse:
    """The same as a table."""
    rows = (
        [one.organ_name, one.counsel_name, one.kind_name, one.employer, str(one.given), str(one.late)]
        for one in queries.counsel_figures(*_period(request), _own(request))
    )
    return sheet(kind, "counsel-figures", "法律顾问意见统计", FIGURES, rows)
