"""Inside a round: asked, answered, called off; the opinion waits for it, and a view that differs is answered in it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.organs.town import AT, draft
from tests.review.desk import MONDAY, TWO, Desk
from tests.review.desk import desk as opened

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs.operations import register_organ
from mingjing.review import operations, queries
from mingjing.review.models import RoundRequest
from mingjing.review.queries.agreeing import requests_unlike_the_ledger
from mingjing.review.terms import Check, RoundRequestFacts

pytestmark = pytest.mark.django_db
QUESTION = "第二份笔录与检查记录的人数不一致，以哪一份为准？"
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def desk() -> Desk:
    found = opened()
    found.submit()
    return found


def asked(desk: Desk, **more: Any) -> RoundRequestFacts:
    given = {
        "dossier_id": desk.dossier_id, "kind": "explain", "question": QUESTION, "conflicted": {desk.handler.person_id},
        "by": desk.reviewer, "at": MONDAY, **more,
    }  # fmt: skip
    return operations.ask_in_round(**given)


def answered(desk: Desk, one: RoundRequestFacts, **more: Any) -> RoundRequestFacts:
    given = {
        "request_id": one.id, "answer": "以检查记录为准，笔录是口误，已补正", "by": desk.handler, "at": LATER,
        "conflicted": {desk.handler.person_id}, **more,
    }  # fmt: skip
    return operations.answer_in_round(**given)


def off(desk: Desk, one: RoundRequestFacts, **more: Any) -> RoundRequestFacts:
    return operations.call_off_in_round(
        **{"request_id": one.id, "reason": "案卷里已经找到", "by": desk.reviewer, "at": LATER, **more}
    )


def second(desk: Desk) -> Actor:
    return desk.town.reviewer("审二", "A20130002")


def test_the_handling_unit_is_asked_and_explains_while_the_clock_runs(desk: Desk) -> None:
    before = queries.rounds(desk.dossier_id)[-1].due_on
    one = asked(desk)
    assert [each.id for each in queries.requests_waiting(desk.handler)] == [one.id]
    assert queries.requests_waiting(desk.reviewer) == queries.requests_waiting(desk.head) == ()
    done = answered(desk, one)
    assert (done.state, done.answered_by_name, done.verdict) == ("answered", "承一", "")
    assert queries.rounds(desk.dossier_id)[-1].due_on == before
    with CaptureQueriesContext(connection) as counted:
        assert queries.round_requests(desk.dossier_id) == (done,)
    assert len(counted) == 1
    assert queries.requests_waiting(desk.handler) == ()
    assert desk.opine().result == "agree"
    assert [one.kind for one in ledger.every("review:request:asked")] == ["review:request:asked"]
    assert list(requests_unlike_the_ledger()) == []


def test_the_opinion_waits_for_every_answer_each_time(desk: Desk) -> None:
    one, other = asked(desk), asked(desk, kind="joint", to=second(desk).person_id)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            desk.opine()
        assert refused.value.rules == {"REV-72"} and len(refused.value.findings) == 2
    answered(desk, one)
    with pytest.raises(Refused, match="审二还没有答复"):
        desk.opine()
    off(desk, other)
    assert desk.opine().result == "agree"


def test_a_view_that_differs_is_answered_in_the_opinion(desk: Desk) -> None:
    joint = second(desk)
    one = asked(desk, kind="joint", to=joint.person_id)
    done = answered(desk, one, by=joint, verdict="dissent", answer="处罚幅度偏重，应当按较轻的阶次")
    assert done.verdict_name == "有不同意见"
    with pytest.raises(Refused) as refused:
        desk.opine()
    assert refused.value.rules == {"REV-72"} and refused.value.findings[0].field == "problems"
    assert desk.opine(problems="当事人两年内再次违反，按较重的阶次处理适当").result == "agree"


def test_a_view_that_agrees_and_a_refusal_need_no_more(desk: Desk) -> None:
    joint = second(desk)
    answered(
        desk,
        asked(desk, kind="joint", to=joint.person_id),
        by=joint,
        verdict="agree",
        answer="事实清楚，幅度适当，同意通过",
    )
    assert desk.opine(Check.FACTS).result == "return"


def test_an_empty_shell_and_the_wrong_person_are_refused(desk: Desk) -> None:
    joint = second(desk)
    for more, rule in (
        ({"question": "  "}, "REV-70"), ({"kind": "joint"}, "REV-70"), ({"kind": "joint", "to": uuid4()}, "REV-70"),
        ({"kind": "joint", "to": desk.reviewer.person_id}, "REV-70"), ({"kind": "joint", "to": desk.handler.person_id}, "REV-70"),
        ({"kind": "joint", "to": joint.person_id, "conflicted": {joint.person_id}}, "REV-06"),
        ({"conflicted": {desk.reviewer.person_id}}, "REV-06"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            asked(desk, **more)
        assert refused.value.rules == {rule}, more
    with pytest.raises(Invalid):
        asked(desk, kind="something")
    assert not RoundRequest.objects.exists()
    one = asked(desk, kind="joint", to=joint.person_id)
    for more in ({"answer": "行", "verdict": "agree"}, {"verdict": ""}, {"verdict": "perhaps"}):
        with pytest.raises(Refused) as refused:
            answered(desk, one, **{"by": joint, **more})
        assert refused.value.rules == {"REV-71"}, more
    with pytest.raises(Refused, match="应由审二本人出具"):
        answered(desk, one, by=desk.reviewer, verdict="agree")
    with pytest.raises(Refused) as refused:
        answered(desk, one, by=joint, verdict="agree", conflicted={joint.person_id})
    assert refused.value.rules == {"REV-06"}
    with pytest.raises(Invalid):
        operations.answer_in_round(request_id=uuid4(), answer="没有这个请求的答复", by=joint, at=LATER)
    with pytest.raises(Invalid):
        off(desk, one, reason=" ")


def test_a_reviewer_without_qualification_is_not_asked(desk: Desk) -> None:
    newcomer = desk.town.actor("新来", Role.REVIEWER)
    with pytest.raises(Refused) as refused:
        asked(desk, kind="joint", to=newcomer.person_id)
    assert refused.value.rules == {"REV-02"}


def test_once_is_enough_and_after_calling_off_again(desk: Desk) -> None:
    joint = second(desk)
    one, first = asked(desk), asked(desk, kind="joint", to=joint.person_id)
    for more in ({}, {"kind": "joint", "to": joint.person_id, "question": "另一个问题，请您看看"}):
        with pytest.raises(Refused) as refused:
            asked(desk, **more)
        assert refused.value.rules == {"REV-70"}
    with pytest.raises(Refused, match="不能由您自己撤回"):
        off(desk, first, by=joint)
    off(desk, first)
    with pytest.raises(Refused, match="已撤回"):
        off(desk, first)
    with pytest.raises(Refused, match="已撤回"):
        answered(desk, first, by=joint, verdict="agree")
    answered(desk, one)
    with pytest.raises(Refused, match="已答复"):
        answered(desk, one)
    assert asked(desk, kind="joint", to=joint.person_id).waits
    assert asked(desk).waits
    assert list(requests_unlike_the_ledger()) == []


def test_only_an_open_round_is_asked_in(desk: Desk) -> None:
    one = asked(desk)
    operations.return_incomplete(dossier_id=desk.dossier_id, missing="缺少现场照片原件", by=desk.reviewer, at=MONDAY)
    for act in (lambda: asked(desk, question="另外的一个问题？"), lambda: answered(desk, one)):
        with pytest.raises(Refused, match="不在审核中"):
            act()
    assert queries.requests_waiting(desk.handler) == ()
    with pytest.raises(Invalid):
        asked(replace(desk, dossier_id=uuid4()))


def test_only_their_own_people_may(desk: Desk) -> None:
    one = asked(desk)
    other = register_organ(draft=draft("乙局", "乙", "yi"), by=desk.town.sysadmin, at=AT)
    outsider = desk.town.reviewer("外人", "B1", organ_id=other.id)
    stranger = desk.town.actor("旁人", Role.HANDLER, organ_id=other.id)
    for actor in (desk.handler, desk.head, outsider, stranger):
        with pytest.raises(Forbidden):
            asked(desk, by=actor)
    for actor in (desk.reviewer, desk.head, outsider, stranger):
        with pytest.raises(Forbidden):
            answered(desk, one, by=actor)
    for actor in (desk.handler, outsider, stranger):
        with pytest.raises(Forbidden):
            off(desk, one, by=actor)


def test_what_was_changed_behind_the_ledger_is_found(desk: Desk) -> None:
    one = answered(desk, asked(desk))
    for change in ({"question": "别的"}, {"answer": "别的答复"}, {"off_reason": "x"}):
        kept = RoundRequest.objects.filter(pk=one.id).values(*change).get()
        RoundRequest.objects.filter(pk=one.id).update(**change)
        assert [each.message for each in requests_unlike_the_ledger()] == ["与台账登记的不符"], change
        RoundRequest.objects.filter(pk=one.id).update(**kept)
    assert list(requests_unlike_the_ledger()) == []
    RoundRequest.objects.all().delete()
    assert [each.message for each in requests_unlike_the_ledger()] == ["台账记有，业务库里没有（被删除）"]


def test_lawful_destruction_takes_them_too(desk: Desk) -> None:
    answered(desk, asked(desk))
    streams = operations.erase_dossier(dossier_id=desk.dossier_id, by=desk.head, at=LATER)
    assert f"review-request:{desk.dossier_id}" in streams and not RoundRequest.objects.exists()


def test_a_request_of_an_earlier_round_does_not_hold_up_the_next(desk: Desk) -> None:
    answered(desk, asked(desk))
    desk.opine(Check.FACTS)
    desk.respond()
    desk.submit(TWO)
    assert desk.opine().result == "agree"
