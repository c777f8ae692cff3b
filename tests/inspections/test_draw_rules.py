"""Plans, lists and the one-file program: each rule by itself; a file of another kind, a draw that cannot be, the words of a report."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from mingjing.inspections.rules import mingjing_redraw as redraw
from mingjing.inspections.rules import plans, pools
from mingjing.inspections.terms import (
    CREDITS,
    MOST_TEAM,
    MOST_WANTED,
    RISKS,
    Move,
    OfficerOut,
    PartyOut,
    PartyRow,
    PlanDraft,
    PlanState,
)

ITEM = uuid4()
DRAFT = PlanDraft("2026 年危险化学品双随机抽查", 2026, (ITEM,), 3, 0, 2, date(2026, 11, 30))
CODE = "91130821MA0HTEA1XE"
ROW = PartyRow(CODE, "示范县恒源化工有限公司", next(iter(RISKS)), next(iter(CREDITS)))


def told(found: Any, rule: str) -> list[str]:
    assert {one.rule for one in found} <= {rule}
    return [one.field for one in found]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({}, []), ({"title": " "}, ["title"]), ({"year": 26}, ["year"]), ({"items": ()}, ["items"]), ({"items": (uuid4(),)}, ["items"]),
        ({"wanted": 0}, ["wanted"]), ({"ratio": 10}, ["wanted"]), ({"wanted": 0, "ratio": 100}, []), ({"wanted": 0, "ratio": 101}, ["wanted"]),
        ({"wanted": MOST_WANTED + 1}, ["wanted"]), ({"announced_on": None}, ["announced_on"]),
        ({"title": "", "year": 0, "items": (), "wanted": 0, "announced_on": None}, ["title", "year", "items", "wanted", "announced_on"]),
    ],
)  # fmt: skip
def test_what_a_plan_says(more: dict[str, Any], wrong: list[str]) -> None:
    assert told(plans.plan_says(replace(DRAFT, **more), frozenset({ITEM})), "DRW-01") == wrong


def test_team_order_approval_reasons_and_weights() -> None:
    assert [bool(plans.two_to_each(team)) for team in (1, 2, MOST_TEAM, MOST_TEAM + 1)] == [True, False, False, True]
    for move in Move:
        for state in PlanState:
            assert bool(plans.move_allowed(state, move)) is (state not in plans.MOVES[move])
    me = uuid4()
    assert told(plans.another_approves(me, uuid4()), "DRW-04") == [] and told(
        plans.another_approves(me, me), "DRW-04"
    ) == [""]
    assert told(plans.says_why("停止", "企业全部停产"), "DRW-05") == [] and told(
        plans.says_why("停止", "停"), "DRW-05"
    ) == ["reason"]
    assert told(plans.nobody_is_out_of_reach({"高": 3, "低": 1}), "DRW-06") == []
    assert told(plans.nobody_is_out_of_reach({"高": 3, "低": 0}), "DRW-06") == [""]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([ROW], []), ([], ["file"]), ([replace(ROW, row=2), replace(ROW, row=3)], ["file"]), ([replace(ROW, name="甲")], ["code"]),
        ([replace(ROW, name="甲\u0000公司")], ["code"]), ([replace(ROW, code="1")], ["code"]), ([replace(ROW, risk="没有")], ["code"]),
        ([replace(ROW, credit="没有", row=9)], ["file"]), ([replace(ROW, code="1", row=at) for at in range(1, 40)], ["file"] * pools.SHOWN),
        ([ROW] * (pools.MOST_ROWS + 1), ["file"]),
    ],
)  # fmt: skip
def test_rows_are_good_or_told_line_by_line(rows: list[PartyRow], wrong: list[str]) -> None:
    assert told(pools.rows_are_good(rows), "DRW-10") == wrong


def test_who_is_left_out_who_avoids_and_whether_the_lists_suffice() -> None:
    for kind, known in (("party", PartyOut), ("officer", OfficerOut)):
        assert told(pools.left_out_for_a_reason(kind, next(iter(known))), "DRW-11") == []
        assert told(pools.left_out_for_a_reason(kind, ""), "DRW-11") == []
        assert told(pools.left_out_for_a_reason(kind, "不想查"), "DRW-11") == ["reason"]
    assert told(pools.avoidance_says("配偶任职"), "DRW-12") == [] and told(pools.avoidance_says(" "), "DRW-12") == [
        "note"
    ]
    parties, officers = ["甲", "乙"], ["张", "李", "王"]
    assert told(pools.pools_suffice(2, parties, officers, set(), 2), "DRW-13") == []
    assert len(told(pools.pools_suffice(0, parties, ["张"], set(), 2), "DRW-13")) == 2
    assert len(told(pools.pools_suffice(3, parties, officers, set(), 2), "DRW-13")) == 1
    avoid = {("张", "甲"), ("李", "甲"), ("外人", "甲")}
    (short,) = pools.pools_suffice(2, parties, officers, avoid, 2)
    assert "甲 等 1 家" in short.message


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b"{}", b"not json", b"[" * 100_000, json.dumps({"format": "other"}).encode()]
)
def test_what_is_no_draw_file_is_said_to_be_none(content: bytes, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "抽取.json"
    file.write_bytes(content)
    assert redraw.run(SimpleNamespace(file=str(file), pool="", seed_hash="")) == 2
    assert "读不出这个抽取文件" in capsys.readouterr().err
    assert redraw.run(SimpleNamespace(file=str(tmp_path / "没有.json"), pool="", seed_hash="")) == 2


def test_a_report_says_each_line_and_the_end() -> None:
    good, bad = redraw.Line("名单摘要", True, ""), redraw.Line("替换", False, "第 1 次不对")
    assert redraw.report([good]) == "相符  名单摘要\n结论：公布的结果可以由公布的材料重算出来。\n"
    assert redraw.report([good, bad]).endswith("不符  替换：第 1 次不对\n结论：有不符的项，结果不可信。\n")


def test_numbers_below_a_limit_are_fair_in_range_and_repeatable() -> None:
    first, second = redraw.Stream(b"\x01" * 32, "officers"), redraw.Stream(b"\x01" * 32, "officers")
    numbers = [first.below(7) for _ in range(200)]
    assert numbers == [second.below(7) for _ in range(200)] and set(numbers) == set(range(7))
    # A limit just over half of 2^64 throws about half of the blocks away and still ends.
    most = (1 << 63) + 1
    assert all(0 <= first.below(most) < most for _ in range(20))
