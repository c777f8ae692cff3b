"""What every interview must ask (必问), whatever the case is about: read from one list, with its version."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Must:
    """One thing that is to be asked. `words`: a question that holds one of them has asked it."""

    key: str
    name: str
    question: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Musts:
    """One version of the list."""

    version: int
    must: tuple[Must, ...]

    def unasked(self, questions: Iterable[str]) -> tuple[Must, ...]:
        """What none of the questions asks."""
        said = list(questions)
        return tuple(one for one in self.must if not any(word in each for each in said for word in one.words))


@cache
def musts() -> Musts:
    """The list as it is now."""
    told = yaml.safe_load((files("mingjing.cases") / "procedures" / "questions.yaml").read_text("utf-8"))
    rows = (Must(one["key"], one["name"], one["question"], tuple(one["words"])) for one in told["must"])
    return Musts(int(told["version"]), tuple(rows))
