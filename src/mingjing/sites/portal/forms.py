"""What a visitor may type: search words and filters, read without ever failing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from mingjing.kernel.identifiers import uscc_problem
from mingjing.publicity.terms import CATEGORY_NAMES, CHECK_NAMES, Category, CheckKind, Filters

WORDS, CAUSE = 100, 60
STATES = {"": "公示中", "corrected": "已更正", "withdrawn": "已撤下", "ended": "期满或者提前终止"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters in force, the chips that take them off, what could not be read, and the same as a query string."""

    filters: Filters
    chips: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    query: str


def text(value: str, longest: int) -> str:
    """One line of typed text: control and direction characters dropped, cut to a length."""
    return _CONTROL.sub("", value).strip()[:longest]


def day(value: str) -> date | None:
    """An ISO date within reach, else None."""
    try:
        read = date.fromisoformat(value.strip())
    except ValueError:
        return None
    return read if 1990 <= read.year <= 2100 else None


def asked(values: Mapping[str, str], organs: Mapping[str, str]) -> Asked:
    """Read the filters of the list. What does not exist is left out and said so; nothing raises.

    `organs`: code → name of the organs that may be chosen.
    """
    notes: list[str] = []
    q, cause = text(values.get("q", ""), WORDS), text(values.get("cause", ""), CAUSE)
    organ, category = text(values.get("organ", ""), 40), text(values.get("category", ""), 20)
    state = text(values.get("state", ""), 20)
    if organ and organ not in organs:
        organ = _left_out(notes, "没有这个执法机关，已忽略")
    if category and category not in set(Category):
        category = _left_out(notes, "没有这种执法类别，已忽略")
    if state not in STATES:
        state = _left_out(notes, "没有这种状态，已忽略")
    check, outcome = text(values.get("check", ""), 20), text(values.get("outcome", ""), CAUSE)
    if check and check not in set(CheckKind):
        check = _left_out(notes, "没有这种检查方式，已忽略")
    since, until = _days(values, notes)
    uscc = text(values.get("uscc", ""), 40).upper()
    if uscc and uscc_problem(uscc):
        uscc = _left_out(notes, f"“{uscc}”不是统一社会信用代码，已忽略")
    filters = Filters(q, organ, category, cause, since, until, state, uscc, _month(values, notes), check, outcome)
    return Asked(filters, _chips(filters, organs), tuple(notes), _query(filters))


def _left_out(notes: list[str], note: str) -> str:
    notes.append(note)
    return ""


def _days(values: Mapping[str, str], notes: list[str]) -> tuple[date | None, date | None]:
    found = {}
    for name in ("since", "until"):
        raw = text(values.get(name, ""), 20)
        found[name] = day(raw)
        if raw and found[name] is None:
            notes.append(f"“{raw}”不是日期，已忽略；日期写作 2026-11-22")
    year = text(values.get("year", ""), 4)
    if year.isascii() and year.isdigit() and 1990 <= int(year) <= 2100:
        found["since"] = found["since"] or date(int(year), 1, 1)
        found["until"] = found["until"] or date(int(year), 12, 31)
    since, until = found["since"], found["until"]
    if since and until and since > until:
        notes.append("起始日期晚于截止日期，已对调")
        since, until = until, since
    return since, until


def _month(values: Mapping[str, str], notes: list[str]) -> date | None:
    raw = text(values.get("month", ""), 10)
    first = day(f"{raw}-01") if raw else None
    if raw and first is None:
        notes.append(f"“{raw}”不是月份，已忽略；月份写作 2026-11")
    return first


def _chips(filters: Filters, organs: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    chips = [
        ("q", f"含“{filters.q}”" if filters.q else ""),
        ("organ", organs.get(filters.organ_code, "")),
        ("category", CATEGORY_NAMES[Category(filters.category)] if filters.category else ""),
        ("check", CHECK_NAMES[CheckKind(filters.check)] if filters.check else ""),
        ("outcome", f"结果含“{filters.outcome}”" if filters.outcome else ""),
        ("cause", f"案由含“{filters.cause}”" if filters.cause else ""),
        ("since", f"{filters.since} 以后" if filters.since else ""),
        ("until", f"{filters.until} 以前" if filters.until else ""),
        ("state", STATES[filters.state] if filters.state else ""),
        ("uscc", f"信用代码 {filters.uscc}" if filters.uscc else ""),
        ("month", f"{filters.month.year}年{filters.month.month}月公示" if filters.month else ""),
    ]
    return tuple((key, word) for key, word in chips if word)


def _query(filters: Filters) -> str:
    values = {
        "q": filters.q,
        "organ": filters.organ_code,
        "category": filters.category,
        "cause": filters.cause,
        "since": filters.since or "",
        "until": filters.until or "",
        "state": filters.state,
        "uscc": filters.uscc,
        "month": f"{filters.month:%Y-%m}" if filters.month else "",
        "check": filters.check,
        "outcome": filters.outcome,
    }
    return urlencode({key: value for key, value in values.items() if value})
