"""What is public, found by its sound. Whatever is given back is checked against the public columns of this moment."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from mingjing.foundation import search
from mingjing.kernel import pinyin
from mingjing.publicity.models import Edition, Publication
from mingjing.publicity.queries.registers import holding
from mingjing.publicity.terms import (
    IN_PUBLIC,
    REGISTER_SOUNDS,
    SEARCH_KIND,
    SOUND_KIND,
    DecisionRow,
    EditionFacts,
)

CANDIDATES = 60
"""How many of the newest candidates are looked at for each way to read the letters."""


def decisions_sounding(letters: str, limit: int = 20) -> tuple[DecisionRow, ...]:
    """Public decisions whose party (an organisation) or cause sounds like the letters, newest first. Six queries at most."""
    rows = Publication.objects.filter(pk__in=_candidates(SOUND_KIND, letters), state__in=IN_PUBLIC)
    heard = (
        row.row()
        for row in rows.order_by("-released_at", "-pk")
        if pinyin.sounds_like(row.public_party, letters) or pinyin.sounds_like(row.public_cause, letters)
    )
    return tuple(heard)[:limit]


def entries_sounding(letters: str, limit: int = 20, *, on: date | None = None) -> tuple[EditionFacts, ...]:
    """Public entries of every list whose name sounds like the letters. Six queries at most."""
    rows = Edition.objects.filter(holding(on), entry_id__in=_candidates(REGISTER_SOUNDS, letters))
    heard = (
        row.facts()
        for row in rows.select_related("entry").order_by("entry__organ_code", "entry__kind", "entry__code")
        if pinyin.sounds_like(row.name, letters)
    )
    return tuple(heard)[:limit]


def numbered(number: str, limit: int = 5) -> tuple[DecisionRow, ...]:
    """Public decisions with exactly this number, however its brackets and digits were typed. Two queries."""
    wanted = plain_number(number)
    if not any(sign.isdigit() for sign in wanted):
        return ()
    hits = search.search(SEARCH_KIND, number, 50)
    ids = [hit.object_id for hit in hits if plain_number(hit.title.split(" ")[0]) == wanted]
    rows = Publication.objects.filter(pk__in=ids, state__in=IN_PUBLIC) if ids else ()
    return tuple(row.row() for row in rows)[:limit]


def plain_number(text: str) -> str:
    """A document number without brackets, blanks and full-width signs, to compare."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def _candidates(kind: str, letters: str) -> Sequence[UUID]:
    found: dict[UUID, None] = {}
    for words in pinyin.asked(letters):
        found |= dict.fromkeys(search.newest(kind, " ".join(words), CANDIDATES))
    return list(found)
