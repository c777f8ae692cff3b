"""What answers a word, kind by kind: by its characters, by its number, by its sound; and what to try where nothing does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from mingjing.kernel import pinyin
from mingjing.kernel.citations import find_all
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import GuidingFacts
from mingjing.organs import queries as organs_room
from mingjing.organs.terms import CertificateFacts, OrganFacts
from mingjing.publicity import queries
from mingjing.publicity.terms import DecisionRow, EditionFacts, Filters, PlainWord, kinds, plain_words

Row = TypeVar("Row", DecisionRow, EditionFacts, CertificateFacts)
KINDS = {
    "": "全部",
    "decisions": "执法决定",
    "guiding": "指导案例",
    "entries": "事前公开",
    "organs": "执法机关",
    "officers": "执法人员",
    "words": "词语",
}
"""What an answer may be narrowed to."""
NEAR = 6
_NAMES = 1000
"""How many names of public entries are compared, letter by letter, with a word that found nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found; each kind cut at `few`, with whether there is more."""

    decisions: tuple[DecisionRow, ...]
    exact: tuple[DecisionRow, ...]
    entries: tuple[EditionFacts, ...]
    guiding: tuple[GuidingFacts, ...]
    organs: tuple[OrganFacts, ...]
    officers: tuple[CertificateFacts, ...]
    words: tuple[PlainWord, ...]
    articles: tuple[tuple[str, str], ...]
    snippets: Mapping[UUID, tuple[tuple[str, bool], ...]]
    more: frozenset[str]
    by_sound: bool

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was found."""
        found = (self.decisions, self.exact, self.entries, self.guiding, self.organs, self.officers, self.words)
        return not any((*found, self.articles))


def find(word: str, now: datetime, few: int, only: str = "") -> Answer:
    """Everything public that answers a word, or only one of KINDS. Some twelve queries; some thirty where the word is letters."""
    letters, on = pinyin.letters(word), timezone.localdate(now)

    def asked(kind: str) -> bool:
        return only in {"", kind}

    exact = queries.numbered(word) if asked("decisions") else ()
    found = queries.page(Filters(q=word), limit=few + 1) if asked("decisions") else None
    decisions = _once(row for row in (found.rows if found else ()) if row.id not in {one.id for one in exact})
    entries = queries.found_entries(word, few + 1, on=on) if asked("entries") else ()
    officers = organs_room.officers_like(word, now, few + 1) if asked("officers") else ()
    guiding = lawbook.guiding_found(word, letters, few + 1) if asked("guiding") else ()
    if letters:
        decisions = _once((*decisions, *(queries.decisions_sounding(letters, few + 1) if asked("decisions") else ())))
        entries = _once((*entries, *(queries.entries_sounding(letters, few + 1, on=on) if asked("entries") else ())))
        officers = _once((*officers, *(organs_room.officers_sounding(letters, now, few + 1) if asked("officers") else ())))  # fmt: skip
    every = organs_room.organs(on) if asked("organs") else ()
    organs = tuple(one for one in every if _named(one.name, word, letters) or _short_for(word, one.name))
    terms = plain_words().values() if asked("words") else ()
    words = tuple(one for one in terms if any(_named(name, word, letters) for name in one.spellings))
    groups = {
        "decisions": decisions, "entries": entries, "guiding": guiding, "organs": organs, "officers": officers, "words": words,
    }  # fmt: skip
    return Answer(
        decisions[:few], exact, entries[:few], guiding[:few], organs[:few], officers[:few], words[:few],
        () if only else _articles(word, now), found.snippets if found else {},
        frozenset(name for name, group in groups.items() if len(group) > few), bool(letters),
    )  # fmt: skip


def _named(name: str, word: str, letters: str) -> bool:
    return word in name or (bool(letters) and pinyin.sounds_like(name, letters))


def _short_for(word: str, name: str) -> bool:
    """应急局 for 应急管理局: the characters of a short name in their order, the last one at the end."""
    if len(word) < 3 or not name.endswith(word[-1]):
        return False
    rest = iter(name)
    return all(sign in rest for sign in word)


def _once(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple({row.id: row for row in rows}.values())


def _articles(word: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """(citation, address) of an article that was asked for as 《法》第条; two queries, and only then."""
    if not any(found.citation.law and found.citation.place for found in find_all(word)):
        return ()
    links = lawbook.resolve(word, timezone.localdate(now))
    return tuple((link.article.citation, link.article.citation) for link in links if link.article)[:3]


def near(word: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """(word, address) of what may have been meant: what sounds alike, and what is written almost alike."""
    letters = pinyin.letters(word) or pinyin.spelled(word)
    search = reverse("portal:search")
    names: dict[str, str] = {}
    organs = organs_room.organs(timezone.localdate(now))
    if letters:
        names |= {
            one.name: reverse("portal:organ", args=[one.code])
            for one in organs
            if pinyin.sounds_like(one.name, letters)
        }
        for row in queries.decisions_sounding(letters, NEAR):
            names.setdefault(f"{row.party}（{row.number}）", row.address)
        for edition in queries.entries_sounding(letters, NEAR, on=timezone.localdate(now)):
            where = reverse("portal:entry", args=[edition.organ_code, edition.kind, edition.code])
            names.setdefault(edition.name, where)
        for guiding in lawbook.guiding_found(word, letters, NEAR):
            names.setdefault(guiding.title, reverse("portal:guiding_case", args=[guiding.code]))
        for officer in organs_room.officers_sounding(letters, now, NEAR):
            names.setdefault(
                f"{officer.person_name}（{officer.organ_name}）", reverse("portal:certificate", args=[officer.number])
            )
    written = [
        *(name for one in plain_words().values() for name in one.spellings),
        *(one.name for one in organs),
        *(spec.title for spec in kinds().values()),
        *queries.entry_names(_NAMES),
    ]
    for name in get_close_matches(word, written, n=NEAR, cutoff=0.5):
        names.setdefault(name, f"{search}?q={name}")
    return tuple(names.items())[:NEAR]
