"""A disagreement needs both opinions, and never replaces a pass."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.organs.at_once import at_once
from tests.review.desk import MONDAY, ONE, REVIEWING, TWO, Desk, profile
from tests.review.desk import desk as opened

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.review import operations, queries
from mingjing.review.models import Dispute, DisputeRoute
from mingjing.review.queries.agreeing import disputes_unlike_the_ledger
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
    refused.consult()
    settled = refused.settle()
    assert (settled.open, settled.settlement, settled.reviewing) == (False, "head", REVIEWING)
    assert queries.rounds(refused.dossier_id)[0].dispute == settled


def test_no_settlement_replaces_a_pass(refused: Desk) -> None:
    refused.dispute()
    refused.answer()
    refused.consult()
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
        refused.settle()
    assert caught.value.rules == {"REV-09"}
    assert len(caught.value.findings) == 2
    refused.answer()
    with pytest.raises(Refused, match="没有协商记录"):
        refused.settle()
    refused.consult()
    with pytest.raises(Invalid):
        refused.settle(settlement="dice")
    for empty in ({"outcome": " "}, {"responsible": " "}):
        with pytest.raises(Invalid):
            refused.settle(**empty)
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
    with pytest.raises(Forbidden):
        refused.consult(by=refused.head)
    refused.consult(by=refused.reviewer)
    for by in (refused.handler, refused.reviewer):
        with pytest.raises(Forbidden):
            refused.settle(by=by)


def test_a_consultation_comes_after_both_opinions_and_once(refused: Desk) -> None:
    with pytest.raises(Refused, match="没有提出分歧"):
        refused.consult()
    refused.dispute()
    with pytest.raises(Refused) as caught:
        refused.consult()
    assert caught.value.rules == {"REV-23"}
    refused.answer()
    for day, told in ((MONDAY - timedelta(days=1), "早于提出分歧之日"), (MONDAY + timedelta(days=1), "在今天之后")):
        with pytest.raises(Refused, match=told):
            refused.consult(consulted_on=day.date())
    for empty in ({"consultation": " "}, {"consulted_with": ""}):
        with pytest.raises(Invalid):
            refused.consult(**empty)
    assert refused.consult().waits_for == "settle"
    with pytest.raises(Refused, match="已经记录"):
        refused.consult()


def test_what_was_agreed_is_not_decided_over(refused: Desk) -> None:
    consulted(refused, agreed=True)
    with pytest.raises(Refused) as caught:
        refused.settle(settlement="head")
    assert caught.value.rules == {"REV-24"}
    assert refused.settle(settlement="consulted").settlement == "consulted"


def test_the_organ_chooses_how_it_settles(refused: Desk) -> None:
    consulted(refused)
    with pytest.raises(Refused, match="报请行政机关负责人决定"):
        refused.settle(settlement="collective", meeting="9月21日，领导、副职参加，一致同意补充证据")
    with pytest.raises(Forbidden):
        operations.choose_route(route="collective", basis="示应急〔2026〕5号", by=refused.handler, at=MONDAY)
    for wrong in ({"route": "consulted"}, {"basis": " "}):
        with pytest.raises(Invalid):
            operations.choose_route(
                **{"route": "collective", "basis": "示应急〔2026〕5号", "by": refused.head, "at": MONDAY, **wrong}
            )
    first = operations.choose_route(route="head", basis="示应急〔2026〕4号", by=refused.head, at=MONDAY)
    second = operations.choose_route(route="collective", basis="示应急〔2026〕5号", by=refused.head, at=MONDAY)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Refused, match="集体讨论决定"):
        refused.settle(settlement="head")
    with pytest.raises(Refused, match="没有写明时间"):
        refused.settle(settlement="collective", meeting=" ")
    settled = refused.settle(settlement="collective", meeting="9月21日，领导、副职参加，一致同意补充证据")
    assert (settled.settlement, settled.responsible) == ("collective", "承一")
    assert queries.dispute_route(refused.town.organ.id, MONDAY.date()).basis == "示应急〔2026〕5号"


def test_nobody_rules_on_the_own_disagreement(refused: Desk) -> None:
    both = replace(refused.head, roles=refused.head.roles | {Role.HANDLER})
    refused.dispute(by=both)
    refused.answer()
    refused.consult()
    with pytest.raises(Refused, match="您是分歧的一方"):
        refused.settle(by=both)


def test_who_handled_the_case_does_not_answer_for_the_review_body(refused: Desk) -> None:
    refused.dispute()
    with pytest.raises(Refused) as caught:
        refused.answer(conflicted={refused.reviewer.person_id})
    assert caught.value.rules == {"REV-06"}


def test_the_list_is_searched_filtered_and_paged(refused: Desk) -> None:
    organ = refused.town.organ.id
    consulted(refused)
    assert [one.round for one in queries.disputes_waiting(organ)] == [1]
    line = queries.disputes([organ], words="培训")[0]
    assert (line.result_name, line.dispute.state_name) == ("退回补正", "待处理")
    assert queries.disputes([organ], words="没有这案") == queries.disputes([uuid4()]) == ()
    assert queries.disputes(None, before=(line.dispute.raised_at, line.dispute.id)) == ()
    refused.settle()
    assert queries.disputes(None, state="open") == queries.disputes_waiting(organ) == ()
    assert queries.disputes(None, state="settled")[0].dispute.state_name == "报请行政机关负责人决定"


def test_the_audit_sees_what_was_changed_removed_or_never_told(refused: Desk) -> None:
    consulted(refused)
    operations.choose_route(route="head", basis="示应急〔2026〕4号", by=refused.head, at=MONDAY)
    assert list(disputes_unlike_the_ledger()) == []
    refused.settle()
    assert list(disputes_unlike_the_ledger()) == []
    Dispute.objects.update(outcome="审核通过，可以处罚")
    assert [one.message for one in disputes_unlike_the_ledger()] == ["与台账记的不符"]
    Dispute.objects.all().delete()
    DisputeRoute.objects.update(route="collective")
    assert [one.message for one in disputes_unlike_the_ledger()] == [
        "台账记有，业务库里没有（被删除）",
        "与台账登记的不符",
    ]


def consulted(desk: Desk, *, agreed: bool = False) -> None:
    """Both opinions and the consultation are on record."""
    desk.dispute()
    desk.answer()
    desk.consult(agreed=agreed)


@pytest.mark.django_db(transaction=True)
def test_two_disputes_at_once_leave_one() -> None:
    desk = opened()
    desk.submit()
    desk.opine(Check.FACTS)
    given = at_once(lambda: desk.dispute(), lambda: desk.dispute())
    assert [isinstance(one, Refused) for one in given].count(True) == 1
    assert Dispute.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_consultations_and_two_settlements_at_once_leave_one() -> None:
    desk = opened()
    desk.submit()
    desk.opine(Check.FACTS)
    desk.dispute()
    desk.answer()
    for act in (desk.consult, desk.settle):
        given = at_once(lambda act=act: act(), lambda act=act: act())
        assert [isinstance(one, Refused) for one in given].count(True) == 1
    assert list(disputes_unlike_the_ledger()) == []


@pytest.mark.django_db(transaction=True)
def test_two_choices_of_the_way_at_once_have_their_own_numbers() -> None:
    desk = opened()

    def choose(route: str) -> object:
        return operations.choose_route(route=route, basis="示应急〔2026〕4号", by=desk.head, at=MONDAY)

    given = at_once(lambda: choose("head"), lambda: choose("collective"))
    done = [one.number for one in given if not isinstance(one, Invalid)]
    assert done and sorted(done) == list(range(1, len(done) + 1))
    assert DisputeRoute.objects.count() == len(done) and list(disputes_unlike_the_ledger()) == []
