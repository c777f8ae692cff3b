"""Signing the report of a year or of a quarter: its figures are frozen with the text part.

The year's is an edition that is checked and released like every public list; the quarter's is a snapshot for the organs
above.
"""

from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import EditionFacts
from mingjing.supervision.access import signs_figures
from mingjing.supervision.events import Event
from mingjing.supervision.models import Report, Sheet
from mingjing.supervision.operations.freezing import LONGEST_TEXT, Signing, keep, last_seq, refuse, tidy_text
from mingjing.supervision.queries import FIRST_YEAR, NAMES, annual, public_values
from mingjing.supervision.rules.annual import adds_up, year_is_over
from mingjing.supervision.rules.clocks import quarter_is_over
from mingjing.supervision.rules.feeding import nothing_unchecked, says_why
from mingjing.supervision.rules.progress import progress_is_told
from mingjing.supervision.terms import ReportFacts, Scope, SheetState, title_of


@operation(Event.ANNUAL_SIGNED)
def sign_annual(*, organ_id: UUID, year: int, text: str, reason: str = "", by: Actor, at: datetime) -> EditionFacts:
    """Freeze the figures of a year with its text part (P-18); they wait to be checked and released.

    A corrected report is a new edition with a reason. Raises Invalid, Refused (SUP-02, SUP-03, SUP-15 and those of the
    public lists), Forbidden.
    """
    signs_figures.require(by, organ_id, doing="定稿年度统计")
    year_fits(year, local_day(at))
    refuse(year_is_over(year, local_day(at)), nothing_unchecked(waiting_sheets(organ_id, year)))
    tidy, figures = tidy_text(text), annual(organ_id, year)
    refuse(adds_up(figures))
    organ = organs.organ(organ_id)
    made = publicity.collect_entry(
        organ_id=organ_id, kind="annual", code=str(year), name=title_of(Scope.ANNUAL, organ.name, year),
        values=public_values(figures, tidy), valid_from=local_day(at), reason=reason, by=by, at=at,
    )  # fmt: skip
    keep(Signing(Scope.ANNUAL, Event.ANNUAL_SIGNED, figures, tidy, organ.region, reason, made.id), by=by, at=at)
    return made


@operation(Event.QUARTER_SIGNED)
def sign_quarter(
    *, organ_id: UUID, year: int, quarter: int, text: str, reason: str = "", by: Actor, at: datetime
) -> ReportFacts:
    """Freeze the figures of a quarter with its text part (P-20). A correction is a new one with a reason.

    The figures hold the fixed columns on the progress of the three systems. Raises Invalid, Refused (SUP-02, SUP-14,
    SUP-15, SUP-16, SUP-40), Forbidden.
    """
    signs_figures.require(by, organ_id, doing="定稿季度统计")
    year_fits(year, local_day(at))
    if quarter not in NAMES:
        raise Invalid({"quarter": ["季度是 1 至 4"]})
    if problems := clean(reason)[1] or (["更正理由最多 2000 个字，请删减"] if len(reason) > LONGEST_TEXT else []):
        raise Invalid({"reason": problems})
    # Judged and numbered by the same look: whoever signed meanwhile has taken the number.
    last = last_seq(Report.objects.filter(scope=Scope.QUARTER, organ_id=organ_id, year=year, quarter=quarter))
    refuse(
        quarter_is_over(year, quarter, local_day(at)),
        nothing_unchecked(waiting_sheets(organ_id, year, quarter)),
        says_why(reason) if last else (),
    )
    tidy, figures = tidy_text(text), annual(organ_id, year, quarter)
    refuse(adds_up(figures), progress_is_told(figures))
    region = organs.organ(organ_id).region
    return keep(Signing(Scope.QUARTER, Event.QUARTER_SIGNED, figures, tidy, region, reason, seq=last + 1), by=by, at=at)


def year_fits(year: int, today: date) -> None:
    """Raise Invalid for a year before the first version of the counting rules, or after today's."""
    if not FIRST_YEAR <= year <= today.year:
        raise Invalid({"year": [f"年份应在 {FIRST_YEAR} 年至今年之间"]})


def waiting_sheets(organ_id: UUID, year: int, quarter: int = 0) -> tuple[str, ...]:
    """The names of what was filled in for an organ's year or quarter and not checked."""
    rows = Sheet.objects.filter(subject_id=organ_id, year=year, quarter=quarter, state=SheetState.ENTERED)
    return tuple(rows.values_list("subject_name", flat=True))
