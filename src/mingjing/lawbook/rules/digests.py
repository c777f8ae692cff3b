"""Digests of articles and of whole versions. Both SHA-256 and SM3, hexadecimal."""

import hashlib
from collections.abc import Iterable

from mingjing.kernel.hashing import canonical, sm3_hash
from mingjing.lawbook.terms import DraftLaw


def text_digests(text: str) -> tuple[str, str]:
    """(SHA-256, SM3) of a text in UTF-8."""
    content = text.encode()
    return hashlib.sha256(content).hexdigest(), sm3_hash(content).hexdigest()


def version_digests(title: str, published: str, rows: Iterable[tuple[str, str, str, str]]) -> tuple[str, str]:
    """(SHA-256, SM3) of a version: title, day of publication and, per article in order, label, chapter, section, digest.

    An article that is changed, lost, added, moved or renumbered changes it.
    """
    content = canonical([title, published, [list(row) for row in rows]])
    return hashlib.sha256(content).hexdigest(), sm3_hash(content).hexdigest()


def draft_digests(draft: DraftLaw) -> tuple[tuple[str, str], tuple[tuple[str, str], ...]]:
    """The digests of a draft version and of each of its articles."""
    articles = tuple(text_digests(article.text) for article in draft.articles)
    rows = (
        (article.label, article.chapter, article.section, sha256)
        for article, (sha256, _) in zip(draft.articles, articles, strict=True)
    )
    return version_digests(draft.title, draft.published_on.isoformat(), rows), articles
