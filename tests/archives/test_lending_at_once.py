"""Two hands on one paper file at the same moment, on a database that commits."""

from typing import Any

import pytest
from tests import kept
from tests.archives.filed import LATER, Told, play
from tests.archives.test_destroying import put_away
from tests.archives.test_lending import granted
from tests.organs.at_once import at_once

from mingjing.archives import operations
from mingjing.archives.models import Lending
from mingjing.ledger import queries as ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def closed(transactional_db: None) -> Told:
    """The worked example, closed, in a database that commits."""
    kept.county()
    return play()


def names(answers: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


def test_of_two_who_borrow_the_one_paper_one_gets_it(closed: Told) -> None:
    filed = put_away(closed)
    loans = [granted(closed, filed, who, kind="paper") for who in ("甲", "乙")]
    give = {"by": closed.person("档"), "at": LATER}
    answers = at_once(*[lambda one=one: operations.hand_out(lending_id=one.id, **give) for one in loans])
    assert names(answers) == ["LendingFacts", "Refused"], answers
    assert Lending.objects.filter(state="out").count() == 1
    out = Lending.objects.get(state="out")
    back = {"lending_id": out.id, "condition": "good", "note": "", **give}
    assert names(at_once(*[lambda: operations.take_back(**back)] * 2)) == ["LendingFacts", "Refused"]
    longer = granted(closed, filed)
    renew = {"lending_id": longer.id, "days": 3, "reason": "还没有看完", **give}
    assert names(at_once(*[lambda: operations.renew_loan(**renew)] * 2)) == ["LendingFacts", "Refused"]
    end = {"lending_id": longer.id, "reason": "用途已经完成", **give}
    assert names(at_once(*[lambda: operations.end_loan(**end)] * 2)) == ["LendingFacts", "Refused"]
    assert ledger.audit().sound
