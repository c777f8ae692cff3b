"""重大执法决定目录: what applies to an organ, how subordinate catalogues follow, guidance and its answer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.lawbook import operations, queries
from mingjing.lawbook.terms import CATEGORY_NAMES, MajorSpec
from mingjing.organs import queries as organs
from mingjing.organs.terms import DOMAIN_NAMES, LEVEL_NAMES, Domain, Level, OrganFacts
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

READERS = frozenset((CASE_ROLES - {Role.ARCHIVIST}) | {Role.PUBLICIST, Role.SUPERVISOR})
GUIDES = frozenset({Role.REVIEWER, Role.HEAD, Role.SUPERVISOR})
PAGE = 50
STATES = {
    "follows": ("已对照现行指导目录", "good"),
    "lags": ("没有对照现行指导目录", "warn"),
    "missing": ("没有编制目录", "warn"),
    "none": ("—", "quiet"),
}
HEADINGS = ("机关", "目录", "版本", "施行日期", "情况", "比上级宽松", "待答复的指导意见")


def home(organ: OrganFacts | None = None) -> str:
    """The page of a catalogue: the own one, or another organ's."""
    return reverse("bureau:major_catalogue") + (f"?organ={organ.slug}" if organ else "")


def scope_told(spec: MajorSpec) -> str:
    """For which levels and fields an entry is, in words; empty for all."""
    levels = "、".join(LEVEL_NAMES[one] for one in Level if one in spec.levels)
    fields = "、".join(DOMAIN_NAMES[one] for one in Domain if one in spec.domains)
    return "；".join(one for one in (levels, fields) if one)


def _organ(request: BureauRequest) -> OrganFacts:
    """Whose catalogue: the own organ's, or one that this organ guides or supervises."""
    own = organs.organ(request.actor.organ_id)
    asked = organs.organ_by_slug(request.GET.get("organ", "")[:60]) if request.GET.get("organ") else own
    if asked is None or (asked.id != own.id and not _may_read(request, asked.id)):
        raise Http404
    return asked


def _may_read(request: BureauRequest, organ_id: UUID) -> bool:
    return request.actor.has(*GUIDES) and organ_id in organs.guided(request.actor.organ_id)


@page(*READERS)
def major_catalogue(request: BureauRequest) -> HttpResponse:
    """Every entry that applies to the organ today, the inherited with their origin; how it stands to the superior's."""
    organ, today = _organ(request), timezone.localdate()
    own, rows = queries.applying(organ.id, today)
    upper, mine = queries.guiding_rows(organ.id, today), organ.id == request.actor.organ_id
    newest = queries.catalogue(organ.id)
    guides = request.actor.has(*GUIDES) and bool(organs.guided(request.actor.organ_id))
    facts = {
        "organ": organ, "own": own, "rows": rows, "upper": upper, "mine": mine, "guides": guides, "scope": scope_told,
        "coming": newest if newest and (own is None or newest.version > own.version) else None,
        "upper_organ": organs.organ(upper.organ_id) if upper else None, "follows": bool(own and upper and own.follows == upper.catalogue_id),
        "categories": CATEGORY_NAMES, "guidances": queries.guidances(organ.id),
        "names": {one.id: one.name for one in organs.organs()},
        "may_draft": mine and operations.change_catalogue(request.actor, organ.id), "may_answer": mine and request.actor.has(Role.REVIEWER, Role.HEAD),
    }  # fmt: skip
    return render(request, "bureau/catalogue/catalogue.html", facts)


def _below(request: BureauRequest) -> list[dict[str, Any]]:
    """The organs that this one guides by name, each with how its catalogue stands."""
    ids = organs.guided(request.actor.organ_id)
    every = sorted((one for one in organs.organs(timezone.localdate()) if one.id in ids), key=lambda one: one.name)
    found = queries.following([one.id for one in every], request.actor.organ_id, timezone.localdate())
    rows: list[dict[str, Any]] = [{"organ": organ, "one": one} for organ, one in zip(every, found, strict=True)]
    q, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    return [row for row in rows if q in row["organ"].name and (state not in STATES or row["one"].state == state)]


