"""What is filtered, as data: Atom, CSV (safe in spreadsheets), JSON; and the site map."""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.kernel.batches import in_batches
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, CHECK_NAMES, AttachedFile, Category, CheckKind, DecisionRow, State
from mingjing.sites.portal.forms import Asked, asked
from mingjing.sites.portal.views.answering import public
from mingjing.sites.portal.views.counting import counted
from mingjing.sites.portal.views.pacing import paced

FEED_LIMIT, AT_ONCE = 50, 1000
Files = tuple[AttachedFile, ...]
NAMESPACE = "urn:mingjing:atom"
NOTICE = "行政执法公示数据，不得用于信用评价；以网页最新版本为准"
COLUMNS = (
    "决定文号", "当事人", "案由", "执法类别", "决定种类", "处理结果", "执法机关", "决定日期", "公示日期", "状态", "撤下理由", "检查方式", "网址", "附件", "数据用途",
)  # fmt: skip
_STATE = {
    State.RELEASED: "公示中",
    State.CORRECTED: "公示中（已更正）",
    State.REPUBLISHED: "公示中（重新公示）",
    State.WITHDRAWN: "已撤下",
    State.EXPIRED: "公示期满",
    State.REPAIRED: "已提前终止公示",
}
_FORMULA = re.compile(r"^[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠|%]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def asked_of(request: HttpRequest) -> Asked:
    """The filters in the address."""
    return asked(request.GET.dict(), dict(counted("organs", queries.organs_in_public)))


def _address(row: DecisionRow) -> str:
    return f"{settings.MINGJING_PORTAL_URL}{row.address}"


def safe_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; control characters dropped."""
    text = _NOT_XML.sub("", value).replace("\r", " ")
    return f"'{text}" if _FORMULA.match(text) or text[:1] in "\t\n" and text else text


def cells_of(row: DecisionRow, files: Files) -> list[str]:
    """One line of a table, safe in spreadsheets. An attachment a line of its cell: name, address, digest of the public copy."""
    attached = "\n".join(f"{one.name} {settings.MINGJING_PORTAL_URL}{one.address} sha256:{one.sha256}" for one in files)
    values = (
        row.number, row.party, row.cause, CATEGORY_NAMES[Category(row.category)], row.outcome, row.result,
        row.organ_name, row.decided_on.isoformat(), timezone.localdate(row.released_at).isoformat(),
        _STATE[State(row.state)], row.withdrawn_reason, CHECK_NAMES[CheckKind(row.check_kind)] if row.check_kind else "", _address(row), attached, NOTICE,
    )  # fmt: skip
    return [safe_cell(value) for value in values]


@public
@paced("export")
def table(request: HttpRequest) -> StreamingHttpResponse:
    """CSV in UTF-8 with a byte order mark, as spreadsheets in China expect; streamed."""

    wanted = asked_of(request)

    def lines() -> Iterator[str]:
        yield "\ufeff" + _line(list(COLUMNS))
        for row, files in with_files(queries.rows(wanted.filters)):
            yield _line(cells_of(row, files))

    return _download(lines(), "text/csv; charset=utf-8", "csv")


def _line(cells: list[str]) -> str:
    target = StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerow(cells)
    return target.getvalue()


@public
@paced("export")
def records(request: HttpRequest) -> StreamingHttpResponse:
    """JSON: what was asked, what the data may be used for, and the records; streamed."""
    wanted = asked_of(request)

    def pieces() -> Iterator[str]:
        about = {"notice": NOTICE, "filters": wanted.query, "columns": list(COLUMNS)}
        yield _json(about)[:-1] + ', "items": ['
        for at, (row, files) in enumerate(with_files(queries.rows(wanted.filters))):
            yield (",\n" if at else "\n") + _json(_record(row, files))
        yield "\n]}\n"

    return _download(pieces(), "application/json; charset=utf-8", "json")


@public
@paced("export")
def lines(request: HttpRequest) -> StreamingHttpResponse:
    """JSON Lines: one record a line, each with what it may not be used for; streamed."""
    wanted = asked_of(request)
    pieces = (
        _json({**_record(row, files), "notice": NOTICE}) + "\n"
        for row, files in with_files(queries.rows(wanted.filters))
    )
    return _download(pieces, "application/jsonl; charset=utf-8", "jsonl")


def with_files(rows: Iterator[DecisionRow]) -> Iterator[tuple[DecisionRow, Files]]:
    """Each line with its attachments, asked for many lines at a time; not at all where nobody ever attached any."""
    if not queries.has_attachments():
        yield from ((row, ()) for row in rows)
        return
    for some in in_batches(rows, AT_ONCE):
        files = queries.attached_files(row.id for row in some)
        yield from ((row, files.get(row.id, ())) for row in some)


def _json(value: dict[str, Any]) -> str:
    """JSON in which no browser can find a tag, whatever it takes the file for."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _record(row: DecisionRow, files: Files) -> dict[str, Any]:
    return {
        "number": row.number,
        "party": row.party,
        "cause": row.cause,
        "category": row.category,
        "outcome": row.outcome,
        "result": row.result,
        "organ": row.organ_name,
        "organ_code": row.organ_code,
        "decided_on": row.decided_on.isoformat(),
        "published_on": timezone.localdate(row.released_at).isoformat(),
        "state": row.state,
        "withdrawn_reason": row.withdrawn_reason,
        "check_kind": row.check_kind,
        "url": _address(row),
        "files": [file_record(one) for one in files],
    }


def file_record(one: AttachedFile) -> dict[str, Any]:
    """An attachment as JSON and JSON Lines name it."""
    url = f"{settings.MINGJING_PORTAL_URL}{one.address}"
    return {"name": one.name, "media_type": one.media_type, "size": one.size, "sha256": one.sha256, "url": url}


def _download(pieces: Iterator[str], kind: str, ending: str) -> StreamingHttpResponse:
    return named(StreamingHttpResponse((piece.encode() for piece in _together(pieces)), content_type=kind), ending)


def _together(pieces: Iterator[str]) -> Iterator[str]:
    """Many lines as one piece: a server spends more on a piece than on a line."""
    for some in in_batches(pieces, 200):
        yield "".join(some)


def named(response: StreamingHttpResponse, ending: str) -> StreamingHttpResponse:
    """The answer as a download with the day in its name, kept by no cache."""
    name = f"gongshi-{timezone.localdate().isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _xml(value: str) -> str:
    return escape(_NOT_XML.sub("", value))


@public
def atom(request: HttpRequest) -> HttpResponse:
    """The newest of what is filtered as an Atom feed: a subscription to a search."""
    wanted = asked_of(request)
    rows = queries.page(wanted.filters, limit=FEED_LIMIT).rows
    here = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:atom')}" + (f"?{wanted.query}" if wanted.query else "")
    site = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:decisions')}" + (f"?{wanted.query}" if wanted.query else "")
    files = queries.attached_files(row.id for row in rows)
    newest = max((row.released_at for row in rows), default=None)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xmlns:mj="{NAMESPACE}" xml:lang="zh-CN">',
        f"<title>行政执法公示{_xml('：' + '，'.join(word for _, word in wanted.chips) if wanted.chips else '')}</title>",
        f'<id>{_xml(here)}</id><link rel="self" href={quoteattr(here)}/><link href={quoteattr(site)}/>',
        f"<updated>{newest.isoformat() if newest else '2024-01-01T00:00:00+08:00'}</updated><rights>{NOTICE}</rights>",
        *(_entry(row, files.get(row.id, ())) for row in rows),
        "</feed>\n",
    ]
    return HttpResponse("\n".join(parts), content_type="application/atom+xml; charset=utf-8")


def _entry(row: DecisionRow, files: Files) -> str:
    ended = f"{_STATE[State(row.state)]}：{row.withdrawn_reason}"
    summary = ended if row.is_gone else f"{row.party}，{row.cause}，{row.result}"
    address = _address(row)
    return (
        f"<entry><title>{_xml(row.number)}</title><id>{_xml(address)}</id><link href={quoteattr(address)}/>"
        f"<updated>{row.released_at.isoformat()}</updated><author><name>{_xml(row.organ_name)}</name></author>"
        f"<category term={quoteattr(row.category)}/><summary>{_xml(summary)}</summary>"
        f"{''.join(map(_enclosure, files))}</entry>"
    )


def _enclosure(one: AttachedFile) -> str:
    """An attachment as a feed names it: its digest in an attribute of our own."""
    told = file_record(one)
    return (
        f'<link rel="enclosure" href={quoteattr(told["url"])} type={quoteattr(one.media_type)} length="{one.size}"'
        f' title={quoteattr(_NOT_XML.sub("", one.name))} mj:sha256="{one.sha256}"/>'
    )
