"""类案 among very many decisions: rows written below the operations, then the question as the case page asks it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import connection
from django.utils import timezone

from mingjing.cases import queries
from mingjing.cases.queries.facts import load
from mingjing.cases.terms import CaseFacts
from mingjing.sites.bench.county import OFFICER, SUPERVISOR, Grown
from mingjing.sites.bench.growing import table
from mingjing.sites.bench.meter import Meter

DECISIONS, TRIAL, TARGET_MS, BATCH, ROUNDS = 1_000_000, 2000, 100, 5000, 100
OFFENCES, ORGANS, DAYS = 60, 40, 1800
TIERS, HARMS = ("较轻", "一般", "较重", "严重", ""), ("none", "slight", "some", "serious")


def likeness(meter: Meter, county: Grown, *, trial: bool = False) -> None:
    """Write the decisions, then ask for the like of cases of every offence, as officer and supervisor: first with one offence that
    holds half of all decisions, then spread evenly.
    """
    wanted = TRIAL if trial else DECISIONS
    facts = load(queries.case_row(county.copies["decide"][0]), related=False)
    for common, how in ((True, f"一种占一半，其余均分于 {OFFENCES - 1} 种"), (False, f"均分于 {OFFENCES} 种违法行为")):
        _press(wanted, facts, county, common=common)
        _settle()
        told = f"类案：{wanted:,} 件决定（{how}）中最像的 10 件和罚款分布"
        for name, who in (("承办人", OFFICER), ("监督员看全部", SUPERVISOR)):
            actor = county.actor(who)
            asked = [_asking(facts, number) for number in range(meter.runs if trial else ROUNDS)]
            calls = [partial(queries.compare, one, actor, county.now) for one in asked]
            calls[0]()
            meter.slowest(f"{told}，{name}，逐种违法行为轮流问，p95", calls, target=TARGET_MS)
            if common:
                same = [
                    partial(queries.compare, _asking(facts, number * OFFENCES + number % 5), actor, county.now)
                    for number in range(0, 30)
                ]
                meter.slowest(f"{told}，{name}，只问占一半的那一种，p95", same, target=TARGET_MS)


def _asking(facts: CaseFacts, number: int) -> CaseFacts:
    """The same pending case of one offence after another and one tier after another."""
    last = facts.last("report")
    assert last is not None
    data = {**last.data, "tier": TIERS[number % len(TIERS)], "fine": str(1000 * (1 + number % 50))}
    return replace(facts, matter={**facts.matter, "code": _offence(number)}, acts=(replace(last, data=data),))


def _offence(number: int) -> str:
    return f"SIM-{number % OFFENCES}"


def _press(wanted: int, facts: CaseFacts, county: Grown, *, common: bool) -> None:
    model = table("cases.Precedent")
    model.objects.filter(matter_code__startswith="SIM-").delete()
    held: list[Any] = []
    for row in _rows(wanted, facts, county, common=common):
        held.append(model(**row))
        if len(held) == BATCH:
            model.objects.bulk_create(held, batch_size=BATCH)
            held = []
    model.objects.bulk_create(held, batch_size=BATCH)


def _rows(wanted: int, facts: CaseFacts, county: Grown, *, common: bool) -> Iterator[dict[str, Any]]:
    """Decisions of forty organs; where one offence is `common`, every second decision is of it."""
    chosen, today, space = random.Random(20261130), timezone.localdate(county.now), facts.id  # noqa: S311 the same every time
    organs = [facts.organ.id, *(uuid5(space, f"organ{number}") for number in range(ORGANS - 1))]
    marks = [f"{chosen.getrandbits(256):064x}" for _ in range(500)]
    for number in range(wanted):
        offence = 0 if common and number % 2 else chosen.randrange(1 if common else 0, OFFENCES)
        case: UUID = uuid5(space, f"case{number}")
        yield {
            "case_id": case, "dossier_id": uuid5(space, f"dossier{number}"), "organ_id": organs[number % 7 % 2 and number % ORGANS],
            "number": f"示罚〔2026〕{number}号", "decided_on": today - timedelta(days=chosen.randrange(DAYS)), "public": number % 5 > 0,
            "matter_code": _offence(offence), "breached": "《安全生产法》第三十条第一款", "basis": f"《安全生产法》第{offence}条",
            "tier": TIERS[chosen.randrange(5)], "addressee": "unit" if number % 3 else "person", "discretion": "normal",
            "harm": HARMS[chosen.randrange(4)], "corrected": "yes", "domain": "emergency", "region": "130821",
            "kinds": "fine" if number % 4 else "confiscate_gains fine", "fine": Decimal(500 * (1 + chosen.randrange(400))),
            "amount": None if number % 4 else Decimal(chosen.randrange(1, 100_000)), "sketch": marks[number % 500],
        }  # fmt: skip


def _settle() -> None:
    """Statistics of the fresh rows, as the database's own housekeeping would gather them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE mj_case_precedent" if connection.vendor == "postgresql" else "ANALYZE mj_case_precedent"
        )
