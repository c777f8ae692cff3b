"""Words of the sheets: the columns of a partner's sheet, its rows, and what is wrong with a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class SheetKind(StrEnum):
    """Which of the two sheets of 双公示."""

    PENALTY = "penalty"
    LICENCE = "licence"


SHEET_NAMES = {SheetKind.PENALTY: "行政处罚", SheetKind.LICENCE: "行政许可"}
ORGANISATION, TRADER, PERSON = "法人及非法人组织", "个体工商户", "自然人"
PARTY_CLASSES = (ORGANISATION, PERSON, TRADER)
ID_TYPES = ("身份证", "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证")


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
    kind: str = SheetKind.PENALTY

    @property
    def keys(self) -> frozenset[str]:
        """Our keys of all its columns."""
        return frozenset(one.key for one in self.columns)


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
    area: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a row from being handed over or taken in: the column, the rule, and what to do."""

    label: str
    rule: str
    message: str
    next_step: str

    def __str__(self) -> str:
        """Column, fact, rule and next step in one Chinese sentence."""
        place = f"{self.label}：" if self.label else ""
        tail = f"{self.next_step}。" if self.next_step else ""
        return f"{place}{self.message.rstrip('。')}（{self.rule}）。{tail}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet with its problems; without problems it may be handed over.

    `case_id`: of a decision made in a case here; `publication_id`: of one that was fed from outside.
    """

    number: str
    party_name: str
    decided_on: date
    values: Mapping[str, str]
    problems: tuple[Problem, ...]
    case_id: UUID | None = None
    publication_id: UUID | None = None

    @property
    def good(self) -> bool:
        """Whether it may be handed over."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Handed:
    """One hand-over that happened."""

    at: datetime
    by_name: str
    kind: str
    edition: str
    since: date
    until: date
    rows: int
    sha256: str
