"""How long recordings are kept, asked of the organ's list and figures."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import CatalogueFacts
from mingjing.records.models import Recording
from mingjing.records.queries.figures import parameters_for
from mingjing.records.queries.recordings import facts_of
from mingjing.records.rules import keeping as rules
from mingjing.records.terms import RecordingFacts
from mingjing.records.terms.keeping import Keeping, KeptBy, ListLine

Lists = dict[date, CatalogueFacts | None]


def keeping(one: RecordingFacts, archive: KeptBy | None = None, lists: Lists | None = None) -> Keeping:
    """Until when a recording is kept and why (REC-82); `archive`: what the term of its file says."""
    on, known = local_day(one.ended_at), {} if lists is None else lists
    if on not in known:
        known[on] = lawbook.recording_list(one.organ_id, on)
    found: Keeping = rules.recording_is_kept(on, _line(known[on], one.keep_row), archive, parameters_for(one.organ_id))
    return found


def _line(listed: CatalogueFacts | None, act: str) -> ListLine | None:
    """The line of the act; the longest line where it is not known which one it is, so that nothing goes too early."""
    lines = _lines(listed)
    named = [one for one in lines if act and one.act == act]
    longest = max(lines, key=lambda one: one.months, default=None)
    return named[0] if named else replace(longest, source=f"{longest.source}最长的一行") if longest else None


def _lines(listed: CatalogueFacts | None) -> tuple[ListLine, ...]:
    if listed is None:
        return ()
    source = f"{listed.title}第 {listed.version} 版"
    return tuple(ListLine(one.spec.act, one.spec.retention_months, source) for one in listed.av_items)


def keeping_remarks(organ_id: UUID, on: date) -> tuple[Finding, ...]:
    """Which lines of the organ's newest recording list keep for less than its figures say (REC-81)."""
    listed = lawbook.recording_list(organ_id)
    found: tuple[Finding, ...] = rules.list_keeps_enough(_lines(listed), on, parameters_for(organ_id))
    return found


def kept_in(dossier_id: UUID, on: date) -> tuple[Finding, ...]:
    """What keeps a file from being destroyed because its time is over: recordings whose own time is not (REC-83)."""
    lists: Lists = {}
    films = [facts_of(row) for row in Recording.objects.select_related("upload").filter(dossier_id=dossier_id)]
    held = [(one.name, keeping(one, lists=lists)) for one in films if one.playable]
    found: tuple[Finding, ...] = rules.destruction_waits(held, on)
    return found
