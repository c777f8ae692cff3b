"""What the pages need before somebody signs or fills in: the drafted text, the values as the public will read them, the lines."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mingjing.supervision.queries.figures import before
from mingjing.supervision.queries.rollups import Rollup
from mingjing.supervision.rules.annual import tables
from mingjing.supervision.rules.clocks import quarter_ends
from mingjing.supervision.rules.counting import counting
from mingjing.supervision.rules.drafting import draft_text
from mingjing.supervision.rules.feeding import feedable, staffless
from mingjing.supervision.rules.printing import values
from mingjing.supervision.rules.progress import people
from mingjing.supervision.terms import Annual, Cell, Table

NAMES: Mapping[int, str] = {1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}


def draft(figures: Annual | Rollup) -> str:
    """The text part drafted from the figures and the year before."""
    if isinstance(figures, Rollup):
        last = before(figures.total.organ_id, figures.year, figures.region)
        return draft_text(figures.total, last, region=figures.region, reported=len(figures.reported))
    return draft_text(figures, None if figures.quarter else before(figures.organ_id, figures.year))


def public_values(figures: Annual, text: str, region: str = "") -> dict[str, Any]:
    """The values of the edition that the public will read."""
    return values(figures, None if figures.quarter else before(figures.organ_id, figures.year, region), text)


def feedable_lines(
    region: str, year: int, quarter: int, *, outside: bool
) -> tuple[tuple[Table, tuple[Cell, ...]], ...]:
    """The lines that may be filled in by hand, table by table."""
    found = tables((), counting(year, region))
    return feedable((*staffless(found), people()) if quarter else found, outside=outside)


def quarters_over(year: int, today: date) -> tuple[int, ...]:
    """The quarters of a year that are over."""
    return tuple(one for one in NAMES if quarter_ends(year, one) < today)


def quarter_over_on(year: int, quarter: int) -> date:
    """The last day of a quarter."""
    return quarter_ends(year, quarter)
