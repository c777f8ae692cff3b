"""The room's dated figures: weights by class of risk and credit, and the yearly cap."""

from datetime import date
from functools import cache
from pathlib import Path

from mingjing.inspections.terms import CREDITS, RISKS
from mingjing.kernel.parameters import Parameters

_FOLDER = Path(__file__).resolve().parents[1] / "parameters" / "national"


@cache
def parameters() -> Parameters:
    """The figures as packaged."""
    return Parameters.load(_FOLDER)


def risk_weights(on: date) -> dict[str, int]:
    """The weight of each stratum, in the order of drawing."""
    return {key: int(parameters().at("draw.risk", on, kind=key).value) for key in RISKS}


def credit_weights(on: date) -> dict[str, int]:
    """The weight of each class of credit inside a stratum."""
    return {key: int(parameters().at("draw.credit", on, kind=key).value) for key in CREDITS}


def visits_cap(on: date) -> int:
    """How often an organ may inspect an enterprise in a year."""
    return int(parameters().at("draw.cap", on).value)


def counts_apart(cause: str, on: date) -> bool:
    """Whether an inspection for this cause is not counted under the cap; one that was drawn has no cause and is counted."""
    return bool(cause) and bool(int(parameters().at("cap.exempt", on, kind=cause).value))
