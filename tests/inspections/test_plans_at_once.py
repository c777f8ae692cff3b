"""Two people at the same class, cap, plan or enterprise at once, on a database that really commits."""

from tests.inspections.yearly import AT, CODE, capped, entered, figures, item, line, visited, year_plan
from tests.kept import county
from tests.organs.at_once import at_once
from tests.publicity.test_visits import drafted, left

from mingjing.inspections import operations, queries
from mingjing.inspections.models import VisitCount, YearPlan, YearVersion
from mingjing.inspections.terms.frequencies import CapDraft
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity.models import Visit


def rules(answers: list[object]) -> list[set[str]]:
    return [set(one.rules) for one in answers if isinstance(one, Refused)]


def test_of_two_last_visits_at_once_one_is_refused(committed: None) -> None:
    world = county()
    public = item(world)
    capped(world, 2)
    visited(world, public)
    draft = drafted(world, public)
    told = {"draft": draft, "outside": False, "cause": "other", "source": "", "by": world.actor("甲", AT), "at": AT}

    def whole() -> object:
        return left(world, operations.begin_visit(**told))

    answers = at_once(whole, whole, whole)
    assert Visit.objects.count() == VisitCount.objects.count() == 2, answers
    assert all(one <= {"INS-53", "PUB-52"} for one in rules(answers)) and len(rules(answers)) == 2, answers
    assert queries.frequency(world.organs["应急局"], CODE, AT.date()).counted == 2


def test_of_two_checks_at_once_one_counts(committed: None) -> None:
    world = county()
    lot = entered(world)
    people = [world.actor(who, AT) for who in ("公", "己")]
    answers = at_once(
        *(lambda by=by: operations.check_classes(lot_id=lot.id, agrees=True, answer="", by=by, at=AT) for by in people)
    )
    assert rules(answers) == [{"INS-43"}], answers


def test_of_two_tables_approved_at_once_for_a_day_one_stands(committed: None) -> None:
    world = county()
    by, head = world.actor("甲", AT), world.actor("己", AT)
    draft = CapDraft(figures(), AT.date(), "示应急〔2026〕3号")
    made = [operations.draw_up_caps(draft=draft, by=by, at=AT) for _ in range(2)]
    answers = at_once(
        *(lambda one=one: operations.settle_caps(cap_id=one.id, agrees=True, by=head, at=AT) for one in made)
    )
    assert [type(one) for one in answers if isinstance(one, Exception)] == [Invalid], answers
    assert len(queries.public_caps()) == 1


def test_a_table_approved_and_dropped_at_once_is_settled_once(committed: None) -> None:
    world = county()
    draft = CapDraft(figures(), AT.date(), "示应急〔2026〕3号")
    made = operations.draw_up_caps(draft=draft, by=world.actor("甲", AT), at=AT)
    told = {"cap_id": made.id, "by": world.actor("己", AT), "at": AT}
    answers = at_once(
        *(lambda agrees=agrees: operations.settle_caps(agrees=agrees, **told) for agrees in (True, False))
    )
    assert rules(answers) == [{"INS-52"}], answers


def test_of_two_plans_of_a_year_at_once_one_is_made(committed: None) -> None:
    world = county()
    answers = at_once(lambda: year_plan(world), lambda: year_plan(world))
    assert rules(answers) == [{"INS-60"}] and YearPlan.objects.count() == 1, answers


def test_of_two_approvals_or_amendments_at_once_one_counts(committed: None) -> None:
    world = county()
    public = item(world)
    plan = year_plan(world, line(public))
    head, by = world.actor("己", AT), world.actor("甲", AT)
    answers = at_once(*[lambda: operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)] * 2)
    assert rules(answers) == [{"INS-67"}], answers
    answers = at_once(*[lambda: operations.amend_year_plan(plan_id=plan.id, reason="新增检查事项", by=by, at=AT)] * 2)
    assert rules(answers) == [{"INS-65"}] and YearVersion.objects.count() == 2, answers
