"""A disagreement needs both opinions, and never replaces a pass."""

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY, ONE, REVIEWING, TWO, Desk, profile
from tests.review.desk import desk as opened

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.review import queries
from mingjing.review.models import Dispute
from mingjing.review.terms import Check, Statement


@pytest.fixture
def refused(desk: Desk) -> Desk:
    """A file that was sent back."""
    desk.submit()
    desk.opine(Check.FACTS)
    return desk


def test_a_disagreement_is_raised_answered_and_settled(refused: Desk) -> None:
    assert refused.dispute().open
    refused.answer()
    settled = refused.settle()
    assert (settled.open, settled.settlement, settled.reviewing) == (False, "head", REVIEWING)
    assert queries.rounds(refused.dossier_id)[0].dispute == settled


def test_no_settlement_replaces_a_pass(refused: Desk) -> None:
    refused.dispute()
    refused.answer()
    refused.settle()
    gate = queries.gate(refused.dossier_id, ONE, profile(refused.town.organ.id), MONDAY.date())
    assert {one.rule for one in gate} == {"REV-03"}
    refused.respond()
    assert refused.submit(ONE).round == 2


def test_an_open_disagreement_holds_up_the_next_round(refused: Desk) -> None:
    refused.dispute()
    refused.respond()
    with pytest.raises(Refused, match="分歧还没有处理"):
        refused.submit(TWO)


def test_a_settlement_needs_both_opinions_and_the_consultation(refused: Desk) -> None:
    with pytest.raises(Refused, match="没有提出分歧"):
        refused.settle()
    refused.dispute()
    with pytest.raises(Refused) as caught:
        refused.settle(consultation=" ")
    assert caught.value.rules == {"REV-09"}
    assert len(caught.value.findings) == 2
    refused.answer()
    with pytest.raises(Refused, match="没有协商记录"):
        refused.settle(consultation=" ")
    with pytest.raises(Invalid):
        refused.settle(settlement="dice")
    with pytest.raises(Invalid):
        refused.settle(outcome=" ")
    refused.settle()
    with pytest.raises(Refused, match="已经处理"):
        refused.settle()


@pytest.mark.parametrize("field", ["position", "reasons", "basis"])
def test_a_position_gives_reasons_and_basis(refused: Desk, field: str) -> None:
    given = {"position": "应予处罚", "reasons": "证据充分", "basis": "某法第一条", field: " "}
    with pytest.raises(Invalid) as caught:
        refused.dispute(statement=Statement(**given))
    assert field in caught.value.errors
    refused.dispute()
    with pytest.raises(Invalid):
        refused.answer(statement=Statement(**given))


def test_each_step_is_taken_once(refused: Desk) -> None:
    refused.dispute()
    with pytest.raises(Refused, match="已经提出过"):
        refused.dispute()
    refused.answer()
    with pytest.raises(Refused, match="已经答复过"):
        refused.answer()


def test_there_is_nothing_to_dispute_before_or_after_a_pass(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.dispute()
    desk.submit()
    with pytest.raises(Refused):
        desk.dispute()
    desk.opine()
    with pytest.raises(Refused):
        desk.dispute()


def test_everybody_plays_the_own_part(refused: Desk) -> None:
    with pytest.raises(Forbidden):
        refused.dispute(by=refused.reviewer)
    refused.dispute()
    with pytest.raises(Forbidden):
        refused.answer(by=refused.handler)
    refused.answer()
    for by in (refused.handler, refused.reviewer):
        with pytest.raises(Forbidden):
            refused.settle(by=by)


@pytest.mark.django_db(transaction=True)
def test_two_disputes_at_once_leave_one() -> None:
    desk = opened()
    desk.submit()
    desk.opine(Check.FACTS)
    given = at_once(lambda: desk.dispute(), lambda: desk.dispute())
    assert [isinstance(one, Refused) for one in given].count(True) == 1
    assert Dispute.objects.count() == 1
