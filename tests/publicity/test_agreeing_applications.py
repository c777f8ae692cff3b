"""An online application changed past the system is named by the audit."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.publicity.test_applications import AT, PDF, accepted, only, sent

from mingjing.publicity import operations
from mingjing.publicity.models import Application, ApplicationFile, ApplicationSender
from mingjing.publicity.queries.agreeing_applications import applications_unlike_the_ledger

pytestmark = pytest.mark.django_db
CONTENT, RESULT, STATE = "申请的内容与台账登记的不符", "办理的结果与台账登记的不符", "办到哪一步与台账登记的不符"


def unlike() -> list[str]:
    return [one.message for one in applications_unlike_the_ledger()]


@pytest.fixture
def answered(shifan: Any) -> Application:
    """An application with a file that was accepted, answered, sent back, answered again and approved."""
    row = accepted(shifan, kind="statement", files=(("证据.pdf", PDF),))
    for answer in ("第一次拟的答复", "复核以后仍然维持，理由如下"):
        operations.propose_answer(application_id=row.id, answer=answer, by=shifan.actor("甲", AT), at=AT)
        if answer.startswith("第一次"):
            operations.return_answer(application_id=row.id, note="请写明复核的理由", by=shifan.actor("己", AT), at=AT)
    operations.approve_answer(application_id=row.id, by=shifan.actor("己", AT), at=AT)
    return only()


def test_what_was_not_touched_agrees_at_every_move(shifan: Any) -> None:
    sent(shifan, kind="recusal")
    assert unlike() == []
    told = {"application_id": only().id, "by": shifan.actor("甲", AT), "at": AT}
    operations.accept_application(**told)
    assert unlike() == []
    operations.take_up(**told)
    assert (only().state, unlike()) == ("acting", [])
    operations.register_application(**told, act_code="request_recusal", act_seq=9)
    assert unlike() == []
    operations.close_application(**told, outcome="机关负责人同意回避", act_code="decide_recusal", act_seq=10)
    assert (only().state, unlike()) == ("done", [])


def test_one_that_was_turned_away_or_put_back_for_another_agrees(shifan: Any) -> None:
    first = accepted(shifan, kind="statement")
    operations.take_up(application_id=first.id, by=shifan.actor("甲", AT), at=AT)
    sent(shifan, kind="statement", once="apply-another-form-1")
    second = Application.objects.exclude(pk=first.pk).get()
    for move in (operations.accept_application, operations.take_up):
        move(application_id=second.id, by=shifan.actor("甲", AT), at=AT)
    first.refresh_from_db()
    assert (first.state, unlike()) == ("accepted", [])
    sent(shifan, kind="recusal", once="apply-another-form-2")
    third = Application.objects.get(kind="recusal")
    operations.decline_application(
        application_id=third.id, ground="not_this", reason="没有说明回避的理由", by=shifan.actor("己", AT), at=AT
    )
    third.refresh_from_db()
    assert (third.state, unlike()) == ("declined", [])
    Application.objects.filter(pk=third.pk).update(ground="late")
    assert unlike() == [RESULT]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": "示应急网申〔2026〕9号"}, CONTENT), ({"text": "换了一段话"}, CONTENT), ({"kind": "hearing"}, CONTENT),
        ({"late": True}, CONTENT), ({"state": "accepted"}, STATE), ({"answer": "换了一个结果"}, RESULT), ({"answer": ""}, RESULT),
        ({"act_code": "state_defence"}, RESULT), ({"act_seq": 3}, RESULT), ({"due": date(2027, 1, 1)}, "办理期限与台账登记的不符"),
    ],
)  # fmt: skip
def test_a_changed_application_is_named(answered: Application, changes: dict[str, Any], message: str) -> None:
    assert unlike() == []
    Application.objects.update(**changes)
    assert unlike() == [message]


def test_a_file_that_is_changed_or_gone_is_named(answered: Application) -> None:
    ApplicationFile.objects.update(sha256="0" * 64)
    assert unlike() == ["申请的附件与台账登记的不符"]
    ApplicationFile.objects.all().delete()
    assert unlike() == ["申请的附件与台账登记的不符"]


def test_one_that_is_gone_and_one_that_nobody_received_are_named(answered: Application) -> None:
    for model in (ApplicationFile, ApplicationSender, Application):
        model._default_manager.all().delete()
    assert ["被删除" in one for one in unlike()] == [True]
    answered.pk = uuid4()
    answered.save(force_insert=True)
    assert "台账没有登记收到这件申请" in unlike()
