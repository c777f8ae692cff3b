"""A benchmark as a table that can be asked (裁量表): what it asks about, its rows, what may soften it, the examples that prove it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.kernel.tables.words import Bounds
from mingjing.lawbook.terms.catalogues import TIER_NAMES, Addressee, Range, Tier
from mingjing.lawbook.terms.scoring import POINT, TOTAL, Scored, Scoring, scoring_from, scoring_from_seed, scoring_plain

TIER_COLUMN = "阶次"
"""What a decision table answers."""


class FactorKind(StrEnum):
    """What a column of the table holds. A count holds whole numbers only, so that nothing lies between 2人 and 3人."""

    COUNT = "count"
    NUMBER = "number"
    YES_NO = "boolean"
    CHOICE = "string"

    @property
    def column(self) -> str:
        """The name of its type in a decision table."""
        return "number" if self is FactorKind.COUNT else self.value


FACTOR_NAMES = {
    FactorKind.COUNT: "个数",
    FactorKind.NUMBER: "数值",
    FactorKind.YES_NO: "是或者否",
    FactorKind.CHOICE: "选项",
}


class Measure(StrEnum):
    """How a fine is counted."""

    YUAN = "yuan"
    TIMES = "times"
    PERCENT = "percent"


MEASURE_NAMES = {Measure.YUAN: "元", Measure.TIMES: "倍", Measure.PERCENT: "%"}


class Relief(StrEnum):
    """What a circumstance does to the outcome of the table (行政处罚法第三十条至第三十三条)."""

    NONE = "none"
    REDUCED = "reduced"
    LIGHTER = "lighter"
    HEAVIER = "heavier"


RELIEF_NAMES = {Relief.NONE: "不予处罚", Relief.REDUCED: "减轻", Relief.LIGHTER: "从轻", Relief.HEAVIER: "从重"}


@dataclass(frozen=True, slots=True)
class Factor:
    """A fact that the table asks (裁量因素). `choices` of a choice; `least` of a number: the smallest that can be."""

    name: str
    kind: FactorKind
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The fine of a row: so many yuan, or so many times or percent of a base such as 货值金额."""

    measure: Measure
    bounds: Bounds
    base: str = ""

    @property
    def yuan(self) -> Range | None:
        """The range of yuan, where it is one; `bounds` says whether its ends belong to it."""
        low, high = self.bounds.low or Decimal(0), self.bounds.high
        return Range(low, high) if self.measure is Measure.YUAN and high is not None else None

    def of(self, amount: Decimal | None) -> Bounds | None:
        """The range of yuan over a base; None where the base is not known."""
        if self.measure is Measure.YUAN:
            return self.bounds
        if amount is None:
            return None
        each = amount if self.measure is Measure.TIMES else amount / 100
        low, high = (
            None if end is None else (end * each).quantize(Decimal("0.01"))
            for end in (self.bounds.low, self.bounds.high)
        )
        return Bounds(low, high, self.bounds.closed)


@dataclass(frozen=True, slots=True)
class DiscretionRow:
    """A row: tier, whom it is for, one cell for each factor in the words of the law, the fine, the rest, the source's own words."""

    tier: str
    addressee: Addressee
    cells: tuple[str, ...]
    fine: str
    other: str = ""
    source: str = ""

    @property
    def rank(self) -> int:
        """0 轻微 … 4 严重."""
        return TIER_NAMES.index(self.tier)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance beside the table (不予、减轻、从轻、从重), in words, with its clause."""

    effect: Relief
    words: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case of the table (样例): the facts by factor, and the tier they must come to. Public with the table."""

    addressee: Addressee
    facts: tuple[str, ...]
    tier: str
    note: str = ""


_TOTAL = (Factor(TOTAL, FactorKind.NUMBER, POINT),)


