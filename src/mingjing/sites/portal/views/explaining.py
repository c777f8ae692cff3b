"""The links from a page to the plain words: the first of each term on it, unobtrusive."""

import re
from functools import cache

from markupsafe import Markup, escape

from mingjing.foundation.pages import page_url, whole
from mingjing.publicity.terms import PlainWord, plain_words

_TAG = re.compile(r"(<a\b.*?</a>|<abbr\b.*?</abbr>|<[^>]*>)", re.DOTALL)


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, PlainWord]]:
    known = {name: one for one in plain_words().values() for name in one.spellings}
    longest = sorted(known, key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest)), known


class Explained:
    """Text in which the first of each known term leads to its page; one for each page, so that it is led there once."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, value: object) -> Markup:
        """The text with its links; what is markup already keeps its tags and links."""
        ready = value if isinstance(value, Markup) else whole(value)
        pieces = _TAG.split(str(ready))
        # Every second piece is a tag; the others are escaped text, in which known words hold no sign that needs escaping.
        return Markup("").join(Markup(piece) if at % 2 else self._linked(piece) for at, piece in enumerate(pieces))  # noqa: S704

    def _linked(self, piece: str) -> Markup:
        pattern, known = _spellings()
        return Markup(pattern.sub(lambda found: self._link(found[0], known[found[0]]), piece))  # noqa: S704  escaped before

    def _link(self, name: str, one: PlainWord) -> str:
        if one.key in self._seen:
            return name
        self._seen.add(one.key)
        where = page_url("portal:word", one.key)
        return f'<a class="mj-word" href="{escape(where)}" title="{escape(one.means)}">{escape(name)}</a>'
