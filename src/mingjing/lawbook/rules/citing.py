"""From a citation to the place in the library it names."""

import re

from mingjing.kernel.citations import Citation, parse
from mingjing.kernel.findings import Invalid
from mingjing.lawbook.rules.numerals import article_key
from mingjing.lawbook.terms import short_title

Key = tuple[str, int, int]
"""(short title, article number, sub number)."""

_TYPED = re.compile(
    r"《?([^《》\d第]{2,80}?)》?第?([零〇一二三四五六七八九十百千\d]{1,12})条?(之[一二三四五六七八九十]{1,2})?"
)


def key_of(citation: Citation, within: str = "") -> Key:
    """The key of a citation's article, whatever paragraph or item it names; `within` is the law that 本法 means."""
    law = citation.law if citation.title != citation.law else within
    return short_title(law), citation.article, citation.branch or 0


def keys_of(text: str) -> Key | None:
    """The key of one written citation, 《安全生产法》第九十七条第（七）项; None where it cannot be read."""
    try:
        return key_of(parse(text))
    except Invalid:
        return None


def typed(text: str) -> Key | None:
    """The key of what a person types into a search box: 行政处罚法58, 行政处罚法第五十八条, 刑法120条之一."""
    found = _TYPED.fullmatch("".join(text[:120].split()))
    place = article_key(f"第{found[2]}条{found[3] or ''}") if found else None
    return (short_title(found[1]), *place) if found and place else None
