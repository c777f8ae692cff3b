"""Custody and disposal: how long, who has it, what was checked, what is held, what is to be destroyed."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import F

from mingjing.archives.models import CheckRun, Destruction, Handover, HeldApart, Hold, ImportedFile, Supplement
from mingjing.archives.rules.custody import kept_until
from mingjing.archives.terms import (
    ApartFacts,
    CheckRunFacts,
    DisposalFacts,
    HandoverFacts,
    HandoverState,
    HandoverTo,
    HoldFacts,
    ImportedFacts,
    Retention,
    SupplementFacts,
)
from mingjing.kernel.parameters import Parameters, load_layers

LIMIT = 50
NEWEST = ("-offered_at", F("settled_at").desc(nulls_first=True), "state", "-id")
"""Of two handovers of one moment the one settled later is the newer, before it the one still open, or taken."""


@cache
def figures() -> Parameters:
    """The dated figures of the room."""
    return load_layers(Path(__file__).resolve().parents[1] / "parameters")


def retained_until(closed_on: date, retention: str) -> date | None:
    """The last day of a retention (ARCH-22), by the figure in force when the case was closed."""
    if retention == Retention.PERMANENT:
        return None
    last: date | None = kept_until(closed_on, retention, int(figures().at(f"keep.{retention}", on=closed_on).value))
    return last


def next_check(on: date) -> date:
    """When a file that was checked today is checked again."""
    months = int(figures().at("check.every", on=on).value)
    year, month = divmod(on.month - 1 + months, 12)
    return date(on.year + year, month + 1, min(on.day, 28))


def checks(file_id: UUID, limit: int = 20) -> tuple[CheckRunFacts, ...]:
    """The checks of a file, newest first."""
    return tuple(row.facts() for row in CheckRun.objects.filter(file_id=file_id)[:limit])


def check_run(file_id: UUID, run_id: int) -> CheckRunFacts | None:
    """One check of this file."""
    row = CheckRun.objects.filter(file_id=file_id, id=run_id).first()
    return row.facts() if row else None


def handovers(dossier_id: UUID) -> tuple[HandoverFacts, ...]:
    """Every handing over of a dossier, newest first."""
    return tuple(row.facts() for row in Handover.objects.filter(dossier_id=dossier_id).order_by(*NEWEST))


def handover(handover_id: UUID) -> HandoverFacts | None:
    """One handing over."""
    row = Handover.objects.filter(id=handover_id).first()
    return row.facts() if row else None


def handovers_waiting(organ_id: UUID, limit: int = LIMIT) -> tuple[HandoverFacts, ...]:
    """What waits to be taken or given back, the oldest last."""
    rows = Handover.objects.filter(organ_id=organ_id, state=HandoverState.OFFERED)
    return tuple(row.facts() for row in rows[:limit])


def returned(dossier_id: UUID) -> str:
    """Why the archive staff gave a dossier back, where it was not handed over again since; else empty."""
    row = Handover.objects.filter(dossier_id=dossier_id, to=HandoverTo.STAFF).order_by(*NEWEST).first()
    return row.reason if row is not None and row.state == HandoverState.RETURNED else ""


def supplements(file_id: UUID) -> tuple[SupplementFacts, ...]:
    """The additions to a file in order."""
    return tuple(row.facts() for row in Supplement.objects.filter(file_id=file_id))


def apart(dossier_id: UUID) -> tuple[ApartFacts, ...]:
    """What of a dossier is classified and kept elsewhere: numbers only."""
    return tuple(row.facts() for row in HeldApart.objects.filter(dossier_id=dossier_id))


def holds(file_id: UUID) -> tuple[HoldFacts, ...]:
    """The legal holds of a file, newest first, lifted ones too."""
    return tuple(row.facts() for row in Hold.objects.filter(file_id=file_id))


def held(files: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these files are under a hold. One query."""
    return frozenset(Hold.objects.filter(file_id__in=files, lifted_at=None).values_list("file_id", flat=True))


def disposals(
    organ_id: UUID, states: Sequence[str] = (), *, after: int = 0, limit: int = LIMIT
) -> tuple[DisposalFacts, ...]:
    """The destructions of an organ, newest first: with all states it is the register (销毁清册)."""
    rows = Destruction.objects.filter(organ_id=organ_id)
    if states:
        rows = rows.filter(state__in=states)
    return tuple(row.facts() for row in rows[after : after + limit])


def disposal(disposal_id: UUID) -> DisposalFacts | None:
    """One destruction."""
    row = Destruction.objects.filter(id=disposal_id).first()
    return row.facts() if row else None


def disposals_of(file_id: UUID) -> tuple[DisposalFacts, ...]:
    """Every destruction proposed for a file, newest first."""
    return tuple(row.facts() for row in Destruction.objects.filter(file_id=file_id))


def imported(organ_id: UUID, q: str = "", *, after: int = 0, limit: int = LIMIT) -> tuple[ImportedFacts, ...]:
    """Files that came from elsewhere, newest first; `q` in number, title, source or a title of the contents."""
    rows = ImportedFile.objects.filter(organ_id=organ_id)
    word = q.strip().lower()
    if not word:
        return tuple(row.facts() for row in rows[after : after + limit])
    hits = (
        row
        for row in rows.iterator()
        if any(word in text.lower() for text in (row.catalogue_no, row.title, row.source))
        or any(word in str(line.get("title", "")).lower() for line in row.catalogue)
    )
    return tuple(row.facts() for row, _ in zip(hits, range(after + limit), strict=False))[after:]


def imported_file(import_id: UUID) -> ImportedFacts | None:
    """One of them."""
    row = ImportedFile.objects.filter(id=import_id).first()
    return row.facts() if row else None
