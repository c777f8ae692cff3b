"""What an organ wants handed in for review beyond the national minimum (送审材料清单, L-14), and what was handed in by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.lawbook.terms import CATEGORY_NAMES, Condition, Fit


class ListState(StrEnum):
    """Where a version of a list stands."""

    DRAFT = "draft"
    SET = "set"
    DROPPED = "dropped"


LIST_STATES = {ListState.DRAFT: "草稿，待负责人确定", ListState.SET: "已确定", ListState.DROPPED: "已作废"}


class Manner(StrEnum):
    """How material is handed in."""

    ONLINE = "online"
    BOTH = "both"


MANNERS = {Manner.ONLINE: "线上送审", Manner.BOTH: "线上送审，纸质材料同时送达"}
PUBLIC_CODES = {
    "penalty": "SS-01", "licence": "SS-02", "coercion": "SS-03", "inspection": "SS-04", "levy": "SS-05", "confirmation": "SS-06",
    "payment": "SS-07",
}  # fmt: skip
"""The number under which the public finds a category's list: part of a lasting address, never given to another category."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One material that an organ wants. Its name is what it is: under another name it is another material.

    `conditions`: wanted where any of them holds, always where there is none; `form`: the document of the platform that
    is this material, empty where it is a file or a paper.
    """

    name: str
    conditions: tuple[Condition, ...] = ()
    form: str = ""
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        asked = [one.as_json() for one in self.conditions]
        return {"name": self.name, "conditions": asked, "form": self.form, "note": self.note}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "ListItem":
        """From what was kept."""
        asked = tuple(Condition.of_json(one) for one in told["conditions"])
        return cls(str(told["name"]), asked, str(told["form"]), str(told["note"]))


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A list as it was drafted; `term` in working days, None: as the parameter says."""

    category: str
    items: tuple[ListItem, ...]
    manner: str = Manner.ONLINE
    term: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One version of the list of an organ for a category of decisions; `number` is 0 until it is set."""

    id: UUID
    organ_id: UUID
    category: str
    number: int
    items: tuple[ListItem, ...]
    manner: str
    term: int | None
    basis: str
    state: str
    valid_from: date | None
    valid_to: date | None
    drafted_by: UUID
    drafted_by_name: str
    drafted_at: datetime
    set_by_name: str
    drop_reason: str

    @property
    def category_name(self) -> str:
        """行政处罚, 行政许可 …"""
        return CATEGORY_NAMES.get(self.category, self.category)

    @property
    def state_name(self) -> str:
        """草稿，待负责人确定, 已确定 or 已作废."""
        return LIST_STATES[ListState(self.state)]

    @property
    def public_code(self) -> str:
        """The number (编号) under which the public finds the list of this category."""
        return PUBLIC_CODES[self.category]

    @property
    def manner_name(self) -> str:
        """How material is handed in, in words."""
        return MANNERS[Manner(self.manner)]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file kept in the dossier: its id there, name and SHA-256."""

    id: UUID
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class HandedFacts:
    """A material of the organ's list that was handed in by itself: as a file, or on paper with the place where it lies."""

    id: UUID
    dossier_id: UUID
    organ_id: UUID
    item: str
    file_id: UUID | None
    file_name: str
    sha256: str
    place: str
    handed_by_name: str
    handed_at: datetime
    void_reason: str


@dataclass(frozen=True, slots=True)
class Demand:
    """One material a proposed decision is to be submitted with: whether it is wanted, why, and what is there of it.

    `kind`: of `Material`; `code`: the document of the platform that is this material; `national`: of the minimum that no
    list takes away; `fit` UNKNOWN: it is not known yet whether the condition holds, and it is not asked for until it does.
    """

    kind: str
    name: str
    national: bool
    fit: Fit
    told: str
    form: str
    note: str
    held: tuple[str, ...] = ()
    handed: HandedFacts | None = None

    @property
    def missing(self) -> bool:
        """Whether it is wanted and not there."""
        return self.fit is Fit.YES and not self.held
