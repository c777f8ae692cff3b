"""Handing a sheet over: the rows without problems, as a file whose digest stays in the ledger."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import xlsxwriter

from mingjing.exchange.access import hands_over
from mingjing.exchange.events import Event
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.exchange.queries import LONGEST_PERIOD, rows_of
from mingjing.exchange.terms import SHEET_NAMES, Checked, Edition, Row, SheetKind
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append


@operation(Event.SHEET_EXPORTED)
def export_sheet(
    *, organ_id: UUID, edition: str, since: date, until: date, by: Actor, at: datetime, kind: str = SheetKind.PENALTY
) -> tuple[str, bytes]:
    """The sheet of a period as XLSX: name and content. Rows with problems stay out; the hand-over is logged.

    Raises Invalid where the period is wrong or no row may be handed over; Forbidden.
    """
    hands_over.require(by, organ_id, doing="导出双公示数据")
    chosen = the_edition(edition, kind)
    check_period(since, until, local_day(at))
    rows = [row for row in rows_of(organ_id, chosen, since, until, local_day(at)) if row.good]
    if not rows:
        raise Invalid({"since": ["这段时间没有可以报送的决定，请换一段时间，或者先处理下面列出的问题"]})
    content = workbook(chosen, rows)
    told = {
        "organ_id": str(organ_id), "kind": chosen.kind, "edition": chosen.key, "since": since.isoformat(), "until": until.isoformat(),
        "rows": len(rows), "sha256": sha256(content).hexdigest(),
    }  # fmt: skip
    append(kind=Event.SHEET_EXPORTED, stream=f"exchange:{organ_id}", at=at, by=by, payload=told)
    emit(Event.SHEET_EXPORTED, at=at, **told)
    return f"双公示-{SHEET_NAMES[SheetKind(chosen.kind)]}-{chosen.key}版-{since:%Y%m%d}-{until:%Y%m%d}.xlsx", content


def the_edition(key: str, kind: str = SheetKind.PENALTY) -> Edition:
    """The edition of a key. Raises Invalid."""
    if kind not in set(SheetKind):
        raise Invalid({"kind": ["没有这种表格，请从列表中选择"]})
    if key not in editions(kind):
        raise Invalid({"edition": ["没有这个版本，请从列表中选择"]})
    return editions(kind)[key]


def check_period(since: date, until: date, today: date) -> None:
    """Raise Invalid where the period runs backwards, into the future, or over more than three years."""
    if since > until:
        raise Invalid({"since": ["起始日期不能晚于截止日期"]})
    if until > today:
        raise Invalid({"until": ["截止日期不能在今天之后"]})
    if (until - since).days > LONGEST_PERIOD:
        raise Invalid({"since": ["一次最多导出三年的数据"]})


def template(kind: str, edition: str) -> tuple[str, bytes]:
    """An empty sheet to fill in: names, codes, what each column asks. Raises Invalid for an edition there is none of."""
    chosen = the_edition(edition, kind)
    name = SHEET_NAMES[SheetKind(kind)]
    return f"双公示-{name}-{edition}版-模板.xlsx", workbook(chosen, [], guide=True)


def faulty(checked: Checked) -> bytes:
    """The faulty rows of a file as they came, with a column that says what is wrong."""
    heads = ["行", "问题", *checked.heads]
    cells = dict(zip((one.place for one in checked.lines), checked.cells, strict=True))
    lines = [[str(one.place), "\n".join(map(str, one.problems)), *cells[one.place]] for one in checked.bad]
    return _book("有问题的行", heads, lines)


def workbook(edition: Edition, rows: list[Row], *, guide: bool = False) -> bytes:
    """The sheet: names in the first line, every cell text, the same bytes for the same rows. `guide`: codes and what
    each column asks, on a second page.
    """
    heads = [one.label for one in edition.columns]
    lines = [[row.values[one.key] for one in edition.columns] for row in rows]
    asked = [
        [one.label, one.code, "必填" if one.required else "按条件或者选填", str(one.longest)] for one in edition.columns
    ]
    pages = [("填写说明", ["列名", "代码", "是否必填", "最多字数"], asked)] if guide else []
    return _book(SHEET_NAMES[SheetKind(edition.kind)], heads, lines, pages)


def _book(
    name: str, heads: Sequence[str], lines: Sequence[Sequence[str]],
    more: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = (),
) -> bytes:  # fmt: skip
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001  a fixed day, so that equal rows give equal files
    text = book.add_format({"num_format": "@"})
    for title, top, rows in ((name, heads, lines), *more):
        page = book.add_worksheet(title)
        page.freeze_panes(1, 0)
        # Text, so that a code typed into the template keeps its zeros and its last digits.
        page.set_column(0, len(top) - 1, 20, text)
        for place, row in enumerate((top, *rows)):
            for at, cell in enumerate(row):
                page.write_string(place, at, cell[:32767])
    book.close()
    return target.getvalue()
