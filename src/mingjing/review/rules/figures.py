"""The dated figures the rules are judged by: national layer, then the domain's, then a local one where there is."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypedDict

from mingjing.kernel.parameters import Parameters
from mingjing.kernel.period_terms import Period, Unit
from mingjing.review.terms import DecisionProfile

_FOLDER = Path(__file__).resolve().parents[1] / "parameters"


class Scope(TypedDict):
    """What `required` wants besides the profile."""

    every_ordinary: bool
    heavy_kinds: frozenset[str]


@cache
def parameters(domain: str = "") -> Parameters:
    """The layers for a domain; an unknown domain has the national layer only."""
    special = [path for path in sorted((_FOLDER / "domains").iterdir()) if path.name == domain]
    return Parameters.load(_FOLDER / "national", *special)


def limit(figures: Parameters, on: date, *, extended: bool = False) -> Period:
    """How long a review may take; with its extension where it was granted."""
    period = figures.at("review.limit", on).period
    if not extended:
        return period
    return Period(period.n + figures.at("review.extension", on).period.n, period.unit)


def term_bounds(figures: Parameters, on: date) -> tuple[int, int]:
    """The least and the most working days that an organ may set for its reviews."""
    return figures.at("review.term_least", on).period.n, figures.at("review.term_most", on).period.n


def term(figures: Parameters, on: date, own: int | None, *, extended: bool = False) -> Period:
    """How long a review may take by the organ's own list, else as the parameter says; with its extension where granted."""
    if own is None:
        return limit(figures, on, extended=extended)
    more = figures.at("review.extension", on).period.n if extended else 0
    return Period(own + more, Unit.WORKDAY)


def dispute_route(figures: Parameters, on: date) -> str:
    """How a disagreement that consultation left open is settled where the organ chose nothing: head or collective."""
    return str(figures.at("review.dispute_route", on).value)


def cut_off(on: date) -> date:
    """From which day on someone who reviews for the first time must be qualified."""
    return date.fromisoformat(str(parameters().at("review.cut_off", on).value))


def training_hours(on: date) -> Decimal:
    """How many hours a reviewer should learn in a year."""
    return Decimal(str(parameters().at("review.training_hours", on).value))


def statement(whose: str, on: date) -> str:
    """What the handler (submit), the reviewer (opinion) or the head (decision) states to answer for."""
    return str(parameters().at("review.statement", on, kind=whose).value)


def scope(figures: Parameters, on: date) -> Scope:
    """The local strictness and the heavy kinds of penalty."""
    every = figures.at("review.all_ordinary", on).value == 1
    return Scope(every_ordinary=every, heavy_kinds=frozenset(str(figures.at("review.heavy_kinds", on).value).split()))


def mandatory(profile: DecisionProfile, on: date) -> dict[str, str]:
    """Kind and Chinese name of each material that must be handed in."""
    figures = parameters(profile.domain)
    keys = ["penalty" if profile.category == "penalty" else "other", *(["hearing"] if profile.after_hearing else [])]
    pairs = [item for key in keys for item in str(figures.at("review.materials", on, kind=key).value).split()]
    return dict(item.split(":", 1) for item in pairs)
