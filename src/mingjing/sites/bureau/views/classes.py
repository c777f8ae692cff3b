"""分级分类: the register of risk and credit classes, what was entered and checked, and where a draw's list differs."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, moment_after
from mingjing.foundation.people import Role
from mingjing.inspections import operations, queries
from mingjing.inspections.terms import CREDITS, KEEPERS, MOST_ROWS, READERS, RISKS
from mingjing.inspections.terms.classes import ClassRow, LotFacts, LotState
from mingjing.kernel.findings import Invalid
from mingjing.sites.bureau.views.draws import seen
from mingjing.sites.bureau.views.filling import Step, Typed, as_day, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.sites.bureau.views.uploads import BODY_LIMIT, Lines, below, table_field, uploaded

PAGE, LOTS, DIFFERENCES = 50, 20, 500
TABS = {"register": "名录", "waiting": "待复核", "checked": "已办理"}
STATES = {"waiting": (LotState.WAITING,), "checked": (LotState.STANDING, LotState.TURNED_DOWN)}
HEADINGS = ("统一社会信用代码", "企业名称", "风险等级", "信用等级", "起始日期", "截止日期")
EXAMPLE = ("91130821MA0HTEA1XE", "示范县恒源化工有限公司", "高风险", "信用B", "2026-01-01", "")
HOME = "分级分类"
SOURCE = Field(
    "source", "评定的来源", required=True, wide=True, example="示应急〔2026〕8号企业风险分级名录", help="评定的文件、名录或者系统",
    attributes={"maxlength": 200},
)  # fmt: skip
REASON = Field(
    "reason", "撤销等级的理由", wide=True, help="把已经评定的等级改为空白的，写明理由", attributes={"maxlength": 200}
)


def _trail(title: str) -> tuple[tuple[str, str], ...]:
    return ((HOME, reverse("bureau:classes")), (title, ""))


@page(*READERS)
def classes(request: BureauRequest) -> HttpResponse:
    """The register as it stands today, and what waits for its check."""
    actor, asked = request.actor, request.GET.get("tab", "")
    tab, q = asked if asked in TABS else "register", request.GET.get("q", "").strip()[:60]
    counted = queries.lot_counts(actor)
    counts = {key: sum(counted.get(one, 0) for one in states) for key, states in STATES.items()}
    facts = {
        "tab": tab,
        "q": q,
        "tabs": [(key, word, counts.get(key)) for key, word in TABS.items()],
        "keeps": actor.has(*KEEPERS),
        "filters": (Field("q", "企业名称、信用代码", "search", q, attributes={"maxlength": 60}),),
        **(_register(request, q) if tab == "register" else _lots(request, tab)),
    }
    return render(request, "bureau/inspections/classes.html", facts)


def _register(request: BureauRequest, q: str) -> dict[str, object]:
    after = request.GET.get("after", "")[:18].replace("\0", "")
    rows = queries.standing_classes(request.actor, timezone.localdate(), q=q, after=after, limit=PAGE + 1)
    return {"rows": rows[:PAGE], "next": rows[PAGE - 1][0] if len(rows) > PAGE else ""}


def _lots(request: BureauRequest, tab: str) -> dict[str, object]:
    rows = queries.class_lots(request.actor, STATES[tab], before=moment_after(request), limit=LOTS + 1)
    return {"rows": rows[:LOTS], "next": rows[LOTS - 1].made_at.isoformat() if len(rows) > LOTS else ""}


@page(*READERS)
def class_sheet(request: BureauRequest, kind: str) -> HttpResponse:
    """The register of today as CSV or XLSX."""
    rows = queries.standing_classes(request.actor, timezone.localdate(), limit=MOST_ROWS)
    return sheet(kind, "classes", "分级分类名录", HEADINGS[:4], rows)


@page(*KEEPERS)
def class_template(request: BureauRequest, kind: str) -> HttpResponse:
    """An empty table to fill in, with one example."""
    return sheet(kind, "class-list", "分级分类", HEADINGS, [EXAMPLE])


@page(*KEEPERS)
def class_new(request: BureauRequest) -> HttpResponse:
    """One enterprise, typed."""
    made: list[LotFacts] = []

    def act(typed: Typed) -> str:
        row = ClassRow(typed["code"], typed["name"], typed["risk"], typed["credit"], typed["since"], typed["until"])
        told = {"rows": [row], "source": typed["source"], "reason": typed["reason"]}
        made.append(operations.enter_classes(by=request.actor, at=timezone.now(), **told))
        return f"{row.name}的等级已登记，由另一个人复核以后施行。"

    fields = (
        Field("code", "统一社会信用代码", required=True, example=EXAMPLE[0], attributes={"maxlength": 18, "autocapitalize": "characters", "autocomplete": "off"}),
        Field("name", "企业名称", required=True, attributes={"maxlength": 120}),
        Field("risk", "风险等级", "select", choices=[("", "空白"), *RISKS.items()], help="决定检查频次和抽取的层"),
        Field("credit", "信用等级", "select", choices=[("", "空白"), *CREDITS.items()], help="守信的少查"),
        Field("since", "起始日期", "date", timezone.localdate(), required=True),
        Field("until", "截止日期", "date", help="长期有效的不填；过了截止日期，等级不再适用"),
        SOURCE, REASON,
    )  # fmt: skip
    then = "bureau:class_lot"
    return step(request, Step(
        "登记等级", _trail("登记等级"), fields, act, "登记", reverse("bureau:classes"), then=lambda: reverse(then, args=[made[0].id]),
        note="原来的等级不覆盖，留在历史里。",
    ))  # fmt: skip


@page(*KEEPERS)
def class_import(request: BureauRequest) -> HttpResponse:
    """Many enterprises from a table; with one faulty row none is taken, and each is told."""
    made: list[LotFacts] = []

    def act(typed: Typed) -> str:
        rows = _rows(uploaded(request), typed["since"])
        told = {"rows": rows, "source": typed["source"], "reason": typed["reason"]}
        made.append(operations.enter_classes(by=request.actor, at=timezone.now(), **told))
        return f"已登记 {made[0].count} 家，由另一个人复核以后施行。"

    fields = (
        table_field("分级分类名录"),
        Field("since", "起始日期", "date", timezone.localdate(), required=True, help="表里没有写起始日期的行按这一天"),
        SOURCE, REASON,
    )  # fmt: skip
    note = f"第一行是列名：{'、'.join(HEADINGS)}。风险等级写{'、'.join(RISKS.values())}，信用等级写{'、'.join(CREDITS.values())}，日期写成 2026-01-01。一次最多 {MOST_ROWS} 行。"
    then = "bureau:class_lot"
    return step(request, Step(
        "导入等级", _trail("导入等级"), fields, act, "导入", reverse("bureau:classes"), then=lambda: reverse(then, args=[made[0].id]), note=note,
    ))  # fmt: skip


class_import.body_limit = BODY_LIMIT  # type: ignore[attr-defined]


def _rows(lines: Lines, since: date | None) -> list[ClassRow]:
    """The lines below the headings. Raises Invalid where a heading is missing or a day cannot be read."""
    risks, credits = ({word: key for key, word in names.items()} for names in (RISKS, CREDITS))
    found, faults = [], []
    for at, (code, name, risk, credit, begins, ends) in below(lines, HEADINGS):
        days = [as_day(text[:10]) for text in (begins, ends)]
        if any(text and day is None for text, day in zip((begins, ends), days, strict=True)):
            faults.append(f"第 {at} 行的日期写法不对，请写成 2026-01-01 这样")
        begun, ended = days
        found.append(
            ClassRow(code, name, risks.get(risk, risk), credits.get(credit, credit), begun or since, ended, at)
        )
    if faults:
        raise Invalid({"file": faults[:20]})
    return found


def _lot(request: BureauRequest, lot_id: UUID) -> LotFacts:
    found = queries.class_lot(lot_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def class_lot(request: BureauRequest, lot_id: UUID) -> HttpResponse:
    """What was entered in one act, and who checked it."""
    found = _lot(request, lot_id)
    after = request.GET.get("after", "")[:18].replace("\0", "")
    rows = queries.lot_rows(lot_id, after=after, limit=PAGE + 1)
    facts = {
        "lot": found,
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].code if len(rows) > PAGE else "",
        "checks": found.state == LotState.WAITING
        and operations.checks_classes(request.actor, found.organ_id)
        and found.made_by != request.actor.person_id,
    }
    return render(request, "bureau/inspections/class_lot.html", facts)


@page(*KEEPERS, Role.HEAD)
def class_check(request: BureauRequest, lot_id: UUID) -> HttpResponse:
    """Agree to what a colleague entered, or send it back."""
    found = _lot(request, lot_id)
    operations.checks_classes.require(request.actor, found.organ_id, doing="复核分级分类")

    def act(typed: Typed) -> str:
        told = {"agrees": typed["verdict"] == "agree", "answer": typed["answer"]}
        operations.check_classes(lot_id=lot_id, by=request.actor, at=timezone.now(), **told)
        return f"{found.count} 家的等级{'已复核，按各自的起始日期施行' if told['agrees'] else '已退回'}。"

    fields = (
        Field("verdict", "复核", "select", required=True, choices=[("", "请选择"), ("agree", "一致，施行"), ("down", "退回")]),
        Field("answer", "意见", wide=True, help="退回的必填", attributes={"maxlength": 200}),
    )  # fmt: skip
    back = reverse("bureau:class_lot", args=[lot_id])
    note = f"{found.made_name}登记 {found.count} 家，来源：{found.source}。请对照来源复核。"
    trail = ((HOME, reverse("bureau:classes")), ("这一批", back), ("复核", ""))
    return step(request, Step("复核等级", trail, fields, act, "提交", back, note=note))


@page(*READERS)
def class_history(request: BureauRequest, uscc: str) -> HttpResponse:
    """Every class an enterprise ever had, and how often it was inspected this year."""
    rows = queries.class_history(uscc.upper()[:18], request.actor)
    if not rows:
        raise Http404
    today, organ_id = timezone.localdate(), rows[0].organ_id
    risk, credit = queries.classes_on(organ_id, today, [rows[0].code]).get(rows[0].code, ("", ""))
    facts = {
        "rows": rows,
        "name": rows[0].name,
        "code": rows[0].code,
        "organ": rows[0].organ_name,
        "risk": RISKS.get(risk, ""),
        "credit": CREDITS.get(credit, ""),
        "frequency": queries.frequency(organ_id, rows[0].code, today),
        "own": organ_id == request.actor.organ_id,
    }
    return render(request, "bureau/inspections/class_history.html", facts)


@page(*READERS)
def draw_differences(request: BureauRequest, plan_id: UUID) -> HttpResponse:
    """The enterprises of a draw's list whose class is another one in the register."""
    found = seen(request, plan_id)
    rows = queries.class_differences(plan_id, timezone.localdate(), limit=DIFFERENCES)
    facts = {"plan": found, "rows": rows, "most": DIFFERENCES}
    return render(request, "bureau/inspections/differences.html", facts)
