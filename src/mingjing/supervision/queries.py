"""The figures of a year, of one organ or of all; nothing is stored, everything is counted from the acts."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.supervision.rules.annual import annual_by, counting, tables
from mingjing.supervision.terms import Annual, Told

CODES = (
    "file_case", "not_file", "withdraw_filing", "terminate", "transfer", "decide", "decide_no_penalty", "decide_not_established",
    "close", "archive", "submit_review", "give_opinion", "state_defence", "hold_hearing", "apply_court", "receive_remedy",
    "end_remedy",
)  # fmt: skip
FIRST_YEAR = 2019


def annual(organ_id: UUID, year: int) -> Annual:
    """The figures of an organ's year. Three queries, however many cases there are."""
    return _annual(organs.organ(organ_id), year, _told([organ_id], year).get(organ_id, ()))


def _told(organ_ids: Collection[UUID], year: int) -> dict[UUID, list[Told]]:
    held: dict[UUID, list[Told]] = {}
    for one in cases.acts_between(organ_ids, date(year, 1, 1), date(year, 12, 31), CODES):
        held.setdefault(one.organ_id, []).append(Told(one.case_id, one.case_no, one.code, one.on, one.data))
    return held


def _annual(organ: OrganFacts, year: int, acts: Sequence[Told]) -> Annual:
    return Annual(organ.id, organ.name, year, str(counting()["counting"]), tables(acts))


def due_of(year: int) -> date:
    """The last day on which the report of a year may become public (SUP-01)."""
    last: date = annual_by(year)
    return last


def roll_up(year: int, region: str = "") -> tuple[tuple[OrganFacts, Annual], ...]:
    """The figures of every organ of a region, for the sum (P-19: the children add up to the parent). Three queries."""
    every = [one for one in organs.organs() if not region or one.region == region]
    told = _told([one.id for one in every], year)
    return tuple((one, _annual(one, year, told.get(one.id, ()))) for one in every)
