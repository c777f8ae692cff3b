"""The whole measurement, part by part, on one database."""

import sys
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from mingjing.sites.bench.county import Grown
    from mingjing.sites.bench.meter import Meter

CHEAP = "django.contrib.auth.hashers.MD5PasswordHasher"
TRIAL = 3
ALONE = {
    "ledger": "台账（单测）",
    "similar": "类案（单测）",
    "statutes": "法规库（单测）",
    "discretion": "裁量（单测）",
    "reviewing": "法制审核（单测）",
}
TITLES = {"sqlite": "SQLite（默认，WAL）", "postgresql": "PostgreSQL"}


def measure(database: str, cases: int, entries: int, only: Collection[str], out: Path, *, trial: bool = False) -> None:
    """Build the county and measure it; writes the page unless `out` is `-`.

    `trial`: only to see that everything runs, with few rounds and few laws.
    """
    _ready()
    from django.utils import timezone

    from mingjing.sites.bench import county
    from mingjing.sites.bench.meter import RUNS, Meter

    _tell(f"建立示范县，复制到 {cases:,} 个案件……")
    now = timezone.now()
    grown = county.build(cases, now, cited_only=trial)
    _settle()
    meter = Meter(runs=TRIAL if trial else RUNS)
    for name, part in _parts(meter, grown, entries).items():
        if not only or name in only:
            _tell(name)
            part()
    # What was measured alone is told alone: the part with everything stays as it was.
    names = "_".join((database, *sorted(only)))
    title = "、".join(ALONE.get(name, name) for name in sorted(only)) or f"{cases:,} 个案件"
    _told(out, names, f"{TITLES[database]}，{title}", meter, now)


def measure_public(database: str, decisions: int, out: Path, *, trial: bool = False) -> None:
    """Write many public decisions and measure what the public meets; writes the page unless `out` is `-`."""
    _ready()
    from django.utils import timezone

    from mingjing.sites.bench import press, public
    from mingjing.sites.bench.meter import RUNS, Meter

    _tell(f"写入 {decisions:,} 件公示……")
    press.press(decisions, timezone.now())
    _settle()
    meter = Meter(runs=TRIAL if trial else RUNS)
    public.measure(meter, decisions)
    _told(out, f"{database}_public", f"{TITLES[database]}，{decisions:,} 件公示", meter, timezone.now())


def measure_films(database: str, out: Path, *, trial: bool = False) -> None:
    """A small county, and audio-video on its way in and out; writes a part of its own."""
    _ready()
    from django.utils import timezone

    from mingjing.sites.bench import county, films
    from mingjing.sites.bench.meter import RUNS, Meter

    county.build(county.LEAST * 4, timezone.now(), cited_only=True)
    meter = Meter(runs=TRIAL if trial else RUNS)
    films.films(meter)
    _told(out, f"{database}_films", f"{TITLES[database]}，音像", meter, timezone.now())


def measure_dossiers(database: str, documents: int, out: Path, *, trial: bool = False) -> None:
    """A county whose cases hold very many documents, and one large file; writes a part of its own."""
    _ready()
    from django.utils import timezone

    from mingjing.sites.bench import county, dossiers
    from mingjing.sites.bench.meter import RUNS, Meter

    cases = dossiers.cases_for(documents)
    _tell(f"建立示范县，{cases:,} 个案件，每件 {dossiers.PER_CASE} 份文书……")
    grown = county.build(cases, timezone.now(), cited_only=trial)
    held = dossiers.papers()
    _settle()
    meter = Meter(runs=TRIAL if trial else RUNS)
    dossiers.search(meter, grown, held)
    dossiers.large(meter, grown, dossiers.PIECE * 4 if trial else dossiers.FILM)
    _told(out, f"{database}_dossiers", f"{TITLES[database]}，案卷", meter, timezone.now())


def _told(out: Path, part: str, title: str, meter: "Meter", at: datetime) -> None:
    """Put what was measured into its part of the page, unless `out` is `-`."""
    from django.utils import timezone

    from mingjing.sites.bench import machine, report

    if str(out) != "-":
        report.write(out, part, report.part(title, machine.described(), timezone.localtime(at), meter.figures))
        _tell(f"写到 {out}")


def _ready() -> None:
    """Django, an empty database, the static files."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.PASSWORD_HASHERS = [CHEAP]  # nobody signs in to this county with a password


def _parts(meter: "Meter", grown: "Grown", entries: int) -> dict[str, Callable[[], None]]:
    from mingjing.sites.bench import (
        acting,
        chronicle,
        copying,
        discretion,
        drawing,
        likeness,
        machine,
        reading,
        reviewing,
        statutes,
    )

    def ledger() -> None:
        chronicle.appends(meter, entries)
        chronicle.proof(meter, entries)

    def processes() -> None:
        machine.worker(meter)
        machine.migrations(meter)

    return {
        "lists": lambda: reading.lists(meter, grown),
        "case": lambda: reading.case(meter, grown),
        "pages": lambda: reading.pages(meter, grown),
        "portal": lambda: reading.portal(meter, grown),
        "static": lambda: copying.static(meter),
        "ledger": ledger,
        "acts": lambda: acting.acts(meter, grown),
        "rules": lambda: acting.rules(meter, grown),
        "typeset": lambda: acting.typeset(meter, grown),
        "similar": lambda: likeness.likeness(meter, grown, trial=meter.runs == TRIAL),
        "discretion": lambda: discretion.discretion(meter, grown, trial=meter.runs == TRIAL),
        "reviewing": lambda: reviewing.reviewing(meter, grown, trial=meter.runs == TRIAL),
        "statutes": lambda: statutes.statutes(meter, grown, trial=meter.runs == TRIAL),
        "draws": lambda: drawing.draws(meter, trial=meter.runs == TRIAL),
        "machine": processes,
    }


def _settle() -> None:
    """Let the database see its new rows as its own housekeeping, or the worker's for SQLite, would."""
    from django.db import connection
    from django.utils import timezone

    from mingjing.sites.tick import weigh

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    weigh(timezone.localdate())


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
