"""From a penalty to the columns of 双公示: every value as the partner writes it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.exchange.terms import Column, Edition, Penalty
from mingjing.kernel.periods import Kind, Period, Unit, due
from mingjing.kernel.workdays import Workdays

NO_CODE = "0" * 17 + "X"
"""What stands for the credit code of a sole trader who has none."""
FOREVER = "2099/12/31"
CLASSES = {"citizen": "自然人", "individual_business": "个体工商户"}
ID_TYPES = {"resident": "身份证", "passport": "护照号"}
TEN_THOUSAND = Decimal(10_000)


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "schema.yaml").read_text(encoding="utf-8"))
    return told


@cache
def editions() -> Mapping[str, Edition]:
    """Every edition of the sheet, the newest first."""
    return {
        key: Edition(key, one["title"], tuple(Column(*column) for column in one["columns"]))
        for key, one in _told()["editions"].items()
    }


def values(penalty: Penalty, calendar: Workdays) -> dict[str, str]:
    """Every value by our key; empty where there is none."""
    party, organisation = penalty.party, penalty.party.kind not in CLASSES
    natural = party.kind == "citizen"
    code = "" if natural else party.id_number or (NO_CODE if not organisation else "")
    return {
        "party_name": party.name,
        "party_class": CLASSES.get(party.kind, "法人及非法人组织"),
        "uscc": code,
        "registration": "",
        "representative": "" if natural else party.representative,
        "id_type": ID_TYPES.get(party.id_type, "其他") if natural else "",
        "id_number": party.id_number if natural else "",
        "number": penalty.number,
        "cause": penalty.cause,
        "facts": penalty.facts,
        "basis": "；".join(penalty.basis),
        "kinds": ";".join(penalty.kind_names),
        "kind_first": penalty.kind_names[0] if penalty.kind_names else "",
        "kind_second": penalty.kind_names[1] if len(penalty.kind_names) > 1 else "",
        "content": penalty.content,
        "fine": in_ten_thousand(penalty.fine),
        "confiscation": in_ten_thousand(penalty.confiscation),
        "licence": penalty.licence,
        "decided_on": day(penalty.decided_on),
        "valid_to": FOREVER,
        "publish_to": day(publish_to(penalty, calendar)),
        "organ": penalty.organ_name,
        "organ_uscc": penalty.organ_uscc,
        "state": "0",
        "blank": "",
    }


def in_ten_thousand(yuan: Decimal | None) -> str:
    """Yuan as 万元 with six places: 2,000 is 0.200000, one fen 0.000001; nothing is ever rounded."""
    return "" if yuan is None else f"{yuan / TEN_THOUSAND:.6f}"


def day(value: date | None) -> str:
    """2026/11/05."""
    return "" if value is None else f"{value:%Y/%m/%d}"


def publish_to(penalty: Penalty, calendar: Workdays) -> date | None:
    """The last day of publicity by the class of the heaviest kind; None for a decision before the rule took effect."""
    since = [start for start in _told()["terms"] if start <= penalty.decided_on]
    if not since:
        return None
    terms = _told()["terms"][max(since)]
    months = max(
        (
            terms[key]["months"]
            for key in ("light", "ordinary", "serious")
            if set(terms[key]["kinds"]) & set(penalty.kinds)
        ),
        default=0,
    )
    if not months:
        return None
    last = due(penalty.decided_on, Period(months, Unit.MONTH), Kind.AGENCY_DUTY, calendar).due
    return last if isinstance(last, date) else None
