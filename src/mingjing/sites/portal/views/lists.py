"""What organs make public beforehand (事前公示): lists, entries at permanent addresses, their history, tables of data."""

import csv
import json
from io import StringIO
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.organs import queries as organs_room
from mingjing.publicity import queries
from mingjing.publicity.terms import EditionFacts, EditionState, KindSpec, as_text, kinds
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.exports import safe_cell
from mingjing.sites.portal.views.pacing import asks, paced

PAGE = 50
PAPERS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
USE = "行政执法公示数据，不得用于信用评价；以网页最新版本为准"


@public
@paced("search", when=asks)
def lists(request: HttpRequest) -> HttpResponse:
    """Everything that is public beforehand, by organ and kind; with a search over all of it."""
    word = text(request.GET.get("q", ""), 60)
    facts = {
        "kinds": kinds().values(),
        "counts": queries.public_counts(),
        "organs": [(code, name, queries.public_counts(code)) for code, name, _ in queries.public_organs()],
        "q": word,
        "found": queries.found_entries(word, 50, on=timezone.localdate()) if word else (),
        "today": timezone.localdate(),
    }
    return page(request, "portal/lists.html", facts)


@public
def lists_of(request: HttpRequest, organ: str) -> HttpResponse:
    """All lists of one organ."""
    found = next((one for one in organs_room.organs() if organ in (one.code, one.slug)), None)
    if found is None:
        return _unknown(request, "没有登记这个执法机关")
    counts, others = queries.public_counts(found.code), queries.kinds_of_others(found.id)
    shown = [one for key, one in kinds().items() if key not in others or counts.get(key)]
    facts = {"organ": found, "kinds": shown, "counts": counts}
    return page(request, "portal/lists_of.html", facts)


@public
def entries(request: HttpRequest, organ: str, kind: str) -> HttpResponse:
    """One list of one organ, narrowed by a word."""
    found = next((one for one in organs_room.organs() if organ in (one.code, one.slug)), None)
    if found is None or kind not in kinds():
        return _unknown(request, "没有这份清单")
    word, after = text(request.GET.get("q", ""), 60), text(request.GET.get("after", ""), 40)
    today = timezone.localdate()
    shown = queries.public_entries(kind, found.code, word, after=after, limit=PAGE + 1, on=today)
    facts = {
        "organ": found,
        "kind": kinds()[kind],
        "entries": shown[:PAGE],
        "next": shown[PAGE - 1].code if len(shown) > PAGE else "",
        "total": queries.public_counts(found.code).get(kind, 0),
        "q": word,
        "stale": {one.edition.id for one in queries.stale(found.id, today, kind=kind)},
        "displaced": {one.edition.id for one in queries.displaced(found.id, today, kind=kind)},
        "waiting": queries.waiting_entries(kind, found.code, today),
        "today": today,
    }
    return page(request, "portal/list.html", facts)


@public
def entry(request: HttpRequest, organ: str, kind: str, code: str) -> HttpResponse:
    """One entry: contents, who released what when, what changed; `?v=` an older public edition."""
    today = timezone.localdate()
    found = queries.public_entry(organ, kind, code, on=today) if kind in kinds() else None
    if found is None:
        return _unknown(request, "没有公开过这一项")
    asked = request.GET.get("v", "")
    chosen = next((one for one in found.editions if str(one.seq) == asked), found.edition)
    stale = queries.stale(chosen.organ_id, today, edition_id=chosen.id)
    facts = {
        "edition": chosen,
        "kind": kinds()[kind],
        "editions": found.editions,
        "holding": found.edition,
        "coming": found.coming,
        "today": today,
        "public": found.edition.state == EditionState.RELEASED,
        "stale": next(iter(stale), None),
        "displaced": next(iter(queries.displaced(chosen.organ_id, today, edition_id=chosen.id)), None),
        "address": reverse("portal:entry", args=[organ, kind, code]),
        "report": kind in queries.REPORTS,
        "charts": queries.report_charts(chosen.values) if kind in queries.REPORTS else (),
    }
    return page(request, "portal/entry.html", facts)


@public
@paced("export")
def report(request: HttpRequest, organ: str, kind: str, code: str, paper: str) -> HttpResponse:
    """A statistical report that is public now as an official document or as tables; a stopped one is nowhere."""
    found = queries.public_entry(organ, kind, code) if kind in queries.REPORTS else None
    if found is None or found.edition.state != EditionState.RELEASED or paper not in PAPERS:
        return _unknown(request, "没有公开过这份报告")
    one = found.edition
    made = queries.Paper(
        kind, one.name, one.organ_name, one.values, timezone.localdate(one.collected.at), subtitle=f"第 {one.seq} 版"
    )
    content = queries.report_pdf(made) if paper == "pdf" else queries.report_book(made)
    return _named(HttpResponse(content, content_type=PAPERS[paper]), f"{one.name}.{paper}")


@public
@paced("export")
def table(request: HttpRequest, organ: str, kind: str) -> HttpResponse:
    """A list as CSV in UTF-8 with a byte order mark; no cell is a formula."""
    if kind not in kinds():
        return _unknown(request, "没有这份清单")
    spec = kinds()[kind]
    target = StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(
        ["编号", "名称", *(one.label for one in spec.fields), "版本", "施行日期", "状态", "发布日期", "数据用途"]
    )
    for one in queries.exported_entries(kind, organ, timezone.localdate()):
        writer.writerow([safe_cell(cell) for cell in _cells(spec, one)])
    response = HttpResponse("\ufeff" + target.getvalue(), content_type="text/csv; charset=utf-8")
    return _named(response, f"{organ}-{spec.title}.csv")


def _cells(spec: KindSpec, one: EditionFacts) -> list[str]:
    released = timezone.localdate(one.released.at).isoformat() if one.released else ""
    values = (as_text(field, one.readable.get(field.key)) for field in spec.fields)
    return [one.code, one.name, *values, str(one.seq), one.valid_from.isoformat(), _standing(one), released, USE]


def _standing(one: EditionFacts) -> str:
    if one.outdated:
        return "登记已变更，正在更新"
    return "尚未施行" if one.waits_on(timezone.localdate()) else "现行"


@public
@paced("export")
def records(request: HttpRequest, organ: str, kind: str) -> HttpResponse:
    """A list as JSON, fields as they are kept."""
    if kind not in kinds():
        return _unknown(request, "没有这份清单")
    spec = kinds()[kind]
    told = {
        "notice": USE,
        "list": spec.title,
        "cites": spec.cites,
        "fields": {one.key: one.label for one in spec.fields},
        "items": [
            {
                "code": one.code,
                "name": one.name,
                "organ": one.organ_name,
                "edition": one.seq,
                "valid_from": one.valid_from.isoformat(),
                "standing": _standing(one),
                "released_on": timezone.localdate(one.released.at).isoformat() if one.released else "",
                "sha256": one.digest,
                **one.readable,
            }
            for one in queries.exported_entries(kind, organ, timezone.localdate())
        ],
    }
    body = json.dumps(told, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    return _named(response, f"{organ}-{spec.title}.json")


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _unknown(request: HttpRequest, what: str) -> HttpResponse:
    return missing(request, what, (("查看全部事前公开内容", reverse("portal:lists")),))
