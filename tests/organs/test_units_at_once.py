"""Two administrators at the same moment: somebody moves to one unit, the other is told that the record changed."""

from typing import Any

import pytest
from tests import kept
from tests.bureau.case_desk import NOW
from tests.supervision.test_gradings_at_once import one_of_two

from mingjing.organs import operations, queries
from mingjing.organs.models import UnitStay
from mingjing.organs.queries.agreeing import units_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> Any:
    return kept.county()


def test_a_move_is_made_once(county: Any) -> None:
    by, key = county.actor("系小管", NOW), county.people["甲"]
    seen = queries.persons([key])[key]
    one_of_two(
        lambda: operations.amend_person(
            person_id=key,
            name=seen.name,
            unit="执法二队",
            post=seen.post,
            reason="机构调整",
            seen=seen.mark,
            by=by,
            at=NOW,
        )  # fmt: skip
    )
    rows = UnitStay.objects.filter(person_id=key)
    assert [row.unit for row in rows] == [seen.unit, "执法二队"] and not list(units_unlike_the_ledger())
