"""Two people at the same moment: one registration, one request, one assignment, one opinion, one end."""

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY
from tests.review.desk import desk as opened
from tests.review.pool import advised, asked, assigned, public, register

from mingjing.kernel.findings import Invalid, Refused
from mingjing.review import operations
from mingjing.review.models import Counsel, CounselAsk
from mingjing.review.queries.agreeing import counsel_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def refused(found: list[object]) -> int:
    return sum(isinstance(one, Invalid | Refused) for one in found)


def test_every_step_is_done_once() -> None:
    desk = opened()
    assert refused(at_once(lambda: register(desk), lambda: register(desk))) == 1
    one, other = Counsel.objects.get().facts(), register(desk, public())
    desk.submit()
    assert refused(at_once(lambda: asked(desk), lambda: asked(desk, by=desk.head))) == 1
    ask = CounselAsk.objects.get().facts()
    assert refused(at_once(lambda: assigned(desk, ask, one), lambda: assigned(desk, ask, other))) == 1
    assert refused(at_once(lambda: advised(desk, ask), lambda: advised(desk, ask))) == 1
    end = {"counsel_id": other.id, "reason": "调离公职律师岗位", "by": desk.head, "at": MONDAY}
    assert refused(at_once(lambda: operations.end_counsel(**end), lambda: operations.end_counsel(**end))) == 1
    assert list(counsel_unlike_the_ledger()) == []


def test_an_opinion_and_a_withdrawal_do_not_both_stand() -> None:
    desk = opened()
    desk.submit()
    ask = asked(desk)
    assigned(desk, ask, register(desk))
    off = {"ask_id": ask.id, "reason": "另行请求顾问", "by": desk.reviewer, "at": MONDAY}
    assert refused(at_once(lambda: advised(desk, ask), lambda: operations.call_off(**off))) == 1
    assert list(counsel_unlike_the_ledger()) == []
