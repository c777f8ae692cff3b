"""The law library: list, reader, article, full-text search, and the address behind every citation link."""

from datetime import date
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.lawbook import queries
from mingjing.lawbook.terms import ArticleFacts
from mingjing.lawbook.terms.versions import CHANGE_NAMES, Change
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.law_map import resting_on

PAGE = 30


@page()
def laws(request: BureauRequest) -> HttpResponse:
    """Laws by title, with department and words of the title as filters."""
    word, department = request.GET.get("q", "").strip()[:60], request.GET.get("department", "")[:40]
    found = queries.laws(word, department=department, limit=PAGE + 1, after=request.GET.get("after", "")[:200])
    departments = queries.departments()
    facts = {
        "laws": found[:PAGE],
        "next": found[PAGE - 1].short_title if len(found) > PAGE else "",
        "totals": queries.totals(),
        "today": timezone.localdate(),
        "filters": (
            Field("q", "法规名称", "search", word),
            Field("department", "部门", "select", department, choices=[("", "全部"), *((n, f"{n}（{c}）") for n, c in departments)]),
        ),
        "active": [(k, w) for k, v, w in (("q", word, f"名称含“{word}”"), ("department", department, department)) if v],
    }  # fmt: skip
    return render(request, "bureau/laws.html", facts)


@page()
def law(request: BureauRequest, law_id: UUID) -> HttpResponse:
    """One law to read: the version in force today or on `on`, or the version whose id is given."""
    reading = queries.law(law_id, _day(request.GET.get("on", "")) or timezone.localdate())
    if reading is None:
        raise Http404
    parts, last = [], ""
    for part in reading.parts:
        parts.append((part, part.chapter if part.chapter != last else ""))
        last = part.chapter
    facts = {
        "reading": reading,
        "law": reading.law,
        "parts": parts,
        "anchor": anchor,
        "in_force": reading.law.in_force(timezone.localdate()),
    }
    return render(request, "bureau/law.html", facts)


@page()
def law_compare(request: BureauRequest, law_id: UUID) -> HttpResponse:
    """Two versions of a law side by side: what was changed, put in, taken out; unchanged articles only counted unless asked for."""
    reading = queries.law(law_id, timezone.localdate())
    if reading is None:
        raise Http404
    others = [one for one in reading.versions if one.version_id != reading.law.version_id]
    wanted = request.GET.get("with", "")
    chosen = next((one for one in others if str(one.version_id) == wanted), None) or next(
        (one for one in others if one.effective_from <= reading.law.effective_from), others[0] if others else None
    )
    found = queries.law_changes(reading, chosen.version_id) if chosen else None
    every = request.GET.get("every") == "1"
    changes = found[2] if found else ()
    facts = {
        "law": reading.law, "chosen": chosen, "found": found, "every": every, "names": CHANGE_NAMES,
        "counts": [(CHANGE_NAMES[kind], sum(one.change is kind for one in changes)) for kind in Change],
        "rows": [one for one in changes if every or one.change not in {Change.SAME, Change.MOVED}],
        "filters": (
            Field("with", "对照的版本", "select", str(chosen.version_id) if chosen else "", choices=[(str(one.version_id), f"{one.effective_from}起施行") for one in others]),
            Field("every", "显示", "select", "1" if every else "", choices=(("", "只看变化"), ("1", "全部条文"))),
        ),
    }  # fmt: skip
    return render(request, "bureau/law_compare.html", facts)


@page()
def article(request: BureauRequest, article_id: UUID) -> HttpResponse:
    """One article of one version, at its permanent address."""
    found = queries.article_by_id(article_id)
    if found is None:
        raise Http404
    on = _day(request.GET.get("on", "")) or timezone.localdate()
    facts = {
        **resting_on(found, on),
        "article": found,
        "law": found.law,
        "anchor": anchor(found),
        "in_force": found.law.in_force(timezone.localdate()),
    }
    return render(request, "bureau/article.html", facts)


@page()
def law_search(request: BureauRequest) -> HttpResponse:
    """Full-text search in articles; by default only what is in force today."""
    word = request.GET.get("q", "").strip()[:100]
    every = request.GET.get("every") == "1"
    today = timezone.localdate()
    hits = queries.search(word, PAGE, request.GET.get("after") or None, None if every else today) if word else ()
    facts = {
        "word": word,
        "hits": hits,
        "every": every,
        "next": hits[-1].cursor if len(hits) >= PAGE else "",
        "today": today,
        "filters": (
            Field("q", "在条文中找", "search", word, wide=True),
            Field("every", "范围", "select", "1" if every else "", choices=(("", "现行有效"), ("1", "全部版本"))),
        ),
    }
    return render(request, "bureau/law_search.html", facts)


@page()
def cite(request: BureauRequest) -> HttpResponse:
    """Where a citation link leads: the article in force on `on` or today; a search where the library lacks it."""
    text = request.GET.get("c", "")[:200]
    found = queries.resolve(text, _day(request.GET.get("on", "")) or timezone.localdate())
    known = next((link.article for link in found if link.article), None)
    if known:
        return HttpResponseRedirect(reverse("bureau:article", args=[known.article_id]))
    return render(request, "bureau/cite_missing.html", {"text": text, "search": quote(text)}, status=404)


def anchor(one: ArticleFacts) -> str:
    """The article's place on the reader's page: a58, a120-1."""
    if one.number is None:
        return f"i{one.article_id.hex[:8]}"
    return f"a{one.number}-{one.sub}" if one.sub else f"a{one.number}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
