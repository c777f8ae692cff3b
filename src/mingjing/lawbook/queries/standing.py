"""Whether what somebody cited still stands, for everything that rests on the law."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Max

from mingjing.lawbook.models import LawVersion
from mingjing.lawbook.queries.library import articles
from mingjing.lawbook.rules.citing import keys_of
from mingjing.lawbook.terms import Standing


def standings(citations: Iterable[str], on: date) -> Mapping[str, Standing]:
    """Each citation, 《安全生产法》第九十七条第（七）项, as it stands on a day; what the library never held is left out.

    An article without a version in force has an empty digest, since the day on which the last one ended. Two queries, three where one stands no more.
    """
    keys = {citation: key for citation in dict.fromkeys(citations) if (key := keys_of(citation))}
    found = articles(keys.values(), on)
    without = {key[0] for key in keys.values() if key not in found}
    ended = _ended(without, on) if without else {}
    told = {}
    for citation, key in keys.items():
        if held := found.get(key):
            told[citation] = Standing(held.sha256, held.law.effective_from)
        elif key[0] in ended:
            told[citation] = Standing("", ended[key[0]])
    return told


def moved(
    citations: Iterable[str], before: date, on: date, now: Mapping[str, Standing] | None = None
) -> Mapping[str, date]:
    """Citations that read otherwise on a day than on an earlier day, each with the day of the change (P-07).

    What the library did not hold on the earlier day cannot be compared and is left out. Six queries; three where the
    standings of the later day (`now`) are at hand.
    """
    wanted = tuple(dict.fromkeys(citations))
    was, now = standings(wanted, before), standings(wanted, on) if now is None else now
    return {
        one: now[one].since
        for one in wanted
        if one in was and one in now and was[one].sha256 and was[one].sha256 != now[one].sha256
    }


def _ended(titles: Iterable[str], on: date) -> dict[str, date]:
    """The last change of each law up to a day: where its text ended, or where the version in force began."""
    rows = LawVersion.objects.filter(law__short_title__in=list(titles), effective_from__lte=on)
    last = rows.values_list("law__short_title").annotate(began=Max("effective_from"), ended=Max("effective_to"))
    return {title: ended if ended and began <= ended <= on else began for title, began, ended in last}
