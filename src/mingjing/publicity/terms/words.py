"""Plain words (词语): what each term that a citizen meets means, from a file that people can read and mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class PlainWord:
    """One term: its address, how it is written, what it means, what that is to the reader, and where the law says so."""

    key: str
    word: str
    group: str
    means: str
    you: str
    source: str
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The term and its other spellings."""
        return (self.word, *self.also)


@cache
def plain_words() -> Mapping[str, PlainWord]:
    """Every term by its key, in the order of the file."""
    told = yaml.safe_load((Path(__file__).parents[1] / "glossary" / "words.yaml").read_text(encoding="utf-8"))
    return {one["key"]: PlainWord(**{**one, "also": tuple(one.get("also", ()))}) for one in told}
