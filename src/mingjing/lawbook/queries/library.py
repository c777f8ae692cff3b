"""Reading the library: articles by law, number and day; whole laws; lists; search; links for citations in a text."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Count, F, Q

from mingjing.foundation import search as full_text
from mingjing.kernel.citations import find_all
from mingjing.lawbook.models import Article, Law, LawVersion
from mingjing.lawbook.models.library import SEARCH_KIND
from mingjing.lawbook.rules.citing import Key, key_of, typed
from mingjing.lawbook.rules.numerals import article_key
from mingjing.lawbook.rules.versions import compared
from mingjing.lawbook.terms import (
    ArticleFacts,
    Form,
    LawFacts,
    LawReading,
    Link,
    Part,
    SearchHit,
    Status,
    short_title,
)
from mingjing.lawbook.terms.versions import ArticleChange


def article(law: str, number: int | str, on: date | None = None) -> ArticleFacts | None:
    """One article: law by short or long title, number as 58, "58", "第五十八条" or "120之一".

    With `on`, the version in force on that day (None where the library holds none); without, the newest version.
    Two queries.
    """
    key = article_key(number)
    if key is None:
        return None
    return articles([(law, *key)], on).get((short_title(law), *key))


def articles(wanted: Iterable[Key], on: date | None = None) -> Mapping[Key, ArticleFacts]:
    """Many articles at once, in two queries whatever their number; those not held are left out."""
    keys = {(short_title(law), number, sub) for law, number, sub in wanted}
    chosen = _versions({law for law, _, _ in keys}, on) if keys else {}
    places = {(chosen[law].pk, number, sub): law for law, number, sub in keys if law in chosen}
    if not places:
        return {}
    found = Article.objects.filter(
        version__in={version for version, _, _ in places},
        number__in={number for _, number, _ in places},
        form=Form.ARTICLE,
    ).order_by("-position")
    facts = {law: version.facts() for law, version in chosen.items()}
    return {
        (law, row.number or 0, row.sub): row.facts(facts[law])
        for row in found
        if (law := places.get((row.version_id, row.number or 0, row.sub)))
    }


def _versions(titles: Iterable[str], on: date | None) -> dict[str, LawVersion]:
    rows = LawVersion.objects.filter(law__short_title__in=list(titles)).select_related("law")
    if on is not None:
        rows = rows.in_force(on)
    chosen: dict[str, LawVersion] = {}
    for row in rows.order_by("effective_from", "published_on"):
        chosen[row.law.short_title] = row
    return chosen


def article_by_id(article_id: UUID) -> ArticleFacts | None:
    """The article at a permanent address. One query."""
    row = Article.objects.select_related("version__law").filter(pk=article_id).first()
    return row.facts(row.version.facts()) if row else None


def law(title_or_id: str | UUID, on: date | None = None) -> LawReading | None:
    """A law to read: the version in force on a day (else the newest held), its parts and all versions. Two queries.

    An id may be a law's or a version's; a version's id shows that version.
    """
    versions = _all_versions(title_or_id)
    if not versions:
        return None
    shown = _shown(versions, title_or_id, on)
    rows = Article.objects.filter(version=shown).order_by("position")
    facts = shown.facts()
    parts = tuple(
        Part(chapter, section, tuple(row.facts(facts) for row in group))
        for (chapter, section), group in groupby(rows, key=lambda row: (row.chapter, row.section))
    )
    return LawReading(facts, parts, tuple(one.facts() for one in versions))


def law_changes(one: LawReading, other_id: UUID) -> tuple[LawReading, LawReading, tuple[ArticleChange, ...]] | None:
    """A version of a law and another, the earlier first, article by article; None where they are not of one law. Two queries."""
    earlier, later = law(other_id), one
    if earlier is None or earlier.law.law_id != later.law.law_id or other_id == later.law.version_id:
        return None
    if (earlier.law.effective_from, earlier.law.published_on) > (later.law.effective_from, later.law.published_on):
        earlier, later = later, earlier
    return earlier, later, compared(earlier.articles, later.articles)


def _all_versions(title_or_id: str | UUID) -> list[LawVersion]:
    rows = LawVersion.objects.select_related("law").order_by("-effective_from", "-published_on")
    key = _uuid(title_or_id)
    if key is None:
        return list(rows.filter(law__short_title=short_title(str(title_or_id))))
    return list(rows.filter(Q(law=key) | Q(law__versions=key)).distinct())


def _uuid(value: str | UUID) -> UUID | None:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except ValueError:
        return None


def _shown(versions: Sequence[LawVersion], asked: str | UUID, on: date | None) -> LawVersion:
    by_id = next((one for one in versions if one.pk == _uuid(asked)), None)
    in_force = [one for one in versions if on is not None and one.facts().in_force(on)]
    return by_id or (in_force or list(versions))[0]


def laws(
    text: str = "", *, department: str = "", level: str = "", limit: int = 50, after: str = ""
) -> tuple[LawFacts, ...]:
    """The newest version of each law, by title; `after` is the short title of the last one shown. Two queries."""
    rows = Law.objects.order_by("short_title").prefetch_related("versions")
    if text:
        rows = rows.filter(short_title__contains=short_title(text[:100]))
    if department:
        rows = rows.filter(department=short_title(department))
    if level:
        rows = rows.filter(level=short_title(level))
    if after:
        rows = rows.filter(short_title__gt=short_title(after))
    return tuple(_newest(row).facts() for row in rows[:limit])


def _newest(law: Law) -> LawVersion:
    version = max(law.versions.all(), key=lambda one: one.effective_from)
    version.law = law
    return version


def departments() -> tuple[tuple[str, int], ...]:
    """Departments of law (行政法, 经济法 …) and how many laws each holds, for the filter row. One query."""
    rows = Law.objects.exclude(department="").values_list("department").annotate(count=Count("pk"))
    return tuple((name, count) for name, count in rows.order_by("-count", "department"))


def totals() -> dict[str, int]:
    """laws, versions, articles, and `current`: articles of versions that the source calls 现行有效 or 已被修改."""
    rows = list(LawVersion.objects.annotate(held=F("article_count")).values_list("law_id", "status", "held"))
    current = sum(held for _, status, held in rows if status in {Status.CURRENT, Status.AMENDED})
    return {
        "laws": len({law_id for law_id, _, _ in rows}),
        "versions": len(rows),
        "articles": sum(held for _, _, held in rows),
        "current": current,
    }


def resolve(text: str, on: date | None = None, within: str = "") -> tuple[Link, ...]:
    """Every 《法》第X条 in a text with its place and the article it names, for links in pages. Two queries at most.

    `within`: the law that 本法 means, where the text is itself a law. Of a range, only its last article is linked.
    """
    found = {(one.start, one.end): one.citation for one in find_all(text)}
    keys = {place: key_of(citation, within) for place, citation in found.items()}
    held = articles([key for key in keys.values() if key[0]], on)
    return tuple(
        Link(start, end, text[start:end], found[start, end].law, held.get(key)) for (start, end), key in keys.items()
    )


def search(text: str, limit: int = 20, after: str | None = None, on: date | None = None) -> tuple[SearchHit, ...]:
    """Articles for a query, best first; 行政处罚法第五十八条 itself comes before everything that mentions it.

    `after` is the cursor of the last hit shown. With `on`, versions not in force on that day are left out, so a page
    may be shorter. Two queries, four where a citation was typed.
    """
    hits = full_text.search(SEARCH_KIND, text, limit, after)
    rows = Article.objects.select_related("version__law").in_bulk([hit.object_id for hit in hits])
    found = [
        SearchHit(row.facts(row.version.facts()), hit.parts, hit.score, hit.cursor)
        for hit in hits
        if (row := rows.get(hit.object_id))
    ]
    exact = _typed(text, on) if after is None else None
    if exact is not None:
        top = SearchHit(exact, full_text.snippet(exact.text, ""), 0.0, found[0].cursor if found else "")
        found = [top, *(hit for hit in found if hit.article.article_id != exact.article_id)]
    return tuple(hit for hit in found if on is None or hit.article.law.in_force(on))


def _typed(text: str, on: date | None) -> ArticleFacts | None:
    key = typed(text)
    return articles([key], on).get(key) if key else None
