"""The room's clocks: when a decision must be public, when it must be down, and what is late."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.terms import Category, PublicationFacts

_FOLDER = Path(__file__).resolve().parents[1] / "parameters"
_OWN_CLOCK = frozenset({Category.PENALTY, Category.LICENCE})
AMBER_WORKDAYS = 2


@cache
def parameters(domain: str = "") -> Parameters:
    """The room's dated figures: the national ones, and those of a domain that has its own."""
    special = _FOLDER / "domains" / domain
    known = {folder.name for folder in (_FOLDER / "domains").iterdir()}
    return Parameters.load(_FOLDER / "national", *((special,) if domain in known else ()))


@cache
def _namings() -> dict[str, dict[date, dict[str, str]]]:
    read = yaml.safe_load((_FOLDER / "naming.yaml").read_text(encoding="utf-8"))
    return {layer: entries for layer, entries in read.items() if layer != "checked"}


def natural_person_name(on: date, domain: str = "") -> str:
    """How a punished natural person is named on that day: full, surname or omit (before the first entry: surname)."""
    entries = _namings().get(domain) or _namings()["national"]
    valid = [since for since in entries if since <= on]
    return entries[max(valid)]["value"] if valid else "surname"


@rule("PUB-01", cites="国办发〔2018〕118号第二部分（六）", acts=("schedule",))
def publish_by(decided_on: date, category: str, figures: Parameters, calendar: Workdays) -> Due:
    """处罚、许可决定自作出之日起七个工作日内公开，其余执法决定二十个工作日内公开，法律、法规另有规定的除外。"""
    kind = category if category in _OWN_CLOCK else "other"
    figure = figures.at("publish", decided_on, kind=kind)
    return due(decided_on, figure.period, Kind.AGENCY_DUTY, calendar)


@rule("PUB-06", cites="行政处罚法第四十八条第二款", acts=("call_back", "withdraw"))
def withdraw_by(known_on: date, calendar: Workdays, figures: Parameters) -> Due:
    """公开的决定被变更、撤销、确认违法或者确认无效的，三个工作日内撤下并公开说明理由。"""
    figure = figures.at("withdraw", known_on)
    return due(known_on, figure.period, Kind.AGENCY_DUTY, calendar)


def late(publication: PublicationFacts, on: date) -> tuple[Finding, ...]:
    """PUB-01 and PUB-06 asked as clocks: what is late on that day, and what was done late. Warnings, never refusals."""
    found = []
    shown = local_day(publication.released_at) if publication.released_at else None
    if (shown or on) > publication.due and not publication.exempt_ground and not (publication.call_due and not shown):
        how = f"{shown.isoformat()} 才公开" if shown else "还没有公开"
        message = f"{publication.number}应在 {publication.due.isoformat()} 以前公开，{how}"
        found.append(publish_by.finding(message, weight=Weight.WARN, next_step="" if shown else "马上办理公开"))
    down = local_day(publication.withdrawn_at) if publication.withdrawn_at else None
    if publication.call_due and shown and (down or on) > publication.call_due:
        how = f"{down.isoformat()} 才撤下" if down else "还没有撤下"
        message = f"{publication.number}应在 {publication.call_due.isoformat()} 以前撤下，{how}"
        found.append(withdraw_by.finding(message, weight=Weight.WARN, next_step="" if down else "马上办理撤下"))
    return tuple(found)


def days_left(on: date, last: date, calendar: Workdays) -> int:
    """Working days left after today; negative where the day is over."""
    return calendar.count(on, last) if on <= last else -max(1, calendar.count(last, on))


def light(on: date, last: date, calendar: Workdays) -> str:
    """red on the last working day and after, amber within two working days, else green."""
    left = days_left(on, last, calendar)
    if left <= 0:
        return "red"
    return "amber" if left <= AMBER_WORKDAYS else "green"
