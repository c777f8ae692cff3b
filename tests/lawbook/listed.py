"""A matter and its tiers as an organ would enter them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from mingjing.lawbook.terms import (
    Addressee,
    AVSpec,
    Condition,
    ConditionKind,
    MajorSpec,
    MatterSpec,
    PenaltyKind,
    Range,
    Tier,
)


def yuan(low: int | str, high: int | str) -> Range:
    return Range(Decimal(low), Decimal(high))


MATTER = MatterSpec(
    code="AQ097-7",
    name="特种作业人员未取得相应资格上岗作业案",
    domain="emergency",
    violates=("《安全生产法》第三十条第一款",),
    penalises=("《安全生产法》第九十七条第（七）项",),
    penalties=(PenaltyKind.FINE,),
    unit_fine=yuan(0, 100000),
)


def matter(**changes: Any) -> MatterSpec:
    return replace(MATTER, **changes)


def tier(name: str, low: int, high: int, who: Addressee = Addressee.UNIT, **changes: Any) -> Tier:
    return replace(Tier(name, "有此情形", who, yuan(low, high)), **changes)


FIVE = (
    tier("轻微", 0, 20000),
    tier("较轻", 20000, 40000),
    tier("一般", 40000, 60000),
    tier("较重", 60000, 80000),
    tier("严重", 80000, 100000),
)
ROW = MajorSpec(
    "penalty",
    "较大数额罚款",
    (
        Condition(ConditionKind.FINE_UNIT_MIN, Decimal(50000)),
        Condition(ConditionKind.FINE_PERSON_MIN, Decimal(10000)),
        Condition(ConditionKind.PENALTY_KINDS, kinds=frozenset({PenaltyKind.STOP, PenaltyKind.REVOKE_LICENCE})),
    ),
    ("《行政处罚法》第五十八条第一款",),
    ("调查终结报告",),
    ("事实与证据",),
)
AV = AVSpec("penalty", "听证", "听证", "固定设备", True, "宣布开始", "双方同框", "笔录签名", 60)
