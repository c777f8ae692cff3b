"""A benchmark by points (因素赋分): each fact gives points, their sum gives the tier, and a formula over it the fine."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mingjing.kernel.tables.words import Bounds
from mingjing.lawbook.terms.catalogues import ADDRESSEE_NAMES, Addressee

TOTAL, POINT = "总分", "分"
CENT, LOWEST, HIGHEST = Decimal("0.01"), Decimal(0), Decimal(100)
CAPPED = f"if {TOTAL} < 0 then 0 else if {TOTAL} > 100 then 100 else {TOTAL}"
"""The sum as other systems have to ask it: theirs is not cut off at 0 and at 100."""


class Formula(StrEnum):
    """How the fine is reckoned from the points, which are percents."""

    SPAN = "span"
    TOP = "top"


FORMULA_NAMES = {
    Formula.SPAN: "下限加上“上限减下限”的百分之总分",
    Formula.TOP: "上限的百分之总分，不足下限的按下限",
}


@dataclass(frozen=True, slots=True)
class Score:
    """What a fact gives: the factor's name, the case it is for in the words of the law, the points (below 0: they lower the sum)."""

    factor: str
    cell: str
    points: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """What one fact of a case gave: by which line of the factor, and why."""

    factor: str
    cell: str
    points: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """The points, and the formula. `unit`, `person`: the range the fine is reckoned within, in words (2万元以上10万元以下).

    `sway`: by how many percent of the reckoned fine a decision may lie above or below it (上下浮动).
    """

    scores: tuple[Score, ...]
    unit: str = ""
    person: str = ""
    formula: Formula = Formula.SPAN
    sway: Decimal = LOWEST

    def span(self, addressee: Addressee) -> str:
        """The range for one kind of addressee, in words."""
        return self.unit if addressee is Addressee.UNIT else self.person

    def of(self, factor: str) -> tuple[Score, ...]:
        """The lines of one factor."""
        return tuple(one for one in self.scores if one.factor == factor)

    @property
    def words(self) -> str:
        """How the fine is reckoned, in a sentence."""
        within = [f"对{name}在{text}之内" for who, name in ADDRESSEE_NAMES.items() if (text := self.span(who))]
        sway = f"；可以上下浮动{self.sway:f}%，但是不超出这个幅度" if self.sway else ""
        return f"{'，'.join(within)}，罚款为{FORMULA_NAMES[self.formula]}{sway}。"

    @property
    def reach(self) -> tuple[Decimal, Decimal]:
        """The smallest and the largest sum there can be, between 0 and 100."""
        held: dict[str, list[Decimal]] = {}
        for one in self.scores:
            held.setdefault(one.factor, []).append(one.points)
        return capped(sum(map(min, held.values()), LOWEST)), capped(sum(map(max, held.values()), LOWEST))

    def fine(self, span: Bounds, points: Decimal) -> Decimal:
        """What the formula gives within a range that has an upper end, in the measure of the range, exactly."""
        low, high = span.low or LOWEST, span.high or LOWEST
        share = capped(points) / HIGHEST
        return low + (high - low) * share if self.formula is Formula.SPAN else max(low, high * share)

    def swayed(self, fine: Decimal, span: Bounds) -> Bounds:
        """What a decision may lie between: the fine a little below or above, never outside the range."""
        part = fine * self.sway / HIGHEST
        low, high = max(fine - part, span.low or LOWEST), fine + part
        return Bounds(low, high if span.high is None else min(high, span.high))


def capped(points: Decimal) -> Decimal:
    """A sum below 0 counts as 0, above 100 as 100."""
    return min(max(points, LOWEST), HIGHEST)


def scoring_plain(one: Scoring) -> dict[str, Any]:
    """As it is stored and hashed; numbers as text."""
    return {
        "scores": [asdict(each) | {"points": f"{each.points:f}"} for each in one.scores],
        "unit": one.unit,
        "person": one.person,
        "formula": one.formula.value,
        "sway": f"{one.sway:f}",
    }


def scoring_from(stored: Mapping[str, Any] | None) -> Scoring | None:
    """The scoring that was stored; None where there is none."""
    if not stored:
        return None
    return Scoring(
        tuple(Score(one["factor"], one["cell"], Decimal(one["points"]), one["source"]) for one in stored["scores"]),
        stored["unit"],
        stored["person"],
        Formula(stored["formula"]),
        Decimal(stored["sway"]),
    )


def scoring_from_seed(told: Mapping[str, Any] | None) -> Scoring | None:
    """The points in the short form of a seed file: each line [factor, cell, points, source]."""
    if not told:
        return None
    scores = tuple(Score(factor, str(cell), Decimal(points), source) for factor, cell, points, source in told["scores"])
    spans = told.get("unit", ""), told.get("person", "")
    return Scoring(scores, *spans, Formula(told["formula"]), Decimal(told.get("sway", 0)))
