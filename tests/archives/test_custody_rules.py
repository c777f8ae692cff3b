"""The rules of custody, additions, holds, imports and destruction, each by itself: pass, every refusal, empty shell."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from mingjing.archives.rules import custody, disposal
from mingjing.archives.terms import Disposal, DisposalAsked, Ground, HandoverState, Place, Retention, SupplementState

ONE, TWO, THREE = uuid4(), uuid4(), uuid4()


def told(found: Any, rule: str) -> list[str]:
    every = list(found)
    assert {one.rule for one in every} <= {rule}
    assert all(one.next_step for one in every)
    return [one.message for one in every]


def test_how_long_a_file_is_kept() -> None:
    # 30 years from 1 January after the year of closing: the whole of 2057 belongs to a file closed in 2026 plus 31 years.
    assert custody.kept_until(date(2026, 11, 23), Retention.THIRTY, 30) == date(2056, 12, 31)
    assert custody.kept_until(date(2026, 1, 1), Retention.TEN, 10) == date(2036, 12, 31)
    assert custody.kept_until(date(2026, 1, 1), Retention.PERMANENT, 0) is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, []), ({"open_": True}, ["正在等待接收"]), ({"filed": True}, ["已经归档"]), ({"paper_pages": -1}, ["纸质页数"]),
        ({"paper_pages": 100_001}, ["纸质页数"]), ({"filed": True, "to_house": True}, []),
        ({"to_house": True, "place": Place.GONE}, ["不在本机关档案室"]),
        ({"open_": True, "filed": True, "paper_pages": -5}, ["正在等待接收", "已经归档", "纸质页数"]),
    ],
)  # fmt: skip
def test_handing_over(more: dict[str, Any], words: list[str]) -> None:
    found = told(custody.handed_over_rightly(**({"open_": False, "filed": False, "paper_pages": 3} | more)), "ARCH-23")
    assert len(found) == len(words) and all(word in message for word, message in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, []), ({"state": HandoverState.RECEIVED}, ["已经办结"]), ({"by": ONE}, ["不能自己接收"]),
        ({"returned": True, "reason": "缺"}, ["没有写明理由"]), ({"returned": True, "reason": "缺送达回证原件"}, []),
        ({"to_house": True}, ["回执编号"]), ({"to_house": True, "by": ONE, "receipt": "馆收1号"}, []),
    ],
)  # fmt: skip
def test_receiving(more: dict[str, Any], words: list[str]) -> None:
    given = {"state": HandoverState.OFFERED, "offered_by": ONE, "by": TWO, "returned": False, "reason": ""} | more
    found = told(custody.settled_rightly(**given), "ARCH-26")
    assert len(found) == len(words) and all(word in message for word, message in zip(words, found, strict=True))
    assert told(custody.not_given_back("缺原件"), "ARCH-27") and not told(custody.not_given_back(""), "ARCH-27")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, []), ({"place": Place.GONE}, ["不在本机关档案室"]), ({"reason": "补"}, ["理由"]),
        ({"title": " "}, ["题名"]), ({"open_": 1}, ["还没有批准"]), ({"disposal": "proposed"}, ["正在办理销毁"]),
        ({"place": Place.GONE, "reason": "", "title": ""}, ["不在", "理由", "题名"]),
    ],
)  # fmt: skip
def test_adding(more: dict[str, Any], words: list[str]) -> None:
    given = {"place": Place.STAFF, "reason": "归档后收到的回证", "title": "送达回证", "open_": 0} | more
    found = told(custody.addition_is_explained(**given), "ARCH-25")
    assert len(found) == len(words) and all(word in message for word, message in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, []), ({"state": SupplementState.FILED}, ["已经办结"]), ({"by": ONE}, ["不能批准自己"]),
        ({"agreed": False, "opinion": "否"}, ["没有写明理由"]), ({"agreed": False, "opinion": "材料与本案无关"}, []),
    ],
)  # fmt: skip
def test_deciding_an_addition(more: dict[str, Any], words: list[str]) -> None:
    given = {"state": SupplementState.ASKED, "asked_by": ONE, "by": TWO, "agreed": True, "opinion": ""} | more
    found = told(custody.addition_is_decided(**given), "ARCH-28")
    assert len(found) == len(words) and all(word in message for word, message in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({}, 0), ({"failed": ["一", "二", "三", "四", "五", "六"]}, 5), ({"twice": "2026-11-30"}, 1),
        ({"number_taken": "示应急-2026-001"}, 1), ({"twice": "2026-11-30", "number_taken": "示应急-2026-001"}, 1),
    ],
)  # fmt: skip
def test_taking_a_package_in(more: dict[str, Any], count: int) -> None:
    assert len(told(custody.package_may_come_in(**({"failed": []} | more)), "ARCH-31")) == count


@pytest.mark.parametrize(
    ("more", "count"), [({}, 0), ({"gone": True}, 1), ({"reason": "因"}, 1), ({"basis": ""}, 1), ({"reason": "", "basis": " ", "gone": True}, 3)]
)  # fmt: skip
def test_holding(more: dict[str, Any], count: int) -> None:
    given = {"reason": "行政诉讼尚未终结", "basis": "（2026）冀08行初1号", "gone": False} | more
    assert len(told(disposal.hold_is_explained(**given), "ARCH-29")) == count


ASKED = DisposalAsked(
    place=Place.STAFF, holds=0, open_disposal="", open_supplements=0, showing=(), ground=Ground.SCHEDULE, retention=Retention.TEN,
    retain_until=date(2036, 12, 31), on=date(2037, 1, 1), basis="鉴定〔2037〕1号", appraisal="逐件看过，没有继续保存的价值。",
)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, []), ({"place": Place.GONE}, ["不在本机关"]), ({"holds": 2}, ["2 项冻结"]), ({"open_disposal": "proposed"}, ["提出过销毁"]),
        ({"open_supplements": 1}, ["补充归档"]), ({"showing": ("示应急罚〔2026〕1号",)}, ["还在公示"]), ({"ground": "none"}, ["没有选择"]),
        ({"on": date(2036, 12, 31)}, ["才届满"]), ({"retention": Retention.PERMANENT}, ["永久保管"]), ({"retain_until": None}, ["永久保管"]),
        ({"basis": ""}, ["依据"]), ({"appraisal": "同意"}, ["鉴定意见"]),
        ({"ground": next(one for one in Ground if one != Ground.SCHEDULE), "retention": Retention.PERMANENT}, []),
    ],
)  # fmt: skip
def test_proposing(more: dict[str, Any], words: list[str]) -> None:
    found = told(disposal.may_be_proposed(replace(ASKED, **more)), "ARCH-30")
    assert len(found) == len(words) and all(word in message for word, message in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({}, 0), ({"state": Disposal.DESTROYED}, 1), ({"by": ONE}, 1), ({"approvers": [TWO], "by": TWO}, 1), ({"opinion": "好"}, 1),
        ({"state": Disposal.APPROVED, "by": ONE, "approvers": [ONE], "opinion": ""}, 4),
    ],
)  # fmt: skip
def test_approving(more: dict[str, Any], count: int) -> None:
    given = {"state": Disposal.PROPOSED, "proposer": ONE, "approvers": [], "by": TWO, "opinion": "同意销毁"} | more
    assert len(told(disposal.approver_is_another(**given), "ARCH-32")) == count


@pytest.mark.parametrize(
    ("more", "asked", "count"),
    [
        ({}, {}, 0), ({"state": Disposal.DESTROYED}, {"holds": 1}, 1), ({"approvers": [TWO]}, {}, 1), ({"approvers": [TWO, ONE]}, {}, 1),
        ({"state": Disposal.PROPOSED}, {}, 1), ({}, {"holds": 1}, 1), ({}, {"showing": ("一",)}, 1), ({}, {"place": Place.GONE}, 1),
        ({}, {"open_supplements": 1}, 1),
    ],
)  # fmt: skip
def test_executing(more: dict[str, Any], asked: dict[str, Any], count: int) -> None:
    given = {"state": Disposal.APPROVED, "proposer": ONE, "approvers": [TWO, THREE]} | more
    assert len(told(disposal.may_be_executed(asked=replace(ASKED, **asked), **given), "ARCH-33")) == count
