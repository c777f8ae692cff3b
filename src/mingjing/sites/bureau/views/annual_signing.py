"""Signing the year, a quarter, the region's sum; and the receipt of the government."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import queries as organs
from mingjing.sites.bureau.views.annual import SIGNING
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.supervision import operations, queries
from mingjing.supervision.terms import Scope

NOTE = "数字由系统按统计口径从案件计算，定稿后固定下来；"
PUBLIC = "另一人审核、负责人或者公示员发布后，公众在门户看到（国办发〔2018〕118号第二部分（六））。"


def _text(value: str) -> Field:
    return Field(
        "text", "总体情况", "textarea", value, required=True, rows=12,
        help="已按数字起草，请核对、修改；一段一行，最后补充主要做法、问题和下一步安排", attributes={"maxlength": 2000},
    )  # fmt: skip


def _reason(known: object, what: str) -> tuple[Field, ...]:
    if not known:
        return ()
    return (Field("reason", "更正理由", "textarea", required=True, rows=2, help=what),)


@page(*SIGNING)
def annual_sign(request: BureauRequest, year: int) -> HttpResponse:
    """Freeze the figures with the text part; they then go the way of every public list."""
    own = organs.organ(request.actor.organ_id)
    before = queries.newest(Scope.ANNUAL, own.id, year) if _countable(year) else None

    def act(typed: Typed) -> str:
        made = operations.sign_annual(
            organ_id=own.id, year=year, text=typed["text"], reason=typed.get("reason", ""), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        return f"“{made.name}”已定稿，等待审核、发布；此后办理的案件不再改变这份年报的数字。"

    text = before.text if before else _drafted(year, lambda: queries.draft(queries.annual(own.id, year)))
    back = f"{reverse('bureau:annual')}?year={year}"
    return step(request, Step(
        f"定稿 {year} 年行政执法统计年报", (("统计年报", back), ("定稿", "")),
        (_text(text), *_reason(before, "已经定稿过这一年的年报；公众会看到理由")), act, "定稿，送审核", back,
        then=lambda: _newest(Scope.ANNUAL, own.id, year), aliases={"year": "text", "code": "text"}, note=NOTE + PUBLIC,
    ))  # fmt: skip


@page(*SIGNING)
def quarter_sign(request: BureauRequest, year: int, quarter: int) -> HttpResponse:
    """Freeze the figures of a quarter."""
    if quarter not in queries.NAMES or not _countable(year):
        raise Http404
    own = organs.organ(request.actor.organ_id)
    before = queries.newest(Scope.QUARTER, own.id, year, quarter)

    def act(typed: Typed) -> str:
        made = operations.sign_quarter(
            organ_id=own.id, year=year, quarter=quarter, text=typed["text"], reason=typed.get("reason", ""),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"“{made.title}”已定稿，执法监督机关可以看到。"

    text = before.text if before else queries.draft(queries.annual(own.id, year, quarter))
    back = f"{reverse('bureau:annual')}?year={year}&quarter={quarter}"
    return step(request, Step(
        f"定稿 {year} 年{queries.NAMES[quarter]}统计季报", (("统计年报", back), ("季报定稿", "")),
        (_text(text), *_reason(before, "这个季度已经定稿过")), act, "定稿，报送", back,
        then=lambda: _newest(Scope.QUARTER, own.id, year, quarter), aliases={"year": "text", "quarter": "text"},
        note=f"{NOTE}季报供上级和监督机关使用，不在门户公开。",
    ))  # fmt: skip


@page(Role.SUPERVISOR)
def rollup_sign(request: BureauRequest, year: int) -> HttpResponse:
    """Freeze the sum of the region."""
    own = organs.organ(request.actor.organ_id)
    before = queries.rollup(own.region, year) if _countable(year) else None

    def act(typed: Typed) -> str:
        made = operations.sign_rollup(
            region=own.region, year=year, text=typed["text"], reason=typed.get("reason", ""), by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
        return f"“{made.name}”已定稿，等待另一名监督员审核、发布。"

    text = before.text if before else _drafted(year, lambda: queries.draft(queries.roll_up(own.id, own.region, year)))
    back = f"{reverse('bureau:annual')}?year={year}"
    return step(request, Step(
        f"定稿{own.region} {year} 年统计年报汇总", (("统计年报汇总", back), ("定稿", "")),
        (_text(text), *_reason(before, "已经定稿过这一年的汇总；公众会看到理由")), act, "定稿，送审核", back,
        then=lambda: _newest(Scope.ROLLUP, own.id, year), aliases={"year": "text", "code": "text"},
        note="每个数字都是各单位报告之和；各单位定稿以后案件有变化的，会指出是哪一个单位、哪一个数字。没有报送的单位列在汇总里。",
    ))  # fmt: skip


@page(*SIGNING, Role.SUPERVISOR)
def report_receipt(request: BureauRequest, report_id: UUID) -> HttpResponse:
    """Enter the receipt of the government."""
    found = queries.report(report_id)
    if found is None:
        raise Http404
    operations.keeps_report.require(request.actor, found, doing="登记报告回执")
    government = organs.organ(found.organ_id).government

    def act(typed: Typed) -> str:
        made = operations.record_receipt(
            report_id=report_id, number=typed["number"], received_on=typed["received_on"], body=typed["body"],
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
        return f"已登记{made.body}的回执 {made.number}。"

    back = reverse("bureau:report", args=[report_id])
    fields = (
        Field("body", "接收单位", value=government, required=True, attributes={"maxlength": 100}),
        Field("number", "回执编号", required=True, example="示政办收〔2027〕15号", attributes={"maxlength": 60}),
        Field("received_on", "回执日期", "date", required=True),
    )
    return step(request, Step(
        "登记报送回执", (("统计年报", reverse("bureau:annual")), (found.title, back), ("回执", "")), fields, act, "登记", back,
        note="年报公布以外，还要报本级人民政府和上级主管部门（国办发〔2018〕118号第二部分（六））。照收文回执填写。",
    ))  # fmt: skip


def _countable(year: int) -> bool:
    return queries.FIRST_YEAR <= year <= date.max.year and year <= timezone.localdate().year


def _drafted(year: int, make: Callable[[], str]) -> str:
    return make() if _countable(year) else ""


def _newest(scope: Scope, organ_id: UUID, year: int, quarter: int = 0) -> str:
    found = queries.newest(scope, organ_id, year, quarter)
    return reverse("bureau:report", args=[found.id]) if found else reverse("bureau:annual")
