"""What an organ makes public beforehand (事前公示): kinds of lists, their entries, and the editions of an entry."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

REGISTER_SEARCH = "pubregister"
REGISTER_SOUNDS = "pubregisterpy"
ARTICLES, FIGURES = "articles", "figures"
"""The fields of a text whose figures come from the parameters: its lines, and what stands for each `{mark}` in them."""
MARK = re.compile(r"\{([a-z][a-z_]*)\}")
Values = Mapping[str, str | Sequence[str] | Sequence[Sequence[str]]]
"""Field key → a text, lines, or rows of cells."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a kind of list. `type`: text, lines, articles, citations, workdays, date, table (with `columns`).

    `articles` are lines with `{mark}`s; a row of the table `figures` ends with the mark it stands for, beyond `columns`.
    """

    key: str
    label: str
    type: str = "text"
    required: bool = False
    help: str = ""
    example: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One kind of list: its duty, its source, who collects, checks and releases (P-01), and its fields.

    `draws` names the list of the lawbook it is taken from; empty where people fill in a form. `drafts`: the platform
    drafts the texts, people may change them. `kept_by`: the list concerns only organs that have, or had, somebody with
    this role; empty where it concerns every organ.
    """

    key: str
    title: str
    clause: str
    cites: tuple[str, ...]
    intro: str
    collect: frozenset[str]
    check: frozenset[str]
    release: frozenset[str]
    fields: tuple[FieldSpec, ...]
    draws: str = ""
    drafts: bool = False
    kept_by: str = ""

    def field(self, key: str) -> FieldSpec | None:
        """The field of a key."""
        return next((one for one in self.fields if one.key == key), None)


@cache
def kinds() -> Mapping[str, KindSpec]:
    """Every kind of list, in the order in which they are shown."""
    told = yaml.safe_load((Path(__file__).parents[1] / "registers" / "kinds.yaml").read_text(encoding="utf-8"))
    return {key: _kind(key, one) for key, one in told.items()}


def _kind(key: str, told: dict[str, Any]) -> KindSpec:
    fields = tuple(FieldSpec(**{**one, "columns": tuple(one.get("columns", ()))}) for one in told["fields"])
    cites = told["cites"]
    people = {role: frozenset(told[role]) for role in ("collect", "check", "release")}
    return KindSpec(
        key, told["title"], told["clause"], (cites,) if isinstance(cites, str) else tuple(cites), told["intro"],
        people["collect"], people["check"], people["release"], fields, told.get("draws", ""),
        bool(told.get("drafts")), told.get("kept_by", ""),
    )  # fmt: skip


def readable(kind: KindSpec, values: Values) -> dict[str, Any]:
    """The values as people read them: marks replaced by figures, and no marks in the table of figures."""
    known = {str(row[-1]): str(row[1]) for row in values.get(FIGURES, ()) if len(row) > 2}
    told: dict[str, Any] = {}
    for one in kind.fields:
        value: Any = values.get(one.key)
        if value and one.type == ARTICLES:
            told[one.key] = [MARK.sub(lambda found: known.get(found[1], found[0]), str(line)) for line in value]
        elif value:
            told[one.key] = [list(row[: len(one.columns)]) for row in value] if one.type == "table" else value
    return told


def as_text(one: FieldSpec, value: Any) -> str:
    """A value as one text, to compare and to search."""
    if one.type == "table":
        return "\n".join("｜".join(row) for row in value or ())
    if isinstance(value, list | tuple):
        return "\n".join(value)
    return f"{value} 个工作日" if value and one.type == "workdays" else str(value or "")


class EditionState(StrEnum):
    """Where an edition of an entry stands."""

    COLLECTED = "collected"
    RETURNED = "returned"
    CHECKED = "checked"
    RELEASED = "released"
    ENDED = "ended"
    DROPPED = "dropped"


EDITION_NAMES = {
    EditionState.COLLECTED: "待审核",
    EditionState.RETURNED: "已退回",
    EditionState.CHECKED: "待发布",
    EditionState.RELEASED: "公开中",
    EditionState.ENDED: "已停止公开",
    EditionState.DROPPED: "已作废",
}
WAITING = frozenset({EditionState.COLLECTED, EditionState.RETURNED, EditionState.CHECKED})


class EntryMove(StrEnum):
    """What a person may do with an edition."""

    REVISE = "revise"
    CHECK = "check"
    RETURN = "return"
    RELEASE = "release"
    RETIRE = "retire"
    DROP = "drop"


ENTRY_MOVE_NAMES = {
    EntryMove.REVISE: "修改",
    EntryMove.CHECK: "审核通过",
    EntryMove.RETURN: "退回",
    EntryMove.RELEASE: "发布",
    EntryMove.RETIRE: "停止公开",
    EntryMove.DROP: "作废",
}
ENTRY_MOVES: dict[EntryMove, tuple[frozenset[EditionState], EditionState]] = {
    EntryMove.REVISE: (frozenset({EditionState.COLLECTED, EditionState.RETURNED}), EditionState.COLLECTED),
    EntryMove.CHECK: (frozenset({EditionState.COLLECTED}), EditionState.CHECKED),
    EntryMove.RETURN: (frozenset({EditionState.COLLECTED, EditionState.CHECKED}), EditionState.RETURNED),
    EntryMove.RELEASE: (frozenset({EditionState.CHECKED}), EditionState.RELEASED),
    EntryMove.RETIRE: (frozenset({EditionState.RELEASED}), EditionState.ENDED),
    EntryMove.DROP: (WAITING, EditionState.DROPPED),
}
"""Move → the states it starts from, and the state it leads to."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that an edition changed against the one that was public before; empty `before` where it is new."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did a part of the work, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One edition of an entry. `basis` maps each citation to the digest of its article when it was collected."""

    id: UUID
    entry_id: UUID
    organ_id: UUID
    organ_code: str
    organ_name: str
    kind: str
    code: str
    seq: int
    name: str
    values: Values
    basis: tuple[tuple[str, str], ...]
    valid_from: date
    state: str
    digest: str
    changes: tuple[Change, ...]
    reason: str
    collected: Signature
    checked: Signature | None
    released: Signature | None
    ended_at: datetime | None
    ended_reason: str
    returned_reason: str
    ledger_index: int | None
    outdated: str = ""
    """Why it no longer fits what it was taken from (PUB-120); empty where it does."""

    @property
    def spec(self) -> KindSpec:
        """The kind of list it belongs to."""
        return kinds()[self.kind]

    def rows(self) -> tuple[tuple[FieldSpec, Any], ...]:
        """Each filled field with its value, in the order of the kind."""
        told = self.readable
        return tuple((one, told[one.key]) for one in self.spec.fields if one.key in told)

    @property
    def readable(self) -> dict[str, Any]:
        """The filled values as people read them."""
        return readable(self.spec, self.values)

    def waits_on(self, day: date) -> bool:
        """Whether it is public, and not yet in force on that day (PUB-62)."""
        return self.state == EditionState.RELEASED and self.valid_from > day


@dataclass(frozen=True, slots=True)
class Stale:
    """A public entry whose articles changed or ceased: which citations, since when, and until when it must follow."""

    edition: EditionFacts
    citations: tuple[str, ...]
    since: date
    due: date
    provisional: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaleText:
    """A flow chart or a template that cites articles which changed since it was written."""

    key: str
    title: str
    citations: tuple[str, ...]
    since: date
    due: date
    provisional: bool
