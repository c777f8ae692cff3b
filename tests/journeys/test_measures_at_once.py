"""Two press at once: one approval, one seizure on it, one extension, one release, one return; what is refused stays refused."""

import pytest
from tests import kept
from tests.journeys.test_at_once import never, once, played, press

from mingjing.organs.models import Organ
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player

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


def test_a_seizure_that_is_refused_at_once(county: world.World) -> None:
    """COE-01, COE-04, COE-05, COE-06, COE-07: neither of two presses gets through."""
    player = played(county, "seizure-forgotten.yaml", "2026-09-07 08:20")
    never(player, "approve_measure", "2026-09-07 08:10", "COE-04", related="no")
    never(player, "approve_measure", "2026-09-07 08:10", "COE-07", days=31)
    given = once_approved(player)
    never(player, "seize", "2026-09-07 09:10", "COE-05", approval_seq=given, party_present="no")
    never(player, "seize", "2026-09-07 09:10", "COE-06", approval_seq=given, items=[ITEMS[0], ITEMS[0]])
    Organ.objects.filter(id=player.facts().organ.id).update(kind="entrusted")
    never(player, "approve_measure", "2026-09-07 09:20", "COE-01")
    never(player, "seize", "2026-09-07 09:20", "COE-01", approval_seq=given)


def once_approved(player: Player) -> int:
    """The approval of the story."""
    return press(player, "approve_measure", "2026-09-07 08:20")().seq


def test_what_nobody_approved_in_time_at_once(county: world.World) -> None:
    """COE-03: twenty-four hours and a minute; nor is it extended meanwhile."""
    player = played(county, "seizure-late.yaml", "2026-10-01 08:00")
    taken = player.facts().last("seize")
    assert taken is not None
    never(player, "extend_measure", "2026-10-01 09:00", "COE-03", seizure_seq=taken.seq)
    never(player, "approve_measure", "2026-10-01 17:01", "COE-03", urgency="makeup", seizure_seq=taken.seq)


def test_goods_are_dealt_with_once_and_no_case_ends_before(county: world.World) -> None:
    """COE-09, COE-12."""
    player = played(county, "seizure.yaml", "2026-10-28 09:00")
    taken = player.facts().last("seize")
    assert taken is not None
    never(player, "close", "2026-10-28 09:00", "COE-12")
    once(player, "dispose_measure", "2026-10-28 09:10", "COE-09", seizure_seq=taken.seq, items=ITEMS)


def test_no_decision_over_a_measure_whose_time_is_over_at_once(county: world.World) -> None:
    """COE-12."""
    never(played(county, "seizure-forgotten.yaml", "2026-10-10 09:30"), "decide", "2026-10-10 09:30", "COE-12")


def test_an_urgent_preservation_without_its_start_at_once(county: world.World) -> None:
    """PAR-10: whoever acted before the approval says since when."""
    player = played(county, "basic.yaml", "2026-09-08 13:00")
    never(player, "preserve", "2026-09-08 16:00", "PAR-10", urgent="yes", started_at=None)
    press(player, "preserve", "2026-09-08 16:10", urgent="yes", started_at="2026-09-08 15:00")()
