"""Words of what is owed in audio-video: the duty of an act, the films there are, reasons given, how each act stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import yaml

KEPT = "recording_duty"
"""Under which name an act keeps the duty that stood on its day."""
PREMISES = "recording_premises"


class Level(StrEnum):
    """How much of an act is to be recorded."""

    FULL = "full"
    MUST = "must"
    SOME = "some"


LEVEL_NAMES = {Level.FULL: "全程", Level.MUST: "必须有", Level.SOME: "按情形"}


class Why(StrEnum):
    """Why there is no recording, or why one is broken off."""

    TEXT = "text"
    FAILURE = "failure"
    URGENT = "urgent"
    PRIVATE = "private"


WHY_NAMES = {
    Why.TEXT: "文字记录足以全面有效记录",
    Why.FAILURE: "设备、存储、网络故障",
    Why.URGENT: "情况紧急，来不及录",
    Why.PRIVATE: "涉及国家秘密、个人隐私，依法不宜录",
}


class Stand(StrEnum):
    """How an act stands."""

    FILMED = "filmed"
    SAID = "said"
    WITNESS = "witness"
    GAPS = "gaps"
    OPEN = "open"
    SILENT = "silent"


STAND_NAMES = {
    Stand.FILMED: "已录", Stand.SAID: "已说明理由", Stand.WITNESS: "有见证人", Stand.GAPS: "中断没有说明", Stand.OPEN: "还欠录像",
    Stand.SILENT: "没有录像，也没有理由",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duty:
    """What an act owes. `row`: the list's name of it; `listed`: whether the organ's list in force has such a row."""

    level: Level
    row: str
    listed: bool = False
    link: str = ""
    method: str = ""
    start: str = ""
    end: str = ""
    source: str = ""
    gap: int = 0
    letters: int = 8
    hours: int = 0
    premises: bool = False
    instead: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the act keeps it."""
        return {name: getattr(self, name) for name in self.__slots__} | {"level": str(self.level)}


@dataclass(frozen=True, slots=True)
class Film:
    """A recording filed under an act."""

    id: UUID
    act_seq: int
    since: datetime
    until: datetime
    state: str
    committed_at: datetime
    name: str = ""

    @property
    def counts(self) -> bool:
        """Whether it stands for something: committed or held; not one that will never come."""
        return self.state != "absent"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for an act (both times None) or for one stretch of it."""

    act_seq: int
    why: str
    text: str
    person: str
    remedy: str
    by_name: str
    at: datetime
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """One act with its duty, what there is, what is missing."""

    act_seq: int
    code: str
    name: str
    at: datetime
    duty: Duty
    stand: Stand
    films: tuple[Film, ...] = ()
    reasons: tuple[Reason, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    gaps: tuple[tuple[datetime, datetime], ...] = ()
    told: str = ""

    @property
    def stops(self) -> bool:
        """Whether the case cannot go on before this is put right."""
        return self.stand in {Stand.OPEN, Stand.GAPS}

    @property
    def missing(self) -> bool:
        """Whether something is missing at all."""
        return self.stops or self.stand is Stand.SILENT


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage of the whole-process record: its acts, its documents, what audio-video it owes, has, lacks; `hole` in words."""

    key: str
    name: str
    acts: int
    documents: int
    owed: int
    filmed: int
    said: int
    hole: str
    needed: bool
    items: tuple[Owed, ...] = ()

    @property
    def silent(self) -> int:
        """How many steps have neither a recording nor a reason where either would do."""
        return sum(one.stand is Stand.SILENT for one in self.items)


@cache
def mapping() -> Mapping[str, Any]:
    """Acts of procedures as rows of recording lists, and the seven stages."""
    text = (files("mingjing.cases") / "procedures" / "recording.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))
