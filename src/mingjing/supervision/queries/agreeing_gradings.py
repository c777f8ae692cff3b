"""Whether rounds of grading and analyses of weak links are still what the ledger says."""

from collections.abc import Iterator

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.supervision.events import Event
from mingjing.supervision.models import Analysis, Grading
from mingjing.supervision.queries.gradings import gradings_unlike
from mingjing.supervision.rules.analyses import analysis_digest
from mingjing.supervision.rules.gradings import text_digest
from mingjing.supervision.terms.gradings import GradingState

_RESULTS = {Event.FILE_MARKED, Event.OBJECTION_ANSWERED}


def gradings_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, round by round and analysis by analysis."""
    held: set[str] = set()
    for row in Grading.objects.prefetch_related("files").iterator(chunk_size=50):
        held.add(f"grading:{row.pk}")
        files = list(row.files.all())
        events = ledger.whole(f"grading:{row.pk}")
        told = {event.kind: event.payload for event in events}
        results = {event.payload["file_id"]: event.payload["digest"] for event in events if event.kind in _RESULTS}
        drawn = told.get(Event.FILES_DRAWN, {})
        right = (
            told.get(Event.GRADING_PLANNED, {}).get("digest") == row.digest
            and drawn.get("digest", "") == row.draw_digest
            and drawn.get("seed", "") == row.seed
            and {str(one.pk): one.digest for one in files if one.digest} == results
            and _ended(row, told)
        )
        if gradings_unlike(row, files) or not right:
            yield Difference(row.number, "案卷评查的抽取或者结果与台账登记的不符")
    for analysis in Analysis.objects.iterator():
        held.add(f"analysis:{analysis.pk}")
        signed = [
            one.payload["digest"]
            for one in ledger.whole(f"analysis:{analysis.pk}")
            if one.kind == Event.ANALYSIS_SIGNED
        ]
        if ([analysis.digest] if analysis.digest else []) != signed or (
            signed and analysis_digest(analysis.told()) != analysis.digest
        ):
            yield Difference(f"analysis:{analysis.pk}", "薄弱环节分析与定稿时登记的不符")
    for room in ("grading:", "analysis:"):
        for stream in sorted(ledger.streams(room) - held):
            yield Difference(stream, "台账里有，业务库里没有（被删除）")


def _ended(row: Grading, told: dict[str, dict[str, object]]) -> bool:
    end = told.get(Event.GRADING_FINISHED)
    if end is None:
        return row.state != GradingState.FINISHED
    return row.state == GradingState.FINISHED and end["text_digest"] == text_digest(row.summary)
