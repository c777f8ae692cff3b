"""Chinese by its sound: hengyuan, hyhg or hengy for 恒源化工. Readings come from the packaged dictionary of pypinyin.

An index keeps `words` of a name; a question becomes `asked` alternatives of such words, which find candidates; whether
a candidate really sounds like the question, `sounds_like` says. Traditional characters sound like simplified ones.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

LONGEST = 40
"""Letters of a question and characters of a name's run that count."""
ALTERNATIVES = 3
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LETTERS = re.compile(r"[a-z]{2,}")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|vn|a|o|e|i|u|v)"
)
_AS_SURNAME = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "曾": "zeng", "盖": "ge", "朴": "piao", "任": "ren",
    "华": "hua", "洗": "xian", "冼": "xian", "尉": "yu", "缪": "miao", "覃": "qin", "翟": "zhai", "乐": "yue", "召": "shao",
}  # fmt: skip


def letters(text: str) -> str:
    """The letters of a question that is nothing but pinyin (blanks, joints and tone marks dropped), else empty."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    plain = "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
    found = re.sub(r"[\s'’·\-]", "", plain)[:LONGEST]
    return found if _LETTERS.fullmatch(found) else ""


def spelled(text: str) -> str:
    """Chinese as letters, to look for what sounds alike; empty where less than two characters are Chinese."""
    runs = [syllable for run in _CHINESE.findall(text) for syllable in _readings(run[:LONGEST])[0]]
    return "".join(runs)[:LONGEST] if len(runs) > 1 else ""


def words(text: str) -> tuple[str, ...]:
    """What an index keeps of a name: each syllable, each pair of syllables, and pairs of initials (marked with 1)."""
    found: dict[str, None] = {}
    for run in _CHINESE.findall(text):
        for reading in _readings(run[:LONGEST]):
            found |= dict.fromkeys(reading)
            found |= dict.fromkeys(a + b for a, b in pairwise(reading))
            found |= dict.fromkeys(f"1{a[0]}{b[0]}" for a, b in pairwise(reading))
    return tuple(found)


def asked(question: str) -> tuple[tuple[str, ...], ...]:
    """The letters of a question as alternatives, each the words that must all occur."""
    cuts = _cuts(question)[:ALTERNATIVES]
    # The last syllable may be unfinished: hengyu on the way to hengyuan.
    cuts += [cut[:-1] for cut in cuts[:1] if len(cut) > 1]
    found = [tuple(a + b for a, b in pairwise(cut)) if len(cut) > 1 else cut for cut in cuts if cut]
    if not set(question) & set("iuv"):
        found.append(tuple(f"1{a}{b}" for a, b in pairwise(question)))
    return tuple(dict.fromkeys(found))


def sounds_like(name: str, question: str, *, person: bool = False) -> bool:
    """Whether a part of a name sounds like the letters: each syllable in full or by its first letters.

    `person`: the first character is also read as a surname (单 shan, 解 xie).
    """
    if not question:
        return False
    for run in _CHINESE.findall(name):
        readings = _readings(run[:LONGEST])
        if person and run[0] in _AS_SURNAME:
            readings = (*readings, (_AS_SURNAME[run[0]], *readings[0][1:]))
        if any(_heard(reading[start:], question) for reading in readings for start in range(len(reading))):
            return True
    return False


def _heard(syllables: tuple[str, ...], question: str) -> bool:
    """Whether the letters are the beginnings of these syllables, one after the other."""
    reached = {0}
    for syllable in syllables:
        reached = {
            place + length
            for place in reached
            for length in range(1, len(syllable) + 1)
            if question.startswith(syllable[:length], place)
        }
        if len(question) in reached:
            return True
        if not reached:
            return False
    return False


@lru_cache(maxsize=50_000)
def _readings(run: str) -> tuple[tuple[str, ...], ...]:
    """A run as it is read as a phrase, and character by character where that is another reading."""
    from pypinyin import Style, lazy_pinyin

    phrase = tuple(lazy_pinyin(run, style=Style.NORMAL, errors="ignore", v_to_u=False))
    alone = tuple(reading for one in run for reading in lazy_pinyin(one, style=Style.NORMAL, errors="ignore"))
    return (phrase,) if phrase == alone else (phrase, alone)


@cache
def _is_syllable(text: str) -> bool:
    return _SYLLABLE.fullmatch(text) is not None


def _cuts(question: str) -> list[tuple[str, ...]]:
    """The ways to cut letters into syllables, fewest syllables first; an unfinished one at the end is left off."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in question)]
    for end in range(1, len(question) + 1):
        for start in range(max(0, end - 6), end):
            if ways[start] and _is_syllable(question[start:end]):
                ways[end] += [(*way, question[start:end]) for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[: ALTERNATIVES * 2]
    whole = ways[-1]
    last = next((ways[end] for end in range(len(question) - 1, 0, -1) if ways[end]), [])
    return sorted(whole or last, key=len)
