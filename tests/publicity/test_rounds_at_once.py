"""The same form sent twice at once is one answer; two decisions on one text at once are one, and so are two stops."""

from tests.kept import county
from tests.organs.at_once import at_once
from tests.publicity.test_rounds import answer, decide, opened, reply, stop, waiting

from mingjing.kernel.findings import Refused
from mingjing.publicity.models import RoundAnswer, RoundText


def test_the_same_form_twice_at_once_is_one_answer(committed: None) -> None:
    one = opened(county())
    assert at_once(lambda: answer(one), lambda: answer(one)) == [f"{one.number}-1"] * 2
    assert RoundAnswer.objects.count() == 1


def test_of_two_decisions_and_two_replies_at_once_one_holds(committed: None) -> None:
    world = county()
    one = opened(world)
    answer(one)
    opinion = waiting(world, one)[0]
    answers = at_once(
        lambda: decide(world, opinion, opinion.proposal), lambda: decide(world, opinion, "", "全文是个人信息")
    )
    assert [each.rules for each in answers if isinstance(each, Refused)] == [{"PUB-97"}], answers
    assert RoundText.objects.get().state != "waiting"
    replies = at_once(lambda: reply(world, one), lambda: reply(world, one, "另一份答复也写得很清楚"))
    assert [each.rules for each in replies if isinstance(each, Refused)] == [{"PUB-99"}], replies


def test_of_two_stops_at_once_one_holds(committed: None) -> None:
    world = county()
    one = opened(world)
    answers = at_once(lambda: stop(world, one), lambda: stop(world, one, "说明写错，另行发布"))
    assert [each.rules for each in answers if isinstance(each, Refused)] == [{"PUB-99"}], answers
