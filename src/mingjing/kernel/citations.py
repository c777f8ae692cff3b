"""Citations of law: 《行政处罚法》第五十八条第一款第（二）项, found in text and written in the one correct form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mingjing.kernel.findings import Invalid
from mingjing.kernel.numerals import number, numeral

_N = r"[零〇一二三四五六七八九十百千\d]{1,9}"
_LAW_WORDS = "法|法典|条例|规定|办法|细则|规则|决定|解释|规范|标准|准则|通则"
_TOKEN = re.compile(
    r"《(?P<title>[^《》\n]{2,80})》(?:[（(][^（）()\n]{1,40}[）)])?(?=\s{0,3}第)"
    rf"|第(?P<article>{_N})条(?:之(?P<branch>{_N})(?![般切]))?"
    rf"|第(?P<paragraph>{_N})款"
    rf"|第[（(](?P<marked>{_N})[）)]项?|第(?P<item>{_N})项|[（(](?P<bare>[一二三四五六七八九十]{{1,3}})[）)]项?"
    rf"|第(?P<point>{_N})目"
)
_BARE_LAW = re.compile(rf"[\u4e00-\u9fff]{{0,40}}(?:{_LAW_WORDS})(?:[（(][^（）()\n]{{1,10}}[）)])?$")
_SELF = re.compile(r"[本该同](?:法|条例|规定|办法|细则|规则|决定)$")
_LEAD = re.compile(
    r".*(?:违反了|违反|依据|依照|根据|按照|适用|符合|触犯|参照|以及|或者|属于|应当按|(?<=[法典例定条款项])[和与及])(?=.{2})"
)
_JOIN = re.compile(r"\s{0,3}(?:、|，|,|和|与|及|或|以及|或者)\s{0,3}")
_RANGE = re.compile(r"\s{0,3}(?:至|到|—|－|-|~|～)\s{0,3}")
_LEVELS = ("article", "paragraph", "item", "point")
_LONGEST_RANGE = 50
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a law. `branch` is the number after 条之; `point` is a 目 below an item. `law` may be empty."""

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None
    branch: int | None = None

    def __str__(self) -> str:
        """《行政处罚法》第五十八条第一款第（二）项; without title marks where the law is 本法 or unnamed."""
        return self.title + self.place

    @property
    def title(self) -> str:
        """The law in title marks; 本法 and the like stay bare."""
        return self.law if not self.law or _SELF.fullmatch(self.law) else f"《{self.law}》"

    @property
    def place(self) -> str:
        """第五十八条第一款第（二）项."""
        text = f"第{numeral(self.article)}条"
        if self.branch:
            text += f"之{numeral(self.branch)}"
        if self.paragraph:
            text += f"第{numeral(self.paragraph)}款"
        if self.item:
            text += f"第（{numeral(self.item)}）项"
        return text + (f"第{self.point}目" if self.point else "")

    @property
    def level(self) -> int:
        """How deep it points: 0 article, 1 paragraph, 2 item, 3 point."""
        return max(depth for depth, name in enumerate(_LEVELS) if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Found:
    """A citation and where it stands in the text: `text[start:end]`. Those spelled out of a range share one place."""

    citation: Citation
    start: int
    end: int


def parse(text: str) -> Citation:
    """The one citation that the text is. Raises Invalid (field `citation`) where it is none, or more than one."""
    tidy = text.strip()
    found = find_all(tidy)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(tidy)):
        message = "应写成《法律名称》第几条第几款第（几）项，例如《行政处罚法》第五十八条第一款第（二）项，请改正"
        raise Invalid({"citation": [f"“{tidy[:60]}”不是一处法律引用，{message}"]})
    return found[0].citation


def find_all(text: str) -> tuple[Found, ...]:
    """Every citation in the text, with its place; lists and ranges are spelled out.

    《行政处罚法》第四十四条、第四十五条 gives two, 第五十三条至第五十五条 three. A law without title marks is taken
    from the words before 第…条; 本法 stays 本法; an article that follows no law has an empty law.
    """
    found: list[Found] = []
    title: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        if token["title"]:
            title = token
        elif part := _read(token):
            heads = title is not None and not text[title.end() : token.start()].strip()
            _place(found, text, part, title if heads else None)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Part:
    """One 第…条, 款, 项 or 目: its level, its number, and where it stands."""

    level: int
    n: int
    branch: int | None
    start: int
    end: int


def _read(token: re.Match[str]) -> _Part | None:
    """The part that a token is; None where its number is none, as in 第零条."""
    written = (token["article"], token["paragraph"], token["marked"] or token["item"] or token["bare"], token["point"])
    level, text = next((level, text) for level, text in enumerate(written) if text)
    try:
        branch = number(token["branch"]) if token["branch"] else None
        return _Part(level, number(text), branch, token.start(), token.end())
    except ValueError:
        return None


def _place(found: list[Found], text: str, part: _Part, title: re.Match[str] | None) -> None:
    """Add what a part means after what was found before it: a new law, a deeper place, a list or a range."""
    if title is not None and part.level == 0:
        found.append(Found(Citation(title["title"].strip(), part.n, branch=part.branch), title.start(), part.end))
        return
    last = found[-1] if found else None
    gap = text[last.end : part.start] if last else "。"
    if last and not gap and part.level > last.citation.level:
        found[-1] = Found(_at(last.citation, part), last.start, part.end)
    elif last and _joins(gap, part.level):
        found.append(Found(_at(last.citation, part), part.start, part.end))
    elif last and _RANGE.fullmatch(gap):
        found.extend(Found(each, part.start, part.end) for each in _spelled_out(last.citation, part))
    elif part.level == 0:
        law, start = _bare_law(text, part.start)
        found.append(Found(Citation(law, part.n, branch=part.branch), start, part.end))


def _joins(gap: str, level: int) -> bool:
    """Whether a list goes on. A comma joins articles only: after it, （二） may begin another sentence."""
    return (not gap and level > 0) or (
        _JOIN.fullmatch(gap) is not None and (level == 0 or gap.strip() not in {"，", ","})
    )


def _at(last: Citation, part: _Part) -> Citation:
    """The place that a part names within the citation before it: what is deeper falls away."""
    if part.level == 0:
        return Citation(last.law, part.n, branch=part.branch)
    if part.level == 1:
        return replace(last, paragraph=part.n, item=None, point=None)
    return replace(last, item=part.n, point=None) if part.level == 2 else replace(last, point=part.n)


def _spelled_out(last: Citation, part: _Part) -> Iterator[Citation]:
    """Everything after `last` up to the part; only the part itself where the two do not make a range."""
    first = getattr(last, _LEVELS[part.level]) or part.n
    whole = part.level == last.level and not (last.branch or part.branch) and part.n - first <= _LONGEST_RANGE
    for n in range(first + 1, part.n) if whole else ():
        yield _at(last, replace(part, n=n))
    yield _at(last, part)


def _bare_law(text: str, end: int) -> tuple[str, int]:
    """The law named without title marks right before `end`, and where its name begins."""
    before = text[max(0, end - _LOOK_BACK) : end]
    found = _BARE_LAW.search(before)
    name = found[0] if found else ""
    if lead := _LEAD.match(name):
        name = name[lead.end() :]
    if own := _SELF.search(name):
        name = own[0]
    name = "" if name in _LAW_WORDS.split("|") else name
    return name, end - len(name)
