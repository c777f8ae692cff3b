"""Words of the wording guides (用语指引): what to say at an act, what not to say, who read which version."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Wording:
    """The guide of one act. `version` is a digest of its text: a guide that was changed is to be read again."""

    act: str
    name: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class WordingReading:
    """Somebody read a guide as it is now."""

    act: str
    person_name: str
    at: datetime
