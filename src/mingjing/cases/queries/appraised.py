"""The cases of organs in a period, one by one, for whoever appraises how the three systems are carried out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import context
from mingjing.cases.queries.scoring import supervise
from mingjing.cases.queries.told import ActTold, acts_between
from mingjing.cases.rules.days import due_of
from mingjing.organs import queries as organs

UNREVIEWED = 19
"""The major problem of the grading standard that says a review was owed and not made."""
LONGEST_FILING = timedelta(days=400)
PIECE = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that counts towards a figure: its organ, its id and number, whether it was done as it should be."""

    organ_id: UUID
    case_id: UUID
    number: str
    good: bool


def films_kept(organ_ids: Collection[UUID], since: date, until: date) -> tuple[Kept, ...]:
    """The cases closed between two days: good where no act still owes audio-video or a reason (AV-02). Few queries."""
    closed = _once(acts_between(organ_ids, since, until, ("close",)))
    owing = set()
    for piece in _pieces([one.case_id for one in closed]):
        owing |= set(Case.objects.filter(id__in=piece, av_owed__gt=0).values_list("id", flat=True))
    return tuple(Kept(one.organ_id, one.case_id, one.case_no, one.case_id not in owing) for one in closed)


def reviews_kept(organ_ids: Collection[UUID], since: date, until: date, now: datetime) -> tuple[Kept, ...]:
    """The cases decided between two days that were reviewed, or should have been: good where they were reviewed before.

    Only the decisions without an opinion before them are asked by the rules; those that owe no review do not count.
    """
    decided = _once(acts_between(organ_ids, since, until, ("decide",)))
    opinions: dict[UUID, date] = {}
    for one in acts_between(organ_ids, since - LONGEST_FILING, until, ("give_opinion",)):
        opinions.setdefault(one.case_id, one.on)
    kept = []
    for one in decided:
        good = one.case_id in opinions and opinions[one.case_id] <= one.on
        if good or _owed_review(one.case_id, now):
            kept.append(Kept(one.organ_id, one.case_id, one.case_no, good))
    return tuple(kept)


def _owed_review(case_id: UUID, now: datetime) -> bool:
    return any(one.veto == UNREVIEWED for one in supervise(case_id, now))


def archives_kept(organ_ids: Collection[UUID], since: date, until: date, now: datetime) -> tuple[Kept, ...]:
    """The closed cases whose last day of filing (ARCH-01) lies between two days: good where they were filed by then."""
    closed = _once(acts_between(organ_ids, since - LONGEST_FILING, until, ("close",)))
    filed: dict[UUID, date] = {}
    for one in acts_between(organ_ids, since - LONGEST_FILING, until + LONGEST_FILING, ("archive",)):
        filed.setdefault(one.case_id, one.on)
    contexts = {key: context(organs.organ(key), now) for key in {one.organ_id for one in closed}}
    kept = []
    for one in closed:
        due = due_of(one.on, "archive", "agency_duty", contexts[one.organ_id]).due_on
        if since <= due <= until:
            kept.append(Kept(one.organ_id, one.case_id, one.case_no, filed.get(one.case_id, date.max) <= due))
    return tuple(kept)


def _once(acts: Iterable[ActTold]) -> list[ActTold]:
    """The last of these acts of each case, in order of time."""
    return list({one.case_id: one for one in acts}.values())


def _pieces(keys: list[UUID]) -> Iterable[list[UUID]]:
    return (keys[at : at + PIECE] for at in range(0, len(keys), PIECE))


def cases_numbered(organ_id: UUID, numbers: Collection[str]) -> dict[str, UUID]:
    """Number → case, for those an organ has a case of; a decision's, a case's or a lead's number. One query."""
    asked = set(numbers)
    rows = Case.objects.filter(
        Q(decision_number__in=asked) | Q(number__in=asked) | Q(lead_number__in=asked), organ_id=organ_id
    )
    found: dict[str, UUID] = {}
    for row in rows.order_by("opened_at").only("id", "decision_number", "number", "lead_number"):
        for number in (row.decision_number, row.number, row.lead_number):
            if number in asked:
                found.setdefault(number, row.id)
    return found
