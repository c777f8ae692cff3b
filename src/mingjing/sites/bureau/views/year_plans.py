"""年度检查计划: drawn up line by line, approved, amended, and held against what was done."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, moment_after, page_url
from mingjing.foundation.people import Role
from mingjing.inspections import operations, queries
from mingjing.inspections.terms import KEEPERS, READERS
from mingjing.inspections.terms.yearly import (
    MODE_NAMES,
    LineDraft,
    LineFacts,
    VersionFacts,
    VersionState,
    YearPlanFacts,
)
from mingjing.publicity import queries as publicity
from mingjing.sites.bureau.views.filling import Step, Typed, step, wholes
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

HOME, PAGE = "年度检查计划", 20
NEW = LineDraft(None, "", 0, 1, 12, "")
MONTHS = [(str(month), f"{month} 月") for month in range(1, 13)]


def _trail(found: YearPlanFacts | None, title: str) -> tuple[tuple[str, str], ...]:
    here = ((found.number, reverse("bureau:year_plan", args=[found.id])),) if found else ()
    return ((HOME, reverse("bureau:year_plans")), *here, (title, ""))


@page(*READERS)
def year_plans(request: BureauRequest) -> HttpResponse:
    """The plans, newest first."""
    q = request.GET.get("q", "").strip()[:60]
    found = queries.year_plans(request.actor, q=q, before=moment_after(request), limit=PAGE + 1)
    facts = {
        "rows": found[:PAGE],
        "next": found[PAGE - 1].made_at.isoformat() if len(found) > PAGE else "",
        "q": q,
        "keeps": request.actor.has(*KEEPERS),
        "filters": (Field("q", "计划名称、编号、机关", "search", q, attributes={"maxlength": 60}),),
    }
    return render(request, "bureau/inspections/year_plans.html", facts)


def _seen(request: BureauRequest, plan_id: UUID) -> YearPlanFacts:
    found = queries.year_plan(plan_id, request.actor)
    if found is None:
        raise Http404
    return found


def _kept(request: BureauRequest, plan_id: UUID) -> YearPlanFacts:
    found = _seen(request, plan_id)
    operations.keeps_draws.require(request.actor, found.organ_id, doing="办理年度检查计划")
    return found


@page(*KEEPERS)
def year_plan_new(request: BureauRequest) -> HttpResponse:
    """Begin the plan of a year."""
    made: list[YearPlanFacts] = []
    today = timezone.localdate()

    def act(typed: Typed) -> str:
        told = {"title": typed["title"], **wholes(typed, ["year"]), "by": request.actor, "at": timezone.now()}
        made.append(operations.make_year_plan(**told))
        return f"已拟定 {made[0].number}。接着逐项登记检查事项、对象、数量和月份。"

    fields = (
        Field("title", "计划名称", value=f"{today.year} 年度行政检查计划", required=True, wide=True, attributes={"maxlength": 120}),
        Field("year", "年度", "number", today.year, required=True, help="每个机关每年一份", attributes={"maxlength": 4, "inputmode": "numeric"}),
    )  # fmt: skip
    return step(request, Step(
        "拟定年度检查计划", _trail(None, "拟定"), fields, act, "保存", reverse("bureau:year_plans"),
        then=lambda: reverse("bureau:year_plan", args=[made[0].id]), note="计划由负责人批准，在门户公布；不得下达罚款、办案、检查的指标（国办发〔2024〕54号）。",
    ))  # fmt: skip


@page(*READERS)
def year_plan(request: BureauRequest, year_plan_id: UUID) -> HttpResponse:
    """One plan: its lines with what was done, its versions, what may be done next."""
    found = _seen(request, year_plan_id)
    versions = queries.versions(year_plan_id)
    shown = _version(request, versions)
    public = page_url("portal:year_plan", found.number, default="")
    facts: dict[str, Any] = {
        "plan": found,
        "versions": versions,
        "shown": shown,
        "lines": queries.lines(shown.id),
        "open": next((one for one in versions if one.state == VersionState.DRAFT), None),
        "keeps": operations.keeps_draws(request.actor, found.organ_id),
        "heads": operations.approves_draws(request.actor, found.organ_id),
        "public": f"{settings.MINGJING_PORTAL_URL}{public}" if public and found.approved_at else "",
    }
    return render(request, "bureau/inspections/year_plan.html", facts)


def _version(request: BureauRequest, versions: tuple[VersionFacts, ...]) -> VersionFacts:
    """The version asked for, or the newest that was not given up."""
    asked = request.GET.get("v", "")
    kept = [one for one in versions if one.state != VersionState.DROPPED]
    return next((one for one in versions if str(one.seq) == asked), kept[0])


def _line_fields(request: BureauRequest, line: LineFacts | None) -> tuple[Field, ...]:
    said = line or NEW
    items = [
        (str(one.entry_id), f"{one.name}（{one.code}）")
        for one in publicity.check_items(request.actor.organ_id, timezone.localdate())
    ]
    none = "只列出本机关公开的事项" if items else "本机关还没有公开的检查事项，先到“事前公示”发布"
    return (
        Field("item", "检查事项", "select", str(said.entry_id or ""), required=True, choices=[("", "请选择"), *items], help=none, wide=True),
        Field("subjects", "检查对象", value=said.subjects, required=True, wide=True, example="示范县内的加油站", help="企业或者类别", attributes={"maxlength": 200}),
        Field("wanted", "数量", "number", said.wanted or "", required=True, unit="家次", attributes={"inputmode": "numeric", "maxlength": 6}),
        Field("mode", "方式", "select", said.mode, required=True, choices=[("", "请选择"), *((one.value, name) for one, name in MODE_NAMES.items())]),
        Field("month_from", "起月", "select", str(said.month_from), required=True, choices=MONTHS),
        Field("month_to", "止月", "select", str(said.month_to), required=True, choices=MONTHS),
        Field("partners", "联合机关", value=said.partners, wide=True, help="部门联合检查的写全称", attributes={"maxlength": 200}),
        Field("ordered", "专项检查的批准", value=said.ordered, example="示范县人民政府 示政办〔2026〕9号", help="专项检查的写由谁批准和文号", attributes={"maxlength": 120}),
        Field("until", "专项检查截止", "date", said.until),
    )  # fmt: skip


def _line_draft(typed: Typed) -> LineDraft:
    told = typed | wholes(typed, ("wanted", "month_from", "month_to"))
    columns = ("subjects", "wanted", "month_from", "month_to", "mode", "partners", "ordered", "until")
    return LineDraft(UUID(typed["item"]), *(told[name] for name in columns))


def _keep(request: BureauRequest, plan: YearPlanFacts, line: LineFacts | None) -> HttpResponse:
    """The form of a line, new or changed."""
    title, back = (f"修改第 {line.key} 项" if line else "登记一项"), reverse("bureau:year_plan", args=[plan.id])

    def act(typed: Typed) -> str:
        key, draft = line.key if line else None, _line_draft(typed)
        done = operations.keep_year_line(plan_id=plan.id, key=key, draft=draft, by=request.actor, at=timezone.now())
        return f"{done.number} 已保存。"

    fields = _line_fields(request, line)
    return step(
        request,
        Step(title, _trail(plan, title), fields, act, "保存", back, note=f"{plan.title}：数量写检查多少家企业。"),
    )


@page(*KEEPERS)
def year_line_new(request: BureauRequest, year_plan_id: UUID) -> HttpResponse:
    """A line more."""
    return _keep(request, _kept(request, year_plan_id), None)


def _line(plan: YearPlanFacts, key: int) -> LineFacts | None:
    versions = queries.versions(plan.id)
    version = next((one for one in versions if one.state == VersionState.DRAFT), versions[0])
    return next((one for one in queries.lines(version.id) if one.key == key), None)


@page(*KEEPERS)
def year_line(request: BureauRequest, year_plan_id: UUID, line_key: int) -> HttpResponse:
    """Change a line of the version that is drawn up."""
    plan = _kept(request, year_plan_id)
    line = _line(plan, line_key)
    if line is None:
        raise Http404
    return _keep(request, plan, line)


@page(*KEEPERS)
def year_line_drop(request: BureauRequest, year_plan_id: UUID, line_key: int) -> HttpResponse:
    """Take a line out: asked once more."""
    plan = _kept(request, year_plan_id)
    line = _line(plan, line_key)

    def act(_: Typed) -> str:
        operations.drop_year_line(plan_id=plan.id, key=line_key, by=request.actor, at=timezone.now())
        return f"第 {line_key} 项已删去。"

    back = reverse("bureau:year_plan", args=[plan.id])
    note = f"{line.item_name}：{line.subjects}，{line.wanted} 家次。" if line else f"第 {line_key} 项已经删去。"
    return step(request, Step("删去这一项", _trail(plan, "删去"), (), act, "删去", back, note=note, danger=True))


@page(*KEEPERS)
def year_plan_amend(request: BureauRequest, year_plan_id: UUID) -> HttpResponse:
    """Begin to amend a published plan."""
    plan = _kept(request, year_plan_id)

    def act(typed: Typed) -> str:
        operations.amend_year_plan(plan_id=plan.id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已开始调整：改好以后由负责人批准，批准以前公布的还是原来的版本。"

    fields = (
        Field("reason", "调整的理由", required=True, wide=True, help="随计划公开", attributes={"maxlength": 300}),
    )
    back = reverse("bureau:year_plan", args=[plan.id])
    return step(request, Step("调整计划", _trail(plan, "调整"), fields, act, "开始调整", back))


@page(Role.HEAD)
def year_plan_approve(request: BureauRequest, year_plan_id: UUID) -> HttpResponse:
    """Approve and publish what was drawn up: asked once more."""
    plan = _seen(request, year_plan_id)
    operations.approves_draws.require(request.actor, plan.organ_id, doing="批准年度检查计划")

    def act(_: Typed) -> str:
        operations.approve_year_plan(plan_id=plan.id, by=request.actor, at=timezone.now())
        return f"{plan.number} 已批准，在门户公布。"

    back, note = (
        reverse("bureau:year_plan", args=[plan.id]),
        f"{plan.title}：批准以后向社会公布；以前的版本一直看得到。",
    )
    return step(request, Step("批准公布", _trail(plan, "批准公布"), (), act, "批准公布", back, note=note, danger=True))


@page(*KEEPERS)
def year_draft_drop(request: BureauRequest, year_plan_id: UUID) -> HttpResponse:
    """Give up an amendment: asked once more."""
    plan = _kept(request, year_plan_id)

    def act(_: Typed) -> str:
        operations.drop_year_draft(plan_id=plan.id, by=request.actor, at=timezone.now())
        return "已放弃这次调整，公布的版本不变。"

    back, note = reverse("bureau:year_plan", args=[plan.id]), "拟定中的版本作废，公布的版本不变。"
    return step(request, Step("放弃调整", _trail(plan, "放弃调整"), (), act, "放弃", back, note=note, danger=True))


def _standing(found: YearPlanFacts) -> tuple[LineFacts, ...]:
    """The lines in force, or those that are drawn up where nothing was approved yet."""
    versions = queries.versions(found.id)
    version = next((one for one in versions if one.state == VersionState.STANDING), versions[0])
    return queries.lines(version.id)


@page(*READERS)
def year_report(request: BureauRequest, year_plan_id: UUID) -> HttpResponse:
    """Done against planned, and what was inspected outside of the plan; printed as the report at the end of the year."""
    found = _seen(request, year_plan_id)
    lines, outside = _standing(found), queries.unplanned(found.organ_id, found.year)
    facts = {
        "plan": found,
        "lines": lines,
        "outside": outside,
        "wanted": sum(one.wanted for one in lines),
        "done": sum(one.done for one in lines),
        "unplanned": sum(one.count for one in outside),
        "today": timezone.localdate(),
    }
    return render(request, "bureau/inspections/year_report.html", facts)


@page(*READERS)
def year_report_sheet(request: BureauRequest, year_plan_id: UUID, kind: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    found = _seen(request, year_plan_id)
    rows = [
        (one.number, one.item_name, one.subjects, one.mode_name, one.months, one.partners, str(one.wanted), str(one.done), one.share)
        for one in _standing(found)
    ]  # fmt: skip
    rows += [
        ("计划以外", "", "", one.kind, "", one.cause, "", str(one.count), "")
        for one in queries.unplanned(found.organ_id, found.year)
    ]
    headings = ("条目", "检查事项", "检查对象", "方式", "月份", "联合机关（起因）", "计划", "已检查", "完成")
    return sheet(kind, f"year-plan-{found.year}", f"{found.year}年度检查计划执行", headings, rows)
