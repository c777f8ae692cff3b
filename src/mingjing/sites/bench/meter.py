"""The meter: CPU milliseconds, statements, and a fixed piece of work beside every block to compare machines by."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

RUNS = 30
WARM_UP = 3
_CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. `target` is a ceiling (a floor where `floor`); `calibration` in CPU ms, 0 where unused."""

    name: str
    value: float
    unit: str = "ms"
    target: float | None = None
    floor: bool = False
    queries: int | None = None
    query_target: int | None = None
    server: float | None = None
    calibration: float = 0.0
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.target is None:
            return None
        enough = self.value >= self.target if self.floor else self.value <= self.target
        return enough and (self.query_target is None or (self.queries or 0) <= self.query_target)

    @property
    def ratio(self) -> float | None:
        """The figure in units of the calibration loop; None for what is no time."""
        return self.value / self.calibration if self.calibration and self.unit == "ms" else None


def calibrate() -> float:
    """CPU ms of a fixed piece of pure Python (dictionaries, strings, sorting), the quickest of five."""
    return min(_spent(_work) for _ in range(5))


def _work() -> int:
    held: dict[str, int] = {}
    for number in range(20_000):
        key = f"案{number % 997}"
        held[key] = held.get(key, 0) + number
    return sum(value for _, value in sorted(held.items()))


def _spent(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


@dataclass
class Meter:
    """Collects figures and tells them as they come. `runs`: how often each thing is timed."""

    runs: int = RUNS
    figures: list[Figure] = field(default_factory=list)

    def note(self, figure: Figure) -> None:
        """Keep a figure that was measured elsewhere."""
        self.figures.append(figure)
        sign = {True: "✓", False: "✗", None: " "}[figure.met]
        asked = f"，{figure.queries} 条语句" if figure.queries is not None else ""
        asked += f"，校准 {figure.calibration:.1f}" if figure.calibration else ""
        print(f"  {sign} {figure.name}：{figure.value:,.2f} {figure.unit}{asked}", file=sys.stderr)  # noqa: T201

    def time(
        self,
        name: str,
        call: Callable[[int], Any],
        *,
        target: float | None = None,
        query_target: int | None = None,
        most: int = RUNS,
        note: str = "",
    ) -> None:
        """Call `call(n)` for n = 0 … and keep the median CPU time and the number of statements of one call."""
        with CaptureQueriesContext(connection) as seen:
            call(0)
        asked = sum(not query["sql"].startswith(_CONTROL) for query in seen.captured_queries)
        for number in range(1, WARM_UP + 1):
            call(number)
        runs, clock, spent, beside = min(self.runs, most), _server_clock(), [], []
        server = clock()
        for number in range(WARM_UP + 1, WARM_UP + 1 + runs):
            spent.append(_spent(lambda n=number: call(n)))  # type: ignore[misc]
            beside.append(_spent(_work))
        after = clock()
        self.note(
            Figure(
                name, median(spent), target=target, queries=asked, query_target=query_target, note=note,
                server=None if server is None or after is None else (after - server) / runs,
                calibration=median(beside),
            )
        )  # fmt: skip

    def slowest(self, name: str, calls: Sequence[Callable[[], Any]], *, target: float | None = None) -> None:
        """Make each of many different calls once and keep the time that 95 of 100 stay within.

        CPU of this process, and of the database's where it works beside it, call by call.
        """
        clock, spent, served, beside = _server_clock(), [], [], []
        for call in calls:
            before = clock()
            spent.append(_spent(call))
            after = clock()
            served.append(None if before is None or after is None else after - before)
            beside.append(_spent(_work))
        value = sorted(own + (other or 0) for own, other in zip(spent, served, strict=True))[int(len(spent) * 0.95)]
        each = None if None in served else sum(filter(None, served)) / len(calls)
        self.note(Figure(name, value, target=target, server=each, calibration=median(beside)))


def _server_clock() -> Callable[[], float | None]:
    """What gives the CPU ms so far of the database's process behind this connection, or None where it has none on this machine.

    Linux keeps it to the nanosecond; what parallel workers use is not in it.
    """
    if connection.vendor != "postgresql":
        return lambda: None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        place = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(place.read_text().split()[0]) / 1e6 if place.exists() else None
