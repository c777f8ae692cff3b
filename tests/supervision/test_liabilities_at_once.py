"""Two people at the same moment: one item for a source, one examination, one decision, one letter, one end; one receipt of a circular."""

from datetime import datetime
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.supervision import wrongly as made
from tests.supervision.test_circulars import draft
from tests.supervision.test_gradings_at_once import one_of_two
from tests.supervision.wrongly import AT, LATER

from mingjing.kernel.days import CHINA
from mingjing.supervision import operations
from mingjing.supervision.models import CircularStep, Liability, LiabilityStep
from mingjing.supervision.queries.agreeing_liabilities import circulars_unlike_the_ledger, liabilities_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SOON = datetime(2026, 12, 8, 9, 0, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    return kept.county()


def test_every_step_is_done_once(county: Any) -> None:
    one_of_two(lambda: made.by_hand(county))
    one = Liability.objects.get().facts()
    person = one.persons[0].id
    one_of_two(lambda: made.examined(county, one))
    said = {
        "liability_id": one.id,
        "text": "我没有参加这件案件",
        "waived": False,
        "by": county.actor("庚", SOON),
        "at": SOON,
    }
    one_of_two(lambda: operations.defend_liability(**said))
    one_of_two(lambda: made.proposed(county, one, measures=("discipline",), body="示范县纪委监委"))
    one_of_two(lambda: made.decided(county, one))
    given = {
        "liability_id": one.id,
        "person_id": person,
        "on": LATER.date(),
        "text": "当面送达",
        "by": county.actor("监", LATER),
        "at": LATER,
    }
    one_of_two(lambda: operations.tell_person(**given))
    one_of_two(lambda: operations.send_person(**given))
    one_of_two(lambda: operations.record_answer(**given))
    end = {"liability_id": one.id, "text": "已经落实", "by": county.actor("监2", LATER), "at": LATER}
    one_of_two(lambda: operations.close_liability(**end))
    assert list(LiabilityStep.objects.values_list("seq", flat=True)) == list(range(1, 9))
    assert Liability.objects.count() == 1 and not list(liabilities_unlike_the_ledger())


def test_two_items_have_two_numbers_and_an_organ_receives_once(county: Any) -> None:
    answers = at_once(lambda: made.by_hand(county), lambda: made.by_hand(county, "另一份检察建议书"))
    assert len({one.number for one in answers}) == 2, answers
    by, head = county.actor("监", AT), county.actor("己", AT)
    organ = county.organs["应急局"]
    one = operations.issue_circular(draft=draft(county, organ_ids=(organ,)), by=by, at=AT)
    one_of_two(lambda: operations.receive_circular(circular_id=one.id, by=head, at=AT))
    one_of_two(lambda: operations.report_circular(circular_id=one.id, text="已自查三件，没有问题", by=head, at=AT))
    one_of_two(lambda: operations.publish_circular(circular_id=one.id, text="有普遍性，公开", by=by, at=AT))
    one_of_two(lambda: operations.close_circular(circular_id=one.id, text="都已落实", by=by, at=AT))
    assert list(CircularStep.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert not list(circulars_unlike_the_ledger())
