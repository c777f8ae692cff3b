"""A visit changed past the system is named by the audit."""

from typing import Any

import pytest
from tests.publicity.test_visits import AT, arrived, item, left

from mingjing.publicity import operations
from mingjing.publicity.models import Visit, VisitRating
from mingjing.publicity.queries.agreeing_visits import visits_unlike_the_ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(shifan: Any) -> Any:
    """A visit that was confirmed, ended and rated."""
    visit = arrived(shifan, item(shifan))
    code = operations.visit_code(visit.id)
    operations.confirm_visit(code=code, by="system", at=AT)
    operations.rate_visit(code=code, score=2, text="等了很久", by="system", at=AT)
    return left(shifan, visit, result="correct", note="七日内更换")


def test_what_was_not_touched_agrees(ended: Any) -> None:
    assert not list(visits_unlike_the_ledger())


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "示应急入企〔2026〕9号"}, {"enterprise_code": "91130821MA0HX002XQ"}, {"result": "clean"}, {"note": ""}, {"officers": []},
        {"item": {}}, {"approval": "补一个批文"}, {"confirmed_at": None}, {"closed_at": None}, {"rated": False},
    ],
)  # fmt: skip
def test_a_changed_visit_is_named(ended: Any, changes: dict[str, Any]) -> None:
    Visit.objects.update(**changes)
    assert [one.message for one in visits_unlike_the_ledger()] == ["事项、人员、结果或者评价与台账登记的不符"]


@pytest.mark.parametrize("changes", [{"score": 5}, {"text": "很好"}])
def test_a_changed_rating_is_named(ended: Any, changes: dict[str, Any]) -> None:
    VisitRating.objects.update(**changes)
    assert len(list(visits_unlike_the_ledger())) == 1


def test_a_visit_or_rating_that_is_gone_is_named(ended: Any) -> None:
    VisitRating.objects.all().delete()
    assert len(list(visits_unlike_the_ledger())) == 1
    Visit.objects.all().delete()
    assert ["被删除" in one.message for one in visits_unlike_the_ledger()] == [True]
