"""What publicity owes too late, as the supervisor and the head see it: with its rule, and a way that opens."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.exchange.test_feeding import AT, enter, one, release
from tests.security.hostile import browser

from mingjing.exchange import operations
from mingjing.exchange.models import CreditItem, CreditRequest, Delivery
from mingjing.foundation import outbox
from mingjing.kernel.days import CHINA
from mingjing.sites.bureau.views.overdue import owed

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 28, 9, 0, tzinfo=CHINA)


@pytest.fixture
def late(shifan: Any) -> Any:
    """A push that no channel acknowledged and a repair that nobody decided, of one organ."""
    organ: UUID = shifan.organs["应急局"]
    operations.open_channel(organ_id=organ, kind="board", name="大厅公示栏", target="大厅", since=date(2026, 11, 1), by=shifan.actor("系小管", AT), at=AT)  # fmt: skip
    fed = enter(shifan, one(shifan, category="penalty", kinds=("fine",), fine="80000"))
    release(fed.publication_id, shifan)
    outbox.hear_waiting()
    assert Delivery.objects.count() == 1
    item = CreditItem.objects.first() or CreditItem.objects.create(
        organ_id=organ, publication_id=fed.publication_id, number=fed.number, party_name="甲", decided_on=date(2026, 11, 5), klass="ordinary", shown=True, cites="", state="shown",
    )  # fmt: skip
    CreditRequest.objects.create(item=item, kind="repair", applicant="甲", claim="已经履行", applied_on=date(2026, 11, 10), due=date(2026, 11, 25))  # fmt: skip
    return shifan


def test_the_supervisor_sees_each_with_its_rule_and_a_way(late: Any) -> None:
    found = owed(late.actor("监", LATER), LATER)
    assert {"XCH-41", "XCH-38", "SUP-17", "PUB-61"} <= {line.rule for line in found}
    client = browser(late.people["监"])
    for rule in ("XCH-41", "XCH-38", "SUP-17", "PUB-61"):
        line = next(line for line in found if line.rule == rule)
        assert client.get(line.href).status_code == 200, line
    page = client.get("/bureau/supervision/").content.decode()
    assert "大厅公示栏" in page and "依据：XCH-41" in page and "下一步：" in page


def test_a_head_sees_the_own_organ_only(late: Any) -> None:
    own = owed(late.actor("己", LATER), LATER)
    assert {"XCH-41", "XCH-38"} <= {line.rule for line in own}
    assert not [line for line in own if "市场监督" in line.message]
    other = owed(late.actor("市己", LATER), LATER)
    assert not {"XCH-41", "XCH-38"} & {line.rule for line in other}


def test_nothing_is_late_before_its_last_day(late: Any) -> None:
    rules = {line.rule for line in owed(late.actor("监", AT), AT + timedelta(hours=1))}
    assert not {"XCH-41", "XCH-38"} & rules


def test_it_costs_a_handful_of_queries_whatever_is_late(late: Any, django_assert_max_num_queries: Any) -> None:
    first = Delivery.objects.get()
    for at in range(20):
        first.pk, first._state.adding, first.index = None, True, 10_000 + at
        first.id = __import__("uuid").uuid4()
        first.save(force_insert=True)
    actor = late.actor("监", LATER)
    with django_assert_max_num_queries(42):
        assert len([line for line in owed(actor, LATER) if line.rule == "XCH-41"]) == 21
