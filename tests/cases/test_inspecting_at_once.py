"""INS-11 under two hands: of two checks of one party registered at the same moment one is opened, the other is told of it."""

import pytest
from tests import kept
from tests.cases.test_inspecting import played
from tests.organs.at_once import at_once

from mingjing.cases import operations
from mingjing.cases.models import Case
from mingjing.cases.terms import INSPECTION
from mingjing.kernel.findings import Refused
from mingjing.sites.journeys import world
from mingjing.sites.journeys.world import moment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_two_checks_at_once_become_one(county: world.World) -> None:
    player = played(county, "clean", "2026-08-30")
    at = moment("2026-08-31 09:00")
    data = player.data_for("register_check", at, None, {"item": "SJ-901"})

    def register(who: str) -> object:
        return operations.attempt(
            case_id=None, code="register_check", data=data, by=player.actor(who, at), at=at, now=at
        )

    given = at_once(lambda: register("甲"), lambda: register("乙"))
    refused = [one for one in given if isinstance(one, Refused)]
    assert len(refused) == 1 and refused[0].rules == {"INS-11"}, given
    assert Case.objects.filter(procedure=INSPECTION).count() == 1


def test_two_hand_overs_at_once_open_one_case(county: world.World) -> None:
    player = played(county, "handed-over", "2026-09-03 08:00")
    at, check = moment("2026-09-03 09:00"), player.case_id()
    data, by = player.data_for("hand_over", at, check), player.actor("甲", at)

    def hand_over() -> object:
        return operations.attempt(case_id=check, code="hand_over", data=data, by=by, at=at, now=at)

    given = at_once(hand_over, hand_over)
    assert sum(isinstance(one, Refused) for one in given) == 1, given
    assert Case.objects.filter(previous_id=check).count() == 1
