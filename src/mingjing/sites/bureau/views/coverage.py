"""全过程记录覆盖表: which stages of a case are recorded in text and audio-video; the figures over an organ's cases; reasons."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.cases import operations
from mingjing.cases.queries import coverage as queries
from mingjing.cases.queries.owing import list_remarks
from mingjing.cases.queries.page import CasePage
from mingjing.cases.terms.recording import LEVEL_NAMES, STAND_NAMES, WHY_NAMES, Level, Owed, Stand, Why
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.records import queries as records
from mingjing.records.terms import COLLECTORS
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases import stages
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

PAGE = 20
MOST = 5000
LONGEST = timedelta(days=366 * 3)
CASE_HEADINGS = (
    "阶段", "步骤", "办理时间", "应当记录", "清单事项", "起点", "止点", "音像段数", "情况", "未录的说明", "说明人",
)  # fmt: skip
HEADINGS = ("机关", "案号", "当事人", "案由", "案件阶段", "承办人", "登记日期", "有缺口的阶段", "还欠音像的步骤")


def number_of(found: CasePage) -> str:
    """How a case is called."""
    return str(found.row["number"] or found.row["lead_number"])


@page(*CASE_ROLES)
def case_coverage(request: BureauRequest, case_id: UUID) -> HttpResponse:
    """The matrix of one case, to read and to print."""
    found = seen(request, case_id, "recordings")
    facts = {
        "case": found, "number": number_of(found), "rows": queries.matrix(found.facts), "names": STAND_NAMES,
        "levels": LEVEL_NAMES, "why": WHY_NAMES, "today": timezone.localdate(), "may_say": may_explain(request, found),
    }  # fmt: skip
    return render(request, "bureau/cases/coverage.html", facts)


def may_explain(request: BureauRequest, found: CasePage) -> bool:
    """Whether this person may say why something is not recorded."""
    mine = request.actor.organ_id == found.facts.organ.id and request.actor.has(*COLLECTORS)
    return mine and found.facts.stage != "archived"


@page(*CASE_ROLES)
def case_coverage_export(request: BureauRequest, case_id: UUID, kind: str) -> HttpResponse:
    """The same as a table: one line per act of which a recording is owed, one per stage without any."""
    found = seen(request, case_id, "recordings")
    lines: list[list[str]] = []
    for row in queries.matrix(found.facts):
        lines += [_cells(row.name, one) for one in row.items]
        if not row.items:
            lines.append([row.name, f"{row.acts} 步", *[""] * 6, row.hole or ("有文字记录" if row.acts else "不需要")])
    return sheet(
        kind, "coverage", "全过程记录覆盖表", CASE_HEADINGS, [line + [""] * (11 - len(line)) for line in lines]
    )


def _cells(stage: str, one: Owed) -> list[str]:
    said = [one.told, *(f"{WHY_NAMES.get(Why(each.why), each.why)}：{each.text}" for each in one.reasons)]
    told = "；".join(filter(None, said))
    return [
        stage, one.name, f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M}", LEVEL_NAMES[one.duty.level], one.duty.row, one.duty.start,
        one.duty.end, str(len(one.films)), STAND_NAMES[one.stand], told, "、".join(each.by_name for each in one.reasons),
    ]  # fmt: skip


@page(*COLLECTORS)
def recording_explain(request: BureauRequest, case_id: UUID, seq: int) -> HttpResponse:
    """Say why an act was not recorded, or one gap of it."""
    found = seen(request, case_id, "recordings")
    one = next((each for each in queries.missing(found.facts) if each.act_seq == seq), None)
    if found.facts.act(seq) is None or not may_explain(request, found):
        raise Http404
    back = f"{reverse('bureau:case', args=[case_id])}?tab=recordings"
    trail = (("案件", reverse("bureau:cases")), (number_of(found), back), ("说明没有音像记录", ""))

    def act(typed: Typed) -> str:
        gap = str(typed.get("gap", ""))
        operations.explain_recording(
            case_id=case_id, act_seq=seq, why=typed.get("why", ""), text=typed.get("text", ""), person=typed.get("person", ""),
            remedy=typed.get("remedy", ""), by=request.actor, now=timezone.now(), gap=int(gap) if gap else None,
        )  # fmt: skip
        return "已说明，原因记入留痕台账，监督员和负责人看得到。"

    note = queries.say(one) + "。" if one else "这一步现在不欠音像记录。"
    fields = _fields(request, one) if one else ()
    return step(request, Step("说明没有音像记录", trail, fields, act, "登记说明", back, note=note))


def _fields(request: BureauRequest, one: Owed) -> tuple[Field, ...]:
    strict = one.duty.level is not Level.SOME or one.stand is Stand.GAPS
    choices = [(str(key), word) for key, word in WHY_NAMES.items() if key is not Why.TEXT or not strict]
    gaps = [
        (str(place), f"{since.astimezone(CHINA):%m-%d %H:%M:%S} 至 {until.astimezone(CHINA):%H:%M:%S}")
        for place, (since, until) in enumerate(one.gaps)
    ]
    who = (
        Field("person", "责任人", required=True, value=request.actor.name, help="当时负责记录的人员", attributes={"maxlength": 60}),
        Field("remedy", "补救", "textarea", required=True, help="例如请见证人在场、笔录注明、设备已送修", attributes={"maxlength": 500}),
    )  # fmt: skip
    return (
        *((Field("gap", "哪一段", "select", required=True, choices=gaps),) if gaps else ()),
        Field("why", "原因", "select", required=True, choices=[("", "请选择"), *choices]),
        Field("text", "经过", "textarea", required=True, help=f"不少于 {one.duty.letters} 个字", attributes={"maxlength": 500}),
        *(who if strict else ()),
    )  # fmt: skip


def _asked(request: BureauRequest) -> dict[str, Any]:
    """Which organ (None: every organ a supervisor sees), which days, which stage."""
    today = timezone.localdate()
    until = min(as_day(request.GET.get("until", "")) or today, today)
    since = as_day(request.GET.get("since", "")) or until.replace(month=1, day=1)
    since = min(max(since, until - LONGEST), until)
    slug = request.GET.get("organ", "")
    chosen = organs.organ_by_slug(slug) if request.actor.has(Role.SUPERVISOR) and slug else None
    organ_id = request.actor.organ_id if not request.actor.has(Role.SUPERVISOR) else chosen.id if chosen else None
    return {"organ_id": organ_id, "since": since, "until": until, "slug": chosen.slug if chosen else ""}


@page(Role.SUPERVISOR, Role.HEAD)
def coverage(request: BureauRequest) -> HttpResponse:
    """How many cases have a hole in which stage, the cases, and what the organ's list lacks."""
    asked, stage = _asked(request), request.GET.get("stage", "")
    given = (request.actor, asked["organ_id"], asked["since"], asked["until"])
    rows, more = queries.holed(*given, stage=stage, after=request.GET.get("after", "")[:100], limit=PAGE)
    fields = [Field("since", "案件登记从", "date", asked["since"]), Field("until", "到", "date", asked["until"])]
    every = organs.organs()
    if request.actor.has(Role.SUPERVISOR):
        choices = [("", "全部机关"), *((one.slug, one.name) for one in every)]
        fields.insert(0, Field("organ", "机关", "select", asked["slug"], choices=choices))
    found = queries.coverage(*given)
    fields.append(
        Field(
            "stage",
            "缺口在",
            "select",
            stage,
            choices=[("", "任一阶段"), *((one.key, one.name) for one in found.stages)],
        )
    )
    facts = {
        "found": found, "rows": rows, "next": more, "filters": fields, "asked": asked, "stage": stage,
        "stage_names": {one.key: one.name for one in found.stages}, "case_stages": stages(),
        "organs": {one.id: one.name for one in every},
        "remarks": _remarks(asked["organ_id"]) if asked["organ_id"] else (),
    }  # fmt: skip
    return render(request, "bureau/cases/coverage_organ.html", facts)


def _remarks(organ_id: UUID) -> tuple[Finding, ...]:
    """What is wrong with the organ's list: lines that lack (AV-07), months that are too few (REC-81)."""
    today = timezone.localdate()
    return (*list_remarks(organ_id, today), *records.keeping_remarks(organ_id, today))


@page(Role.SUPERVISOR, Role.HEAD)
def coverage_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The cases with a hole as a table; at most `MOST`."""
    asked = _asked(request)
    names = {one.id: one.name for one in organs.organs()}
    words, steps = queries.stage_names(), stages()
    rows = queries.every_holed(
        request.actor, asked["organ_id"], asked["since"], asked["until"], request.GET.get("stage", "")
    )
    lines = [
        [
            names.get(row["organ_id"], ""), row["number"] or row["lead_number"], row["party_name"], row["cause"],
            steps.get(row["stage"], row["stage"]), row["handlers"], f"{timezone.localdate(row['opened_at'])}",
            "、".join(words.get(key, key) for key in row["holes"].split()), str(row["av_owed"]),
        ]
        for _, row in zip(range(MOST), rows, strict=False)
    ]  # fmt: skip
    return sheet(kind, f"coverage-{asked['since']}-{asked['until']}", "全过程记录覆盖", HEADINGS, lines)
