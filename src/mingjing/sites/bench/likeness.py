"""类案 among very many decisions: rows written below the operations, then the question as the case page asks it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from mingjing.cases import queries
from mingjing.cases.queries.facts import load
from mingjing.cases.terms import CaseFacts
from mingjing.kernel.batches import in_batches
from mingjing.sites.bench import growing
from mingjing.sites.bench.county import OFFICER, SUPERVISOR, Grown
from mingjing.sites.bench.growing import table
from mingjing.sites.bench.meter import Meter

DECISIONS, TRIAL, TARGET_MS, BATCH, ROUNDS = 1_000_000, 2000, 100, 5000, 100
OFFENCES, ORGANS, DAYS = 60, 40, 1800
TIERS, HARMS = ("较轻", "一般", "较重", "严重", ""), ("none", "slight", "some", "serious")


def likeness(meter: Meter, county: Grown, *, trial: bool = False) -> None:
    """Write the decisions, then ask for the like of cases of every offence, as officer and supervisor: spread evenly over the
    offences, then with one that holds half of all.
    """
    wanted = TRIAL if trial else DECISIONS
    facts = load(queries.case_row(county.copies["decide"][0]), related=False)
    _press(wanted, facts, county)
    _ask(meter, county, facts, f"{wanted:,} 件决定均分于 {OFFENCES} 种违法行为", range(ROUNDS), trial=trial)
    _crowd()
    every, one = range(ROUNDS), range(0, ROUNDS * OFFENCES, OFFENCES)
    _ask(meter, county, facts, f"{wanted:,} 件决定，一种占一半，各种轮流问", every, trial=trial)
    _ask(meter, county, facts, f"{wanted:,} 件决定，一种占一半，只问这一种", one, trial=trial)


def _ask(meter: Meter, county: Grown, facts: CaseFacts, told: str, numbers: range, *, trial: bool) -> None:
    for name, who in (("承办人", OFFICER), ("监督员看全部", SUPERVISOR)):
        actor = county.actor(who)
        asked = [_asking(facts, number) for number in (numbers[: meter.runs] if trial else numbers)]
        calls = [partial(queries.compare, one, actor, county.now) for one in asked]
        calls[0]()
        meter.slowest(f"类案（{told}）：最像的 10 件和罚款分布，{name}，第 95 百分位", calls, target=TARGET_MS)


def _asking(facts: CaseFacts, number: int) -> CaseFacts:
    """The same pending case of one offence after another and one tier after another."""
    last = facts.last("report")
    assert last is not None
    data = {
        **last.data,
        "tier": TIERS[(number + number // OFFENCES) % len(TIERS)],
        "fine": str(1000 * (1 + number % 50)),
    }
    return replace(facts, matter={**facts.matter, "code": _offence(number)}, acts=(replace(last, data=data),))


def _offence(number: int) -> str:
    return f"SIM-{number % OFFENCES}"


def _press(wanted: int, facts: CaseFacts, county: Grown) -> None:
    with growing.indexed_afterwards(table("cases.Precedent")._meta.db_table), transaction.atomic():
        for some in in_batches(_rows(wanted, facts, county), BATCH):
            growing.insert([table("cases.Precedent")(**row) for row in some])
    _settle()


def _crowd() -> None:
    """Half of the decisions, by chance of their keys, become decisions of one offence."""
    with growing.indexed_afterwards(table("cases.Precedent")._meta.db_table), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mj_case_precedent SET matter_code = %s WHERE CAST(case_id AS text) < '8' AND matter_code LIKE %s",
            [_offence(0), _offence(0)[:-1] + "%"],
        )
    _settle()


def _rows(wanted: int, facts: CaseFacts, county: Grown) -> Iterator[dict[str, Any]]:
    """Decisions of forty organs, of sixty offences."""
    chosen, today, space = random.Random(20261130), timezone.localdate(county.now), facts.id  # noqa: S311 the same every time
    organs = [facts.organ.id, *(uuid5(space, f"organ{number}") for number in range(ORGANS - 1))]
    marks = [f"{chosen.getrandbits(256):064x}" for _ in range(500)]
    for number in range(wanted):
        offence = chosen.randrange(OFFENCES)
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
