"""The ledger: appends in batches, and a proof in a process in which nothing is warm."""

import time
from datetime import UTC, datetime
from statistics import median

from mingjing.ledger import operations
from mingjing.ledger.terms import SYSTEM, Draft
from mingjing.sites.bench.machine import child
from mingjing.sites.bench.meter import Figure, Meter, calibrate

BATCH, FLOOR = 256, 20_000
PROOF_MS, PROOF_MIB, PROCESSES = 10, 100, 5


def appends(meter: Meter, entries: int) -> None:
    """Append in batches of 256 with streams of their own, then fold the trees."""
    at, beside = datetime.now(UTC), calibrate()
    start = time.process_time()
    for first in range(0, entries, BATCH):
        numbers = range(first, min(first + BATCH, entries))
        drafts = [Draft("case:act:made", f"bench:{n % 7}", at, {"act": "立案", "n": n}) for n in numbers]
        operations.append_many(drafts=drafts, by=SYSTEM)
    spent = time.process_time() - start
    meter.note(
        Figure(
            f"台账追加（每批 {BATCH} 条，共 {entries:,} 条）",
            entries / spent,
            "条/秒",
            FLOOR,
            floor=True,
            calibration=beside,
        )
    )
    start = time.process_time()
    operations.integrate()
    meter.note(Figure("台账并入两棵树", entries / (time.process_time() - start), "条/秒", calibration=beside))


def proof(meter: Meter, entries: int) -> None:
    """The proof of an entry in the middle, each time by a fresh process; the median, for one process alone is chance."""
    found, beside = [child("proof", str(entries // 3)) for _ in range(PROCESSES)], calibrate()
    spent, size = median(told["ms"] for told in found), found[0]["size"]
    meter.note(Figure(f"台账冷证明（{size:,.0f} 条，两棵树）", spent, "ms", PROOF_MS, calibration=beside))
    meter.note(Figure("台账冷证明所在进程的内存峰值", max(told["mib"] for told in found), "MiB", PROOF_MIB))
