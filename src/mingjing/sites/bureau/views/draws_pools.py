"""The lists of a plan: enterprises typed, imported or left out; officers left out; who must avoid whom."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.inspections import operations, queries
from mingjing.inspections.terms import (
    CREDITS,
    KEEPERS,
    MOST_ROWS,
    OFFICER_OUT_NAMES,
    PARTY_OUT_NAMES,
    READERS,
    RISKS,
    Move,
    PartyOut,
    PartyRow,
)
from mingjing.inspections.terms import MOVES as ALLOWED
from mingjing.parties import queries as register
from mingjing.sites.bureau.views.draws import seen
from mingjing.sites.bureau.views.draws_moves import kept, trail
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.sites.bureau.views.uploads import BODY_LIMIT, Lines, below, table_field, uploaded

PAGE = 50
HEADINGS = ("统一社会信用代码", "企业名称", "风险等级", "信用等级")
EXAMPLE = ("91130821MA0HTEA1XE", "示范县恒源化工有限公司", "高风险", "信用B")
BY_REGISTER = "按分级分类名录"


@page(*READERS)
def draw_parties(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """The list of enterprises, by code, fifty a page."""
    found, q = seen(request, plan_id), request.GET.get("q", "").strip()[:60]
    rows = queries.parties(plan_id, q=q, after=request.GET.get("after", "")[:18].replace("\0", ""), limit=PAGE + 1)
    facts = {
        "plan": found,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1]["code"] if len(rows) > PAGE else "",
        "counts": queries.pool_counts(plan_id),
        "keeps": operations.keeps_draws(request.actor, found.organ_id) and found.state in ALLOWED[Move.POOL],
        "risks": RISKS,
        "credits": CREDITS,
        "out_names": PARTY_OUT_NAMES,
        "q": q,
        "filters": (Field("q", "企业名称、信用代码", "search", q, attributes={"maxlength": 60}),),
    }
    return render(request, "bureau/draws/parties.html", facts)


@page(*KEEPERS)
def draw_party_new(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """One enterprise, typed; `?party=` one of the register of parties."""
    found = kept(request, plan_id)
    known = _known(request.GET.get("party", ""))

    def act(typed: Typed) -> str:
        row = PartyRow(typed["code"], typed["name"], typed["risk"], typed["credit"])
        new, _ = operations.add_parties(plan_id=plan_id, rows=[row], by=request.actor, at=timezone.now())
        return f"{row.name} 已{'登记' if new else '更新'}。"

    fields = (
        Field("code", "统一社会信用代码", value=known[0], required=True, example=EXAMPLE[0], attributes={"maxlength": 18, "autocapitalize": "characters", "autocomplete": "off"}),
        Field("name", "企业名称", value=known[1], required=True, attributes={"maxlength": 120}),
        Field("risk", "风险等级", "select", choices=[("", BY_REGISTER), *RISKS.items()], help="决定所在的层：风险高的多抽"),
        Field("credit", "信用等级", "select", choices=[("", BY_REGISTER), *CREDITS.items()], help="决定层内的权数：守信的少抽，都抽得到"),
    )  # fmt: skip
    back = reverse("bureau:draw_parties", args=[plan_id])
    return step(request, Step("登记企业", trail(found, "登记企业"), fields, act, "登记", back))


def _known(text: str) -> tuple[str, str]:
    """Code and name of a party of the register; empty where none was named."""
    if not text:
        return "", ""
    one = next(iter(register.find(text[:40], limit=1)), None)
    return (one.id_number, one.name) if one and one.is_unit else ("", "")


@page(*KEEPERS)
def draw_import(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """Many enterprises from a table; with one faulty row none is taken, and each is told."""
    found = kept(request, plan_id)

    def act(_: Typed) -> str:
        rows = _rows(uploaded(request))
        new, renewed = operations.add_parties(plan_id=plan_id, rows=rows, by=request.actor, at=timezone.now())
        return f"已登记 {new} 家，更新 {renewed} 家。"

    note = f"第一行是列名：{'、'.join(HEADINGS)}。风险等级写{'、'.join(RISKS.values())}，信用等级写{'、'.join(CREDITS.values())}，空着的取分级分类名录里施行的等级，名录里没有的按一般风险、信用未评。一次最多 {MOST_ROWS} 行。"
    fields = (table_field("企业名单"),)
    back = reverse("bureau:draw_parties", args=[plan_id])
    return step(request, Step("导入企业名单", trail(found, "导入企业名单"), fields, act, "导入", back, note=note))


draw_import.body_limit = BODY_LIMIT  # type: ignore[attr-defined]


def _rows(lines: Lines) -> list[PartyRow]:
    """The lines below the headings. Raises Invalid where a heading is missing."""
    risks, credits = ({word: key for key, word in names.items()} for names in (RISKS, CREDITS))
    return [
        PartyRow(code, name, risks.get(risk, risk), credits.get(credit, credit), at)
        for at, (code, name, risk, credit) in below(lines, HEADINGS)
    ]


@page(*KEEPERS)
def draw_template(request: BureauRequest, kind: str) -> HttpResponse:
    """An empty table to fill in, with one example."""
    return sheet(kind, "draw-list", "企业名单", HEADINGS, [EXAMPLE])


@page(*KEEPERS)
def draw_party_out(request: BureauRequest, plan_id: UUID, uscc: str) -> HttpResponse:
    """Leave an enterprise out, or let it in again."""
    found = kept(request, plan_id)
    row = next((one for one in queries.parties(plan_id, q=uscc, limit=5) if one["code"] == uscc.upper()), None)
    if row is None:
        raise Http404

    def act(typed: Typed) -> str:
        told = {"code": row["code"], "reason": typed["reason"], "note": typed["note"]}
        operations.leave_party_out(plan_id=plan_id, by=request.actor, at=timezone.now(), **told)
        return f"{row['name']} 已{'排除' if typed['reason'] else '恢复参加抽取'}。"

    choices = [("", "参加抽取"), *((one.value, PARTY_OUT_NAMES[one]) for one in PartyOut if one is not PartyOut.CAP)]
    fields = (
        Field("reason", "不参加抽取的原因", "select", row["out"], choices=choices, help="公布的是每种原因有几家；检查次数到上限的，冻结时自动排除"),
        Field("note", "说明", value=row["note"], wide=True, help="不公开", attributes={"maxlength": 200}),
    )  # fmt: skip
    back = reverse("bureau:draw_parties", args=[plan_id])
    return step(request, Step(row["name"], trail(found, row["name"]), fields, act, "保存", back))


@page(*KEEPERS)
def draw_officer_out(request: BureauRequest, plan_id: UUID, person_id: UUID) -> HttpResponse:
    """Leave an officer out, or let in again."""
    found = kept(request, plan_id)
    row = next((one for one in queries.officers(plan_id) if one["person_id"] == person_id), None)
    if row is None:
        raise Http404

    def act(typed: Typed) -> str:
        told = {"person_id": person_id, "reason": typed["reason"], "note": typed["note"]}
        operations.leave_officer_out(plan_id=plan_id, by=request.actor, at=timezone.now(), **told)
        return f"{row['name']} 已{'排除' if typed['reason'] else '恢复参加抽取'}。"

    choices = [("", "参加抽取"), *((one.value, name) for one, name in OFFICER_OUT_NAMES.items())]
    fields = (
        Field("reason", "不参加抽取的原因", "select", row["out"], choices=choices),
        Field("note", "说明", value=row["note"], wide=True, help="不公开", attributes={"maxlength": 200}),
    )
    back = reverse("bureau:draw", args=[plan_id])
    return step(request, Step(row["name"], trail(found, row["name"]), fields, act, "保存", back))


@page(*KEEPERS)
def draw_avoid(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """An officer must not inspect an enterprise."""
    found = kept(request, plan_id)

    def act(typed: Typed) -> str:
        told = {"person_id": UUID(typed["person_id"]), "code": typed["code"], "note": typed["note"]}
        operations.tell_avoidance(plan_id=plan_id, by=request.actor, at=timezone.now(), **told)
        return "已登记回避，抽取时不会选派。"

    people = [(str(one["person_id"]), f"{one['name']}（{one['number']}）") for one in queries.officers(plan_id)]
    fields = (
        Field("person_id", "执法人员", "select", required=True, choices=[("", "请选择"), *people]),
        Field("code", "企业的统一社会信用代码", required=True, help="照名单填写", attributes={"maxlength": 18, "autocapitalize": "characters"}),
        Field("note", "利害关系", required=True, wide=True, example="配偶在该企业任职", help="不公开；公布的只是这个人不检查这一家", attributes={"maxlength": 200}),
    )  # fmt: skip
    back = reverse("bureau:draw", args=[plan_id])
    return step(request, Step("登记回避", trail(found, "登记回避"), fields, act, "登记", back))
