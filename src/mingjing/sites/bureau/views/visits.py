"""入企检查 on the officer's phone: arrive and show the code, leave with the result; figures for the head and supervisor."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, moment_after, page_url
from mingjing.foundation.people import Actor, Role
from mingjing.inspections import operations as inspections
from mingjing.inspections import queries as draws
from mingjing.inspections.terms import CAUSE_NAMES
from mingjing.kernel.codes import grouped
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import (
    CHECK_NAMES,
    VISIT_READERS,
    VISITORS,
    CheckKind,
    VisitDraft,
    VisitFacts,
    result_table,
)
from mingjing.publicity.terms.conduct import BANS, CONDUCT_SOURCE, MUST_NOTS
from mingjing.sites.bureau.views.card import drawn
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

PAGE = 20
TABS = {"open": "进行中", "closed": "已结束"}
SOURCE_HELP = "投诉举报、上级部署、移送转办必填；年度检查计划安排的写条目编号；到了频次上限的，不计入上限的起因都要写"
COMPANIONS = ("officer_2", "officer_3", "officer_4")


@page(*VISIT_READERS)
def visits(request: BureauRequest) -> HttpResponse:
    """The organ's visits; ratings as figures to head and supervisor, their words to the supervisor alone."""
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    actor, counted = request.actor, queries.visit_counts(request.actor)
    found = queries.visits(actor, closed=tab == "closed", before=moment_after(request), limit=PAGE + 1)
    facts = {
        "rows": found[:PAGE],
        "next": found[PAGE - 1].opened_at.isoformat() if len(found) > PAGE else "",
        "tabs": [(key, word, counted.get(key, 0)) for key, word in TABS.items()],
        "tab": tab,
        "goes_out": actor.has(*VISITORS),
        "figures": queries.rating_figures(actor, timezone.localdate()),
        "texts": queries.rating_texts(actor),
        "sees_figures": actor.has(Role.HEAD, Role.SUPERVISOR),
        "supervises": actor.has(Role.SUPERVISOR),
    }
    return render(request, "bureau/publicity/visits.html", facts)


@page(*VISITORS)
def visit_new(request: BureauRequest) -> HttpResponse:
    """Arrive: who, where, why, which published item; then the page shows the code."""
    made: list[VisitFacts] = []

    def act(typed: Typed) -> str:
        companions = tuple(UUID(typed[name]) for name in COMPANIONS if typed[name])
        draft = VisitDraft(
            entry_id=UUID(typed["item"]), enterprise=typed["enterprise"], enterprise_code=typed["enterprise_code"],
            place=typed["place"], purpose=typed["purpose"], officers=companions, approval=typed["approval"],
            kind=typed["check_kind"], task=typed["task"], draw=typed["draw"], latitude=typed["latitude"], longitude=typed["longitude"],
            dressed=typed.get("dressed", ""), undressed=typed.get("undressed", ""),
        )  # fmt: skip
        told = {"outside": typed["drawn_in"] == "outside", "cause": typed["cause"], "source": typed["cause_source"]}
        made.append(inspections.begin_visit(draft=draft, by=request.actor, at=timezone.now(), **told))
        return f"已登记 {made[0].number}，请亮码请企业扫描。"

    return step(request, Step(
        "到达企业", (("入企检查", reverse("bureau:visits")), ("到达企业", "")), _of_the_draw(request, _fields(request)), act, "登记到达，亮码",
        reverse("bureau:visits"), then=lambda: reverse("bureau:visit", args=[made[0].id]),
        note="先亮证、亮码，再检查。只能检查本机关已经公开的事项，没有公开的，企业可以拒绝（国办发〔2024〕54号）。",
        aliases={"officers": "officer_2", "entry_id": "item", "source": "cause_source"},
    ))  # fmt: skip


def _fields(request: BureauRequest) -> tuple[Field, ...]:
    actor = request.actor
    items = [
        (str(one.entry_id), f"{one.name}（{one.code}）")
        for one in queries.check_items(actor.organ_id, timezone.localdate())
    ]
    others = [
        (str(one.person.id), f"{one.person.name}（{one.certificate.number}）")
        for one in organs.officers_register(actor.organ_id, timezone.now())
        if one.person.id != actor.person_id
    ]
    none = "" if items else "本机关还没有公开的抽查事项，先到“事前公示”发布"
    return (
        Field("enterprise", "企业名称", required=True, attributes={"maxlength": 120, "autocomplete": "off"}),
        Field("enterprise_code", "统一社会信用代码", required=True, help="照营业执照填写 18 位", example="91130821MA0HTEA1XE",
              attributes={"maxlength": 18, "autocomplete": "off", "autocapitalize": "characters"}),
        Field("place", "地点", required=True, example="示范县化工园区1号 二车间", attributes={"maxlength": 200}),
        Field("purpose", "检查事由", required=True, example="年度双随机抽查；投诉举报核查", attributes={"maxlength": 200}),
        Field("check_kind", "检查方式", "select", required=True, choices=[("", "请选择"), *((one.value, name) for one, name in CHECK_NAMES.items())],
              help="随机抽查的，检查结果向社会公开"),
        Field("task", "计划（任务）编号", help="随机抽查必填；专项检查有计划的填写", example="示应急抽〔2026〕2号", attributes={"maxlength": 80}),
        Field("draw", "抽取记录编号", help="随机抽查必填，照抽取记录填写", example="CQ-2026-0031", attributes={"maxlength": 80}),
        Field("drawn_in", "在哪里抽取", "select", choices=[("", "本平台"), ("outside", "其他系统")], help="随机抽查的选；本平台的抽取，企业和人员与抽取记录核对"),
        Field("cause", "起因", "select", choices=[("", "随机抽查不用选"), *((one.value, name) for one, name in CAUSE_NAMES.items())], help="不是随机抽取的必选"),
        Field("cause_source", "起因的来源编号", help=SOURCE_HELP, example="投诉编号、部署文件文号；年度检查计划的条目编号", options=_lines(actor), attributes={"maxlength": 120}),
        Field("item", "检查事项", "select", required=True, choices=[("", "请选择"), *items], help=none or "只列出本机关公开的事项，依据自动带出"),
        *(
            Field(name, f"同行人员{'' if place == 0 else place + 1}", "select", required=place == 0,
                  choices=[("", "请选择" if place == 0 else "没有"), *others],
                  help="连您在内不少于两人，只列出证件有效的" if place == 0 else "")
            for place, name in enumerate(COMPANIONS)
        ),
        Field("approval", "批准文号", required=True, help="事前由机关负责人批准；情况紧急来不及的，写“紧急：”和情况，事后补办", example="示应急检〔2026〕12号", attributes={"maxlength": 80}),
        *(
            (
                Field("dressed", "按规定着装、佩戴标识", "select", required=True, choices=[("", "请选择"), ("yes", "全体人员已按规定着装、佩戴标识"), ("no", "没有")],
                      help="本领域国家规定统一着装"),
                Field("undressed", "没有着装的理由", help="选“没有”的写明", attributes={"maxlength": 100}),
            )
            if queries.uniform_prescribed(actor.organ_id, timezone.localdate())
            else ()
        ),
        Field("latitude", "纬度", help="可以不填；要留下位置的，照手机地图填写", attributes={"maxlength": 12, "inputmode": "decimal", "data-latitude": True}),
        Field("longitude", "经度", attributes={"maxlength": 12, "inputmode": "decimal", "data-longitude": True}),
    )  # fmt: skip