@dataclass(frozen=True, slots=True)
class DiscretionTable:
    """The whole: asked by facts, shown to the public, printed into the decision, always the same.

    `scoring`: of a table by points; then its rows ask the sum of the points, and not the facts.
    """

    factors: tuple[Factor, ...] = ()
    rows: tuple[DiscretionRow, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    examples: tuple[Example, ...] = ()
    scoring: Scoring | None = None

    @property
    def columns(self) -> tuple[Factor, ...]:
        """What the cells of its rows stand for."""
        return self.factors if self.scoring is None else _TOTAL

    def rows_for(self, addressee: Addressee) -> tuple[DiscretionRow, ...]:
        """The rows for units or for persons."""
        return tuple(row for row in self.rows if row.addressee is addressee)


def plain(table: DiscretionTable) -> dict[str, Any]:
    """As it is stored and hashed; numbers as text. Points only where there are some, so that older digests stay what they were."""
    held = {
        "factors": [asdict(one) | {"choices": list(one.choices), "least": None if one.least is None else f"{one.least:f}"} for one in table.factors],
        "rows": [asdict(one) | {"cells": list(one.cells)} for one in table.rows],
        "circumstances": [asdict(one) for one in table.circumstances],
        "examples": [asdict(one) | {"facts": list(one.facts)} for one in table.examples],
    }  # fmt: skip
    return held | ({"scoring": scoring_plain(table.scoring)} if table.scoring else {})


def from_plain(stored: Mapping[str, Any]) -> DiscretionTable | None:
    """The table that was stored; None where there is none."""
    if not stored.get("factors"):
        return None
    return DiscretionTable(
        tuple(
            Factor(
                one["name"], FactorKind(one["kind"]), one["unit"], tuple(one["choices"]),
                None if one["least"] is None else Decimal(one["least"]),
            )
            for one in stored["factors"]
        ),
        tuple(
            DiscretionRow(one["tier"], Addressee(one["addressee"]), tuple(one["cells"]), one["fine"], one["other"], one["source"])
            for one in stored["rows"]
        ),
        tuple(Circumstance(Relief(one["effect"]), one["words"], one["clause"]) for one in stored["circumstances"]),
        tuple(Example(Addressee(one["addressee"]), tuple(one["facts"]), one["tier"], one["note"]) for one in stored["examples"]),
        scoring_from(stored.get("scoring")),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BenchmarkFacts:
    """A discretion benchmark of a matter. `published_on` None: a draft; `fictional`: made for the demonstration.

    `table`: the same as a table that can be asked; `upper`: the superior's benchmark whose ranges it refines; `discarded`:
    why a draft was given up.
    """

    benchmark_id: UUID
    organ_id: UUID
    matter_code: str
    issuer: str
    document_number: str
    published_on: date | None
    valid_from: date
    valid_to: date | None
    fictional: bool
    tiers: tuple[Tier, ...]
    sha256: str
    table: DiscretionTable | None = None
    upper: UUID | None = None
    discarded: str = ""

    def tier(self, name: str, addressee: Addressee = Addressee.UNIT) -> Tier | None:
        """The tier of a name."""
        return next((t for t in self.tiers if t.name == name and t.addressee is addressee), None)

    def tiers_for(self, amount: Decimal, addressee: Addressee = Addressee.UNIT) -> tuple[Tier, ...]:
        """The tiers whose interval holds an amount; two where it lies on their common border."""
        return tuple(t for t in self.tiers if t.addressee is addressee and t.fine and t.fine.holds(amount))


@dataclass(frozen=True, slots=True)
class RowSaid:
    """One row of an answer: its tier, whether it fits (None: cannot be said yet), and cell by cell why."""

    place: int
    tier: str
    fits: bool | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the table says to facts. `wrong`: why it has no answer. `missing`: what must be found out first.

    `fine`: the row's range as far as it can be counted in yuan; `inside`: its part that lies within the statute's range.
    `otherwise`: (factor, value, tier) of every single fact that would lead to another tier. `scored`, `total`: of a table by
    points what each fact gave, and the sum; then `fine` is what the formula gives, not the whole row.
    """

    row: DiscretionRow | None
    place: int
    missing: tuple[str, ...]
    trace: tuple[RowSaid, ...]
    fine: Bounds | None = None
    inside: Bounds | None = None
    needs_base: str = ""
    wrong: str = ""
    otherwise: tuple[tuple[str, str, str], ...] = field(default=())
    scored: tuple[Scored, ...] = ()
    total: Decimal | None = None

    @property
    def tier(self) -> str:
        """The tier it comes to, or nothing."""
        return self.row.tier if self.row else ""


def tiers_of(table: DiscretionTable, shares: Mapping[int, Share]) -> tuple[Tier, ...]:
    """The tiers as public lists and older rules know them; `shares`: the fine of each row by its place from 0."""
    found: dict[tuple[Addressee, str], Tier] = {}
    for place, row in enumerate(table.rows):
        share = shares[place]
        spoken = row.fine if share.yuan is None else ""
        tier = Tier(row.tier, row.source, row.addressee, share.yuan, "；".join(filter(None, (spoken, row.other))))
        key = (row.addressee, row.tier)
        held = found.get(key)
        if held is None:
            found[key] = tier
        else:
            condition = held.condition if row.source in held.condition else f"{held.condition}；或者{row.source}"
            other = held.other if tier.other in held.other else "；".join(filter(None, (held.other, tier.other)))
            found[key] = Tier(held.name, condition, held.addressee, held.fine or tier.fine, other)
    return tuple(sorted(found.values(), key=lambda one: (list(Addressee).index(one.addressee), one.rank)))


def from_seed(told: Mapping[str, Any]) -> DiscretionTable:
    """A table in the short form of a seed file: each row [tier, addressee, cells…, fine, source], examples alike."""
    factors = tuple(
        Factor(one["name"], FactorKind(one["kind"]), one.get("unit", ""), tuple(one.get("choices", ())), None if "least" not in one else Decimal(one["least"]))
        for one in told["factors"]
    )  # fmt: skip
    rows = tuple(
        DiscretionRow(tier, Addressee(who), tuple(map(str, cells)), fine, "", source)
        for tier, who, cells, fine, source in told["rows"]
    )
    reliefs = tuple(
        Circumstance(Relief(effect), words, clause) for effect, words, clause in told.get("circumstances", ())
    )
    examples = tuple(Example(Addressee(who), tuple(map(str, facts)), tier) for who, facts, tier in told["examples"])
    return DiscretionTable(factors, rows, reliefs, examples, scoring_from_seed(told.get("scoring")))
