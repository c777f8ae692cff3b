"""What is public, found by its sound. Whatever is given back is checked against the public columns of this moment."""

import re
import unicodedata
from datetime import date

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

_YEAR = re.compile(r"(\D*)((?:19|20)\d\d)(\D*\d+\D*)", re.ASCII)
_BRACKETS = (("〔", "〕"), ("（", "）"), ("(", ")"), ("[", "]"), ("［", "］"), ("【", "】"))
CANDIDATES = 60
"""How many of the newest candidates are looked at for each way to read the letters."""


def decisions_sounding(letters: str, limit: int = 20) -> tuple[DecisionRow, ...]:
    """Public decisions whose party (an organisation) or cause sounds like the letters, newest first. Six queries at most."""
    rows = Publication.objects.filter(pk__in=search.sounding(SOUND_KIND, letters), state__in=IN_PUBLIC)
    heard = (
        row.row()
        for row in rows.order_by("-released_at", "-pk")
        if pinyin.sounds_like(row.public_party, letters) or pinyin.sounds_like(row.public_cause, letters)
    )
    return tuple(heard)[:limit]


def entries_sounding(letters: str, limit: int = 20, *, on: date | None = None) -> tuple[EditionFacts, ...]:
    """Public entries of every list whose name sounds like the letters. Six queries at most."""
    rows = Edition.objects.filter(holding(on), entry_id__in=search.sounding(REGISTER_SOUNDS, letters))
    heard = (
        row.facts()
        for row in rows.select_related("entry").order_by("entry__organ_code", "entry__kind", "entry__code")
        if pinyin.sounds_like(row.name, letters)
    )
    return tuple(heard)[:limit]


def numbered(number: str, limit: int = 5) -> tuple[DecisionRow, ...]:
    """Public decisions with exactly this number, however its brackets and digits were typed. Three queries at most.

    The spellings of a number are looked up in the index of numbers. Only where none of them is one, the newest texts
    that hold its words are compared; nothing is ranked, so a million decisions cost no more than a thousand.
    """
    wanted = plain_number(number)
    if not any(sign.isdigit() for sign in wanted):
        return ()
    shown = (
        Publication.objects.filter(state__in=IN_PUBLIC).order_by("-released_at", "-pk").defer("due_steps", "call_note")
    )
    rows = list(shown.filter(number__in=spellings(number))[:limit])
    if not rows:
        ids = search.newest(SEARCH_KIND, number, CANDIDATES)
        rows = [row for row in shown.filter(pk__in=ids) if plain_number(row.number) == wanted] if ids else []
    return tuple(row.row() for row in rows)[:limit]


def spellings(number: str) -> tuple[str, ...]:
    """A document number as it may stand in the register: as typed, folded, and with each kind of brackets round the year."""
    typed = "".join(number.split())
    folded = unicodedata.normalize("NFKC", typed)
    bare = "".join(one for one in folded if one.isalnum())
    found = _YEAR.fullmatch(bare)
    around = [f"{found[1]}{left}{found[2]}{right}{found[3]}" for left, right in _BRACKETS] if found else []
    return tuple(dict.fromkeys((number.strip(), typed, folded, bare, *around)))


def plain_number(text: str) -> str:
    """A document number without brackets, blanks and full-width signs, to compare."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())
