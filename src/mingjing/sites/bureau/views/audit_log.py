"""The auditor's desk: who looked at files, what rules refused, every act in the ledger; by person, case and day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from mingjing.cases.queries import auditing
from mingjing.cases.terms import act_name, any_act
from mingjing.exchange import queries as exchange
from mingjing.foundation.pages import Field, minute
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA, ONE
from mingjing.ledger import queries as ledger
from mingjing.organs import operations
from mingjing.organs import queries as organs
from mingjing.records import operations as files
from mingjing.records import queries as records
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.history import kind_name
from mingjing.sites.bureau.views.sheets import sheet

PAGE, MOST = 50, 5000
TABS = {"views": "调阅和导出", "refusals": "被规则拒绝", "acts": "办理留痕"}
HEADINGS = ("时间", "人员", "案件", "事项", "说明")
LOOKED_AT = {
    "attachment": "查看附件",
    "document": "查看文书",
    "export": "导出案卷",
    "recording": "查看音像",
    "party": "查看当事人全部材料",
    "lending": "借阅台阅览",
}


class Span(TypedDict):
    """From a moment up to, not including, another."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the auditor narrows down to. None of `people` or `dossiers` means all of them."""

    person: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    within: frozenset[UUID] | None = None

    def people(self) -> frozenset[UUID] | None:
        """Everybody of that name, as far as the auditor looks; None for everybody and the system."""
        if not self.person:
            return self.within
        named = frozenset(one.id for one in organs.people_by_name(self.person))
        return named if self.within is None else named & self.within

    def dossiers(self) -> tuple[UUID, ...] | None:
        """The dossiers of the cases whose number holds the word."""
        return auditing.dossiers(self.number) if self.number else None

    def days(self) -> "Span":
        """The first moment, and the first moment no longer meant."""
        last = self.until if self.until and self.until < date.max else None
        return {"since": _starts(self.since), "until": _starts(last + ONE if last else None)}


def _starts(day: date | None) -> datetime | None:
    return datetime.combine(max(day, date(1970, 1, 1)), time.min, CHINA) if day else None


Line = dict[str, Any]
Reader = Callable[[Asked, int, int], tuple[list[Line], int]]


@page(Role.AUDIT_ADMIN)
def audit(request: BureauRequest) -> HttpResponse:
    """One of the logs, narrowed down."""
    tab, asked = _tab(request), _asked(request)
    after = request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    rows, last = READERS[tab](asked, before, PAGE)
    facts = {
        "rows": rows, "tab": tab, "next": str(last) if last else "", "tabs": [(key, word, None) for key, word in TABS.items()],
        "filters": (
            Field("person", "人员姓名", "search", asked.person), Field("number", "案号", "search", asked.number),
            Field("since", "从", "date", asked.since), Field("until", "到", "date", asked.until),
        ),
        "narrowed": asked != Asked(within=asked.within), "most": MOST,
    }  # fmt: skip
    return render(request, "bureau/keepers/audit.html", facts)


@page(Role.AUDIT_ADMIN)
def audit_export(request: BureauRequest, kind: str) -> HttpResponse:
    """What is narrowed down, as a table; at most MOST lines, the newest."""
    tab, asked = _tab(request), _asked(request)
    rows: list[Line] = []
    before = 0
    while len(rows) < MOST:
        found, before = READERS[tab](asked, before, min(1000, MOST - len(rows)))
        rows += found
        if not before:
            break
    cells = [[minute(row["at"]), row["who"], row["case"], row["what"], row["why"]] for row in rows]
    return sheet(kind, f"audit-{tab}", TABS[tab], HEADINGS, cells)


def newest(request: BureauRequest, tab: str, limit: int) -> list[Line]:
    """The newest lines of a log."""
    return READERS[tab](Asked(within=_within(request)), 0, limit)[0]


def counts(since: datetime, until: datetime) -> dict[str, int]:
    """How many lines each log has in a time."""
    return {
        "views": records.count_accesses(since, until), "refusals": auditing.count_refusals(since, until),
        "acts": ledger.count(since, until),
    }  # fmt: skip


def _tab(request: BureauRequest) -> str:
    tab = request.GET.get("tab", "")
    return tab if tab in TABS else "views"


def _asked(request: BureauRequest) -> Asked:
    get = request.GET.get
    return Asked(
        get("person", "").strip()[:50],
        get("number", "").strip()[:80],
        as_day(get("since", "")),
        as_day(get("until", "")),
        _within(request),
    )


def _within(request: BureauRequest) -> frozenset[UUID] | None:
    """The people of the organs below, for an auditor who is not of the organ that keeps the platform."""
    known = operations.reach(request.actor)
    return None if known is None else organs.members(known)


def _views(asked: Asked, before: int, limit: int) -> tuple[list[Line], int]:
    found = records.access_log(
        people=asked.people(), dossiers=asked.dossiers(), before=before, limit=limit, **asked.days()
    )
    numbers = auditing.numbers({one.dossier_id for one in found if one.dossier_id})
    lines = [
        {"at": one.at, "who": one.person_name, "case": numbers.get(one.dossier_id, "") if one.dossier_id else "待认领的音像记录",
         "what": LOOKED_AT.get(one.what, one.what), "why": _purpose(one.purpose)}
        for one in found
    ]  # fmt: skip
    return lines, found[-1].id if len(found) == limit else 0


def _purpose(text: str) -> str:
    """What for; to whom an answer went is a matter of the case."""
    return "提交答复材料" if text.startswith("向") else text


def _refusals(asked: Asked, before: int, limit: int) -> tuple[list[Line], int]:
    found = auditing.refusal_log(people=asked.people(), number=asked.number, before=before, limit=limit, **asked.days())
    lines = [
        {"at": one.at, "who": one.by_name, "case": one.case_number,
         "what": act_name(one.code), "why": one.rules.replace(",", "、")}
        for one in found
    ]  # fmt: skip
    return lines, found[-1].id if len(found) == limit else 0


def _acts(asked: Asked, before: int, limit: int) -> tuple[list[Line], int]:
    dossiers = asked.dossiers()
    streams = None if dossiers is None else [files.stream(one) for one in dossiers]
    found = ledger.log(people=asked.people(), streams=streams, before=before, limit=limit, **asked.days())
    names = organs.persons({one.person_id for one in found.events if one.person_id})
    numbers = auditing.numbers(_dossier_ids(found.events))
    keys = exchange.key_names({one.key for one in found.events if one.key})
    lines = [
        {"at": one.at, "who": names[one.person_id].name if one.person_id in names else "系统",
         "case": numbers.get(_dossier(one.stream), ""), "what": _act(one.kind), "why": f"台账第 {one.index} 条" + (f"，经接口密钥“{keys.get(one.key, one.key)}”" if one.key else "")}
        for one in found.events
    ]  # fmt: skip
    return lines, found.before


def _act(kind: str) -> str:
    """What was done; the acts of a case by their name in the procedure."""
    room, _, rest = kind.partition(":")
    spec = any_act(rest.partition(":")[0].replace("-", "_")) if room == "case" else None
    return spec.name if spec else kind_name(kind)


def _dossier_ids(events: tuple[ledger.EventFacts, ...]) -> set[UUID]:
    return {found for one in events if (found := _dossier(one.stream))}


def _dossier(stream: str) -> Any:
    room, _, rest = stream.partition(":")
    return UUID(rest) if room == "dossier" else None


READERS: dict[str, Reader] = {"views": _views, "refusals": _refusals, "acts": _acts}
