"""What needs a process of its own: a cold proof, the memory of a worker, migrations from nothing."""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from mingjing.sites.bench.meter import Figure, Meter, calibrate

MIGRATE_S, WORKER_MIB = 10, 250
_EMPTY = "mj_bench_empty"


def child(*words: str, settings: Mapping[str, str] | None = None) -> dict[str, float]:
    """Run a part of the bench in a fresh process on the same county, or with other settings; gives back what it printed."""
    command = [sys.executable, "-m", "mingjing.sites.bench.fresh", *words]
    env = {**os.environ, **(settings or {})}
    made = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=env)  # noqa: S603 our own module
    found = json.loads(made.stdout.splitlines()[-1])
    return {key: float(value) for key, value in found.items()}


def worker(meter: Meter) -> None:
    """The memory of one process that has answered every kind of page and set a document in type."""
    meter.note(Figure("工作进程内存峰值（答过各类页面、排过文书之后）", child("worker")["mib"], "MiB", WORKER_MIB))
    meter.note(Figure("工作进程内存峰值（只答页面）", child("worker", "pages")["mib"], "MiB"))


def migrations(meter: Meter) -> None:
    """`manage migrate` on nothing: CPU of that process and its children, without the database's own."""
    with apart() as settings:
        before, beside = _children(), calibrate()
        command = [sys.executable, "-m", "mingjing", "manage", "migrate", "--verbosity", "0"]
        subprocess.run(command, check=True, env={**os.environ, **settings})  # noqa: S603 our own module
        meter.note(Figure("从零迁移数据库", _children() - before, "秒", MIGRATE_S, calibration=beside))


@contextmanager
def apart() -> Iterator[dict[str, str]]:
    """The settings of a home of its own with an empty database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as home:
        yield {"MINGJING_HOME": home, "MINGJING_DATABASE_URL": _empty_database(Path(home))}


def _empty_database(home: Path) -> str:
    if connection.vendor != "postgresql":
        return f"sqlite:///{home / 'empty.sqlite3'}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_EMPTY}")
        cursor.execute(f"CREATE DATABASE {_EMPTY}")
    return os.environ["MINGJING_DATABASE_URL"].rpartition("/")[0] + f"/{_EMPTY}"


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak() -> float:
    """The most memory this process ever held, in MiB.

    `ru_maxrss` would remember the parent's memory across the start of a child, so Linux is asked for its own mark.
    """
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def described() -> str:
    """The machine and its programs in one Chinese line."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _cpu_lines() if line.startswith("model name")), platform.machine()
    )
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{cpu}，{os.cpu_count()} 核，内存 {pages:.0f} GiB，Python {platform.python_version()}，{_database()}"


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
    return f"{connection.display_name} {version}"
