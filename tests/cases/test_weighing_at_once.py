"""裁量查问: two questions of one case at the same moment are both kept, each told; on a database that commits."""

from decimal import Decimal

import pytest
from tests import kept
from tests.cases.test_benchmarks import publish
from tests.cases.test_weighing import LIGHT, stated
from tests.journeys.test_at_once import played
from tests.organs.at_once import at_once

from mingjing.cases import operations
from mingjing.cases.models import DiscretionAsked
from mingjing.cases.queries import agreeing
from mingjing.cases.terms.weighing import AskedFacts
from mingjing.ledger import queries as ledger
from mingjing.sites.journeys import world
from mingjing.sites.journeys.world import moment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_two_questions_at_once_are_both_kept_and_told(county: world.World) -> None:
    edition = publish(county)
    now = moment("2026-09-17 16:00")
    player = played(county, "basic.yaml", "2026-09-17 10:30")
    by, key = county.actor("甲", now), player.case_id()

    def press() -> AskedFacts:
        return operations.ask_discretion(
            case_id=key, edition_id=str(edition), stated=stated(*LIGHT), base=Decimal(0), by=by, now=now
        )

    assert {type(one) for one in at_once(press, press)} == {AskedFacts}
    assert DiscretionAsked.objects.count() == len(list(ledger.every("case:discretion:asked"))) == 2
    assert not list(agreeing.unlike_the_ledger())
