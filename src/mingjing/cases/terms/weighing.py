"""裁量查问: a case's facts put to the public benchmark's table, each with its evidence, and what the table said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from mingjing.foundation.people import Role
from mingjing.kernel.tables.words import Bounds
from mingjing.lawbook.terms import BenchmarkFacts, DiscretionTable, Weighed

ASKING: Final = (Role.HANDLER, Role.EXAMINER, Role.REVIEWER, Role.HEAD)


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact as it was put: its name, what was said (empty: not found out), the numbers of the evidence, the unit."""

    name: str
    text: str
    evidence: tuple[int, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Askable:
    """A table that a case may ask: the public edition by which it is cited, and the benchmark itself, same digest."""

    cited: Mapping[str, Any]
    benchmark: BenchmarkFacts
    table: DiscretionTable


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers of the law in force at the decision and at the act, where they are two; `lighter`: which favours the party."""

    now: Weighed
    before: Weighed | None = None
    before_named: str = ""
    violation_on: date | None = None
    lighter: str = ""


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """A question that was put to a table, kept: facts, evidence, and the answer as it was given then."""

    asked_id: UUID
    case_id: UUID
    cited: Mapping[str, Any]
    stated: tuple[Stated, ...]
    base: Decimal | None
    answer: Mapping[str, Any]
    by_id: UUID
    by_name: str
    at: datetime

    @property
    def tier(self) -> str:
        """The tier it came to, or nothing."""
        return str(self.answer.get("tier", ""))

    def kept(self) -> dict[str, Any]:
        """What goes into an act that follows, so that a rule answers the same for ever."""
        names = ("tier", "place", "low", "high", "closed", "missing", "wrong")
        proved = sorted({number for one in self.stated if one.text for number in one.evidence})
        told = {name: self.answer[name] for name in names}
        told |= {"id": str(self.asked_id), "sha256": self.cited["table_sha256"], "evidence": proved}
        if self.answer.get("lighter") == "before":
            told["older"] = {name: self.answer["before"][name] for name in names}
        return told


@dataclass(frozen=True, slots=True)
class Moved:
    """A past case that another table would treat differently: from which tier to which, and its fine then."""

    case_id: UUID
    number: str
    decided_on: date | None
    before: str
    after: str
    fine: Decimal | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A table put to past cases: how many, how many the same, how many it cannot answer, who would be moved and where."""

    cases: int
    same: int
    open: int
    moves: tuple[tuple[str, str, int], ...]
    shown: tuple[Moved, ...]

    @property
    def moved(self) -> int:
        """How many would be treated differently."""
        return sum(many for _, _, many in self.moves)


def told(found: Comparison) -> dict[str, Any]:
    """An answer as it is stored; the trace too, so that it can be read without the table."""
    held = _plain(found.now)
    if found.before is not None:
        held["before"] = _plain(found.before) | {
            "named": found.before_named,
            "on": found.violation_on and found.violation_on.isoformat(),
        }
        held["lighter"] = found.lighter
    return held


def _plain(one: Weighed) -> dict[str, Any]:
    span = one.inside or one.fine
    held = {
        "tier": one.tier, "place": one.place, "fine": one.row.fine if one.row else "", "source": one.row.source if one.row else "",
        "other": one.row.other if one.row else "", "low": _money(span.low if span else None), "high": _money(span.high if span else None),
        "closed": list(span.closed) if span else [True, True], "missing": list(one.missing), "wrong": one.wrong, "needs": one.needs_base,
        "otherwise": [list(each) for each in one.otherwise],
        "trace": [{"place": each.place, "tier": each.tier, "fits": each.fits, "cells": list(each.cells)} for each in one.trace],
    }  # fmt: skip
    if not one.scored:
        return held
    points = [{"factor": each.factor, "points": f"{each.points:f}", "why": each.why} for each in one.scored]
    return held | {"scored": points, "total": "" if one.total is None else f"{one.total:f}"}


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def span_of(answer: Mapping[str, Any]) -> Bounds | None:
    """The range of yuan of a stored answer; None where it came to none."""
    low, high = answer["low"], answer["high"]
    if not low and not high:
        return None
    closed = answer["closed"]
    return Bounds(Decimal(low) if low else None, Decimal(high) if high else None, (bool(closed[0]), bool(closed[1])))
