"""重大执法决定备案: the list by state with its lights, one lodging with report and receipts, the report as a letter, the year's figures."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.publicity import operations as publicity
from mingjing.sites.bureau.views.filling import as_place
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.liabilities import pdf
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.lodgings import (
    BY_ITSELF,
    LODGING_MOVE_NAMES,
    LODGING_MOVES,
    LodgingFacts,
    LodgingMove,
    LodgingState,
)

READERS = (Role.SUPERVISOR, Role.HEAD, Role.REVIEWER)
HOME = "决定备案"
PAGE, MOST = 20, 2000
TABS = {
    "owed": ("待备案", (LodgingState.OWED, LodgingState.RETURNED)),
    "reported": ("待登记", (LodgingState.REPORTED,)),
    "registered": ("已备案", (LodgingState.REGISTERED, LodgingState.FOUND)),
    "waived": ("不需要备案", (LodgingState.WAIVED,)),
}
TONES = {"owed": "warn", "reported": "info", "returned": "bad", "registered": "good", "found": "warn", "waived": "quiet"}  # fmt: skip
HEADINGS = (
    "决定书文号", "案由", "作出决定的机关", "作出决定之日", "送达之日", "备案期限", "首次报送", "状态", "备案机关", "备案编号", "属于重大执法决定的理由", "备案依据",
)  # fmt: skip


def _asked(request: BureauRequest) -> tuple[str, str, int]:
    tab, year = request.GET.get("tab", ""), request.GET.get("year", "")
    words = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    return (tab if tab in TABS else ""), words, (int(year) if year in _years() else 0)


def _years() -> tuple[str, ...]:
    now = timezone.now().astimezone(CHINA).year
    return tuple(str(one) for one in range(now, now - 5, -1))


@page(*READERS)
def lodgings(request: BureauRequest) -> HttpResponse:
    """Lodgings by state, the newest decision first, each with how many days are left."""
    asked, words, year = _asked(request)
    counted = queries.lodging_counts(request.actor)
    tabs = [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()]
    tab = asked or next((key for key, _, count in tabs[:2] if count), "owed")
    place = as_place(request.GET.get("after", ""))
    found = queries.lodgings(request.actor, TABS[tab][1], words=words, year=year, after=place, limit=PAGE + 1)
    last, today = found[PAGE - 1] if len(found) > PAGE else None, timezone.localdate()
    filters = (
        Field("q", "文号、案由、机关", "search", words),
        Field("year", "决定的年度", "select", str(year or ""), choices=[("", "全部"), *((one, f"{one} 年") for one in _years())]),
    )  # fmt: skip
    facts = {
        "rows": [(one, (one.due - today).days if one.due else None) for one in found[:PAGE]], "tab": tab, "tabs": tabs, "tones": TONES,
        "next": f"{last.decided_on.isoformat()}_{last.id.hex}" if last else "", "filter": filters, "words": words or year,
        "sought": f"?tab={tab}" + (f"&q={quote(words)}" if words else "") + (f"&year={year}" if year else ""),
        "watches": request.actor.has(Role.SUPERVISOR),
    }  # fmt: skip
    return render(request, "bureau/lodgings/lodgings.html", facts)


@page(*READERS)
def lodgings_file(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as CSV or XLSX."""
    tab, words, year = _asked(request)
    rows = queries.lodgings(request.actor, TABS[tab or "owed"][1], words=words, year=year, limit=MOST)
    return sheet(kind, "lodgings", "重大执法决定备案", HEADINGS, (_cells(one) for one in rows))


def _cells(one: LodgingFacts) -> list[str]:
    days = (one.decided_on, one.served_on, one.due, one.reported_on)
    return [
        one.decision_no, one.title, one.organ_name, *(day.isoformat() if day else "" for day in days), one.state_name, one.to_name,
        one.number, "；".join(one.reasons), f"{one.term.words}（{one.term.cites}）",
    ]  # fmt: skip


def seen(request: BureauRequest, lodging_id: UUID) -> LodgingFacts:
    """The lodging as this person may see it. Raises Http404."""
    found = queries.lodging(lodging_id, request.actor)
    if found is None:
        raise Http404
    return found


def holds_office(request: BureauRequest, found: LodgingFacts, move: LodgingMove) -> bool:
    """Whether this move is this person's to make, whatever the state."""
    actor = request.actor
    if move in BY_ITSELF:
        return False
    if move is LodgingMove.REPORT:
        return bool(operations.answers_orders(actor, found.organ_id))
    if move in {LodgingMove.FIND, LodgingMove.WAIVE}:
        return bool(operations.questions_lodging(actor, found))
    return bool(operations.receives_lodging(actor, found))


def may(request: BureauRequest, found: LodgingFacts, move: LodgingMove) -> bool:
    """Whether this person may do this now."""
    ready = found.state in LODGING_MOVES[move][0] and (move is not LodgingMove.NOTE or found.changed)
    return ready and holds_office(request, found, move)


@page(*READERS)
def lodging(request: BureauRequest, lodging_id: UUID) -> HttpResponse:
    """One lodging: why it is owed, until when and how that day came about, the reports with their files, what was said of them."""
    found = seen(request, lodging_id)
    orders = {str(one.id): one.number for one in queries.orders_of_case(found.case_id, request.actor)}
    facts: dict[str, Any] = {
        "found": found, "tones": TONES, "days": (found.due - timezone.localdate()).days if found.due else None, "orders": orders,
        "party": cases.party_told(found.case_id),
        "may": [(move, LODGING_MOVE_NAMES[move]) for move in LodgingMove if may(request, found, move)],
    }  # fmt: skip
    return render(request, "bureau/lodgings/lodging.html", facts)


@page(*READERS)
def lodging_pdf(request: BureauRequest, lodging_id: UUID) -> HttpResponse:
    """The last report as a letter."""
    found = seen(request, lodging_id)
    if found.report is None:
        raise Http404
    return pdf(publicity.set_paper(queries.lodging_paper(found)).pdf, f"备案报告 {found.decision_no}")


def _year(request: BureauRequest) -> int:
    text = request.GET.get("year", "")
    return int(text if text in _years() else _years()[0])


@page(*READERS)
def lodging_figures(request: BureauRequest) -> HttpResponse:
    """The figures of the decisions of a year, organ by organ."""
    year = _year(request)
    facts = {
        "rows": queries.lodging_figures(request.actor, year), "year": year, "headings": queries.LODGING_HEADINGS,
        "filter": [Field("year", "决定的年度", "select", str(year), choices=[(one, f"{one} 年") for one in _years()])],
    }  # fmt: skip
    return render(request, "bureau/lodgings/figures.html", facts)


@page(*READERS)
def lodging_figures_file(request: BureauRequest, kind: str) -> HttpResponse:
    """The figures of a year, as CSV or XLSX."""
    year = _year(request)
    rows = (queries.lodging_row(one) for one in queries.lodging_figures(request.actor, year))
    return sheet(kind, f"lodgings-{year}", f"{year} 年重大执法决定备案统计", queries.LODGING_HEADINGS, rows)
