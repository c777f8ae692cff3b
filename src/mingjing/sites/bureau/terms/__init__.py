"""Words of the bureau: who counts as working on cases, and the lines of work lists and searches."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.foundation.people import Role

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# 三员 never see what is in a case: every page with case content names CASE_ROLES or some of them.
CASE_ROLES = frozenset(Role) - ADMINISTRATORS
EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of 我的待办: the case, why it waits, until when, and the one button that moves it on.

    `days` left (negative: overdue, None: no clock), `clock` the clock's name, `steps` the derivation of `due` in
    Chinese lines, `unit` what the days are, `action` the button's words.
    """

    number: str
    href: str
    title: str
    party: str
    stage: str
    why: str
    action: str
    action_href: str
    days: int | None = None
    due: date | datetime | None = None
    clock: str = ""
    provisional: bool = False
    paused: bool = False
    steps: tuple[str, ...] = ()
    unit: str = "天"


@dataclass(frozen=True, slots=True)
class Work:
    """我的待办: tabs as (key, label, count), the lines of the chosen tab, and keyset tokens."""

    tabs: tuple[tuple[str, str, int | None], ...] = (("todo", "待办", 0), ("done", "已办", None))
    items: tuple[WorkItem, ...] = ()
    next: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class SearchLine:
    """One line of a search answer: words, address, and a second line."""

    text: str
    href: str
    sub: str = ""
