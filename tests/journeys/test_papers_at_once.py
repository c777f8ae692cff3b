"""Two people make the same paper at the same moment: one is made, the other is told; on a database that commits."""

import pytest
from tests import kept
from tests.journeys.test_at_once import once, played

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_one_letter_one_answer_and_one_bag(county: world.World) -> None:
    player = played(county, "papers.yaml", "2026-09-08 09:12")
    once(player, "request_assistance", "2026-09-08 09:12", "AST-01")
    once(player, "record_assistance", "2026-09-10 09:01", "PAP-01")
    once(player, "reply_assistance", "2026-09-10 09:10", "AST-02")
