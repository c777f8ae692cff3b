"""Two versions of a law held against each other: articles find each other by their words, not by their number."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from mingjing.lawbook.terms import ArticleFacts
from mingjing.lawbook.terms.versions import ArticleChange, Change, Piece

ALIKE = 0.45
"""Share of common words from which an article counts as changed rather than replaced."""
_WORD = re.compile(r"[\u4e00-\u9fff]|\w+|\s+|[^\w\s]")
_ANYTHING = re.compile(r"\s")


def compared(old: Sequence[ArticleFacts], new: Sequence[ArticleFacts]) -> tuple[ArticleChange, ...]:
    """Every article of both versions, in the order of the new one with what was removed where it stood."""
    texts = [[_ANYTHING.sub("", one.text) for one in side] for side in (old, new)]
    found: list[ArticleChange] = []
    for tag, a, b, c, d in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_kept(one, other) for one, other in zip(old[a:b], new[c:d], strict=True)]
        else:
            found += _paired(old[a:b], new[c:d])
    return tuple(found)


def _kept(one: ArticleFacts, other: ArticleFacts) -> ArticleChange:
    return ArticleChange(Change.SAME if one.label == other.label else Change.MOVED, one, other)


def _paired(old: Sequence[ArticleFacts], new: Sequence[ArticleFacts]) -> Iterator[ArticleChange]:
    """Articles of a stretch that was rewritten: each new one with the first old one that is like it and not passed over."""
    at = 0
    for other in new:
        place = next((n for n in range(at, len(old)) if _alike(old[n].text, other.text)), None)
        if place is None:
            yield ArticleChange(Change.ADDED, None, other)
            continue
        yield from (ArticleChange(Change.REMOVED, one, None) for one in old[at:place])
        yield ArticleChange(Change.CHANGED, old[place], other, tuple(pieces(old[place].text, other.text)))
        at = place + 1
    yield from (ArticleChange(Change.REMOVED, one, None) for one in old[at:])


def _alike(one: str, other: str) -> bool:
    found = SequenceMatcher(None, one, other, autojunk=False)
    return found.real_quick_ratio() >= ALIKE and found.quick_ratio() >= ALIKE and found.ratio() >= ALIKE


def pieces(old: str, new: str) -> Iterator[Piece]:
    """A changed text as stretches that are kept, dropped and put in; kept and dropped give the old text, kept and put in the new."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(before[a:b]))
            continue
        if a < b:
            yield Piece("".join(before[a:b]), new=False)
        if c < d:
            yield Piece("".join(after[c:d]), old=False)
