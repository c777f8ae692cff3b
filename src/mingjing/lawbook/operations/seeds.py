"""The example lists of 示范县, entered through the same operations as any organ's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

import yaml

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.citations import parse
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.operations.benchmarks import add_benchmark, publish_benchmark
from mingjing.lawbook.operations.catalogues import set_av_items, set_catalogue
from mingjing.lawbook.operations.matters import add_matter
from mingjing.lawbook.queries import catalogues as held
from mingjing.lawbook.terms import (
    Addressee,
    AVSpec,
    Condition,
    ConditionKind,
    MajorSpec,
    Material,
    MatterSpec,
    PenaltyKind,
    Range,
    Tier,
)
from mingjing.lawbook.terms.discretion import from_seed

PACKS = ("emergency", "market")


@dataclass(frozen=True, slots=True)
class Planted:
    """How much was entered; all zero where the organ had everything already."""

    matters: int
    benchmarks: int
    lists: int


@operation(Event.SEEDS_PLANTED)
def plant_seeds(*, by: Actor, at: datetime, organ_id: UUID, pack: str, valid_from: date) -> Planted:
    """Enter the example matters, fictional benchmarks and lists of a pack (emergency, market) for an organ.

    The library must have been imported. What the organ has already is left alone. `by` is the organ's head, who
    publishes the benchmarks on the day of `at`, or on `valid_from` where that is earlier. Raises Invalid, Refused, Forbidden.
    """
    access.publish_benchmark.require(by, organ_id, doing="建立示例清单")
    if pack not in PACKS:
        raise Invalid({"pack": [f"没有示例清单“{pack[:20]}”，只有：{'、'.join(PACKS)}。"]})
    seed = load(pack)
    known = {one.code for one in held.matters(organ_id)}
    new = [row for row in seed["matters"] if row["code"] not in known]
    for row in new:
        add_matter(by=by, at=at, organ_id=organ_id, spec=matter_spec(row, seed["domain"]), valid_from=valid_from)
    weighed = [row for row in new if row.get("tiers") or row.get("table")]
    for row in weighed:
        draft = add_benchmark(
            by=by, at=at, organ_id=organ_id, matter_code=row["code"], issuer=seed["issuer"],
            document_number=seed["document_number"], valid_from=valid_from, tiers=tiers(row), table=from_seed(row["table"]) if "table" in row else None,
            fictional=seed["fictional"],
        )  # fmt: skip
        publish_benchmark(by=by, at=at, benchmark_id=draft.benchmark_id, published_on=min(local_day(at), valid_from))
    return Planted(len(new), len(weighed), _lists(by, at, organ_id, valid_from))


def _lists(by: Actor, at: datetime, organ_id: UUID, valid_from: date) -> int:
    seed, count = load("catalogues"), 0
    if held.catalogue(organ_id) is None:
        title = f"{by.organ_name}{seed['major']['title']}"
        rows = major_rows(seed["major"]["rows"])
        set_catalogue(
            by=by, at=at, organ_id=organ_id, title=title, document_number="", valid_from=valid_from, rows=rows,
            fictional=seed["fictional"],
        )  # fmt: skip
        count += 1
    if held.recording_list(organ_id) is None:
        title = f"{by.organ_name}{seed['recording']['title']}"
        items = [AVSpec(**row) for row in seed["recording"]["rows"]]
        set_av_items(
            by=by, at=at, organ_id=organ_id, title=title, document_number="", valid_from=valid_from, rows=items,
            fictional=seed["fictional"],
        )  # fmt: skip
        count += 1
    return count


def load(name: str) -> dict[str, Any]:
    """One seed file."""
    text = (files("mingjing.lawbook") / "seeds" / f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def laws_cited() -> frozenset[str]:
    """The names of the laws that the matters of all packs cite: all that a rehearsal needs of the library."""
    rows = [row for pack in PACKS for row in load(pack)["matters"]]
    return frozenset(parse(text).law for row in rows for text in (*row.get("violates", ()), *row["penalises"]))


def _range(pair: list[int] | None) -> Range | None:
    return Range(Decimal(pair[0]), Decimal(pair[1])) if pair else None


def matter_spec(row: Mapping[str, Any], domain: str) -> MatterSpec:
    """A matter of a seed file."""
    kind = row.get("act_kind", "penalty")
    return MatterSpec(
        code=row["code"], name=row["name"], domain=domain, violates=tuple(row.get("violates", ())), act_kind=kind,
        chart="ordinary" if kind == "penalty" else kind,
        materials=tuple(Material(one["name"], one.get("required", True)) for one in row.get("materials", ())),
        penalises=tuple(row["penalises"]), penalties=tuple(PenaltyKind(kind) for kind in row.get("penalties", ())),
        unit_fine=_range(row.get("unit")), person_fine=_range(row.get("person")),
        multiple=row.get("multiple", ""), note=row.get("note", ""),
    )  # fmt: skip


def tiers(row: Mapping[str, Any]) -> tuple[Tier, ...]:
    """The tiers of a seed file's matter, for units and then for persons."""
    return tuple(
        Tier(name, condition, who, Range(Decimal(low), Decimal(high)))
        for who in Addressee
        for name, low, high, condition in row.get("tiers", {}).get(who, ())
    )


def major_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[MajorSpec, ...]:
    """The rows of a seed file's catalogue."""
    return tuple(
        MajorSpec(
            row["category"], row["item"], tuple(_condition(one) for one in row["conditions"]), tuple(row["basis"]),
            tuple(row["materials"]), tuple(row["points"]),
        )
        for row in rows
    )  # fmt: skip


def _condition(one: Mapping[str, Any]) -> Condition:
    amount = Decimal(one["amount"]) if "amount" in one else None
    return Condition(ConditionKind(one["kind"]), amount, frozenset(PenaltyKind(kind) for kind in one.get("kinds", ())))
