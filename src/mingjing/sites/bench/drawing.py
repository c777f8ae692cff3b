"""Random draws: how long one of a million takes, and whether everybody's chance is what the weights say."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mingjing.inspections.operations import algorithm
from mingjing.sites.bench.meter import Figure, Meter, calibrate

PARTIES, WANTED, OFFICERS, DRAW_SECONDS = 1_000_000, 2000, 300, 5
ROUNDS, POOL, CHOSEN = 2000, 120, 24
RISKS, CREDITS = (
    {"high": 400, "higher": 200, "general": 100, "low": 50},
    {"D": 200, "C": 150, "B": 100, "A": 50, "none": 100},
)


def chi_square(came: Sequence[int], expected: Sequence[float]) -> float:
    """Pearson's sum."""
    return sum((one - wanted) ** 2 / wanted for one, wanted in zip(came, expected, strict=True))


def pools(parties: int, officers: int, wanted: int) -> dict[str, Any]:
    """Frozen lists with every class in turn; every thousandth enterprise has an officer who must avoid it."""
    risks, credits = [*RISKS], [*CREDITS]
    return {
        "algorithm": algorithm.ALGORITHM, "frozen_on": "2026-01-01",
        "parameters": {
            "wanted": wanted, "team": 2, "strata": [{"key": key, "weight": weight} for key, weight in RISKS.items()],
            "credits": [{"key": key, "weight": weight} for key, weight in CREDITS.items()],
        },
        "parties": [
            {"code": f"9113{at:014}", "name": f"示范县第{at}有限公司", "risk": risks[at % 4], "credit": credits[at // 4 % 5]}
            for at in range(parties)
        ],
        "officers": [{"number": f"1308{at:07}", "name": f"人员{at}"} for at in range(officers)],
        "avoid": [{"officer": f"1308{at % officers:07}", "party": f"9113{at:014}"} for at in range(0, parties, 1000)],
    }  # fmt: skip


def draws(meter: Meter, *, trial: bool = False) -> None:
    """One draw of a million from the stored file to the result, then many small ones for fairness."""
    parties = 20_000 if trial else PARTIES
    content, beside = algorithm.canonical(pools(parties, OFFICERS, WANTED)), calibrate()
    start = time.process_time()
    assert hashlib.sha256(content).hexdigest()
    algorithm.draw(json.loads(content), hashlib.sha256(b"bench").digest())
    spent = time.process_time() - start
    name = f"从 {parties:,} 家里抽 {WANTED:,} 家、各派两人（读名单、核对摘要、抽取）"
    meter.note(Figure(name, spent * 1000, target=DRAW_SECONDS * 1000, calibration=beside))
    fairness(meter, 200 if trial else ROUNDS)


def fairness(meter: Meter, rounds: int) -> None:
    """The greatest chi-square per degree of freedom over the classes: enterprises of one class against each other."""
    small, came = pools(POOL, 8, CHOSEN), Counter[str]()
    for number in range(rounds):
        seed = hashlib.sha256(f"fairness {number}".encode()).digest()
        came.update(one["code"] for one in algorithm.draw(small, seed)["drawn"])
    worst, lost = 0.0, 0
    for risk in RISKS:
        for credit in CREDITS:
            counts = [came[one["code"]] for one in small["parties"] if (one["risk"], one["credit"]) == (risk, credit)]
            mean = sum(counts) / len(counts)
            lost += sum(not one for one in counts)
            worst = max(worst, chi_square(counts, [mean] * len(counts)) / (len(counts) - 1))
    note = f"{rounds:,} 次抽取，{len(RISKS) * len(CREDITS)} 个等级，每级 6 家"
    meter.note(Figure("同一等级的企业被抽中次数的卡方除以自由度，最大的一级", worst, "", 4.1, note=note))
    meter.note(Figure("一次也没有被抽中的企业", lost, "家", 0, note=note))
