"""G-15 under two hands: a report that cites an article that never was is done by neither of two at the same moment."""

import pytest
from tests import kept
from tests.cases.test_benchmarks import day_of
from tests.cases.test_citing import GOOD
from tests.journeys.test_at_once import played
from tests.organs.at_once import at_once

from mingjing.cases import operations
from mingjing.cases.models import Act, Refusal
from mingjing.kernel.findings import Refused
from mingjing.sites.journeys import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_two_reports_at_once_are_both_refused(county: world.World) -> None:
    player = played(county, "basic.yaml", "2026-09-17 10:30")
    at, key = day_of("report"), player.case_id()
    data = player.data_for("report", at, key) | {
        "tier": "较轻",
        "fine": "20000",
        "basis": [*GOOD, "《安全生产法》第九百条"],
    }
    by = player.actor("甲", at)

    def press() -> object:
        return operations.attempt(case_id=key, code="report", data=data, by=by, at=at, now=at)

    given = at_once(press, press)
    assert all(isinstance(one, Refused) and one.rules == {"G-15"} for one in given), given
    assert not Act.objects.filter(case_id=key, code="report").exists()
    assert Refusal.objects.filter(case_id=key).count() == 2
