"""The figures of a year or a quarter, of one organ or of many, counted from the acts and laid beside what was filled in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.cases.terms import SUMMARY, procedure
from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA, plain
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.supervision.models import Report, Sheet
from mingjing.supervision.queries.progress import standings_of
from mingjing.supervision.rules.annual import bare, months, tables
from mingjing.supervision.rules.clocks import quarter_begins, quarter_ends
from mingjing.supervision.rules.counting import counting
from mingjing.supervision.rules.feeding import feed, staffless
from mingjing.supervision.rules.progress import Standing, progress_tables
from mingjing.supervision.terms import Annual, Scope, SheetFacts, SheetState, Told

CODES = (
    "file_case", "not_file", "withdraw_filing", "terminate", "transfer", "decide", "decide_no_penalty", "decide_not_established",
    "close", "archive", "submit_review", "give_opinion", "state_defence", "hold_hearing", "apply_court", "receive_remedy",
    "end_remedy",
)  # fmt: skip
OF_PENALTIES = frozenset({"close", "archive"})
"""Acts that every procedure has, and that are counted of penalty cases only."""
FIRST_YEAR = 2019
ENFORCING = (Role.HANDLER, Role.EXAMINER)


def annual(organ_id: UUID, year: int, quarter: int = 0) -> Annual:
    """The figures of an organ's year or quarter as they stand now, however many cases there are."""
    return counted([organs.organ(organ_id)], year, quarter)[organ_id]


def counted(every: Sequence[OrganFacts], year: int, quarter: int = 0) -> dict[UUID, Annual]:
    """The figures of many organs, in the same few queries as of one."""
    ids = [one.id for one in every]
    told, sheets = _told(ids, year, quarter), checked_sheets(ids, year, quarter)
    staff = {} if quarter else _staff(ids, year)
    since = organs.registered_on(ids)
    standing = standings_of(ids, *span(year, quarter)) if quarter else {}
    return {
        one.id: _figures(
            one, year, quarter, told.get(one.id, ()), sheets.get(one.id), staff.get(one.id), since[one.id], standing.get(one.id),
        )
        for one in every
    }  # fmt: skip


def _figures(
    organ: OrganFacts, year: int, quarter: int, acts: Sequence[Told], sheet: SheetFacts | None,
    staff: tuple[int, int] | None, since: date, standing: Standing | None,
) -> Annual:  # fmt: skip
    """The figures of an organ from its acts, its sheet and its people.

    Of a time before the organ came to the platform nothing is known, which is not the same as nothing happened.
    """
    rules = counting(year, organ.region)
    first, last = span(year, quarter)
    known = bool(acts) or since <= last
    found = tables(acts, rules, staff)
    found = found if known else bare(found)
    if quarter:
        found = (*staffless(found), *progress_tables(acts, standing if known else None))
    found = feed(found, sheet.values if sheet else {})
    late = (f"{organ.name}：{plain(since)}起在平台办案，此前的案件不在平台计算之内",) if first < since <= last else ()
    return Annual(
        organ.id, organ.name, year, rules.number, found, rules.severity, quarter,
        months(acts) if known and not quarter else (), (*late, *((source_of(sheet),) if sheet else ())),
    )  # fmt: skip


def of_sheet(sheet: SheetFacts) -> Annual:
    """The figures of an organ outside the platform: nothing is counted, everything was filled in."""
    rules = counting(sheet.year, sheet.region)
    return Annual(
        sheet.subject_id, sheet.subject_name, sheet.year, rules.number, feed(bare(tables((), rules)), sheet.values),
        rules.severity, sources=(source_of(sheet),),
    )  # fmt: skip


def source_of(sheet: SheetFacts) -> str:
    """Where figures filled in by hand come from, and whose word they are."""
    who = f"{sheet.entered_by}填报" + (f"，{sheet.checked_by}核对" if sheet.checked_by else "")
    return f"{sheet.subject_name}：{sheet.source}（{who}）"


def checked_sheets(subjects: Collection[UUID], year: int, quarter: int = 0) -> dict[UUID, SheetFacts]:
    """The checked sheet of each subject. One query."""
    rows = Sheet.objects.filter(subject_id__in=subjects, year=year, quarter=quarter, state=SheetState.CHECKED)
    return {row.subject_id: row.facts() for row in rows}


def before(organ_id: UUID, year: int, region: str = "") -> Annual | None:
    """The frozen report of the year before, to compare with; None where there is none."""
    wanted = {"scope": Scope.ROLLUP, "region": region} if region else {"scope": Scope.ANNUAL, "organ_id": organ_id}
    row = Report.objects.select_related("edition", "receipt").filter(year=year - 1, **wanted).order_by("-seq").first()
    return row.facts().figures if row else None


def span(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a year, or of its quarter."""
    if quarter:
        return quarter_begins(year, quarter), quarter_ends(year, quarter)
    return date(year, 1, 1), date(year, 12, 31)


def _told(organ_ids: Collection[UUID], year: int, quarter: int) -> Mapping[UUID, list[Told]]:
    first, last = span(year, quarter)
    held: dict[UUID, list[Told]] = {}
    for one in cases.acts_between(organ_ids, first, last, CODES):
        # An application or an inspection is closed and filed too, but is no penalty case beside those that were filed.
        if one.code in OF_PENALTIES and procedure(one.procedure).kind != "penalty":
            continue
        held.setdefault(one.organ_id, []).append(
            Told(one.case_id, one.case_no, one.code, one.on, one.data, one.procedure == SUMMARY)
        )
    return held


def _staff(organ_ids: Collection[UUID], year: int) -> dict[UUID, tuple[int, int]]:
    """Who enforces on the last day of the year, and how many of them hold a valid certificate then. Four queries."""
    end = datetime.combine(date(year, 12, 31), time(23, 59), CHINA)
    places = organs.enforcing(organ_ids, ENFORCING, end)
    held = organs.certificates(places)
    told = dict.fromkeys(organ_ids, (0, 0))
    for person, organ_id in places.items():
        every, holding = told[organ_id]
        valid = any(one.valid_at(end, organ_id) for one in held[person])
        told[organ_id] = (every + 1, holding + int(valid))
    return told
