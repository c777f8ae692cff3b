"""Two at the same moment: one warning for a figure, one answer to it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.security.town import MARKET, play
from tests.supervision.test_gradings_at_once import one_of_two

from mingjing.cases.models import Case, Refusal
from mingjing.kernel.days import CHINA
from mingjing.supervision import operations
from mingjing.supervision.models import EarlyWarning
from mingjing.supervision.queries.warnings import warnings_unlike_the_ledger

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    made = kept.county()
    play(made, MARKET, party="恒源")
    case = Case.objects.get(organ_id=made.organs["市监局"])
    for _ in range(3):
        Refusal.objects.create(
            case=case, code="decide", by_id=made.people["市甲"], by_name="甲", at=AT, rules="G-26", message="没有审核"
        )
    return made


def watched(at: datetime) -> list[Any]:
    return at_once(*[lambda: operations.watch_organs(by="system", now=at)] * 2)


def test_a_warning_opens_is_answered_and_ends_once(county: Any) -> None:
    assert sorted(watched(AT)) == [0, 1]
    row = EarlyWarning.objects.get()
    head = county.actor("市己", AT)
    one_of_two(lambda: operations.see_warning(warning_id=row.pk, reason="新到岗人员不熟悉流程", by=head, at=AT))
    assert sorted(watched(AT + timedelta(days=31))) == [0, 1]
    row.refresh_from_db()
    assert row.state == "over" and row.reason == "新到岗人员不熟悉流程"
    assert not list(warnings_unlike_the_ledger())
