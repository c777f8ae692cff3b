"""Versions of the counting rules and of the severity table: which of them counts a region's year."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.supervision.terms import Counting

_FOLDER = Path(__file__).parents[1] / "parameters"


@cache
def told() -> dict[str, Any]:
    """The file of the counting rules, as people read it."""
    found: dict[str, Any] = yaml.safe_load((_FOLDER / "annual.yaml").read_text(encoding="utf-8"))
    return found


@cache
def counting(year: int, region: str = "") -> Counting:
    """The newest version that counts the year, with the severity table of the region, or the national one."""
    return read(told(), year, region)


def read(file: dict[str, Any], year: int, region: str = "") -> Counting:
    """The version of a file. Raises LookupError for a year before the first version."""
    rules = _newest(file["counting"], year)
    severity = _newest(file["severity"][file["regions"].get(region, "national")], year)
    return Counting(
        rules["number"], severity["number"], tuple(severity["order"]), frozenset(rules["corrected"]),
        rules["verified"] and severity["verified"], f"{rules['cites']}；{severity['cites']}",
    )  # fmt: skip


def _newest(versions: list[dict[str, Any]], year: int) -> dict[str, Any]:
    fitting = [one for one in versions if one["from"] <= year]
    if not fitting:
        raise LookupError(f"{year} 年没有统计口径，请在 annual.yaml 里补充")
    return max(fitting, key=lambda one: int(one["from"]))


@cache
def by_hand() -> dict[str, Any]:
    """The tables that the platform does not count from cases."""
    found: dict[str, Any] = yaml.safe_load((_FOLDER / "tables.yaml").read_text(encoding="utf-8"))
    return found
