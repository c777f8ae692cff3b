"""Findings, refusals and the register of rules."""

from datetime import date

import pytest

from mingjing.kernel import rulebook
from mingjing.kernel.findings import Finding, Invalid, Refused, Weight, blocking
from mingjing.kernel.rulebook import registered, rule


@pytest.fixture(autouse=True)
def _register_of_its_own(monkeypatch):
    """The rules made here must not show up in the manual."""
    monkeypatch.setattr(rulebook, "_register", {})


BLOCKS = Finding("REV-03", "法制审核未通过。", ("行政处罚法第五十八条",), next_step="去送审", due=date(2026, 11, 2))


def test_a_finding_says_fact_rule_and_next_step():
    assert str(BLOCKS) == "法制审核未通过（REV-03，行政处罚法第五十八条）。去送审。"
    assert str(Finding("REV-03", "法制审核未通过")) == "法制审核未通过（REV-03）。"


def test_a_warning_no_longer_blocks():
    warning = BLOCKS.as_warning()
    assert (warning.weight, warning.message) == (Weight.WARN, BLOCKS.message)
    assert blocking([BLOCKS, warning]) == (BLOCKS,)


def test_a_refusal_carries_its_findings():
    other = Finding("PUB-01", "逾期")
    refused = Refused(BLOCKS, other)
    assert refused.findings == (BLOCKS, other)
    assert refused.rules == {"REV-03", "PUB-01"}
    assert str(refused) == f"{BLOCKS}{other}"


def test_invalid_input_names_its_fields():
    assert str(Invalid({"金额": ["不能是负数", "请改正"], "日期": ["缺少"]})) == "金额：不能是负数、请改正；日期：缺少"


def test_a_rule_is_registered_with_its_sentence():
    @rule("TST-91", cites="试验法第一条", acts=["decide"], veto=19, points=5)
    def limit(n: int, *, most: int) -> bool:
        """不得超过
        上限。"""
        return n <= most

    assert (limit.number, limit.sentence, limit.cites) == ("TST-91", "不得超过 上限。", ("试验法第一条",))
    assert (limit.acts, limit.veto, limit.points) == (frozenset({"decide"}), 19, 5)
    assert limit(3, most=3) and not limit(4, most=3)
    assert registered()["TST-91"] == (limit,)
    found = limit.finding("超过上限", next_step="减少", weight=Weight.WARN, field="n")
    assert found == Finding("TST-91", "超过上限", ("试验法第一条",), Weight.WARN, "减少", "n")


def test_one_number_may_have_several_parts():
    first = rule("TST-92", cites=("甲", "乙"))(_first)
    second = rule("TST-92", cites="丙")(_second)
    assert registered()["TST-92"] == (first, second)
    assert first.cites == ("甲", "乙")


def test_a_rule_without_a_sentence_is_refused():
    with pytest.raises(ValueError, match="TST-93 has no sentence"):
        rule("TST-93", cites="甲")(lambda: None)


def _first() -> None:
    """第一句。"""


def _second() -> None:
    """第二句。"""
