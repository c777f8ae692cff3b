"""A table as legal staff would write it, for units and for persons."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from mingjing.lawbook.terms import (
    Addressee,
    Circumstance,
    DiscretionRow,
    DiscretionTable,
    Example,
    Factor,
    FactorKind,
    Relief,
)
from mingjing.lawbook.terms.scoring import Score, Scoring

U, P = Addressee.UNIT, Addressee.PERSON
FACTORS = (Factor("无证人数", FactorKind.COUNT, "名", least=Decimal(1)), Factor("高危岗位", FactorKind.YES_NO))


def line(tier: str, people: str, risky: str, fine: str, source: str = "", who: Addressee = U) -> DiscretionRow:
    return DiscretionRow(tier, who, (people, risky), fine, "", source or f"无证人数{people}的")


ROWS = (
    line("轻微", "1", "否", "2万元以下", "1名"),
    line("较轻", "1", "是", "2万元以上4万元以下", "高危岗位1名"),
    line("一般", "2名以上不满5名", "-", "4万元以上8万元以下", "2名以上不满5名"),
    line("严重", "5名以上", "-", "8万元以上10万元以下", "5名以上"),
)
EXAMPLES = (
    Example(U, ("1", "否"), "轻微"),
    Example(U, ("1", "是"), "较轻"),
    Example(U, ("4", "否"), "一般"),
    Example(U, ("5", "是"), "严重"),
)
TABLE = DiscretionTable(
    FACTORS, ROWS, (Circumstance(Relief.LIGHTER, "主动消除危害后果", "《行政处罚法》第三十二条第（一）项"),), EXAMPLES
)


def table(**changes: Any) -> DiscretionTable:
    return replace(TABLE, **changes)


def with_row(place: int, **changes: Any) -> DiscretionTable:
    return table(rows=tuple(replace(row, **changes) if at == place else row for at, row in enumerate(ROWS)))


def score(factor: str, cell: str, points: int, source: str = "") -> Score:
    return Score(factor, cell, Decimal(points), source)


SCORING = Scoring(
    (
        score("无证人数", "1名", 10), score("无证人数", "2名以上不满5名", 40, "2名以上不满5名的"), score("无证人数", "5名以上", 70),
        score("高危岗位", "否", 0), score("高危岗位", "是", 30),
    ),
    unit="2万元以上10万元以下",
    sway=Decimal(10),
)  # fmt: skip


def summed(tier: str, points: str, fine: str = "") -> DiscretionRow:
    return DiscretionRow(tier, U, (points,), fine, "", f"总分{points}的")


POINTS = DiscretionTable(
    FACTORS,
    (summed("轻微", "不满20"), summed("较轻", "20以上不满50"), summed("一般", "50以上不满80"), summed("严重", "80以上")),
    (),
    (
        Example(U, ("1", "否"), "轻微"), Example(U, ("1", "是"), "较轻"), Example(U, ("4", "否"), "较轻"),
        Example(U, ("2", "是"), "一般"), Example(U, ("5", "是"), "严重"),
    ),
    SCORING,
)  # fmt: skip
