"""Two press at once: one approval, one seizure on it, one extension, one release, one return."""

import pytest
from tests import kept
from tests.journeys.test_at_once import once, played

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ITEMS = [
    {"name": "涉案物品", "spec": "25千克/桶", "amount": "12 桶", "condition": "完好"},
    {"name": "台账", "spec": "纸质", "amount": "2 册", "condition": "完好"},
]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_a_seizure_at_once(county: world.World) -> None:
    """COE-02, COE-08, COE-10, COE-11: approved, done, extended, released, returned once each."""
    player = played(county, "seizure-forgotten.yaml", "2026-09-07 09:00")
    given = player.facts().acts[-1]
    taken = once(player, "seize", "2026-09-07 09:10", "COE-02", approval_seq=given.seq)
    once(player, "extend_measure", "2026-09-08 09:00", "COE-08", seizure_seq=taken.seq)
    gone = once(player, "release_measure", "2026-09-09 09:00", "COE-10", seizure_seq=taken.seq, items=ITEMS)
    once(player, "return_goods", "2026-09-09 10:00", "COE-11", release_seq=gone.seq, items=ITEMS)


def test_an_approval_made_up_at_once(county: world.World) -> None:
    """COE-02: the hours are kept, and only one of two heads' presses approves."""
    player = played(county, "seizure-late.yaml", "2026-10-01 08:00")
    taken = player.facts().last("seize")
    assert taken is not None
    once(player, "approve_measure", "2026-10-01 16:00", "COE-02", urgency="makeup", seizure_seq=taken.seq)
