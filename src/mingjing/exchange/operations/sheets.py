"""Handing a sheet over: the rows without problems, as a file whose digest stays in the ledger."""

from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import xlsxwriter

from mingjing.exchange.access import hands_over
from mingjing.exchange.events import Event
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.exchange.queries.sheets import LONGEST_PERIOD, penalty_rows
from mingjing.exchange.terms import Edition, Row
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append


@operation(Event.SHEET_EXPORTED)
def export_sheet(
    *, organ_id: UUID, edition: str, since: date, until: date, by: Actor, at: datetime
) -> tuple[str, bytes]:
    """The sheet of a period as XLSX: name and content. Rows with problems stay out; the hand-over is logged.

    Raises Invalid where the period is wrong or no row may be handed over; Forbidden.
    """
    hands_over.require(by, organ_id, doing="导出双公示数据")
    chosen = the_edition(edition)
    check_period(since, until, local_day(at))
    rows = [row for row in penalty_rows(organ_id, chosen, since, until, local_day(at)) if row.good]
    if not rows:
        raise Invalid({"since": ["这段时间没有可以报送的处罚决定，请换一段时间，或者先处理下面列出的问题"]})
    content = workbook(chosen, rows)
    told = {
        "organ_id": str(organ_id), "edition": chosen.key, "since": since.isoformat(), "until": until.isoformat(),
        "rows": len(rows), "sha256": sha256(content).hexdigest(),
    }  # fmt: skip
    append(kind=Event.SHEET_EXPORTED, stream=f"exchange:{organ_id}", at=at, by=by, payload=told)
    emit(Event.SHEET_EXPORTED, at=at, **told)
    return f"双公示-行政处罚-{chosen.key}版-{since:%Y%m%d}-{until:%Y%m%d}.xlsx", content


def the_edition(key: str) -> Edition:
    """The edition of a key. Raises Invalid."""
    if key not in editions():
        raise Invalid({"edition": ["没有这个版本，请从列表中选择"]})
    return editions()[key]


def check_period(since: date, until: date, today: date) -> None:
    """Raise Invalid where the period runs backwards, into the future, or over more than three years."""
    if since > until:
        raise Invalid({"since": ["起始日期不能晚于截止日期"]})
    if until > today:
        raise Invalid({"until": ["截止日期不能在今天之后"]})
    if (until - since).days > LONGEST_PERIOD:
        raise Invalid({"since": ["一次最多导出三年的数据"]})


def workbook(edition: Edition, rows: list[Row]) -> bytes:
    """The sheet: names in the first line, every cell text, the same bytes for the same rows."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  a fixed day, so that equal rows give equal files
    page = book.add_worksheet("行政处罚")
    page.freeze_panes(1, 0)
    page.set_column(0, len(edition.columns) - 1, 20)
    for at, column in enumerate(edition.columns):
        page.write_string(0, at, column.label)
    for place, row in enumerate(rows, start=1):
        for at, column in enumerate(edition.columns):
            page.write_string(place, at, row.values[column.key])
    book.close()
    return target.getvalue()
