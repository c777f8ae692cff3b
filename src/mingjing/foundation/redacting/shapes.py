"""What goes in and out of the rewriting: readings by page, places to cut or to cover, and the file made."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.foundation.redacting.fitness import Format, Unfit

SCALE = 10_000
"""Places on a page are told in ten-thousandths of its width and height, from the top left corner."""
PICTURED = frozenset({Format.PDF, Format.JPEG, Format.PNG})
"""Files whose pages are looked at as pictures; the others are read as text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: the text of each page (empty where there is none) and, in Chinese, what is never carried over."""

    pages: tuple[str, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a page's text to take out; `replacement` is what readers meet instead, `label` what a picture shows.

    `expects`: the text that stood there when it was marked; where another stands there now, nothing may be cut.
    """

    page: int
    start: int
    end: int
    replacement: str
    label: str = ""
    expects: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """A box on a page, in `SCALE`, whose pixels and words are taken out; `label` is drawn on it."""

    page: int
    left: int
    top: int
    right: int
    bottom: int
    replacement: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A rewritten file, the text of each of its pages, and, of pictured ones, the boxes burnt in."""

    content: bytes
    pages: tuple[str, ...]
    covers: tuple[Cover, ...] = ()


def hold(text: str, cuts: Iterable[Cut]) -> None:
    """Raise Unfit where a page is read otherwise than when it was marked (another edition of a reading library)."""
    if any(cut.expects and text[cut.start : cut.end] != cut.expects for cut in cuts):
        raise Unfit("附件现在读出的文字与标记时不同，标记的位置不再可靠", "不公开这个附件，再重新添加一次，重新核对")


def carve(text: str, cuts: "tuple[Cut, ...] | list[Cut]") -> list[tuple[str, int, int]]:
    """A text as pieces (what is read, start, end in the original): kept stretches and replacements, overlaps joined."""
    made: list[tuple[str, int, int]] = []
    at = 0
    for cut in sorted(cuts, key=lambda one: (one.start, -one.end)):
        if cut.start >= at:
            made += [(text[at : cut.start], at, cut.start), (cut.replacement, cut.start, cut.end)]
        at = max(at, cut.end)
    return [piece for piece in (*made, (text[at:], at, len(text))) if piece[0]]
