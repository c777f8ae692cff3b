"""借阅台: the register of an organ, one's own loans, one loan with what it shows and who read it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mingjing.archives import queries
from mingjing.archives.terms import (
    LENDING_NAMES,
    ArchivedFacts,
    LendingFacts,
    LendingFilters,
    LendingState,
)
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Actor, Role
from mingjing.organs import queries as organs
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import MOST, sheet

PAGE = 30
KEEPERS = (Role.ARCHIVIST, Role.HEAD)
TABS = {
    "mine": "我的借阅",
    "asked": "待批准",
    "open": "可阅览、待领取",
    "out": "借出未还",
    "late": "逾期未还",
    "all": "借阅登记簿",
}
HEADINGS = (
    "档号", "方式", "范围", "借阅人", "单位", "介绍信编号", "用途", "申请", "申请人", "批准人", "批准", "借出", "到期", "续借次数",
    "归还（收回）", "检查人", "检查结果", "情况", "状态",
)  # fmt: skip


def seen_loan(request: BureauRequest, lending_id: UUID) -> tuple[LendingFacts, ArchivedFacts]:
    """A loan for its reader, who asked for it, and those who keep the file; else 404."""
    one = queries.lending(lending_id)
    if one is None or not may_see(request.actor, one):
        raise Http404
    file = queries.archived_file(one.file_id)
    if file is None:
        raise Http404
    return one, file


def may_see(actor: Actor, one: LendingFacts) -> bool:
    """Whether this person has to do with the loan."""
    return actor.person_id in (one.reader.person_id, one.asked_by) or keeps(actor, one)


def keeps(actor: Actor, one: LendingFacts) -> bool:
    """Whether this person decides on loans of the organ."""
    return actor.organ_id == one.organ_id and actor.has(*KEEPERS)


def place_in(request: BureauRequest) -> int:
    """Where a page of a list begins."""
    asked = request.GET.get("after", "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 0


def _filters(request: BureauRequest, tab: str, today: date) -> LendingFilters:
    asked = request.GET
    until = as_day(asked.get("until", ""))
    return LendingFilters(
        q=asked.get("q", "")[:100], kind=asked.get("kind", "") if asked.get("kind", "") in LENDING_NAMES else "", tab=tab,
        since=as_day(asked.get("since", "")), until=today if tab == "late" else until,
    )  # fmt: skip


@page(*CASE_ROLES)
def lendings(request: BureauRequest) -> HttpResponse:
    """One's own loans; for those who keep the files, the register by what is to be done."""
    today, keeper = timezone.localdate(), request.actor.has(*KEEPERS)
    counts = queries.lending_counts(request.actor.organ_id, today) if keeper else {}
    usual = next((key for key in ("asked", "late", "out") if counts.get(key)), "all") if keeper else "mine"
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS and (keeper or tab == "mine") else usual
    after, filters = place_in(request), _filters(request, tab, today)
    rows = (
        queries.lendings_by(request.actor.person_id, after=after, limit=PAGE + 1) if tab == "mine"
        else queries.lendings(request.actor.organ_id, filters, after=after, limit=PAGE + 1)
    )  # fmt: skip
    facts = {
        "rows": rows[:PAGE], "next": str(after + PAGE) if len(rows) > PAGE else "", "tab": tab, "today": today, "keeper": keeper,
        "tabs": [(key, word, counts.get(key)) for key, word in TABS.items() if keeper or key == "mine"],
        "fields": () if tab == "mine" else (
            Field("q", "档号、借阅人、单位、用途", "search", filters.q),
            Field("kind", "方式", "select", filters.kind, choices=[("", "全部"), *LENDING_NAMES.items()]),
            *((Field("since", "申请从", "date", filters.since), Field("until", "到", "date", filters.until)) if tab == "all" else ()),
        ),
    }  # fmt: skip
    return render(request, "bureau/lending/register.html", facts)


@page(*KEEPERS)
def lendings_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The register as it is filtered."""
    today = timezone.localdate()
    tab = request.GET.get("tab", "all")
    found = queries.lendings(request.actor.organ_id, _filters(request, tab, today), limit=MOST)
    return sheet(kind, "lendings", "借阅登记簿", HEADINGS, [_cells(one, today) for one in found])


def _cells(one: LendingFacts, today: date) -> list[str]:
    def moment(at: Any) -> str:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

    return [
        one.catalogue_no, one.kind_name, one.extent_name, one.reader.name, one.reader.unit, one.reader.letter, one.purpose,
        moment(one.asked_at), one.asked_name, one.decided_name, moment(one.decided_at), moment(one.out_at), str(one.until or ""),
        str(len(one.renewals)), moment(one.closed_at), one.closed_name, one.condition_name, one.note, one.state_name(today),
    ]  # fmt: skip


@page(*CASE_ROLES)
def lending(request: BureauRequest, lending_id: UUID) -> HttpResponse:
    """One loan: what, who, until when; what it lets one read; who read it."""
    one, file = seen_loan(request, lending_id)
    today, actor = timezone.localdate(), request.actor
    keeper, gone = keeps(actor, one), file.place == "gone"
    mine = actor.person_id in (one.reader.person_id, one.asked_by)
    archivist = keeper and actor.has(Role.ARCHIVIST)
    granted = one.state == LendingState.GRANTED and not one.paper and not one.over(today)
    other = actor.person_id not in (one.reader.person_id, one.asked_by)
    facts = {
        "one": one, "file": file, "state": one.state_name(today), "today": today, "gone": gone, "keeper": keeper, "own": actor.organ_id == one.organ_id,
        "items": () if gone else queries.lent_items(one, file),
        "reads": queries.reads_of(one.id) if keeper or mine else (),
        "organ": organs.organ(one.organ_id).name,
        "may_read": granted and not gone and (actor.person_id == one.reader.person_id or (one.reader.outside and archivist)),
        "may_decide": keeper and one.state == LendingState.ASKED and other and (actor.has(Role.HEAD) or queries.archivist_may_grant(one, file)),
        "head_only": one.state == LendingState.ASKED and not queries.archivist_may_grant(one, file),
        "may_hand_out": archivist and one.paper and one.state == LendingState.GRANTED and actor.person_id != one.reader.person_id,
        "may_take_back": archivist and actor.person_id != one.reader.person_id and (one.state == LendingState.OUT or one.condition == "lost"),
        "may_renew": keeper and (actor.has(Role.HEAD) or queries.archivist_may_grant(one, file)) and actor.person_id != one.reader.person_id and not one.over(today) and one.state == (LendingState.OUT if one.paper else LendingState.GRANTED),
        "may_end": (keeper or mine) and one.state in (LendingState.ASKED, LendingState.GRANTED) and not one.over(today),
        "away": queries.away(file.id) if one.paper and keeper and one.state in (LendingState.ASKED, LendingState.GRANTED) else "",
    }  # fmt: skip
    return render(request, "bureau/lending/loan.html", facts)
