"""The static copy and the bulk export: pages and rows a second, and the memory of a process that does nothing else."""

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mingjing.kernel.batches import in_batches
from mingjing.ledger import operations
from mingjing.ledger.terms import SYSTEM, Draft, ObjectRef
from mingjing.publicity import queries
from mingjing.publicity.terms import Filters
from mingjing.sites.bench import growing, machine
from mingjing.sites.bench.growing import BATCH
from mingjing.sites.bench.machine import child, peak
from mingjing.sites.bench.meter import Figure, Meter, calibrate

PAGES, ROWS, EXPORT_MIB, COPIED = 300, 20_000, 300, 5000


def static(meter: Meter) -> None:
    """Both, each in a fresh process, on everything the county made public."""
    prove_copies()
    beside = calibrate()
    note_copy(meter, child("copy"), beside)
    for form in ("csv", "jsonl", "xlsx"):
        told = child("rows", form)
        name = f"批量导出 {form.upper()}（{told['rows']:,.0f} 行，流式）"
        target = None if form == "xlsx" else ROWS
        meter.note(Figure(name, told["rows"] / told["cpu"], "行/秒", target, floor=True, calibration=beside))
        meter.note(Figure(f"批量导出 {form.upper()} 的内存峰值", told["mib"], "MiB", EXPORT_MIB))


def note_copy(meter: Meter, told: dict[str, float], beside: float) -> None:
    """What an export took: by one process in CPU time, and by two in the time on the wall, which is what one waits."""
    what = f"{told['decisions']:,.0f} 件决定，{told['files']:,.0f} 个文件，含证明文件、二维码和链接检查"
    meter.note(
        Figure(f"静态导出（{what}），一个进程：每 CPU 秒", told["pages"] / told["cpu"], "页/秒", calibration=beside)
    )
    meter.note(
        Figure("静态导出，两个进程：墙上时间每秒", told["pages"] / told["wall"], "页/秒", PAGES, floor=True, calibration=beside)
    )  # fmt: skip
    alone = told["pages"] / (told["own"] + (told["both"] - told["own"]) / 2)
    meter.note(Figure("静态导出，两个进程：两个核都归它时每秒（按 CPU 时间推算）", alone, "页/秒", calibration=beside))
    meter.note(Figure("静态导出，两个进程：全部 CPU 时间", told["both"], "秒", calibration=beside))
    meter.note(Figure("静态导出的内存峰值", told["mib"], "MiB"))
    meter.note(Figure("静态导出：没有变动时再导一次（--since-last）", told["again"], "秒", calibration=beside))


def apart(meter: Meter) -> None:
    """The same of so many pressed decisions in a home of their own: to copy a million would take an hour."""
    with machine.apart() as settings:
        beside = calibrate()
        note_copy(meter, child("pressed", str(COPIED), settings=settings), beside)


def pressed(wanted: int) -> dict[str, float]:
    """Press and prove so many decisions in an empty home, then copy them."""
    from django.core.management import call_command
    from django.utils import timezone

    from mingjing.sites.bench import press
    from mingjing.sites.tick import weigh

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    press.press(wanted, timezone.now())
    versions = growing.table("publicity.Version").objects.select_related("publication").order_by("pk")
    for some in in_batches(versions.iterator(BATCH), BATCH):
        _prove(list(some))
    operations.integrate()
    weigh(timezone.localdate())
    return copy()


def prove_copies() -> int:
    """Log the public text of every copied decision under its own number, so that each can be proved; gives back how many.

    Growing copies rows only: their place in the log is still their source's.
    """
    versions = growing.table("publicity.Version").objects.select_related("publication").order_by("pk")
    wanted = [one for one in versions.iterator(BATCH) if not one.text.startswith(f"{one.publication.number}\n")]
    for start in range(0, len(wanted), BATCH):
        _prove(wanted[start : start + BATCH])
    operations.integrate()
    return len(wanted)


def _prove(some: list[Any]) -> None:
    at, drafts = datetime.now(UTC), []
    for one in some:
        number = one.publication.number
        one.text = f"{number}\n{one.text.partition(chr(10))[2]}"
        document = ObjectRef.of(file_name(number, one.seq), one.text.encode(), "text/plain; charset=utf-8")
        one.sha256 = document.sha256
        drafts.append(Draft("publication:decision:released", f"pub:{one.publication_id}", at, {}, [document]))
    for one, entry in zip(some, operations.append_many(drafts=drafts, by=SYSTEM), strict=True):
        one.ledger_index, one.ledger_hash = entry.index, entry.event_hash
    growing.table("publicity.Version").objects.bulk_update(some, ["text", "sha256", "ledger_index", "ledger_hash"], 500)


def file_name(number: str, seq: int) -> str:
    """The name under which a public text is logged."""
    return f"{number}-公开文本-第{seq}版.txt"


def copy() -> dict[str, float]:
    """Export everything into a throw-away folder, once more, and by two processes; CPU seconds and those on the wall."""
    from django.conf import settings

    from mingjing.sites.portal.copying.exporting import export
    from mingjing.sites.portal.copying.terms import Site

    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as folder:
        site = Site(settings.MINGJING_PORTAL_URL)
        start = time.process_time()
        report = export(Path(folder), site)
        spent = time.process_time() - start
        assert not report.dead, report.dead[:3]
        again = time.process_time()
        export(Path(folder), site, since_last=True)
        again = time.process_time() - again
    told = {"pages": report.pages, "files": report.files, "decisions": report.decisions, "mib": peak()}
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as folder:
        used, start = os.times(), time.monotonic()
        together = export(Path(folder), site, workers=2)
        wall, now = time.monotonic() - start, os.times()
    own, both = sum(now[:2]) - sum(used[:2]), sum(now[:4]) - sum(used[:4])
    assert together.files == report.files, (together.files, report.files)
    return {**told, "cpu": spent, "again": again, "wall": wall, "own": own, "both": both}


def rows(form: str) -> dict[str, float]:
    """Download everything in one form as a visitor would, piece by piece; CPU seconds."""
    from django.test import Client

    browser = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
    browser.get("/robots.txt")  # what every process loads once
    start, count = time.process_time(), 0
    answer: Any = browser.get(f"/gs.{form}")
    for piece in answer.streaming_content:
        count += piece.count(b"\n")
    spent = time.process_time() - start
    if form == "xlsx":
        count = sum(1 for _ in queries.rows(Filters()))
    return {"rows": count, "cpu": spent, "mib": peak()}
