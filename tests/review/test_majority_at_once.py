"""The same decision said not to be major by two at once is kept once."""

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import desk as opened
from tests.review.test_majority import deny

from mingjing.kernel.findings import Invalid
from mingjing.review.models import NotMajor

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_at_once_leave_one() -> None:
    desk = opened()
    given = at_once(lambda: deny(desk), lambda: deny(desk, by=desk.reviewer))
    assert sum(isinstance(one, Invalid) for one in given) == 1 and NotMajor.objects.count() == 1
