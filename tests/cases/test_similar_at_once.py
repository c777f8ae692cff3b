"""SIM-02: of two presses at the same moment one answer is kept; on a database that commits."""

import pytest
from tests import kept
from tests.journeys.test_at_once import played
from tests.organs.at_once import at_once

from mingjing.cases import operations
from mingjing.cases.models import SuggestionAnswer
from mingjing.cases.terms.similar import Said
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.sites.journeys import world
from mingjing.sites.journeys.world import moment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_one_person_answers_once_though_two_windows_press(county: world.World) -> None:
    now = moment("2026-09-25 10:00")
    player = played(county, "basic.yaml", "2026-09-24 16:00")
    by, key = county.actor("甲", now), player.case_id()

    def press() -> Said:
        return operations.answer_suggestion(
            case_id=key, taken="no", reason="情节不同，当事人已主动整改完毕", by=by, now=now
        )

    answers = at_once(press, press)
    assert sorted(type(one).__name__ for one in answers) == ["Refused", "Said"], answers
    assert next(one for one in answers if isinstance(one, Refused)).rules == {"SIM-02"}
    assert SuggestionAnswer.objects.count() == len(list(ledger.every("case:suggestion:answered"))) == 1
