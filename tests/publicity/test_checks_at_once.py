"""Two officers end the same random check at once: one result, one publication."""

from tests.kept import county
from tests.organs.at_once import at_once
from tests.publicity.test_checks import DRAWN
from tests.publicity.test_visits import arrived, item, left

from mingjing.kernel.findings import Refused
from mingjing.publicity.models import Publication


def test_of_two_departures_at_once_one_enters(committed: None) -> None:
    world = county()
    visit = arrived(world, item(world), **DRAWN)
    answers = at_once(lambda: left(world, visit), lambda: left(world, visit, result="correct", note="七日内更换灭火器"))
    assert [one.rules for one in answers if isinstance(one, Refused)] == [{"PUB-53"}], answers
    assert Publication.objects.count() == 1
