"""A decision table as it is written: columns, rows of cells as text, the policy for several rows that fit."""

from dataclasses import dataclass
from enum import StrEnum


class Policy(StrEnum):
    """What is to be done where several rows fit (命中策略)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


POLICY_NAMES = {
    Policy.UNIQUE: "只能有一行符合", Policy.ANY: "可以有几行符合，结果必须相同", Policy.FIRST: "取最先符合的一行", Policy.PRIORITY: "取结果次序最先的一行",
    Policy.RULE_ORDER: "按行的次序取全部", Policy.OUTPUT_ORDER: "按结果的次序取全部", Policy.COLLECT: "取全部",
}  # fmt: skip
SEVERAL = frozenset({Policy.RULE_ORDER, Policy.OUTPUT_ORDER, Policy.COLLECT})
AGGREGATIONS = frozenset({"SUM", "MIN", "MAX", "COUNT"})


@dataclass(frozen=True, slots=True)
class Input:
    """A column that asks: its name, the expression over the facts, the type, and what it may hold.

    `whole`: of a number, that it counts things: between 2 and 3 lies nothing.
    """

    name: str
    text: str
    kind: str = ""
    allowed: str = ""
    unit: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """A column that answers. `allowed`: what it may hold, in the order of precedence. `default`: where no row fits."""

    name: str
    kind: str = ""
    allowed: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it asks, what it answers, and what it was made for."""

    id: str
    tests: tuple[str, ...]
    answers: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. `aggregation`: SUM, MIN, MAX or COUNT of a collecting table with one answer."""

    name: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    policy: Policy = Policy.UNIQUE
    aggregation: str = ""
