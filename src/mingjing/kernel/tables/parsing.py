"""Words of the language: names may hold spaces and Chinese, so the known ones are looked for first, the longest first."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+(\.(?!\.)\d+)?|\.\d+")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SIGN = re.compile(r"\*\*|<=|>=|!=|\.\.|[-+*/()\[\]<>=,.?{}:]")
_WORD = re.compile(r"[^\W\d]\w*")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
KEYWORDS = frozenset({"and", "or", "not", "true", "false", "null", "if", "then", "else", "in", "between"})


class Faulty(ValueError):  # noqa: N818 an answer, not a fault of the program
    """A cell or expression cannot be understood: `message` in Chinese, with the text it stands in."""

    def __init__(self, message: str, text: str) -> None:
        super().__init__(f"{message}：{text}")
        self.message, self.text = message, text


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `kind` is number, string, name, word, sign or end."""

    kind: str
    text: str


def words(text: str, names: Collection[str] = ()) -> Iterator[Token]:
    """Cut a text into words. Raises Faulty where something is no word of the language."""
    known, place = sorted(names, key=len, reverse=True), 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token, place = _next(text, place, known)
        yield token
    yield Token("end", "")


def _next(text: str, place: int, known: list[str]) -> tuple[Token, int]:
    if text[place] == '"':
        found = _STRING.match(text, place)
        if found is None:
            raise Faulty("引号没有成对", text)
        return Token("string", _unescaped(found[1], text)), found.end()
    for name in known:
        if text.startswith(name, place) and _ends(text, place + len(name), name):
            return Token("name", name), place + len(name)
    for kind, pattern in (("number", _NUMBER), ("word", _WORD), ("sign", _SIGN)):
        if found := pattern.match(text, place):
            return Token(kind, found[0]), found.end()
    raise Faulty(f"看不懂“{text[place]}”", text)


def _ends(text: str, place: int, name: str) -> bool:
    """A name ends where no more of a word follows: `Age` does not begin `Ages`."""
    return place >= len(text) or not (name[-1:].isalnum() and (text[place].isalnum() or text[place] == "_"))


def _unescaped(body: str, text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1] not in _ESCAPES:
            raise Faulty(f"看不懂“\\{found[1]}”", text)
        return _ESCAPES[found[1]]

    return re.sub(r"\\(.)", one, body)


class Reader:
    """The words of one text, with the one to be read next."""

    def __init__(self, text: str, names: Collection[str] = ()) -> None:
        self.text = text
        self._words = list(words(text, names))
        self._place = 0

    @property
    def next(self) -> Token:
        """The word to be read next."""
        return self._words[self._place]

    def sees(self, *texts: str) -> bool:
        """Whether the next word is one of these signs or keywords."""
        return self.next.kind in {"sign", "word"} and self.next.text in texts

    def take(self) -> Token:
        """Read a word."""
        token = self.next
        self._place += token.kind != "end"
        return token

    def skip(self, *texts: str) -> str:
        """Read the next word where it is one of these, and give it back; else nothing."""
        return self.take().text if self.sees(*texts) else ""

    def must(self, *texts: str) -> str:
        """Read one of these words. Raises Faulty where another stands there."""
        if not self.sees(*texts):
            found = f"“{self.next.text}”" if self.next.kind != "end" else "结尾"
            raise Faulty(f"这里应为“{'”或者“'.join(texts)}”，却是{found}", self.text)
        return self.take().text

    def ended(self) -> None:
        """Raise Faulty where something is left."""
        if self.next.kind != "end":
            raise Faulty(f"“{self.next.text}”多余", self.text)

    @property
    def place(self) -> int:
        """Where the reading stands, for going back."""
        return self._place

    def between(self, place: int) -> tuple[str, ...]:
        """The words read since a place."""
        return tuple(word.text for word in self._words[place : self._place] if word.kind != "string")

    def back(self, place: int) -> None:
        """Go back to a place."""
        self._place = place
