"""Inspections and their results: how an enterprise was chosen, and the dated table of results (检查结果代码表)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from uuid import UUID

import yaml

_TABLE = Path(__file__).resolve().parents[1] / "parameters" / "check_results.yaml"
MOST_RESULTS = 4
"""So many results one inspection may have: their names still fit one line of a list."""


class CheckKind(StrEnum):
    """How it came that this enterprise is inspected."""

    RANDOM = "random"
    SPECIAL = "special"
    TRIGGERED = "triggered"


CHECK_NAMES = {CheckKind.RANDOM: "随机抽查", CheckKind.SPECIAL: "专项检查", CheckKind.TRIGGERED: "触发式检查"}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A result an inspection may have. `code`: its sign in the source's table; `told`: a note must say what was found."""

    key: str
    name: str
    code: str
    told: bool


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The results of one table, the day it came into force, its source and whether somebody compared it with it."""

    since: date
    cites: str
    verified: bool
    results: Mapping[str, CheckResult]


@cache
def _tables() -> tuple[ResultTable, ...]:
    read = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))["tables"]
    return tuple(
        ResultTable(
            since, told["cites"], told["verified"],
            {key: CheckResult(key, one["name"], one["code"], one.get("told", False)) for key, one in told["results"].items()},
        )
        for since, told in sorted(read.items())
    )  # fmt: skip


def result_table(on: date) -> ResultTable:
    """The table in force on a day; before the first one, the first."""
    tables = _tables()
    return next((one for one in reversed(tables) if one.since <= on), tables[0])


def results_named(joined: str) -> str:
    """The results of a visit, kept as keys with commas between, in Chinese. A key keeps its meaning in every table."""
    known = {key: one.name for table in _tables() for key, one in table.results.items()}
    return "、".join(known.get(key, key) for key in joined.split(",") if key)


@dataclass(frozen=True, slots=True)
class UnpublishedCheck:
    """A random check that is over and whose result nobody can read yet. `publication_id`: None where none was begun."""

    organ_id: UUID
    organ_name: str
    number: str
    ended_on: date
    due: date
    publication_id: UUID | None
