"""Matters, benchmarks and catalogues, as frozen facts. Money is Decimal yuan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mingjing.kernel.money import short


class Addressee(StrEnum):
    """Whom a fine is put on."""

    UNIT = "unit"
    PERSON = "person"


ADDRESSEE_NAMES = {Addressee.UNIT: "单位", Addressee.PERSON: "个人"}


class PenaltyKind(StrEnum):
    """Kinds of penalty, light to heavy (行政处罚法第九条). The values are the ones the case forms use."""

    WARNING = "warning"
    CRITICISM = "criticism"
    FINE = "fine"
    CONFISCATE_GAINS = "confiscate_gains"
    CONFISCATE_GOODS = "confiscate_goods"
    SUSPEND_LICENCE = "suspend_licence"
    DOWNGRADE = "downgrade"
    RESTRICT = "restrict"
    STOP = "stop"
    CLOSE = "close"
    BAN = "ban"
    REVOKE_LICENCE = "revoke_licence"


PENALTY_NAMES = {
    PenaltyKind.WARNING: "警告",
    PenaltyKind.CRITICISM: "通报批评",
    PenaltyKind.FINE: "罚款",
    PenaltyKind.CONFISCATE_GAINS: "没收违法所得",
    PenaltyKind.CONFISCATE_GOODS: "没收非法财物",
    PenaltyKind.SUSPEND_LICENCE: "暂扣许可证件",
    PenaltyKind.DOWNGRADE: "降低资质等级",
    PenaltyKind.RESTRICT: "限制开展生产经营活动",
    PenaltyKind.STOP: "责令停产停业",
    PenaltyKind.CLOSE: "责令关闭",
    PenaltyKind.BAN: "限制从业",
    PenaltyKind.REVOKE_LICENCE: "吊销许可证件",
}

CATEGORY_NAMES = {
    "penalty": "行政处罚",
    "licence": "行政许可",
    "coercion": "行政强制",
    "inspection": "行政检查",
    "levy": "行政征收征用",
    "confirmation": "行政确认",
    "payment": "行政给付",
}
"""Categories of enforcement acts (国办发〔2018〕118号（三）)."""

ACT_KINDS = {kind: CATEGORY_NAMES[kind] for kind in ("penalty", "licence", "confirmation", "payment")}
"""What an enforcement matter may be about: the kinds that a case begins from a matter of the organ's list."""

