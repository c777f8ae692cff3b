"""From a decision to the columns of 双公示: every value as the partner writes it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.exchange.rules.columns import plain
from mingjing.exchange.rules.credit import longest_until
from mingjing.exchange.rules.feeding import NO_CODE
from mingjing.exchange.terms import Column, Edition, Penalty, SheetKind
from mingjing.kernel.workdays import Workdays

FOREVER = "2099/12/31"
CLASSES = {"citizen": "自然人", "individual_business": "个体工商户"}
ID_TYPES = {"resident": "身份证", "passport": "护照号"}
TEN_THOUSAND = Decimal(10_000)


_FILES = {SheetKind.PENALTY: "schema.yaml", SheetKind.LICENCE: "licence.yaml"}
_TEXTS = {SheetKind.PENALTY: {"facts": "violation", "content": "result"}, SheetKind.LICENCE: {"content": "result"}}


@cache
def _told(name: str = "schema.yaml") -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return told


@cache
def editions(kind: str = SheetKind.PENALTY) -> Mapping[str, Edition]:
    """Every edition of a sheet, the newest first."""
    return {
        key: Edition(key, one["title"], tuple(Column(*column) for column in one["columns"]), kind)
        for key, one in _told(_FILES[SheetKind(kind)])["editions"].items()
    }


def every_edition() -> tuple[Edition, ...]:
    """Every edition of both sheets."""
    return tuple(one for kind in SheetKind for one in editions(kind).values())


@cache
def keys() -> frozenset[str]:
    """Our keys of all columns of both sheets."""
    return frozenset(key for one in every_edition() for key in one.keys)


@cache
def aliases() -> Mapping[str, str]:
    """Every name a column may go by, made plain, with our key."""
    found = {plain(name): key for key, names in _told("aliases.yaml")["aliases"].items() for name in names}
    return found | {plain(name): one.key for each in every_edition() for one in each.columns for name in (one.label,)}


def whole(told: Mapping[str, str]) -> dict[str, str]:
    """The values with an empty one for every key that is not told, and the two kinds of the 2016 sheet."""
    kinds = told.get("kinds", "").split(";")
    return {
        **dict.fromkeys(keys(), ""),
        **told,
        "kind_first": kinds[0],
        "kind_second": kinds[1] if len(kinds) > 1 else "",
    }


def fed_values(
    kind: str, kept: Mapping[str, str], public: Mapping[str, str] | None, edition: Edition, area: str, on: date
) -> dict[str, str]:
    """The values of a row that was fed: as it came, with the redacted public text in place of facts and content."""
    texts = {key: (public or {}).get(part, "") for key, part in _TEXTS[SheetKind(kind)].items()}
    told = whole({**kept, **texts})
    told |= {"area": kept.get("area") or area[:6], "updated": day(on), "state": _state(kind, edition.key, kept)}
    told["source"] = told["source"] or told["organ"]
    told["source_uscc"] = told["source_uscc"] or told["organ_uscc"]
    told["item"] = told["item"] or told["title"]
    told["title"] = told["title"] or told["item"]
    told["valid_from"] = told["valid_from"] or told["decided_on"]
    told["valid_to"] = told["valid_to"] or FOREVER
    return told


def _state(kind: str, edition: str, kept: Mapping[str, str]) -> str:
    """0 正常 in the sheets of 2016; 1 有效, 2 无效 in the later ones of licences."""
    if edition == "2016":
        return "0"
    said = kept.get("state", "")
    return (said if said in {"1", "2"} else "1") if kind == SheetKind.LICENCE else ""


def values(penalty: Penalty, calendar: Workdays, on: date | None = None) -> dict[str, str]:
    """Every value by our key; empty where there is none. `on`: the day of the hand-over, for the sheet of 2016."""
    party, organisation = penalty.party, penalty.party.kind not in CLASSES
    natural = party.kind == "citizen"
    code = "" if natural else party.id_number or (NO_CODE if not organisation else "")
    told = {
        "party_name": party.name,
        "party_class": CLASSES.get(party.kind, "法人及非法人组织"),
        "uscc": code,
        "representative": "" if natural else party.representative,
        "id_type": ID_TYPES.get(party.id_type, "其他") if natural else "",
        "id_number": party.id_number if natural else "",
        "number": penalty.number,
        "cause": penalty.cause,
        "facts": penalty.facts,
        "basis": "；".join(penalty.basis),
        "kinds": ";".join(penalty.kind_names),
        "content": penalty.content,
        "fine": in_ten_thousand(penalty.fine),
        "confiscation": in_ten_thousand(penalty.confiscation),
        "licence": penalty.licence,
        "decided_on": day(penalty.decided_on),
        "valid_to": FOREVER,
        "publish_to": day(publish_to(penalty, calendar)),
        "organ": penalty.organ_name,
        "organ_uscc": penalty.organ_uscc,
        "source": penalty.organ_name,
        "source_uscc": penalty.organ_uscc,
        "state": "0",
        "area": penalty.area[:6],
        "updated": day(on),
    }
    return whole(told)


def in_ten_thousand(yuan: Decimal | None) -> str:
    """Yuan as 万元 with six places: 2,000 is 0.200000, one fen 0.000001; nothing is ever rounded."""
    return "" if yuan is None else f"{yuan / TEN_THOUSAND:.6f}"


def day(value: date | None) -> str:
    """2026/11/05."""
    return "" if value is None else f"{value:%Y/%m/%d}"


def publish_to(penalty: Penalty, calendar: Workdays) -> date | None:
    """公示截止期: the longest term of its class on the credit channel; None before there was a table. One table for both."""
    fine = "" if penalty.fine is None else f"{penalty.fine:.2f}"
    return longest_until(penalty.decided_on, penalty.kinds, fine, penalty.domain, calendar)
