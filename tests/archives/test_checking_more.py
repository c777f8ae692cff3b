"""The checks of dates, pages, links and numbers, each shown to fail for what it is there for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.archives.test_checking import GOOD, ITEM, ORDER, gathered, one

from mingjing.archives.rules import checking
from mingjing.archives.rules.order import arranged
from mingjing.archives.terms import About, Gathered, Result, Stream

FILED = About("示-1", "卷", retention="y10", archived_on=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("code", "all_", "told"),
    [
        ("ZS-05", gathered(replace(GOOD, item=replace(ITEM, pages=-1))), "页数是负数"),
        ("ZS-07", gathered(about=replace(FILED, opened_on=date(2026, 11, 9), closed_on=date(2026, 11, 8))), "立卷日期晚于结案日期"),
        ("ZS-07", gathered(about=replace(FILED, closed_on=date(2026, 12, 2))), "结案日期晚于归档日期"),
        ("ZS-10", gathered(GOOD, GOOD), "列了两次"),
        ("ZS-12", gathered(rows=()), "不在卷内目录里"),
        ("WZ-01", gathered(rows=()), "目录里没有材料"),
        ("WZ-05", gathered(sealed=5), "封存时有 5 条，现在只有 3 条"),
        ("WZ-05", gathered(stream=Stream((1, 2, 3), linked=False)), "接不上"),
        ("WZ-06", gathered(rows=tuple(replace(row, no=2) for row in arranged([ITEM], ORDER))), "有缺或者重复"),
    ],
)  # fmt: skip
def test_the_check_names_the_fault_and_passes_without_it(code: str, all_: Gathered, told: str) -> None:
    assert one(checking.checks_of(gathered(), ORDER, str), code).result is not Result.FAIL
    found: Any = one(checking.checks_of(all_, ORDER, str), code)
    assert found.result is Result.FAIL and told in found.detail
