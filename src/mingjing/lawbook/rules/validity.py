"""From when to when a version applies, read from what the sources say."""

import re
from collections.abc import Iterable
from datetime import date

from mingjing.lawbook.terms import DraftLaw, Status, short_title

_ENTRY = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起(?:施行|实施|执行|生效)")
_AT_ONCE = re.compile(r"自(?:公布|发布|通过)之日起(?:施行|实施|执行|生效)")
_REPEALING = re.compile(r"《([^《》]{2,80})》")


def entry_stated(texts: Iterable[str], published_on: date | None) -> date | None:
    """The entry into force that the last article to speak of it gives; None where none does.

    `published_on` answers 自公布之日起; None for an amended text, whose article speaks of its first version.
    """
    for text in reversed(tuple(texts)):
        if found := _ENTRY.search(text):
            return _day(found)
        if _AT_ONCE.search(text):
            return published_on
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def effective(draft: DraftLaw) -> tuple[date, bool]:
    """(first day, known): an entry before this version was published belongs to the law's first version.

    Then the day of publication stands in, and is marked as not known.
    """
    if draft.entry_on is not None and draft.entry_on >= draft.published_on:
        return draft.entry_on, True
    return draft.published_on, False


def repeals(drafts: Iterable[DraftLaw]) -> dict[str, date]:
    """Short title → first day without force, from the closing articles that say 《…》同时废止."""
    found: dict[str, date] = {}
    for draft in drafts:
        if draft.status not in {Status.CURRENT, Status.AMENDED}:
            continue
        for article in draft.articles[-3:]:
            if "同时废止" in article.text:
                for title in _REPEALING.findall(article.text.split("同时废止")[0]):
                    found.setdefault(short_title(title), effective(draft)[0])
    return found


def gaps(draft: DraftLaw) -> tuple[int, ...]:
    """Article numbers missing between the first and the last."""
    numbers = {article.number for article in draft.articles if article.number and article.form == "article"}
    return tuple(sorted(set(range(1, max(numbers, default=0) + 1)) - numbers))
