"""Guiding cases as rows, where a test needs neither a law library nor people: in any state, and always in the index."""

from dataclasses import replace
from uuid import uuid4

from tests.publicity import samples

from mingjing.foundation import search
from mingjing.lawbook.models import GuidingCase
from mingjing.lawbook.terms.guiding_cases import SEARCH_KIND, SOUND_KIND
from mingjing.sites.journeys import guiding


def guiding_row(title: str, *, state: str = "released", serial: int = 1) -> GuidingCase:
    """One that says its title in its facts too; one not in force is indexed as if a removal had been forgotten."""
    spec = replace(guiding.WELDERS, title=title, facts=f"{title}，{guiding.WELDERS.facts}")
    row = GuidingCase(organ_id=uuid4(), organ_name="示范县司法局", state=state, digest="0" * 64, drafted_by=uuid4(), drafted_at=samples.NOW, moved_at=samples.NOW, **GuidingCase.columns(spec))  # fmt: skip
    if state in {"released", "withdrawn", "replaced"}:
        row.serial, row.code = serial, f"sfj-g{serial}"
        row.released_at, row.released_on, row.released_by = samples.NOW, samples.NOW.date(), uuid4()
    if state in {"withdrawn", "replaced"}:
        row.ended_at, row.ended_by, row.end_reason = samples.NOW, uuid4(), "不再适用"
    row.save()
    search.index(SEARCH_KIND, row.pk, spec.title, spec.facts)
    search.index_sound(SOUND_KIND, row.pk, spec.title)
    return row
