"""查阅: what is offered to a party, an agent, a lawyer by a link; the head decides; who opened what; revoked at once."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations as cases
from mingjing.cases.queries.lists import place_of
from mingjing.cases.queries.oversight import cases_by_dossier
from mingjing.cases.queries.page import CasePage
from mingjing.foundation.pages import Field, page_url
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.links import (
    ASKERS,
    GRANT_NAMES,
    MATERIAL_NAMES,
    STANDING_NAMES,
    GrantFacts,
    GrantState,
    Standing,
    may_ask,
    may_decide,
)
from mingjing.records.terms.links import Reader as Who
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

READERS = (*ASKERS, Role.HEAD, Role.SUPERVISOR)
PAGE = 20
TABS = {"": "全部", **{str(key): word for key, word in GRANT_NAMES.items()}}


@page(*READERS)
def readings(request: BureauRequest) -> HttpResponse:
    """What was offered by the organ, newest first; a supervisor sees every organ's."""
    tab = request.GET.get("tab", "asked" if request.actor.has(Role.HEAD) else "")
    tab = tab if tab in TABS else ""
    own = None if request.actor.has(Role.SUPERVISOR) else request.actor.organ_id
    found = queries.grants(own, tab, after=place_of(request.GET.get("after", "")[:100]), limit=PAGE + 1)
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    facts = {
        "rows": _lines(request, shown), "next": f"{last.asked_at.isoformat()}_{last.id}" if last else "", "tab": tab,
        "tabs": [(key, word, queries.waiting_grants(own) if key == "asked" and own else None) for key, word in TABS.items()],
        "asks": request.actor.has(*ASKERS),
    }  # fmt: skip
    return render(request, "bureau/readings/readings.html", facts)


def _lines(request: BureauRequest, found: tuple[GrantFacts, ...]) -> list[dict[str, Any]]:
    known = cases_by_dossier(request.actor, tuple({one.dossier_id for one in found}))
    names = {one.id: one.name for one in organs.organs()} if request.actor.has(Role.SUPERVISOR) else {}
    now = timezone.now()
    return [
        {"one": one, "case": known.get(one.dossier_id), "organ": names.get(one.organ_id, ""), "state": one.state_name(now)}
        for one in found
    ]  # fmt: skip


