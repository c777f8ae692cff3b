"""The plain words say the figures of the law with their unit: working days where 行政处罚法第八十五条 says so."""

import re

import pytest

from mingjing.publicity.terms import plain_words


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("tingzheng", "五个工作日内提出"), ("xianxing", "七个工作日内作出处理"), ("chexia", "三个工作日内撤下"),
        # More than seven days are natural days: fifteen to pay, ninety to decide, sixty to ask for review.
        ("fakuan", "十五日内"), ("putong", "九十日内"), ("fuyi", "六十日内"), ("susong", "十五日内起诉"),
        ("jiachu", "百分之三"), ("jianyi", "对单位三千元以下"), ("shixiao", "延长到五年"), ("zhifarenyuan", "法律另有规定的除外"),
    ],
)  # fmt: skip
def test_each_figure_has_the_unit_of_the_law(key: str, says: str) -> None:
    one = plain_words()[key]
    assert says in one.means + one.you


def test_no_short_figure_of_the_penalty_law_is_told_in_plain_days() -> None:
    bare = re.compile("(?<!十)[二三五七]日内")
    assert not [key for key, one in plain_words().items() if bare.search(one.means + one.you)]


def test_only_kinds_of_penalty_stand_among_the_kinds_of_penalty() -> None:
    named = {one.word for one in plain_words().values() if one.group == "处罚的种类"}
    # 行政处罚法第九条, as the citizen writes them.
    assert named == {
        "警告", "通报批评", "罚款", "没收", "暂扣许可证", "吊销许可证", "责令停产停业", "限制从业", "行政拘留",
    }  # fmt: skip
