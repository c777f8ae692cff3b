"""夜间自查: every night the worker audits the log and the business on, one bounded slice a round, and goes on where it was.

A slice is read outside of every transaction; what it found and where to go on are kept in one short one. A worker that
dies in the middle repeats one slice. Nothing of what is audited is changed.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from mingjing.archives import operations, queries
from mingjing.archives.queries.agreeing import lendings_unlike_the_ledger
from mingjing.archives.terms import PatrolFacts, Sliced
from mingjing.cases.queries import agreeing as cases
from mingjing.exchange.queries.agreeing import exchange_unlike_the_ledger
from mingjing.inspections.queries.agreeing import draws_unlike_the_ledger
from mingjing.inspections.queries.agreeing_plans import inspection_plans_unlike_the_ledger
from mingjing.lawbook.queries.guiding import catalogues_unlike_the_ledger
from mingjing.lawbook.queries.guiding_cases import guiding_unlike_the_ledger
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM, Difference
from mingjing.organs.queries.agreeing import seals_unlike_the_ledger, units_unlike_the_ledger
from mingjing.publicity.queries import agreeing as publicity
from mingjing.publicity.queries import agreeing_lists as lists
from mingjing.publicity.queries.agreeing_applications import applications_unlike_the_ledger
from mingjing.publicity.queries.agreeing_rounds import rounds_unlike_the_ledger
from mingjing.publicity.queries.agreeing_told import told_unlike_the_ledger
from mingjing.publicity.queries.agreeing_visits import visits_unlike_the_ledger
from mingjing.records.queries import agreeing as recordings
from mingjing.records.queries.agreeing_papers import forms_unlike_the_ledger, papers_unlike_the_ledger
from mingjing.records.queries.certificates import certificates_unlike_the_ledger
from mingjing.records.queries.derived import copies_unlike_the_ledger
from mingjing.records.queries.fixity import contents_unlike_the_ledger
from mingjing.records.queries.transcripts import transcripts_unlike_the_ledger
from mingjing.review.queries.agreeing import (
    counsel_unlike_the_ledger,
    disputes_unlike_the_ledger,
    lists_unlike_the_ledger,
    requests_unlike_the_ledger,
    staff_unlike_the_ledger,
)
from mingjing.review.queries.majority import not_major_unlike_the_ledger
from mingjing.review.queries.outside import drafts_unlike_the_ledger
from mingjing.supervision.queries.agreeing import reports_unlike_the_ledger
from mingjing.supervision.queries.agreeing_appraisals import appraisals_unlike_the_ledger, concerns_unlike_the_ledger
from mingjing.supervision.queries.agreeing_gradings import gradings_unlike_the_ledger
from mingjing.supervision.queries.agreeing_liabilities import circulars_unlike_the_ledger, liabilities_unlike_the_ledger
from mingjing.supervision.queries.lodgings import lodgings_unlike_the_ledger
from mingjing.supervision.queries.warnings import warnings_unlike_the_ledger

NIGHT_ENDS = 6
ENTRIES, HEADS, CASES = 20 * 256, 200, 30
"""How much one slice looks at: entries of the log (whole tiles), signed heads, cases or publications or recordings."""
ROOMS: dict[str, Callable[[], Iterable[Difference]]] = {
    "lists": lists.lists_unlike_the_ledger,
    "letters": lists.letters_unlike_the_ledger,
    "applications": applications_unlike_the_ledger,
    "visits": visits_unlike_the_ledger,
    "draws": draws_unlike_the_ledger,
    "inspection_plans": inspection_plans_unlike_the_ledger,
    "rounds": rounds_unlike_the_ledger,
    "told": told_unlike_the_ledger,
    "exchange": exchange_unlike_the_ledger,
    "reports": reports_unlike_the_ledger,
    "reviewers": staff_unlike_the_ledger,
    "disputes": disputes_unlike_the_ledger,
    "materials": lists_unlike_the_ledger,
    "outside_drafts": drafts_unlike_the_ledger,
    "catalogues": catalogues_unlike_the_ledger,
    "guiding": guiding_unlike_the_ledger,
    "not_major": not_major_unlike_the_ledger,
    "counsel": counsel_unlike_the_ledger,
    "requests": requests_unlike_the_ledger,
    "gradings": gradings_unlike_the_ledger,
    "appraisals": appraisals_unlike_the_ledger,
    "concerns": concerns_unlike_the_ledger,
    "warnings": warnings_unlike_the_ledger,
    "lodgings": lodgings_unlike_the_ledger,
    "liabilities": liabilities_unlike_the_ledger,
    "circulars": circulars_unlike_the_ledger,
    "deposits": recordings.deposits_unlike_the_ledger,
    "contents": contents_unlike_the_ledger,
    "copies": copies_unlike_the_ledger,
    "transcripts": transcripts_unlike_the_ledger,
    "forms": forms_unlike_the_ledger,
    "lendings": lendings_unlike_the_ledger,
    "papers": papers_unlike_the_ledger,
    "certificates": certificates_unlike_the_ledger,
    "seals": seals_unlike_the_ledger,
    "units": units_unlike_the_ledger,
}
"""What is small enough to be looked at in one slice each."""
Some = Callable[[UUID | None, int], tuple[tuple[Difference, ...], UUID | None, int]]
BIG: Mapping[str, tuple[Some, Callable[[], Iterable[Difference]], str]] = {
    "cases": (cases.cases_unlike, cases.cases_gone, "publications"),
    "publications": (publicity.publications_unlike, publicity.publications_gone, "recordings"),
    "recordings": (recordings.some_recordings_unlike, recordings.recordings_gone, "rooms"),
}
"""What grows with the cases: looked at a few at a time; then those that are gone; then what comes next."""
GONE = "gone"


def walk_on(now: datetime) -> int:
    """One slice, by night; 1 where there was one. A pass a night at most; one that does not end goes on the next night."""
    local = timezone.localtime(now)
    if local.hour >= NIGHT_ENDS:
        return 0
    going = queries.patrol_going()
    if going is None:
        last = queries.last_patrol()
        if last is not None and last.ended_at and timezone.localdate(last.ended_at) == local.date():
            return 0
        going = begin(now)
    return int(walk(going, now))


def begin(now: datetime) -> PatrolFacts:
    """Begin a pass over what is signed now."""
    size = ledger.signed_size()
    return operations.begin_patrol(size=size, root=ledger.signed_root(size), part="entries", by=SYSTEM, at=now)


def walk(going: PatrolFacts, now: datetime) -> bool:
    """Look at the next slice of a pass and keep what it gave; whether it counted."""
    return operations.move_patrol(patrol=going, sliced=PARTS[going.part](going), by=SYSTEM, at=now)


def _sliced(found: Iterable[Difference], part: str, place: str, done: int) -> Sliced:
    return Sliced(tuple((one.place, one.message, one.by) for one in found), part, place, done)


def _entries(going: PatrolFacts) -> Sliced:
    start = int(going.place or 0)
    stop = min(going.size, start + ENTRIES)
    found = tuple(ledger.entries_slice(start, stop))
    more = stop < going.size
    return _sliced(found, "entries" if more else "heads", str(stop) if more else "", stop - start)


def _heads(going: PatrolFacts) -> Sliced:
    found, last = ledger.heads_slice(int(going.place or 0), going.size, HEADS)
    more = last < going.size
    return _sliced(found, "heads" if more else "outsiders", str(last) if more else "", 0)


def _outsiders(going: PatrolFacts) -> Sliced:
    return _sliced(ledger.outsiders_slice(), "whole", "", 0)


def _whole(going: PatrolFacts) -> Sliced:
    """The log as a whole. Only what is proved to be of then can tell whether the business still is, so a log at fault ends the pass."""
    last = queries.last_patrol()
    found = tuple(ledger.whole_slice(going.size, going.root, (last.size, last.root) if last else (0, "")))
    return _sliced(found, "end" if found or going.found else "cases", "", 0)


def _big(going: PatrolFacts) -> Sliced:
    some, gone, after = BIG[going.part]
    if going.place == GONE:
        return _sliced(gone(), after, "", 0)
    found, last, many = some(UUID(going.place) if going.place else None, CASES)
    return _sliced(found, going.part, str(last) if last else GONE, many)


def _rooms(going: PatrolFacts) -> Sliced:
    names = list(ROOMS)
    at = names.index(going.place) if going.place in names else 0
    more = at + 1 < len(names)
    return _sliced(ROOMS[names[at]](), "rooms" if more else "end", names[at + 1] if more else "", 1)


PARTS: dict[str, Callable[[PatrolFacts], Sliced]] = {
    "entries": _entries, "heads": _heads, "outsiders": _outsiders, "whole": _whole, **dict.fromkeys(BIG, _big), "rooms": _rooms,
}  # fmt: skip
