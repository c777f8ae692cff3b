"""Words of the room: plans of random draws, their pools, the freeze, the draw, and why somebody is left out or replaced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.foundation.people import Role

KEEPERS = (Role.HANDLER, Role.PUBLICIST)
"""Who draws up a plan, fills its pools, freezes them and draws."""
READERS = (*KEEPERS, Role.EXAMINER, Role.REVIEWER, Role.HEAD, Role.SUPERVISOR)
ITEM_LISTS = frozenset({"random_check", "joint_check"})
"""The public lists whose items may be drawn for."""
LEAST_TEAM, MOST_TEAM = 2, 6
MOST_WANTED, MOST_ROWS = 5000, 20_000
DOWNLOAD = "mingjing_redraw.py"


class PlanState(StrEnum):
    """How far a plan is."""

    DRAFT = "draft"
    APPROVED = "approved"
    FROZEN = "frozen"
    READY = "ready"
    DRAWN = "drawn"
    ISSUED = "issued"
    STOPPED = "stopped"


PLAN_NAMES = {
    PlanState.DRAFT: "拟定中",
    PlanState.APPROVED: "已批准，待冻结",
    PlanState.FROZEN: "已冻结，待公开随机数",
    PlanState.READY: "已录入随机数，待抽取",
    PlanState.DRAWN: "已抽取，待派发",
    PlanState.ISSUED: "已派发",
    PlanState.STOPPED: "已停止",
}
PUBLIC_STATES = tuple(one for one in PlanState if one is not PlanState.DRAFT)


class Move(StrEnum):
    """What is done with a plan."""

    AMEND = "amend"
    APPROVE = "approve"
    POOL = "pool"
    FREEZE = "freeze"
    ENTROPY = "entropy"
    DRAW = "draw"
    ISSUE = "issue"
    REPLACE = "replace"
    STOP = "stop"


MOVE_NAMES = {
    Move.AMEND: "修改计划",
    Move.APPROVE: "批准计划",
    Move.POOL: "改动名单",
    Move.FREEZE: "冻结名单",
    Move.ENTROPY: "录入公开随机数",
    Move.DRAW: "抽取",
    Move.ISSUE: "派发",
    Move.REPLACE: "替换",
    Move.STOP: "停止计划",
}
# Each move is allowed in these states; a freeze made before is superseded by a new one, with a reason.
MOVES = {
    Move.AMEND: (PlanState.DRAFT,),
    Move.APPROVE: (PlanState.DRAFT,),
    Move.POOL: (PlanState.DRAFT, PlanState.APPROVED, PlanState.FROZEN),
    Move.FREEZE: (PlanState.APPROVED, PlanState.FROZEN),
    Move.ENTROPY: (PlanState.FROZEN,),
    Move.DRAW: (PlanState.READY,),
    Move.ISSUE: (PlanState.DRAWN,),
    Move.REPLACE: (PlanState.DRAWN, PlanState.ISSUED),
    Move.STOP: (PlanState.DRAFT, PlanState.APPROVED, PlanState.FROZEN),
}

RISKS = {"high": "高风险", "higher": "较高风险", "general": "一般风险", "low": "低风险"}
CREDITS = {"D": "信用D", "C": "信用C", "B": "信用B", "A": "信用A", "none": "信用未评"}
"""Classes of risk (the strata) and of credit (the weights inside a stratum), in the order in which they are drawn."""


class PartyOut(StrEnum):
    """Why an enterprise of the list is not drawn from."""

    CAP = "cap"
    CLOSED = "closed"
    MERGED = "merged"
    SCOPE = "scope"
    MISTAKE = "mistake"


PARTY_OUT_NAMES = {
    PartyOut.CAP: "本年度检查次数已到上限",
    PartyOut.CLOSED: "已注销、吊销、停业或者迁出",
    PartyOut.MERGED: "已安排合并或者联合检查",
    PartyOut.SCOPE: "不在抽查范围",
    PartyOut.MISTAKE: "名单登记有误",
}


class OfficerOut(StrEnum):
    """Why an officer with a valid certificate is not drawn from."""

    LEAVE = "leave"
    AWAY = "away"
    KIND = "kind"
    AREA = "area"
    POST = "post"


OFFICER_OUT_NAMES = {
    OfficerOut.LEAVE: "休假、病假",
    OfficerOut.AWAY: "借调、脱产培训",
    OfficerOut.KIND: "证件的执法类别与抽查事项不符",
    OfficerOut.AREA: "证件的执法区域与抽查范围不符",
    OfficerOut.POST: "岗位不外出执法（负责人、审核等）",
}


class SwapReason(StrEnum):
    """Why a drawn enterprise or officer is replaced."""

    CLOSED = "closed"
    GONE = "gone"
    CAP = "cap"
    AVOID = "avoid"
    ILL = "ill"
    CERTIFICATE = "certificate"
    DUTY = "duty"


SWAP_NAMES = {
    SwapReason.CLOSED: "对象已注销、吊销或者停业",
    SwapReason.GONE: "对象已迁出或者联系不上",
    SwapReason.CAP: "对象的检查次数已到上限",
    SwapReason.AVOID: "人员与对象有利害关系，应当回避",
    SwapReason.ILL: "人员休假、生病",
    SwapReason.CERTIFICATE: "人员的执法证已经失效",
    SwapReason.DUTY: "人员调离或者有紧急任务",
}
SWAPS = {
    "party": (SwapReason.CLOSED, SwapReason.GONE, SwapReason.CAP),
    "officer": (SwapReason.AVOID, SwapReason.ILL, SwapReason.CERTIFICATE, SwapReason.DUTY),
}


class Cause(StrEnum):
    """Why an enterprise is inspected without having been drawn."""

    COMPLAINT = "complaint"
    ORDER = "order"
    TRANSFER = "transfer"
    RECHECK = "recheck"
    WARNING = "warning"
    ACCIDENT = "accident"
    PLAN = "plan"
    REQUEST = "request"
    OTHER = "other"


CAUSE_NAMES = {
    Cause.COMPLAINT: "投诉举报",
    Cause.ORDER: "上级部署的专项检查",
    Cause.TRANSFER: "其他机关移送、转办",
    Cause.RECHECK: "整改复查",
    Cause.WARNING: "风险监测预警",
    Cause.ACCIDENT: "事故、突发事件",
    Cause.PLAN: "年度检查计划安排",
    Cause.REQUEST: "企业申请",
    Cause.OTHER: "其他（在检查事由里写明）",
}


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What is typed for a plan. `wanted`: how many enterprises, or 0 with `ratio` in per cent of the frozen list."""

    title: str
    year: int
    items: tuple[UUID, ...]
    wanted: int
    ratio: int
    team: int
    announced_on: date | None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """An enterprise as it comes into a list; `row` is its line in the file, 0 for one that was typed. An empty class is
    taken from the register of classes.
    """

    code: str
    name: str
    risk: str = ""
    credit: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """The public number that is mixed in: what, where everybody can read it, and of which day."""

    what: str
    where: str
    on: date


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """How many enterprises and officers a plan may draw from, and how many are left out."""

    parties: int
    parties_out: int
    officers: int
    officers_out: int
    avoid: int


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan as its organ sees it; what is public of it, the portal shows."""

    id: UUID
    number: str
    title: str
    organ_id: UUID
    organ_name: str
    organ_code: str
    region: str
    year: int
    items: tuple[Mapping[str, str], ...]
    wanted: int
    ratio: int
    team: int
    scope: str
    announced_on: date
    state: str
    made_by: UUID
    made_name: str
    made_at: datetime
    approved_name: str
    approved_at: datetime | None
    stopped_reason: str

    @property
    def state_name(self) -> str:
        """How far it is, in Chinese."""
        return PLAN_NAMES[PlanState(self.state)]

    @property
    def asks(self) -> str:
        """How many are drawn, in words."""
        return f"{self.wanted} 家" if self.wanted else f"{self.ratio}%"

    @property
    def item_names(self) -> str:
        """The items with 、 between."""
        return "、".join(one["name"] for one in self.items)


@dataclass(frozen=True, slots=True)
class FreezeFacts:
    """A freeze: what was published before the draw. The secret seed is not here."""

    id: UUID
    plan_id: UUID
    seq: int
    at: datetime
    by_name: str
    sha256: str
    sm3: str
    seed_sha256: str
    parties: int
    parties_out: int
    officers: int
    wanted: int
    source: Source
    reason: str
    superseded_at: datetime | None
    ledger_index: int


@dataclass(frozen=True, slots=True)
class DrawnFacts:
    """One place of a draw as it stands now: whom which officers inspect."""

    id: UUID
    draw_id: UUID
    place: int
    code: str
    name: str
    stratum: str
    officers: tuple[Mapping[str, str], ...]
    first_code: str
    visit_id: UUID | None

    @property
    def stratum_name(self) -> str:
        """The class of risk."""
        return RISKS.get(self.stratum, self.stratum)

    @property
    def team(self) -> str:
        """The officers with their certificates."""
        return "、".join(f"{one['name']}（{one['number']}）" for one in self.officers)


@dataclass(frozen=True, slots=True)
class SwapFacts:
    """A substitution: who went, who came, why, by whom."""

    seq: int
    kind: str
    place: int
    out: str
    come: str
    reason: str
    note: str
    by_name: str
    at: datetime

    @property
    def reason_name(self) -> str:
        """Why, in Chinese."""
        return SWAP_NAMES[SwapReason(self.reason)]


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """A draw that was held, or whose public number was entered (`at` is empty then)."""

    id: UUID
    number: str
    freeze: FreezeFacts
    value: str
    told_name: str
    told_at: datetime
    at: datetime | None
    by_name: str
    final_seed: str
    ledger_index: int | None


Told = dict[str, Any]
