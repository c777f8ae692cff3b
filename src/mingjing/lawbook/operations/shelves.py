"""Putting versions on the shelf: rows, validity, search index. Used inside an operation's transaction."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from mingjing.foundation import search
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.lawbook.models import Article, Law, LawVersion
from mingjing.lawbook.models.library import NAMESPACE, SEARCH_KIND
from mingjing.lawbook.rules.digests import draft_digests
from mingjing.lawbook.rules.validity import effective, repeals
from mingjing.lawbook.terms import DraftLaw, Progress, Status, short_title

BATCH = 2000
Weights = dict[str, tuple[tuple[str, str], tuple[tuple[str, str], ...]]]
"""Reference → (digests of the version, digests of each article)."""


def law_id(title: str) -> uuid.UUID:
    """The id of a law is made of its short title, so that addresses survive a new installation."""
    return uuid.uuid5(NAMESPACE, short_title(title))


def version_id(draft: DraftLaw) -> uuid.UUID:
    """The id of a version is made of its law and its day of publication."""
    return uuid.uuid5(law_id(draft.title), draft.published_on.isoformat())


def weigh(drafts: Sequence[DraftLaw], progress: Progress) -> Weights:
    """The digests of every draft, by its reference."""
    weights: Weights = {}
    for done, draft in enumerate(drafts, start=1):
        weights[draft.reference] = draft_digests(draft)
        if done % 50 == 0 or done == len(drafts):
            progress("计算摘要", done, len(drafts))
    return weights


def store(drafts: Sequence[DraftLaw], weights: Weights, *, source: str, at: datetime, progress: Progress) -> int:
    """Add the versions that are not held yet; gives back how many. Raises Invalid where a held one has another text."""
    held = _held(drafts)
    _refuse_changed(drafts, held, weights)
    new = [draft for draft in drafts if version_id(draft) not in held]
    Law.objects.bulk_create((_law(draft) for draft in _newest(new)), ignore_conflicts=True)
    LawVersion.objects.bulk_create([_version(draft, weights[draft.reference][0], source, at) for draft in new])
    articles = [row for draft in new for row in _articles(draft, weights[draft.reference][1])]
    for start in range(0, len(articles), BATCH):
        Article.objects.bulk_create(articles[start : start + BATCH])
        progress("写入条文", min(start + BATCH, len(articles)), len(articles))
    ended = _close(new)
    _index(new, articles, local_day(at), progress)
    _forget(ended - {version_id(draft) for draft in new}, local_day(at))
    return len(new)


def _refuse_changed(drafts: Sequence[DraftLaw], held: dict[uuid.UUID, str], weights: Weights) -> None:
    messages = [
        f"库中已有《{draft.title}》{draft.published_on.isoformat()}版本，但文本不同；请核对来源，不能覆盖。"
        for draft in drafts
        if held.get(version_id(draft), sha256 := weights[draft.reference][0][0]) != sha256
    ]
    if messages:
        raise Invalid({"library": messages})


def _held(drafts: Sequence[DraftLaw]) -> dict[uuid.UUID, str]:
    return {key: row.sha256 for key, row in LawVersion.objects.in_bulk([version_id(draft) for draft in drafts]).items()}


def _newest(drafts: Iterable[DraftLaw]) -> Iterable[DraftLaw]:
    chosen: dict[str, DraftLaw] = {}
    for draft in sorted(drafts, key=lambda one: one.published_on):
        chosen[short_title(draft.title)] = draft
    return chosen.values()


def _law(draft: DraftLaw) -> Law:
    return Law(
        id=law_id(draft.title), title=draft.title, short_title=short_title(draft.title), level=draft.level,
        kind=draft.kind, department=draft.department, issuer=draft.issuer,
    )  # fmt: skip


def _version(draft: DraftLaw, digests: tuple[str, str], source: str, at: datetime) -> LawVersion:
    start, known = effective(draft)
    return LawVersion(
        id=version_id(draft), law_id=law_id(draft.title), published_on=draft.published_on, effective_from=start,
        effective_known=known, status=draft.status, source=f"{source[:80]} {draft.reference}"[:120],
        history=draft.history, article_count=len(draft.articles), sha256=digests[0], sm3=digests[1], added_at=at,
    )  # fmt: skip


def _articles(draft: DraftLaw, digests: Sequence[tuple[str, str]]) -> Iterable[Article]:
    shelf = version_id(draft)
    for place, (one, (sha256, sm3)) in enumerate(zip(draft.articles, digests, strict=True), start=1):
        yield Article(
            id=uuid.uuid5(shelf, str(place)), version_id=shelf, position=place, label=one.label, form=one.form,
            number=one.number, sub=one.sub, chapter=one.chapter, section=one.section, text=one.text, sha256=sha256,
            sm3=sm3,
        )  # fmt: skip


def _close(drafts: Sequence[DraftLaw]) -> set[uuid.UUID]:
    """A version ends where the next one of its law begins, or where a later law repeals it. Gives back what ended."""
    repealed = repeals(drafts)
    keys = list({law_id(draft.title) for draft in drafts} | {law_id(title) for title in repealed})
    changed = []
    for law in Law.objects.prefetch_related("versions").in_bulk(keys).values():
        versions = sorted(law.versions.all(), key=lambda one: one.effective_from)
        ends: list[date | None] = [following.effective_from for _, following in pairwise(versions)]
        ends.append(repealed.get(law.short_title) if versions and versions[-1].status == Status.REPEALED else None)
        changed += [one for one, end in zip(versions, ends, strict=False) if _ends(one, end)]
    LawVersion.objects.bulk_update(changed, ["effective_to", "status"], batch_size=300)
    return {one.pk for one in changed}


def _ends(version: LawVersion, end: date | None) -> bool:
    if end is None or version.effective_to == end:
        return False
    version.effective_to = end
    if version.status == Status.CURRENT:
        version.status = Status.SUPERSEDED
    return True


def _index(drafts: Sequence[DraftLaw], articles: Sequence[Article], on: date, progress: Progress) -> None:
    """Make searchable what applies now or will; what is past is kept and read, but not searched."""
    titles = {version_id(draft): (short_title(draft.title), draft.published_on) for draft in drafts}
    past = _past(list(titles), on)
    entries = [_entry(row, *titles[row.version_id]) for row in articles if row.version_id not in past]
    for start in range(0, len(entries), BATCH):
        search.index_many(SEARCH_KIND, entries[start : start + BATCH])
        progress("建立索引", min(start + BATCH, len(entries)), len(entries))


def _entry(row: Article, title: str, day: date) -> search.Entry:
    return search.Entry(row.pk, f"{title} {row.label}", row.text, day)


def _past(versions: Sequence[uuid.UUID], on: date) -> set[uuid.UUID]:
    rows = LawVersion.objects.in_bulk(versions).values()
    return {row.pk for row in rows if row.past(on)}


def _forget(versions: set[uuid.UUID], on: date) -> None:
    gone = Article.objects.filter(version__in=_past(list(versions), on)).values_list("pk", flat=True)
    search.remove_many(SEARCH_KIND, list(gone))
