"""Laws, their versions and articles, as frozen facts."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

Progress = Callable[[str, int, int], None]
"""Told (what is being done, done so far, total)."""

_PREFIX = "中华人民共和国"
_MARKS = str.maketrans({"(": "（", ")": "）", "<": "〈", ">": "〉"})


def short_title(title: str) -> str:
    """The key under which a law is found: no book marks, no blanks, no 中华人民共和国 in front.

    `《中华人民共和国行政处罚法》` and `行政处罚法` give the same key; 中华人民共和国宪法 gives 宪法.
    """
    bare = re.sub(r"[\s\x00\ud800-\udfff]", "", title).translate(_MARKS)
    if bare.startswith("《") and bare.endswith("》"):
        bare = bare[1:-1]
    return bare.removeprefix(_PREFIX) or bare


class Status(StrEnum):
    """What the source says of a version."""

    CURRENT = "current"
    AMENDED = "amended"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"


STATUS_NAMES = {
    Status.CURRENT: "现行有效",
    Status.AMENDED: "已被修改",
    Status.SUPERSEDED: "历史版本",
    Status.REPEALED: "已废止",
}


class Form(StrEnum):
    """How a piece of text is numbered: 第X条, a numbered item of a decision (一、二、), or the whole text."""

    ARTICLE = "article"
    ITEM = "item"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class DraftArticle:
    """One article as read from a source, before it is stored."""

    label: str
    form: Form
    number: int | None
    sub: int
    chapter: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftLaw:
    """One version of one law as read from a source. `entry_on` is when the law first took effect, as the source says."""

    reference: str
    title: str
    level: str
    kind: str
    department: str
    issuer: str
    published_on: date
    entry_on: date | None
    status: Status
    articles: tuple[DraftArticle, ...]
    history: str = ""


@dataclass(frozen=True, slots=True)
class LawFacts:
    """One version of one law.

    `effective_known` is False where the source gives only the law's first entry into force: then `effective_from` is
    the day this version was published. `effective_to` is the first day on which it no longer applies; None: open.
    """

    law_id: UUID
    version_id: UUID
    title: str
    short_title: str
    level: str
    kind: str
    department: str
    issuer: str
    published_on: date
    effective_from: date
    effective_known: bool
    effective_to: date | None
    status: Status
    source: str
    article_count: int
    sha256: str
    sm3: str

    @property
    def status_name(self) -> str:
        """The status in Chinese."""
        return STATUS_NAMES[self.status]

    def in_force(self, on: date) -> bool:
        """Whether this version applies on a day; a repealed one without a known last day never does."""
        if self.status is Status.REPEALED and self.effective_to is None:
            return False
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)

    @property
    def validity(self) -> str:
        """2021-07-15 起施行, with what is not known said so."""
        start = f"{self.effective_from.isoformat()}{'起施行' if self.effective_known else '公布（施行日未载明）'}"
        if self.effective_to:
            return f"{start}，{self.effective_to.isoformat()}起失效"
        return f"{start}，已废止（废止日未载明）" if self.status is Status.REPEALED else start


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """One article of one version; `sha256` and `sm3` are digests of its text in UTF-8."""

    article_id: UUID
    law: LawFacts
    label: str
    form: Form
    number: int | None
    sub: int
    chapter: str
    section: str
    text: str
    sha256: str
    sm3: str

    @property
    def citation(self) -> str:
        """《行政处罚法》第五十八条."""
        return f"《{self.law.short_title}》{self.label}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a citation stands on a day: the digest of the article in force (empty: none is), and since when it is so."""

    sha256: str
    since: date


@dataclass(frozen=True, slots=True)
class Part:
    """A run of articles under the same chapter and section."""

    chapter: str
    section: str
    articles: tuple[ArticleFacts, ...]


@dataclass(frozen=True, slots=True)
class LawReading:
    """A law for the reader's page: the version asked for, its parts, and every version held, newest first."""

    law: LawFacts
    parts: tuple[Part, ...]
    versions: tuple[LawFacts, ...]

    @property
    def articles(self) -> tuple[ArticleFacts, ...]:
        """All articles in order."""
        return tuple(article for part in self.parts for article in part.articles)


@dataclass(frozen=True, slots=True)
class Link:
    """A citation found in a text: where it stands, and the article it names (None: not in the library)."""

    start: int
    end: int
    text: str
    law: str
    article: ArticleFacts | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that answers a search. `parts` are pieces of the text, each with whether it was searched for."""

    article: ArticleFacts
    parts: tuple[tuple[str, bool], ...]
    score: float
    cursor: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did."""

    source: str
    laws: int
    articles: int
    current_articles: int
    unchanged: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in the library is not what its digest or the manifest says."""

    law: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of recomputing every digest."""

    laws: int
    articles: int
    differences: tuple[Difference, ...]
