"""Words of the room: the columns of a partner's sheet, its rows, and what is wrong with a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the partner's code and name, our key, the longest text, and whether it must be filled."""

    code: str
    label: str
    key: str
    longest: int
    required: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a partner's sheet, its columns in order."""

    key: str
    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """The party as the sheet needs it. `kind` as in the register of parties."""

    kind: str
    name: str
    id_type: str
    id_number: str
    representative: str = ""


@dataclass(frozen=True, slots=True)
class Penalty:
    """One penalty for one party. Money in yuan; `facts` and `content` are of the redacted public text, empty
    where nothing is public.
    """

    case_id: UUID
    number: str
    decided_on: date
    party: Party
    cause: str
    facts: str
    basis: tuple[str, ...]
    kinds: tuple[str, ...]
    kind_names: tuple[str, ...]
    content: str
    fine: Decimal | None
    confiscation: Decimal | None
    licence: str
    organ_name: str
    organ_uscc: str
    published: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a row from being handed over: the column, the rule, and what to do."""

    label: str
    rule: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet with its problems; without problems it may be handed over."""

    penalty: Penalty
    values: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def good(self) -> bool:
        """Whether it may be handed over."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Handed:
    """One hand-over that happened."""

    at: datetime
    by_name: str
    edition: str
    since: date
    until: date
    rows: int
    sha256: str