def _lines(actor: Actor) -> tuple[str, ...]:
    """The numbers of the lines of this year's plan, to choose from."""
    return tuple(one.number for one in draws.lines_in_force(actor.organ_id, timezone.localdate().year))


def _of_the_draw(request: BureauRequest, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The form filled as far as a draw tells, where the work list led here with `?place=`."""
    mine = draws.my_drawn(request.actor.person_id) if request.GET.get("place") else ()
    found = next((one for one in mine if str(one[0].id) == request.GET["place"]), None)
    if found is None:
        return fields
    place, plan, number = found
    others = [one["id"] for one in place.officers if one["id"] != str(request.actor.person_id)]
    told = {
        "enterprise": place.name, "enterprise_code": place.code, "purpose": plan.title, "check_kind": CheckKind.RANDOM.value, "task": plan.number,
        "draw": number, "item": plan.items[0]["entry"], **dict(zip(COMPANIONS, others, strict=False)),
    }  # fmt: skip
    return tuple(replace(one, value=told.get(one.name, one.value)) for one in fields)


def _seen(request: BureauRequest, visit_id: UUID) -> VisitFacts:
    found = queries.visit(visit_id, by=request.actor)
    if found is None:
        raise Http404
    return found


@page(*VISIT_READERS)
def visit(request: BureauRequest, visit_id: UUID) -> HttpResponse:
    """One visit: the code to hold out while it goes on, who came, what may be inspected, how it ended."""
    found = _seen(request, visit_id)
    mine = request.actor.person_id in {one.person_id for one in found.officers}
    facts: dict[str, Any] = {
        "visit": found,
        "publications": queries.by_source(f"visit:{found.id}") if found.is_random and found.closed_at else (),
        "mine": mine,
        "drawn": draws.plan_of_visit(found.id),
        "undrawn": draws.undrawn(found.id),
        "counted": draws.count_of_visit(found.id),
        "frequency": draws.frequency(found.organ_id, found.enterprise_code, timezone.localdate(found.opened_at)),
        "goes_out": request.actor.has(*VISITORS),
        "bans": BANS,
        "must_nots": MUST_NOTS,
        "source": CONDUCT_SOURCE,
    }
    if mine and found.closed_at is None:
        code = operations.visit_code(found.id)
        path = page_url("portal:visit", code, default="")
        facts |= {
            "code": grouped(code),
            "svg": drawn(f"{settings.MINGJING_PORTAL_URL}{path}", "入企检查码") if path else "",
        }
    return render(request, "bureau/publicity/visit.html", facts)


@page(*VISITORS)
def visit_close(request: BureauRequest, visit_id: UUID) -> HttpResponse:
    """Leave: the result, and what is to be corrected or handled."""
    found, table = _seen(request, visit_id), result_table(timezone.localdate())

    def act(typed: Typed) -> str:
        told = {"result": ",".join(typed["result"]), "note": typed["note"]}
        operations.close_visit(visit_id=found.id, by=request.actor, at=timezone.now(), **told)
        public = "检查结果已登记待公示，由公示员公开。" if found.is_random else ""
        return f"{found.number} 已登记离开，企业凭检查码可以看到结果，可以评价。{public}"

    fields = (
        Field("result", "检查结果", "checkboxes", required=True, choices=[(key, one.name) for key, one in table.results.items()],
              help="可以选几项；“未发现问题”不与其他结果同时选"),
        Field("note", "说明", "textarea", rows=3, attributes={"maxlength": 1000},
              help="发现问题、不配合检查的，写明内容和期限；企业会看到" + ("，脱敏以后随结果公开" if found.is_random else "")),
    )  # fmt: skip
    here = reverse("bureau:visit", args=[found.id])
    return step(request, Step(
        f"离开 {found.enterprise}", (("入企检查", reverse("bureau:visits")), (found.number, here), ("离开", "")), fields, act,
        "登记离开", here, note=f"{found.item.name}，{timezone.localtime(found.opened_at):%Y-%m-%d %H:%M} 到达。",
    ))  # fmt: skip
