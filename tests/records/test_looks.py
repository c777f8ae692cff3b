"""调阅监督: what a person looked at is counted by day in China; too much, at night, too many copies is a remark."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.records.films import AT, dossier

from mingjing.records import operations, queries
from mingjing.records.models import Viewing
from mingjing.records.rules.looks import looks_are_usual
from mingjing.records.terms.looks import LookDay

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 13)


def look(
    shifan: Any,
    case: Any,
    *,
    key: str = "监",
    at: datetime = AT,
    what: str = "document",
    purpose: str = "执法监督（打开文书）",
) -> None:
    operations.log_view(
        dossier_id=case,
        what=what,
        object_id=uuid4(),
        name="立案审批表",
        purpose=purpose,
        at=at,
        by=shifan.actor(key, at),
    )


def test_looks_are_counted_by_person_and_day_in_china(shifan: Any) -> None:
    first, second = dossier(shifan), dossier(shifan, "市监局", "市甲")
    look(shifan, first)
    look(shifan, first, what="export", purpose="导出案卷")
    look(shifan, second, purpose="执法监督（下载文书）", at=AT.replace(hour=22))
    look(shifan, second, at=AT.replace(hour=5) + timedelta(days=1))
    look(shifan, first, key="甲")
    days = {(one.person_name, one.day): one for one in queries.look_days(None, DAY, DAY + timedelta(days=1))}
    watched = days["华监督", DAY]
    assert (watched.looks, watched.files, watched.saved, watched.night) == (3, 2, 2, 1)
    assert (days["华监督", DAY + timedelta(days=1)].night, days["张三", DAY].looks) == (1, 1)
    own = queries.look_days(shifan.organs["应急局"], DAY, DAY)
    assert {(one.person_name, one.looks) for one in own} == {("华监督", 2), ("张三", 1)}
    totals = queries.look_totals(None, DAY, DAY + timedelta(days=1))
    assert [(one.person_name, one.looks, one.files, one.days, one.remarks) for one in totals] == [
        ("华监督", 4, 2, 2, 2),
        ("张三", 1, 1, 1, 0),
    ]
    assert queries.look_purposes(None, DAY, DAY)[0] == ("执法监督（打开文书）", 2)
    assert queries.look_days(None, DAY - timedelta(days=9), DAY - timedelta(days=1)) == ()


def test_one_persons_looks_are_read_page_by_page(shifan: Any) -> None:
    case = dossier(shifan)
    for minute in range(5):
        look(shifan, case, at=AT.replace(minute=minute))
    person = shifan.people["监"]
    first = queries.looks_of(person, None, DAY, DAY, limit=3)
    rest = queries.looks_of(person, None, DAY, DAY, before=first[-1][0], limit=3)
    assert [one.at.minute for _, one in (*first, *rest)] == [4, 3, 2, 1, 0]
    assert queries.looks_of(person, shifan.organs["市监局"], DAY, DAY) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []), ({"files": 30, "saved": 10}, []), ({"files": 31}, ["调阅 31 个案卷（超过 30 个）"]),
        ({"saved": 11}, ["下载、导出 11 次（超过 10 次）"]), ({"night": 1}, ["夜间调阅 1 次"]),
        ({"files": 31, "night": 2}, ["调阅 31 个案卷（超过 30 个）", "夜间调阅 2 次"]),
    ],
)  # fmt: skip
def test_what_is_unusual(changes: dict[str, int], told: list[str]) -> None:
    day = LookDay(
        **(
            {"person_id": uuid4(), "person_name": "华监督", "day": DAY, "looks": 40, "files": 3, "saved": 0, "night": 0}
            | changes
        )
    )
    found = looks_are_usual(day)
    assert [one.rule for one in found] == (["REC-30"] if told else [])
    assert all(text in found[0].message for text in told)


def test_sums_ask_two_questions(shifan: Any, django_assert_max_num_queries: Any) -> None:
    case = dossier(shifan)
    for minute in range(30):
        look(shifan, case, at=AT.replace(minute=minute), key="甲" if minute % 2 else "监")
    with django_assert_max_num_queries(2):
        totals = queries.look_totals(None, DAY, DAY)
    assert sum(one.looks for one in totals) == Viewing.objects.count() == 30
