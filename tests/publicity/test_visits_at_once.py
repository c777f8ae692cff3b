"""Two people at the same enterprise at once, on a database that really commits."""

from tests.kept import county
from tests.organs.at_once import at_once
from tests.publicity.test_visits import AT, arrived, item

from mingjing.kernel.findings import Refused
from mingjing.publicity import operations
from mingjing.publicity.models import Visit, VisitRating


def test_of_two_who_register_the_same_arrival_one_wins(committed: None) -> None:
    world = county()
    public = item(world)
    answers = at_once(
        lambda: arrived(world, public), lambda: arrived(world, public, who="乙", officers=(world.people["甲"],))
    )
    refused = [one for one in answers if isinstance(one, Refused)]
    assert len(refused) == 1 and refused[0].rules == {"PUB-52"}, answers
    assert Visit.objects.count() == 1


def test_of_two_ratings_at_once_one_counts(committed: None) -> None:
    world = county()
    code = operations.visit_code(arrived(world, item(world)).id)
    ask = {"code": code, "text": "", "by": "system", "at": AT}
    answers = at_once(lambda: operations.rate_visit(score=5, **ask), lambda: operations.rate_visit(score=1, **ask))
    assert [one.rules for one in answers if isinstance(one, Refused)] == [{"PUB-56"}], answers
    assert VisitRating.objects.count() == 1
