"""Plain words: a page for every term that a citizen meets."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mingjing.kernel import pinyin
from mingjing.publicity.terms import PlainWord, plain_words
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, public


@public
def words(request: HttpRequest) -> HttpResponse:
    """Every term by what it belongs to, narrowed by characters or pinyin."""
    word = text(request.GET.get("q", ""), 40)
    letters = pinyin.letters(word)
    shown = [one for one in plain_words().values() if not word or _answers(one, word, letters)]
    names = dict.fromkeys(one.group for one in shown)
    groups = [(name, [one for one in shown if one.group == name]) for name in names]
    return page(request, "portal/words.html", {"groups": groups, "q": word})


def _answers(one: PlainWord, word: str, letters: str) -> bool:
    spelled = any(word in name or (letters and pinyin.sounds_like(name, letters)) for name in one.spellings)
    return spelled or (not letters and word in one.means)


@public
def word(request: HttpRequest, key: str) -> HttpResponse:
    """One term: what it means, what that is to the reader, where the law says it."""
    found = plain_words().get(key)
    if found is None:
        return missing(request, "没有这个词的解释", (("看全部词语", reverse("portal:words")),))
    beside = [one for one in plain_words().values() if one.group == found.group and one.key != key]
    return page(request, "portal/word.html", {"word": found, "beside": beside})