TIER_NAMES = ("轻微", "较轻", "一般", "较重", "严重")
"""Tiers from light to heavy."""


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range of yuan: 以上、以下 include the figure (行政处罚法第八十四条)."""

    low: Decimal
    high: Decimal

    def holds(self, amount: Decimal) -> bool:
        """Whether an amount lies within, ends included."""
        return self.low <= amount <= self.high

    def within(self, outer: "Range") -> bool:
        """Whether this range lies wholly inside another."""
        return outer.low <= self.low and self.high <= outer.high

    @property
    def words(self) -> str:
        """20,000元以上50,000元以下; a range that starts at nothing reads 50,000元以下."""
        return f"{short(self.low)}元以上{short(self.high)}元以下" if self.low else f"{short(self.high)}元以下"


@dataclass(frozen=True, slots=True)
class Material:
    """One line of the list of materials that an application needs (行政许可法第三十条)."""

    name: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class MatterSpec:
    """An enforcement matter as an organ enters it.

    `act_kind`: what it is about (ACT_KINDS); `materials`: what an applicant has to hand in, for all that is applied for.
    Of a matter that is applied for, `penalises` holds the articles that it rests on.
    `unit_fine`, `person_fine`: the statute's range of a fixed fine; None where the statute has none. `multiple`: words
    for a fine counted by a base (货值金额十倍以上二十倍以下), which no fixed range can hold.
    """

    code: str
    name: str
    domain: str
    violates: tuple[str, ...]
    penalises: tuple[str, ...]
    penalties: tuple[PenaltyKind, ...]
    unit_fine: Range | None = None
    person_fine: Range | None = None
    multiple: str = ""
    chart: str = "ordinary"
    correction_required: bool = True
    note: str = ""
    act_kind: str = "penalty"
    materials: tuple[Material, ...] = ()

    def fine(self, addressee: Addressee) -> Range | None:
        """The statute's range for an addressee."""
        return self.unit_fine if addressee is Addressee.UNIT else self.person_fine


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """One version of an enforcement matter of an organ. `basis` maps each citation to the digest of its article."""

    matter_id: UUID
    organ_id: UUID
    version: int
    valid_from: date
    valid_to: date | None
    spec: MatterSpec
    basis: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        """The matter's number in the organ's list."""
        return self.spec.code

    @property
    def name(self) -> str:
        """案由."""
        return self.spec.name


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of a benchmark, for one addressee. `other` holds further penalties in words.

    `fine` is None where it is no range of yuan (a multiple of 货值金额); then `other` says it.
    """

    name: str
    condition: str
    addressee: Addressee
    fine: Range | None
    other: str = ""

    @property
    def rank(self) -> int:
        """0 轻微 … 4 严重."""
        return TIER_NAMES.index(self.name)


class ConditionKind(StrEnum):
    """What can bring a decision under the catalogue of major decisions (国办发〔2018〕118号（十二）, 行政处罚法第五十八条)."""

    FINE_UNIT_MIN = "fine_unit_min"
    FINE_PERSON_MIN = "fine_person_min"
    CONFISCATION_MIN = "confiscation_min"
    PENALTY_KINDS = "penalty_kinds"
    AFTER_HEARING = "after_hearing"
    ALL_ORDINARY = "all_ordinary"
    PUBLIC_INTEREST = "public_interest"
    SOCIAL_RISK = "social_risk"
    MAJOR_RIGHTS = "major_rights"
    COMPLEX = "complex"


CONDITION_NAMES = {
    ConditionKind.FINE_UNIT_MIN: "对单位罚款{}元以上",
    ConditionKind.FINE_PERSON_MIN: "对个人罚款{}元以上",
    ConditionKind.CONFISCATION_MIN: "没收价值{}元以上",
    ConditionKind.PENALTY_KINDS: "处罚种类为{}",
    ConditionKind.AFTER_HEARING: "经过听证程序",
    ConditionKind.ALL_ORDINARY: "适用普通程序",
    ConditionKind.PUBLIC_INTEREST: "涉及重大公共利益",
    ConditionKind.SOCIAL_RISK: "可能造成重大社会影响或者引发社会风险",
    ConditionKind.MAJOR_RIGHTS: "直接关系当事人或者第三人重大权益",
    ConditionKind.COMPLEX: "案件情况疑难复杂、涉及多个法律关系",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a catalogue row: an amount for the `_min` kinds, penalty kinds for `penalty_kinds`."""

    kind: ConditionKind
    amount: Decimal | None = None
    kinds: frozenset[PenaltyKind] = frozenset()

    @property
    def words(self) -> str:
        """The condition with its figure or its kinds of penalty: 对单位罚款50,000元以上."""
        kinds = "、".join(PENALTY_NAMES[kind] for kind in PenaltyKind if kind in self.kinds)
        return CONDITION_NAMES[self.kind].format(short(self.amount) if self.amount is not None else kinds)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        stored: dict[str, Any] = {"kind": str(self.kind)}
        if self.amount is not None:
            stored["amount"] = str(self.amount)
        if self.kinds:
            stored["kinds"] = sorted(self.kinds)
        return stored

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> "Condition":
        """From what was kept."""
        amount, kinds = stored.get("amount"), stored.get("kinds")
        return cls(
            ConditionKind(str(stored["kind"])),
            None if amount is None else Decimal(str(amount)),
            frozenset(PenaltyKind(str(kind)) for kind in kinds) if isinstance(kinds, list) else frozenset(),
        )


@dataclass(frozen=True, slots=True)
class MajorSpec:
    """A row of 重大执法决定法制审核目录 as entered; it matches where any one of its conditions holds.

    `levels`, `domains`: the levels and fields of enforcement it is for, empty for all; `origin`: the row of the superior
    organ's guiding catalogue that it was taken from.
    """

    category: str
    item: str
    conditions: tuple[Condition, ...]
    basis: tuple[str, ...]
    materials: tuple[str, ...]
    points: tuple[str, ...]
    levels: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    origin: UUID | None = None


@dataclass(frozen=True, slots=True)
class MajorRowFacts:
    """A stored row and its place in the catalogue; `origin`: where it was inherited from, in words, empty for an own one."""

    row_id: UUID
    position: int
    spec: MajorSpec
    origin: str = ""


@dataclass(frozen=True, slots=True)
class AVSpec:
    """A row of 音像记录事项清单: what is recorded, how, from when to when, and for how many months it is kept."""

    category: str
    act: str
    link: str
    method: str
    full_process: bool
    start: str
    content: str
    end: str
    retention_months: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class AVItemFacts:
    """A stored row and its place in the list."""

    item_id: UUID
    position: int
    spec: AVSpec


@dataclass(frozen=True, slots=True)
class AnsweredGap:
    """Where a catalogue is looser than the superior's: both figures in words, and the reason given (L-07)."""

    key: str
    item: str
    upper: str
    own: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """One version of an organ's catalogue of major decisions, or of its recording list; the other tuple is empty."""

    catalogue_id: UUID
    organ_id: UUID
    kind: str
    title: str
    document_number: str
    version: int
    valid_from: date
    valid_to: date | None
    fictional: bool
    guiding: bool = False
    follows: UUID | None = None
    looser: tuple["AnsweredGap", ...] = ()
    rows: tuple[MajorRowFacts, ...] = ()
    av_items: tuple[AVItemFacts, ...] = ()

    def av_item(self, act: str) -> AVItemFacts | None:
        """The recording row of an act."""
        return next((item for item in self.av_items if item.spec.act == act), None)
