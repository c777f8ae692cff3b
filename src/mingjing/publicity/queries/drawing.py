"""What the lists of the lawbook have that the public lists have not."""

from datetime import datetime
from uuid import UUID

from mingjing.kernel.days import local_day
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs
from mingjing.publicity.models import Edition
from mingjing.publicity.queries.registers import PUBLIC
from mingjing.publicity.rules import drawn
from mingjing.publicity.rules.drawn import Drawn
from mingjing.publicity.rules.registers import content_digest
from mingjing.publicity.terms import WAITING, KindSpec, kinds

LAWBOOK = frozenset({"matters", "benchmarks", "major", "recording"})
"""What is drawn from the lawbook; other lists are handed over by the rooms above."""


def not_drawn(organ_id: UUID, kind: str, at: datetime) -> tuple[Drawn, ...]:
    """What the lawbook has and the public list has not, or has otherwise; what waits already is left out."""
    spec = kinds()[kind]
    if spec.draws not in LAWBOOK:
        return ()
    rows = Edition.objects.filter(entry__organ_id=organ_id, entry__kind=spec.key).select_related("entry")
    waiting = {row.entry.code for row in rows.filter(state__in=WAITING)}
    public = {row.entry.code: row.digest for row in rows.filter(PUBLIC).order_by("seq")}
    gone = organs.functions_lost(organ_id, local_day(at)) if spec.draws in {"matters", "benchmarks"} else ()
    return tuple(
        one
        for one in _source(organ_id, spec, at)
        if one.code not in waiting
        and not any(each.takes("matter", one.code) for each in gone)
        and public.get(one.code) != content_digest(spec.key, one.code, one.name, one.values, one.valid_from)
    )


def _source(organ_id: UUID, spec: KindSpec, at: datetime) -> tuple[Drawn, ...]:
    """The organ's own list as it is in force on that day."""
    on = local_day(at)
    if spec.draws == "matters":
        organ = organs.organ(organ_id)
        return tuple(
            drawn.matter(one, organ) for one in lawbook.matters(organ_id, on) if one.spec.act_kind == "penalty"
        )
    if spec.draws == "benchmarks":
        names = {one.code: one for one in lawbook.matters(organ_id, on)}
        return tuple(
            drawn.benchmark(one, names[one.matter_code].name, names[one.matter_code].spec.penalises)
            for one in lawbook.benchmarks(organ_id, on)
            if one.matter_code in names
        )
    held = lawbook.catalogue(organ_id, on) if spec.draws == "major" else lawbook.recording_list(organ_id, on)
    make = drawn.major if spec.draws == "major" else drawn.recording
    return (make(held),) if held else ()
