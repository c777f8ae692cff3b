"""Discretion benchmarks as they were made public: what a decision may cite on a day (P-08)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mingjing.kernel.days import local_day
from mingjing.publicity.models import Edition
from mingjing.publicity.terms import EditionFacts

KIND = "benchmark"


@dataclass(frozen=True, slots=True)
class PublicBenchmark:
    """One edition of a benchmark with the days between which the public could read it as in force.

    `released_on` None: never made public. `ended_on`: the first day on which it no longer was in force.
    """

    edition: EditionFacts
    released_on: date | None
    ended_on: date | None

    def in_force_on(self, day: date) -> bool:
        """Whether it was public and in force on a day (行政处罚法第三十四条)."""
        begun = self.released_on is not None and max(self.released_on, self.edition.valid_from) <= day
        return begun and (self.ended_on is None or day < self.ended_on)


def benchmarks(organ_ids: Collection[UUID], *, edition_id: UUID | None = None) -> tuple[PublicBenchmark, ...]:
    """Every edition of the benchmarks of some organs, or of the one item that an edition belongs to, newest first.

    By organ and code; one query. Those that never were public are among them: who cites one is told so.
    """
    rows = Edition.objects.filter(entry__kind=KIND, entry__organ_id__in=list(organ_ids)).select_related("entry")
    if edition_id is not None:
        rows = rows.filter(entry__editions__pk=edition_id)
    found: list[PublicBenchmark] = []
    later: tuple[UUID, date] | None = None
    for row in rows.order_by("entry__organ_code", "entry__code", "-seq"):
        one = row.facts()
        replaced = later[1] if later and later[0] == one.entry_id else None
        ended = local_day(row.ended_at) if row.ended_at else None
        released = local_day(row.released_at) if row.released_at else None
        found.append(PublicBenchmark(one, released, min(filter(None, (ended, replaced)), default=None)))
        start = max(released, one.valid_from) if released else None
        if start and (ended is None or ended > start):
            later = (one.entry_id, start)
    return tuple(found)


def benchmarks_in_force(organ_ids: Collection[UUID], on: date) -> tuple[PublicBenchmark, ...]:
    """What may be cited on a day: the editions of some organs that are public and in force, by organ and code."""
    return tuple(one for one in benchmarks(organ_ids) if one.in_force_on(on))
