"""The worked year that a legal officer reads, and what holds for every year whatever it was like."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingjing.lawbook.terms import PENALTY_NAMES, PenaltyKind
from mingjing.supervision.rules import annual as rules
from mingjing.supervision.rules.counting import counting
from mingjing.supervision.rules.drafting import draft_text
from mingjing.supervision.rules.feeding import feed, feedable
from mingjing.supervision.rules.freezing import freeze, report_digest, thaw
from mingjing.supervision.rules.rollups import add_up
from mingjing.supervision.terms import Annual, Cell, Fed, Table, Told

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden_year.yaml").read_text(encoding="utf-8"))
NATIONAL = counting(2026)
LIGHT_TO_HEAVY = [
    "警告", "通报批评", "罚款", "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级", "限制开展生产经营活动", "责令停产停业",
    "责令关闭", "限制从业", "吊销许可证件",
]  # fmt: skip


def acts() -> list[Told]:
    made = []
    for place, case in enumerate(GOLDEN["案件"], start=1):
        data = {"kinds": case["种类"], "fine": case.get("罚款"), "confiscation": case.get("没收")}
        key = UUID(int=place)
        made.append(Told(key, case["名"], "decide", date(2026, place, 3), data))
        if "重作" in case:
            made.append(Told(key, case["名"], "decide", date(2026, place, 20), {**data, "fine": case["重作"]}))
        if "复议撤销" in case.get("后来", ()):
            ended = {"remedy_kind": "reconsideration", "result": "revoked"}
            made.append(Told(key, case["名"], "end_remedy", date(2026, 11, 1), ended))
    return made


def year(every: list[Told]) -> Annual:
    return Annual(uuid4(), "示范局", 2026, NATIONAL.number, rules.tables(every, NATIONAL), NATIONAL.severity)


@pytest.mark.parametrize("label", GOLDEN["应得"])
def test_the_golden_year_is_counted_as_by_hand(label: str) -> None:
    made = year(acts())
    wanted = GOLDEN["应得"][label]
    found = [one for table in made.tables[:1] for one in table.lines if one.label == label] or [
        one for table in made.tables for one in table.lines if one.label == label
    ]
    assert found[0].number == wanted["件数"]
    if "金额" in wanted:
        assert found[0].money == Decimal(wanted["金额"])


def test_the_golden_year_names_the_versions_it_was_counted_by() -> None:
    assert (NATIONAL.number, NATIONAL.severity) == (GOLDEN["口径"], GOLDEN["次序"])
    assert [PENALTY_NAMES[PenaltyKind(kind)] for kind in NATIONAL.order] == LIGHT_TO_HEAVY
    assert rules.months(acts()) == (1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0)


KINDS = st.lists(st.sampled_from([*PenaltyKind, "other", ""]), max_size=4, unique=True)
CASES = st.lists(st.tuples(KINDS, st.integers(0, 10**9), st.integers(1, 12), st.integers(0, 5)), max_size=14)


@given(CASES)
def test_kinds_add_up_to_the_total_and_the_heaviest_is_counted(every: list[tuple[list[str], int, int, int]]) -> None:
    """Cases may be decided again (the same case number): each counts once, with its last decision."""
    told = [
        Told(UUID(int=case + 1), f"案{case}", "decide", date(2026, month, 5), {"kinds": [str(k) for k in kinds], "fine": str(fine)})
        for kinds, fine, month, case in every
    ]  # fmt: skip
    made = year(told)
    last = {one.case_id: one for one in told}
    table = made.tables[0]
    assert not rules.adds_up(made)
    assert sum(one.count or 0 for one in table.cells) == len(last) == made.number("penalties")
    assert sum((one.amount or Decimal(0) for one in table.cells), Decimal(0)) == sum(
        Decimal(one.data["fine"]) for one in last.values()
    )
    for one in last.values():
        ranks = [
            LIGHT_TO_HEAVY.index(PENALTY_NAMES[PenaltyKind(k)]) for k in one.data["kinds"] if k in set(PenaltyKind)
        ]
        label = LIGHT_TO_HEAVY[max(ranks)] if ranks else "其他行政处罚"
        assert next(cell for cell in table.cells if (one.case_id, one.case_no) in cell.cases).label == label
    assert sum(rules.months(told)) == len(last)


FIGURES = st.dictionaries(
    st.sampled_from([one.key for _, cells in feedable(rules.tables((), NATIONAL), outside=False) for one in cells]),
    st.builds(Fed, st.none() | st.integers(0, 999), st.none() | st.decimals(0, 999, places=2)),
    max_size=8,
)


@given(FIGURES, CASES)
def test_what_is_filled_in_never_changes_what_is_counted(fed: dict[str, Fed], every: Any) -> None:
    told = [
        Told(UUID(int=n + 1), f"案{n}", "decide", date(2026, m, 5), {"kinds": k, "fine": str(f)})
        for n, (k, f, m, _) in enumerate(every)
    ]
    plain = rules.tables(told, NATIONAL)
    made = feed(plain, fed)
    for before, after in zip(plain, made, strict=True):
        assert [(one.count, one.amount, one.cases) for one in before.lines] == [
            (one.count, one.amount, one.cases) for one in after.lines
        ]
    assert not rules.adds_up(Annual(uuid4(), "x", 2026, "x", made))
    for table in made:
        for one in table.cells:
            if one.key in fed:
                assert (one.hand, one.hand_amount) == (fed[one.key].count, fed[one.key].amount)
            else:
                assert one.hand is None
    frozen = Annual(UUID(int=7), "示范局", 2026, "x", made, "y", 0, rules.months(told), ("来源",))
    kept = freeze(frozen)
    assert thaw(kept, UUID(int=7), "示范局", 2026, 0) == frozen
    assert len(report_digest("annual", "示范局", 2026, 0, kept, "文字", [])) == 64


@given(st.lists(FIGURES, min_size=1, max_size=4))
def test_a_region_is_the_sum_of_its_children_cell_by_cell(sheets: list[dict[str, Fed]]) -> None:
    skeleton = rules.tables((), NATIONAL)
    children = [Annual(uuid4(), f"局{n}", 2026, "x", feed(skeleton, fed)) for n, fed in enumerate(sheets)]
    whole = Annual(uuid4(), "县", 2026, "x", add_up(skeleton, children))
    for table in whole.tables:
        for one in table.lines:
            numbers = [child.number(one.key) for child in children]
            known = [number for number in numbers if number is not None]
            assert one.number == (sum(known) if known else None)
    assert not rules.adds_up(whole)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (0, 4, "没有作出行政处罚决定。比 2025 年（4 件）减少 4 件，下降 100.0%。"), (4, 4, "件数与 2025 年持平。"),
        # 7 from 4: three quarters more; 3 from 7: 4 ÷ 7 = 57.14…
        (7, 4, "比 2025 年（4 件）增加 3 件，上升 75.0%。"), (3, 7, "比 2025 年（7 件）减少 4 件，下降 57.1%。"), (3, 0, "罚没金额合计 0.00 元。"),
        (3, None, "罚没金额合计 0.00 元。"), (None, 4, ""),
    ],
)  # fmt: skip
def test_a_draft_compares_with_a_year_that_has_figures_and_only_then(
    now: int | None, before: int | None, said: str
) -> None:
    def year(which: int, count: int | None) -> Annual:
        fine = Cell("kind-fine", "罚款", count)
        return Annual(
            uuid4(), "示范局", which, "x", (Table("penalties", "处罚", (fine,), Cell("penalties", "合计", count)),)
        )

    text = draft_text(year(2026, now), None if before is None else year(2025, before))
    assert said in text and ("处罚决定" in text) is (now is not None)
    assert ("2025" in text) is bool(before and now is not None)
    assert "处罚决定" not in draft_text(Annual(uuid4(), "示范局", 2026, "x", ()), None)
