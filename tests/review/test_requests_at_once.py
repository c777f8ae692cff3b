"""Two people at the same moment: one invitation, one answer, and never an opinion beside an open question."""

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import desk as opened
from tests.review.test_requests import answered, asked, off, second

from mingjing.kernel.findings import Invalid, Refused
from mingjing.review import queries
from mingjing.review.queries.agreeing import requests_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def refused(found: list[object]) -> int:
    return sum(isinstance(one, Invalid | Refused) for one in found)


def test_every_step_is_done_once() -> None:
    desk = opened()
    desk.submit()
    joint = second(desk)
    invite = lambda: asked(desk, kind="joint", to=joint.person_id)  # noqa: E731
    assert refused(at_once(invite, invite)) == 1
    (one,) = queries.round_requests(desk.dossier_id)
    assert refused(at_once(lambda: answered(desk, one, by=joint, verdict="agree"), lambda: off(desk, one))) == 1
    assert refused(at_once(lambda: asked(desk), lambda: asked(desk))) == 1
    assert list(requests_unlike_the_ledger()) == []


def test_an_opinion_and_a_question_at_once_do_not_both_stand() -> None:
    desk = opened()
    desk.submit()
    assert refused(at_once(lambda: desk.opine(), lambda: asked(desk))) == 1
    waiting = [one for one in queries.round_requests(desk.dossier_id) if one.waits]
    assert bool(waiting) is (queries.rounds(desk.dossier_id)[-1].opinion is None)
