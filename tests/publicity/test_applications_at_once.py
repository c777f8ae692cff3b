"""The same form twice at once is one application; of two people who move one at once, one does."""

from datetime import timedelta

from tests.kept import county
from tests.organs.at_once import at_once
from tests.publicity.test_applications import AT, draft, noted

from mingjing.kernel.findings import Refused
from mingjing.ledger.models import Entry
from mingjing.publicity import operations
from mingjing.publicity.models import Application


def test_the_same_form_twice_at_once_is_one_application(committed: None) -> None:
    world = county()
    noted(world)
    told = {"draft": draft(), "once": "at-once-0123456789abc", "by": "system", "at": AT}
    answers = at_once(*(lambda: operations.receive_application(**told) for _ in range(2)))
    assert answers[0] == answers[1], answers
    assert Application.objects.count() == 1


def test_of_two_who_accept_at_once_one_does(committed: None) -> None:
    world = county()
    noted(world)
    operations.receive_application(draft=draft(), once="at-once-0123456789abc", by="system", at=AT)
    key, later = Application.objects.get().id, AT + timedelta(minutes=5)
    people = [world.actor(who, later) for who in ("甲", "己")]
    answers = at_once(
        *(lambda by=by: operations.accept_application(application_id=key, by=by, at=later) for by in people)
    )
    assert [one.rules for one in answers if isinstance(one, Refused)] == [{"PUB-114"}], answers
    assert Entry.objects.filter(kind="publicity:application:accepted").count() == 1
