"""责任追究: what waits to be taken up, the items, one item with who said what and how far each person's matter is, the year's figures."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA, as_moment
from mingjing.publicity import operations as publicity
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.liabilities import (
    FAULTS,
    LIABILITY_MOVE_NAMES,
    LIABILITY_MOVES,
    LiabilityFacts,
    LiabilityMove,
    LiabilityState,
    PersonFacts,
)

HOME = "责任追究"
READERS = tuple(sorted(CASE_ROLES | {Role.SUPERVISOR, Role.PUBLICIST}))
OPENERS = (Role.SUPERVISOR, Role.HEAD)
PAGE, MOST, MOST_OFFERS = 20, 2000, 100
TABS = {
    "open": ("办理中", (LiabilityState.OPEN, LiabilityState.EXAMINED, LiabilityState.PROPOSED, LiabilityState.DECIDED)),
    "closed": ("已办结", (LiabilityState.CLOSED,)),
    "dismissed": ("不启动", (LiabilityState.DISMISSED,)),
}
HEADINGS = (
    "事项编号", "事项", "所涉机关", "来源", "来源文书", "来源日期", "案件编号", "调查机关", "状态", "这一步的期限", "相关人员和认定", "不启动的理由",
)  # fmt: skip
TONES = {"open": "warn", "examined": "info", "proposed": "warn", "decided": "info", "closed": "good", "dismissed": "quiet"}  # fmt: skip
OF_PERSON = (LiabilityMove.TELL, LiabilityMove.SEND, LiabilityMove.ANSWER, LiabilityMove.REPORT)
SUMMONED = (LiabilityMove.ADD, LiabilityMove.TRANSFER, LiabilityMove.EXAMINE, LiabilityMove.PROPOSE, LiabilityMove.RETURN, LiabilityMove.DECIDE, LiabilityMove.CLOSE)  # fmt: skip


def _tab(request: BureauRequest) -> tuple[str, str]:
    asked = request.GET.get("tab", "")
    offered = asked == "offers" and request.actor.has(*OPENERS)
    tab = asked if asked in TABS or offered else "open"
    return tab, request.GET.get("q", "").strip()[:60].replace("\x00", "")


@page(*READERS)
def liabilities(request: BureauRequest) -> HttpResponse:
    """Items by state; for who may open one, first what was found wrong and waits to be taken up."""
    (tab, words), counted = _tab(request), queries.liability_counts(request.actor)
    waiting = queries.offers(request.actor, timezone.localdate()) if request.actor.has(*OPENERS) else ()
    tabs = [(key, word, sum(counted.get(one, 0) for one in states)) for key, (word, states) in TABS.items()]
    if request.actor.has(*OPENERS):
        tabs.insert(0, ("offers", "待处理的来源", len(waiting)))
    if "tab" not in request.GET and waiting and not words:
        tab = "offers"
    before, offers = as_moment(request.GET.get("after", "")), tab == "offers"
    found = (
        () if offers else queries.liabilities(request.actor, TABS[tab][1], words=words, before=before, limit=PAGE + 1)
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE], "offers": waiting[:MOST_OFFERS], "left": max(0, len(waiting) - MOST_OFFERS), "tab": tab, "tabs": tabs,
        "next": f"{last.opened_at.isoformat()}_{last.id.hex}" if last else "", "today": timezone.localdate(), "tones": TONES,
        "filter": [Field("q", "编号、事项、案件编号", "search", words)], "words": words, "opens": request.actor.has(*OPENERS),
        "sought": f"?tab={tab}" + (f"&q={quote(words)}" if words else ""), "days": queries.liability_terms(timezone.localdate()),
    }  # fmt: skip
    return render(request, "bureau/liabilities/liabilities.html", facts)


@page(*READERS)
def liabilities_file(request: BureauRequest, kind: str) -> HttpResponse:
    """What is filtered, as CSV or XLSX."""
    tab, words = _tab(request)
    states = TABS[tab if tab in TABS else "open"][1]
    rows = (_cells(one) for one in queries.liabilities(request.actor, states, words=words, limit=MOST))
    return sheet(kind, "liabilities", HOME, HEADINGS, rows)


def _cells(one: LiabilityFacts) -> list[str]:
    people = "；".join(f"{person.name}：{person.standing.fault_name}" for person in one.persons)
    return [
        one.number, one.title, one.organ_name, one.source_name, one.document, one.on.isoformat(), one.case_no, one.examiner_name,
        one.state_name, one.due.isoformat() if one.due else "", people, one.reason,
    ]  # fmt: skip


def seen(request: BureauRequest, liability_id: UUID) -> LiabilityFacts:
    """The item as this person may see it. Raises Http404."""
    found = queries.liability(liability_id, request.actor)
    if found is None:
        raise Http404
    return found


@page(*READERS)
def liability(request: BureauRequest, liability_id: UUID) -> HttpResponse:
    """One item. A person it is about sees their own part; who said what in the case is for who examines and oversees."""
    found, actor = seen(request, liability_id), request.actor
    persons = tuple(one.id for one in found.persons)
    barred = found.whole and actor.person_id in queries.involved(found.case_id, persons)
    facts = {
        "found": found, "tones": TONES, "barred": barred, "said": queries.said_in_case(found), "faults": FAULTS,
        "may": [] if barred else [(move, LIABILITY_MOVE_NAMES[move]) for move in SUMMONED if may(request, found, move)],
        "defends": not found.whole and found.state == LiabilityState.EXAMINED and all(one.standing.defence is None for one in found.persons),
        "persons": [_line(request, found, one, barred) for one in found.persons],
        "waits": found.state in TABS["open"][1], "today": timezone.localdate(),
        "days": (found.due - timezone.localdate()).days if found.due else 0,
        "circulates": found.whole and actor.has(Role.SUPERVISOR) and found.state != LiabilityState.DISMISSED,
    }  # fmt: skip
    return render(request, "bureau/liabilities/liability.html", facts)


def may(request: BureauRequest, found: LiabilityFacts, move: LiabilityMove) -> bool:
    """Whether this person may do this now, as far as state and office go."""
    who = {
        LiabilityMove.ADD: operations.moves_liability, LiabilityMove.TRANSFER: operations.moves_liability, LiabilityMove.RETURN: operations.decides_liability,
        LiabilityMove.DECIDE: operations.decides_liability, LiabilityMove.CLOSE: operations.decides_liability,
    }.get(move, operations.examines_liability)  # fmt: skip
    return found.whole and found.state in LIABILITY_MOVES[move][0] and bool(who(request.actor, found))


def _line(request: BureauRequest, found: LiabilityFacts, one: PersonFacts, barred: bool) -> dict[str, Any]:
    """A person with what was decided and what can be recorded next."""
    now, imposed = one.standing, queries.imposed(one)
    hands = any(each.hands for each in imposed)
    open_now = {
        LiabilityMove.TELL: now.told is None, LiabilityMove.SEND: hands and now.told is not None and now.sent is None,
        LiabilityMove.ANSWER: now.sent is not None and now.answered is None,
        LiabilityMove.REPORT: now.told is not None and now.reported is None and any(not each.hands for each in imposed),
    }  # fmt: skip
    return {
        "one": one, "now": now, "imposed": imposed, "certificate": any(each.certificate for each in imposed),
        "done": [step for step in (now.told, now.sent, now.answered, now.reported) if step],
        "may": [] if barred else [(move, LIABILITY_MOVE_NAMES[move]) for move in OF_PERSON if open_now[move] and may(request, found, move)],
    }  # fmt: skip


@page(*READERS)
def liability_letter(request: BureauRequest, liability_id: UUID, concerned_id: UUID) -> HttpResponse:
    """The letter that hands a matter over, for who examines and oversees."""
    found = seen(request, liability_id)
    one = found.person(concerned_id)
    if not found.whole or one is None or one.standing.sent is None:
        raise Http404
    return pdf(publicity.set_paper(queries.handover_paper(found, one)).pdf, str(one.standing.sent.told["number"]))


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper to be saved under its number."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.pdf"
    return response


def _year(request: BureauRequest) -> int:
    text, now = request.GET.get("year", ""), timezone.now().astimezone(CHINA).year
    return int(text) if text.isdecimal() and len(text) == 4 and 2019 <= int(text) <= now else now


@page(*OPENERS)
def liability_figures(request: BureauRequest) -> HttpResponse:
    """The figures of a year, organ by organ."""
    year = _year(request)
    now = timezone.now().astimezone(CHINA).year
    facts = {
        "rows": queries.liability_figures(request.actor, year), "faults": FAULTS, "measures": queries.every_measure(),
        "year": year, "filter": [Field("year", "年度", "select", str(year), choices=[(str(one), f"{one} 年") for one in range(now, now - 5, -1)])],
    }  # fmt: skip
    return render(request, "bureau/liabilities/figures.html", facts)


@page(*OPENERS)
def liability_figures_file(request: BureauRequest, kind: str) -> HttpResponse:
    """The figures of a year, as CSV or XLSX."""
    year = _year(request)
    rows = (queries.figure_row(one) for one in queries.liability_figures(request.actor, year))
    return sheet(kind, f"liabilities-{year}", f"{year} 年责任追究统计", queries.FIGURE_HEADINGS, rows)