@page(*GUIDES)
def major_catalogue_below(request: BureauRequest) -> HttpResponse:
    """Which subordinate catalogues follow the newest guiding version, which lag, which are looser and why."""
    rows = _below(request)
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    shown = rows[after : after + PAGE]
    own = queries.catalogue(request.actor.organ_id, timezone.localdate())
    filters = (
        Field("q", "机关", "search", request.GET.get("q", "")[:60]),
        Field("state", "情况", "select", request.GET.get("state", ""), choices=[("", "全部"), *((key, word) for key, (word, _) in STATES.items())]),
    )  # fmt: skip
    facts = {
        "rows": shown, "states": STATES, "own": own, "filters": filters, "total": len(rows),
        "next": str(after + PAGE) if len(rows) > after + PAGE else "", "versions": queries.versions({row["one"].own.follows for row in shown if row["one"].own}),
    }  # fmt: skip
    return render(request, "bureau/catalogue/below.html", facts)


@page(*GUIDES)
def major_catalogue_below_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The same as a table."""
    cells = [
        [row["organ"].name, own.title if own else "", str(own.version) if own else "", str(own.valid_from) if own else "",
         STATES[row["one"].state][0], "；".join(f"{gap.item}：上级{gap.upper}，本机关{gap.own}，理由：{gap.reason}" for gap in own.looser) if own else "",
         str(row["one"].open_guidance)]
        for row in _below(request) for own in (row["one"].own,)
    ]  # fmt: skip
    return sheet(kind, "major-catalogues", "下级机关重大执法决定目录", HEADINGS, cells)


@page(*GUIDES)
def guidance_new(request: BureauRequest, slug: str) -> HttpResponse:
    """Write to a subordinate organ what its catalogue should have."""
    organ = organs.organ_by_slug(slug)
    if organ is None or organ.id not in organs.guided(request.actor.organ_id):
        raise Http404

    def act(typed: Typed) -> str:
        operations.give_guidance(organ_id=organ.id, by=request.actor, at=timezone.now(), **typed)
        return f"已向{organ.name}提出指导意见，对方在“我的待办”里看到。"

    fields = (Field("text", "指导意见", "textarea", required=True, rows=5, example="没收的标准请改为五万元以上，与指导目录第2项一致", attributes={"maxlength": 2000}),)  # fmt: skip
    trail = (("重大执法决定目录", home()), (organ.name, home(organ)), ("提出指导意见", ""))
    return step(request, Step(
        f"对{organ.name}的目录提出指导意见", trail, fields, act, "提出", home(organ),
        note="上级行政执法机关对下一级机关编制重大执法决定目录加强指导，明确重大执法决定事项的标准（国办发〔2018〕118号（十二））。",
    ))  # fmt: skip


@page(Role.REVIEWER, Role.HEAD)
def guidance_answer(request: BureauRequest, guidance_id: UUID) -> HttpResponse:
    """Answer what a superior organ wrote."""
    one = queries.guidance(guidance_id)
    if one is None or one.organ_id != request.actor.organ_id:
        raise Http404

    def act(typed: Typed) -> str:
        operations.answer_guidance(guidance_id=guidance_id, by=request.actor, at=timezone.now(), **typed)
        return "已答复，上级机关可以看到。"

    fields = (Field("answer", "答复", "textarea", required=True, rows=4, example="已按指导意见修订，第3版自12月1日起施行", attributes={"maxlength": 2000}),)  # fmt: skip
    return step(request, Step(
        "答复指导意见", (("重大执法决定目录", home()), ("答复指导意见", "")), fields, act, "答复", home(),
        note=f"{organs.organ(one.by_organ_id).name} {timezone.localtime(one.given_at):%Y-%m-%d} 提出：{one.text}",
    ))  # fmt: skip
