"""The audit sees a class, a cap, a line or a count that was changed behind the operations."""

from typing import Any

import pytest
from django.db import connection
from tests.inspections.yearly import capped, checked, entered, item, line, number, published, visited

from mingjing.inspections.queries.agreeing_plans import inspection_plans_unlike_the_ledger

pytestmark = pytest.mark.django_db
CHANGES = (
    ("UPDATE mj_ins_class SET risk = 'low'", "等级或者复核"),
    ("UPDATE mj_ins_lot SET state = 'waiting'", "等级或者复核"),
    ("UPDATE mj_ins_lot SET source = 'x'", "等级或者复核"),
    ("UPDATE mj_ins_cap SET basis = 'x'", "次数、依据或者状态"),
    ("UPDATE mj_ins_cap SET state = 'draft'", "次数、依据或者状态"),
    ("UPDATE mj_ins_cap SET note = 'x'", "次数、依据或者状态"),
    ("DELETE FROM mj_ins_cap", "频次上限，业务库里没有"),
    ("UPDATE mj_ins_line SET wanted = 99", "条目与台账登记的不符"),
    ("UPDATE mj_ins_version SET state = 'dropped'", "公布的版本"),
    ("UPDATE mj_ins_version SET reason = 'x'", "调整的理由"),
    ("UPDATE mj_ins_year SET year = 2025", "名称或者年度"),
    ("UPDATE mj_ins_count SET line = ''", "是否计入频次上限"),
    ("UPDATE mj_ins_count SET cause = 'order'", "是否计入频次上限"),
    ("DELETE FROM mj_ins_count", "检查的计数，业务库里没有"),
    ("DELETE FROM mj_ins_class; DELETE FROM mj_ins_lot", "这一批等级，业务库里没有"),
)


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_what_is_changed_behind_the_operations_is_found(shifan: Any, change: str, words: str) -> None:
    public = item(shifan)
    checked(shifan, entered(shifan))
    capped(shifan)
    plan = published(shifan, line(public))
    visited(shifan, public, cause="plan", source=number(plan))
    assert list(inspection_plans_unlike_the_ledger()) == []
    with connection.cursor() as cursor:
        for one in change.split("; "):
            cursor.execute(one)
    assert words in "；".join(str(one) for one in inspection_plans_unlike_the_ledger())
