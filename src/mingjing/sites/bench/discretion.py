"""Benchmarks as tables: a decision wholly traced, the checks of a large table, a new table put to very many past cases."""

import random
import time
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from uuid import uuid5

from mingjing.cases import queries
from mingjing.cases.queries.facts import load
from mingjing.kernel.findings import blocking
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import (
    TIER_NAMES,
    Addressee,
    DiscretionRow,
    DiscretionTable,
    Factor,
    FactorKind,
)
from mingjing.sites.bench.county import Grown
from mingjing.sites.bench.growing import table
from mingjing.sites.bench.meter import Figure, Meter, calibrate

CASES, TRIAL, BATCH, LARGE = 1_000_000, 2000, 5000, 700
DECISIONS, CHECK_MS, REPLAY_S, ROUNDS = 5000, 100, 60, 2000
UNIT = Addressee.UNIT
YES = ("是", "否")


def _table(counts: int) -> DiscretionTable:
    """A table of `counts` × 4 rows over a number and two questions, without hole and without overlap."""
    factors = (
        Factor("人数", FactorKind.COUNT, "人", least=Decimal(1)),
        Factor("初次", FactorKind.YES_NO),
        Factor("改正", FactorKind.YES_NO),
    )
    rows = []
    for at, first, mended in product(range(counts), YES, YES):
        tier = min(at * len(TIER_NAMES) // counts, len(TIER_NAMES) - 1)
        cell = f"{at + 1}" if at < counts - 1 else f"{counts}以上"
        rows.append(
            DiscretionRow(
                TIER_NAMES[tier], UNIT, (cell, first, mended), f"{tier}万元以上{tier + 1}万元以下", "", "有此情形"
            )
        )
    return DiscretionTable(factors, tuple(rows))


def discretion(meter: Meter, county: Grown, *, trial: bool = False) -> None:
    """Ask a table of twelve rows, check one of seven hundred, and put a table to the past cases of one matter."""
    small, large = _table(3), _table(LARGE // 4)
    facts = {"人数": Decimal(2), "初次": True, "改正": False}
    assert lawbook.weigh(small, UNIT, facts).tier
    beside, start = calibrate(), time.process_time()
    for _ in range(ROUNDS):
        lawbook.decided(small, UNIT, facts)
    each = (time.process_time() - start) / ROUNDS
    meter.note(
        Figure(
            f"裁量：查问 {len(small.rows)} 行的表，逐格说明",
            1 / each,
            "次/秒",
            DECISIONS,
            floor=True,
            calibration=beside,
        )
    )
    assert not blocking(lawbook.row_checks(large))
    meter.slowest(
        f"裁量：公布前核对 {len(large.rows)} 行的表（留空、重叠、轻重）",
        [partial(lawbook.row_checks, large)] * 5,
        target=CHECK_MS,
    )
    wanted, case = TRIAL if trial else CASES, queries.case_row(county.copies["decide"][0])
    _press(wanted, county)
    beside, start = calibrate(), time.process_time()
    found = queries.replay(small, load(case, related=False).organ.id, "REPLAY")
    assert found.cases == wanted
    meter.note(
        Figure(
            f"裁量：把新的表放到 {wanted:,} 件以前的案件上",
            time.process_time() - start,
            "秒",
            REPLAY_S,
            calibration=beside,
        )
    )


def _press(wanted: int, county: Grown) -> None:
    """Cases of one matter, each with a question that was put: below the operations, for measuring only."""
    chosen = random.Random(20261201)  # noqa: S311 the same every time
    cases, asked = table("cases.Case"), table("cases.DiscretionAsked")
    like = queries.case_row(county.copies["decide"][0])
    for begin in range(0, wanted, BATCH):
        rows, questions = [], []
        for number in range(begin, min(begin + BATCH, wanted)):
            values = {one.attname: getattr(like, one.attname) for one in cases._meta.concrete_fields}
            key = uuid5(like.id, f"replay{number}")
            number_of = {"lead_number": f"R{number}", "number": "", "decision_number": ""}
            rows.append(
                cases(
                    **(
                        values
                        | {"id": key, "party": {}, "matter": {}, "dossier_id": uuid5(key, "d"), "matter_code": "REPLAY"}
                        | number_of
                    )
                )
            )
            stated = [
                ("人数", str(chosen.randint(1, 9))),
                ("初次", YES[chosen.randrange(2)]),
                ("改正", YES[chosen.randrange(2)]),
            ]
            questions.append(asked(
                id=uuid5(key, "q"), case_id=key, cited={}, benchmark_sha256="", addressee="unit", answer={"tier": TIER_NAMES[chosen.randrange(5)]},
                stated=[{"name": name, "text": text, "evidence": [1], "unit": ""} for name, text in stated],
                by_id=like.id, by_name="测", at=county.now - timedelta(minutes=number % 9999),
            ))  # fmt: skip
        cases.objects.bulk_create(rows, batch_size=500)
        asked.objects.bulk_create(questions, batch_size=500)
