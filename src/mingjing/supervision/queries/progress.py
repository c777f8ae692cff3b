"""What the rooms below know of organs' progress with the three systems in a quarter."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import FieldSpec, kinds
from mingjing.supervision.rules.progress import PROGRESS, Standing
from mingjing.supervision.terms import Annual

UNASKED = frozenset({"annual", "rollup", "delegation", "assessment", "appraisal", "response"})
"""Lists whose absence tells nothing of a quarter: reports of a year, and what only some organs have."""


def standings_of(organ_ids: Collection[UUID], first: date, last: date) -> dict[UUID, Standing]:
    """The standing of each organ between two days. A handful of queries, however many organs."""
    entries = publicity.entries_standing(organ_ids, last)
    terms = publicity.terms_kept(organ_ids, first, last)
    acts = cases.acts_counted(organ_ids, first, last)
    visits = publicity.visits_between(organ_ids, first, last)
    asked = [(key, spec.title) for key, spec in kinds().items() if key not in UNASKED]
    return {
        one: Standing(
            tuple((key, title, entries.get((one, key), 0)) for key, title in asked), terms.get(one, (0, 0, 0)),
            *acts.get(one, (0, 0)), *visits.get(one, (0, 0)),
        )
        for one in organ_ids
    }  # fmt: skip


def progress_fields(figures: Annual) -> tuple[FieldSpec, ...]:
    """The tables of progress as a paper needs to know them; none for a year."""
    return tuple(
        FieldSpec(table.key, table.title, "table", columns=("项目", "数量", "填报方式"))
        for table in figures.tables
        if table.key in PROGRESS
    )
