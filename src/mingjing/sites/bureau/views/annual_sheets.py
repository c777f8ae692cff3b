"""Figures filled in by hand: the form, the sheet as another person checks it, organs outside the platform."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.annual import SEEING, SIGNING
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms import SHEET_NAMES, Fed, SheetFacts, SheetState

NOTE = "不掌握的空着，没有发生的填 0，两者不一样。填好后由另一人对照来源文件核对，核对后计入报告并标明“手工填报”。"


@page(*SIGNING)
def sheet_new(request: BureauRequest, year: int) -> HttpResponse:
    """Fill in what the platform does not know of the own organ."""
    own = organs.organ(request.actor.organ_id)
    asked = request.GET.get("quarter", "")
    quarter = int(asked) if asked in {"1", "2", "3", "4"} else 0
    return _form(request, own.id, own.name, own.region, year, quarter, outside=False)


@page(Role.SUPERVISOR)
def sheet_outside(request: BureauRequest, year: int, outsider_id: UUID) -> HttpResponse:
    """Fill in the figures of an organ outside the platform, from its document."""
    found = queries.outsider(outsider_id)
    if found is None:
        raise Http404
    operations.supervises_region.require(request.actor, found.region, doing="填报平台外机关的数据")
    return _form(request, found.id, found.name, found.region, year, 0, outside=True)


def _form(
    request: BureauRequest, subject_id: UUID, name: str, region: str, year: int, quarter: int, *, outside: bool
) -> HttpResponse:
    if not queries.FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    last = queries.last_sheet(subject_id, year, quarter)
    lines = queries.feedable_lines(region, year, quarter, outside=outside)
    keys = [one.key for _, cells in lines for one in cells]

    def act(typed: Typed) -> str:
        made = operations.enter_sheet(
            subject_id=subject_id, year=year, quarter=quarter, source=typed["source"], reason=typed.get("reason", ""),
            values={key: (typed[key], typed.get(f"{key}-amount", "")) for key in keys}, by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已填报{made.subject_name} {made.year} 年的数据，等待另一人核对。"

    period = f"{year} 年" + (queries.NAMES[quarter] if quarter else "")
    back = f"{reverse('bureau:annual')}?year={year}"
    return step(request, Step(
        f"手工填报 {period}统计数据：{name}", (("统计年报", back), ("手工填报", "")), _fields(lines, last), act, "填报，送核对", back,
        note=NOTE,
    ))  # fmt: skip


def _fields(lines: Any, last: SheetFacts | None) -> tuple[Field, ...]:
    """The source first, then every line under the name of its table."""
    kept = last.values if last else {}
    fields = [
        Field(
            "source", "来源文件", value=last.source if last else "", required=True, wide=True,
            example="《2026年行政许可工作台账》（示行审〔2027〕2号）", help="名称、文号或者日期，可以查对",
            attributes={"maxlength": 300},
        )
    ]  # fmt: skip
    if last and last.state == SheetState.CHECKED:
        fields.append(Field("reason", "修改理由", "textarea", required=True, rows=2, help="已有一份核对过的填报"))
    for table, cells in lines:
        part = table.title
        for one in cells:
            fed, label = kept.get(one.key) or Fed(), one.label
            fields.append(
                Field(one.key, label, "number", _shown(fed.count), attributes={"min": 0, "step": 1}, part=part)
            )
            part = ""
            if table.money:
                fields.append(Field(f"{one.key}-amount", f"{label}，金额", "money", _shown(fed.amount)))
    return tuple(fields)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _seen(request: BureauRequest, sheet_id: UUID) -> SheetFacts:
    found = queries.sheet(sheet_id)
    if found is None:
        raise Http404
    if not found.outside:
        operations.sees_figures.require(request.actor, found.subject_id, doing="查看手工填报")
    else:
        operations.supervises_region.require(request.actor, found.region, doing="查看手工填报")
    return found


@page(*SEEING)
def sheet(request: BureauRequest, sheet_id: UUID) -> HttpResponse:
    """A sheet beside its source: who filled it in, who checked it; a button for another person."""
    found = _seen(request, sheet_id)
    lines = queries.feedable_lines(found.region, found.year, found.quarter, outside=found.outside)
    tables = [(table, [(one, found.values.get(one.key) or Fed()) for one in cells]) for table, cells in lines]
    facts = {
        "sheet": found,
        "tables": [(table, rows) for table, rows in tables if any(one.key in found.values for one, _ in rows)],
        "state": SHEET_NAMES[SheetState(found.state)],
        "may_check": found.state == SheetState.ENTERED and operations.keeps_sheet(request.actor, found),
        "others": [one for one in queries.sheets(found.subject_id, found.year) if one.id != found.id],
        "names": SHEET_NAMES,
    }
    return render(request, "bureau/publicity/sheet.html", facts)


@page(*SEEING)
def sheet_check(request: BureauRequest, sheet_id: UUID) -> HttpResponse:
    """Find the sheet equal to its source document."""
    found = _seen(request, sheet_id)
    address = reverse("bureau:sheet", args=[sheet_id])
    if request.method == "POST":
        operations.check_sheet(sheet_id=sheet_id, by=request.actor, at=timezone.now())
        messages.success(request, f"{found.subject_name} {found.year} 年的手工填报已核对，计入报告并标明“手工填报”。")
    return HttpResponseRedirect(address)


@page(*SEEING)
def sheet_return(request: BureauRequest, sheet_id: UUID) -> HttpResponse:
    """Send the sheet back with what differs."""
    found = _seen(request, sheet_id)
    operations.keeps_sheet.require(request.actor, found, doing="退回手工填报")
    back = reverse("bureau:sheet", args=[sheet_id])

    def act(typed: Typed) -> str:
        operations.return_sheet(sheet_id=sheet_id, reason=typed["reason"], by=request.actor, at=timezone.now())
        return "已退回，填报人改好后重新填报。"

    reason = Field(
        "reason", "退回理由", "textarea", required=True, rows=2, example="行政许可受理件数与台账不符，台账是 35 件"
    )
    return step(request, Step(
        f"退回手工填报：{found.subject_name}", (("统计年报", reverse("bureau:annual")), ("手工填报", back), ("退回", "")), (reason,), act,
        "退回", back, note="写明哪一项与来源文件不一致。",
    ))  # fmt: skip


@page(Role.SUPERVISOR)
def outsider_new(request: BureauRequest) -> HttpResponse:
    """Name an organ outside the platform."""

    def act(typed: Typed) -> str:
        made = operations.register_outsider(name=typed["name"], by=request.actor, at=timezone.now())
        return f"已登记{made.name}，可以填报它的年度数据。"

    back = reverse("bureau:annual")
    name = Field("name", "机关全称", required=True, example="示范县烟草专卖局", attributes={"maxlength": 100})
    return step(request, Step(
        "登记平台外的机关", (("统计年报汇总", back), ("登记平台外的机关", "")), (name,), act, "登记", back,
        note="本区域不使用本平台办案的执法机关（例如垂直管理的机关），它的数据由执法监督员照来源文件填报，计入区域汇总并标明“手工填报”。",
    ))  # fmt: skip
