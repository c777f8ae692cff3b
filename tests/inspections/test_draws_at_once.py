"""Two people at the same draw at once, on a database that really commits."""

from tests.inspections.made import AFTER, LOTTERY, NUMBER, approved, frozen, told
from tests.kept import county
from tests.organs.at_once import at_once

from mingjing.inspections import operations, queries
from mingjing.inspections.models import Draw, Drawn, Freeze, Swap
from mingjing.kernel.findings import Refused


def test_of_two_draws_at_once_one_counts(committed: None) -> None:
    world = county()
    plan = approved(world)
    frozen(world, plan)
    told(world, plan)
    by, other = world.actor("甲", AFTER), world.actor("公", AFTER)
    answers = at_once(*(lambda who=who: operations.hold_draw(plan_id=plan.id, by=who, at=AFTER) for who in (by, other)))
    assert [one.rules for one in answers if isinstance(one, Refused)] == [{"DRW-03"}], answers
    assert (Draw.objects.count(), Drawn.objects.count()) == (1, 8)


def test_of_two_public_numbers_at_once_one_counts(committed: None) -> None:
    world = county()
    plan = approved(world)
    frozen(world, plan)
    by = world.actor("甲", AFTER)
    told_ = {"plan_id": plan.id, "on": LOTTERY.on, "by": by, "at": AFTER}
    answers = at_once(
        lambda: operations.tell_entropy(value=NUMBER, again=NUMBER, **told_),
        lambda: operations.tell_entropy(value="1 2 3", again="1 2 3", **told_),
    )
    assert [one.rules for one in answers if isinstance(one, Refused)] == [{"DRW-03"}], answers
    assert Draw.objects.count() == 1


def test_of_two_freezes_at_once_one_stands(committed: None) -> None:
    world = county()
    plan = approved(world)
    answers = at_once(lambda: frozen(world, plan), lambda: frozen(world, plan))
    assert [one.rules for one in answers if isinstance(one, Refused)] == [{"DRW-05"}], answers
    assert Freeze.objects.filter(superseded_at=None).count() == Freeze.objects.count() == 1


def test_two_substitutions_at_once_take_the_reserve_one_after_the_other(committed: None) -> None:
    world = county()
    plan = approved(world)
    frozen(world, plan)
    told(world, plan)
    made = operations.hold_draw(plan_id=plan.id, by=world.actor("甲", AFTER), at=AFTER)
    high = [one for one in queries.places(made.id) if one.stratum == "high"][:2]
    by = world.actor("己", AFTER)
    more = {"kind": "party", "reason": "closed", "note": "", "by": by, "at": AFTER}
    answers = at_once(*(lambda one=one: operations.replace(drawn_id=one.id, out=one.code, **more) for one in high))
    assert len({one.come for one in answers if not isinstance(one, Exception)}) == 2, answers
    assert sorted(Swap.objects.values_list("seq", flat=True)) == [1, 2]
