"""Signing the annual report: its figures are frozen as an edition that is checked and released like every public list."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.kernel.money import show
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import EditionFacts
from mingjing.supervision.access import sees_figures, signs_figures
from mingjing.supervision.events import Event
from mingjing.supervision.queries import FIRST_YEAR, annual
from mingjing.supervision.rules.annual import adds_up, year_is_over
from mingjing.supervision.terms import Table

__all__ = ["sees_figures", "sign_annual", "signs_figures"]


@operation(Event.ANNUAL_SIGNED)
def sign_annual(*, organ_id: UUID, year: int, text: str, reason: str = "", by: Actor, at: datetime) -> EditionFacts:
    """Freeze the figures of a year with its text part (P-18); they wait to be checked and released.

    A corrected report is a new edition with a reason. Raises Invalid, Refused (SUP-02, SUP-03 and those of the public
    lists), Forbidden.
    """
    signs_figures.require(by, organ_id, doing="定稿年度统计")
    if not FIRST_YEAR <= year <= local_day(at).year:
        raise Invalid({"year": [f"年份应在 {FIRST_YEAR} 年至今年之间"]})
    figures = annual(organ_id, year)
    if found := blocking((*year_is_over(year, local_day(at)), *adds_up(figures))):
        raise Refused(*found)
    made = publicity.collect_entry(
        organ_id=organ_id, kind="annual", code=str(year), name=f"{figures.organ_name}{year}年行政执法统计年报",
        values={"year": str(year), "counting": figures.counting, "text": text} | {one.key: rows(one) for one in figures.tables},
        valid_from=local_day(at), reason=reason, by=by, at=at,
    )  # fmt: skip
    emit(Event.ANNUAL_SIGNED, at=at, organ_id=str(organ_id), year=year, digest=made.digest)
    return made


def rows(table: Table) -> list[list[str]]:
    """A table as the public reads it."""
    cells = (*table.cells, *((table.total,) if table.total else ()))
    money = any(one.amount is not None for one in cells)
    return [[one.label, str(one.count), *([show(one.amount or 0)] if money else ())] for one in cells]