@page(*ASKERS)
def reading_new(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """Offer things of a case: who reads, what for, how long, how often, what."""
    found = seen(request, case_id, "documents")
    if request.actor.organ_id != found.facts.organ.id:
        raise Http404
    made: list[GrantFacts] = []

    def act(typed: Typed) -> str:
        done = cases.offer_reading(
            case_id=found.id, chosen=_chosen(typed["items"]), reader=Who(typed["name"], typed["standing"], typed["checked"]),
            purpose=typed["purpose"], days=_number(typed["days"], "days"), most=_number(typed["most"], "most"), by=request.actor,
            now=timezone.now(),
        )  # fmt: skip
        made.append(done)
        return (
            "已登记，等负责人决定。"
            if done.state == GrantState.ASKED
            else "都是制作给当事人的文书，可以直接提供；请生成链接。"
        )

    number = found.row["number"] or found.row["lead_number"]
    home = reverse("bureau:case", args=[case_id])
    one = Step(
        "提供查阅", (("案件", reverse("bureau:cases")), (number, home), ("提供查阅", "")), _fields(found), act, "登记", home,
        then=lambda: reverse("bureau:reading_grant", args=[made[0].id]),
        note="只提供选定的材料；副卷材料（案源、审核、审查、集体讨论、听证报告）不提供。除制作给当事人的文书外，由负责人决定。",
    )  # fmt: skip
    return step(request, one)


def _chosen(values: list[str]) -> list[tuple[str, UUID]]:
    return [(kind, UUID(key)) for kind, _, key in (value.partition(":") for value in values)]


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 5:
        raise Invalid({name: ["写整数，例如 7"]})
    return int(text)


def _fields(found: CasePage) -> tuple[Field, ...]:
    films = [one for one in queries.recordings(found.dossier_id) if one.playable]
    choices = [
        *((f"document:{one.id}", f"文书　{one.title}{'　' + one.number if one.number else ''}") for one in found.documents if queries.may_be_lent(one)),
        *((f"attachment:{one.id}", f"附件　{one.name}") for one in found.attachments if queries.may_be_lent(one)),
        *((f"recording:{one.id}", f"音像　{one.proves or one.name}") for one in films),
    ]  # fmt: skip
    party = found.row["party"]
    name = str(party.get("representative") or party.get("name") or "")
    return (
        Field("name", "查阅人", required=True, value=name[:60], attributes={"maxlength": 60}),
        Field("standing", "身份", "select", required=True, choices=[("", "请选择"), *((str(key), word) for key, word in STANDING_NAMES.items())]),
        Field("checked", "怎样核对的身份", required=True, example="核对居民身份证、授权委托书", attributes={"maxlength": 200}),
        Field("purpose", "用途", required=True, example="准备听证", attributes={"maxlength": 200}),
        Field("days", "期限", "number", required=True, value="7", unit="天", attributes={"min": 1, "max": 60}),
        Field("most", "一共可以打开", "number", required=True, value="20", unit="次", attributes={"min": 1, "max": 200}),
        Field("items", "提供的材料", "checkboxes", value=[], choices=choices, wide=True, help="含有举报人、其他人隐私、商业秘密的不要选"),
    )  # fmt: skip


def _grant(request: BureauRequest, grant_id: UUID) -> tuple[GrantFacts, Any]:
    """The grant and its case, for those who may see both. Raises Http404."""
    try:
        found = queries.grant(grant_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    case = cases_by_dossier(request.actor, (found.dossier_id,)).get(found.dossier_id)
    if case is None:
        raise Http404
    return found, case


@page(*READERS)
def reading_grant(request: BureauRequest, grant_id: UUID) -> HttpResponse:
    """One grant: who, what, how it stands, every opening."""
    found, case = _grant(request, grant_id)
    return _shown(request, found, case)


def _shown(request: BureauRequest, found: GrantFacts, case: Any, link: str = "") -> HttpResponse:
    now, own = timezone.now(), found.organ_id
    facts = {
        "one": found, "case": case, "state": found.state_name(now), "stands": found.stands(now), "link": link,
        "openings": queries.grant_openings(found.id), "names": {one.place: one.name for one in found.items},
        "kinds": MATERIAL_NAMES, "standings": STANDING_NAMES,
        "decides": may_decide(request.actor, own) and found.state == GrantState.ASKED,
        "ends": (may_ask(request.actor, own) or may_decide(request.actor, own)) and found.state in {GrantState.ASKED, GrantState.GRANTED},
    }  # fmt: skip
    return render(request, "bureau/readings/grant.html", facts)


@page(Role.HEAD)
def reading_decide(request: BureauRequest, grant_id: UUID) -> HttpResponse:
    """Decide on it."""
    found, case = _grant(request, grant_id)
    here = reverse("bureau:reading_grant", args=[grant_id])

    def act(typed: Typed) -> str:
        operations.decide_reading(
            grant_id=grant_id,
            granted=typed["granted"] == "yes",
            note=typed["note"],
            by=request.actor,
            at=timezone.now(),
        )
        return "已批准，承办人可以生成链接。" if typed["granted"] == "yes" else "没有批准，理由已经记下。"

    fields = (
        Field("granted", "决定", "radio", required=True, choices=(("yes", "批准"), ("no", "不批准"))),
        Field("note", "理由", "textarea", help="不批准的必填，由承办人告知查阅人", attributes={"maxlength": 300}),
    )
    told = f"{found.reader.name}（{STANDING_NAMES[Standing(found.reader.standing)]}）查阅 {len(found.items)} 份材料，用途：{found.purpose}。"
    return step(request, Step("决定查阅", _trail(case, here, "决定"), fields, act, "决定", here, then=here, note=told))


def _trail(case: Any, here: str, last: str) -> tuple[tuple[str, str], ...]:
    return (("查阅", reverse("bureau:readings")), (str(case["number"] or case["lead_number"]), here), (last, ""))


@page(*ASKERS, Role.HEAD)
def reading_link(request: BureauRequest, grant_id: UUID) -> HttpResponse:
    """Make the link; it is shown this once."""
    found, case = _grant(request, grant_id)
    if request.method != "POST":
        return _shown(request, found, case)
    fresh, token = operations.issue_link(grant_id=grant_id, by=request.actor, at=timezone.now())
    path = page_url("portal:reading", token, default=f"/yj/{token}/")
    answer = _shown(request, queries.grant(fresh.id), case, f"{settings.MINGJING_PORTAL_URL}{path}")
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(*ASKERS, Role.HEAD)
def reading_revoke(request: BureauRequest, grant_id: UUID) -> HttpResponse:
    """End it at once."""
    found, case = _grant(request, grant_id)
    here = reverse("bureau:reading_grant", args=[grant_id])

    def act(typed: Typed) -> str:
        operations.revoke_reading(grant_id=grant_id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已撤销，链接从现在起不能用。"

    fields = (Field("reason", "撤销的理由", "textarea", required=True, attributes={"maxlength": 300}),)
    told = f"撤销后 {found.reader.name} 立即不能再看，已经打开过的记录保留。"
    return step(
        request,
        Step("撤销查阅", _trail(case, here, "撤销"), fields, act, "撤销", here, then=here, note=told, danger=True),
    )
