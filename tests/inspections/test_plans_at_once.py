"""Two people at the same class, cap, plan or enterprise at once, on a database that really commits."""

from dataclasses import replace
from datetime import timedelta

from tests.inspections.yearly import AT, CODE, capped, checked, entered, figures, item, line, visited, year_plan
from tests.kept import county
from tests.organs.at_once import at_once
from tests.publicity.test_visits import drafted, left

from mingjing.inspections import operations, queries
from mingjing.inspections.models import VisitCount, YearLine, YearPlan, YearVersion
from mingjing.inspections.queries.yearly import lines_digest
from mingjing.inspections.terms.classes import ClassRow
from mingjing.inspections.terms.frequencies import CapDraft
from mingjing.inspections.terms.yearly import MOST_LINES
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


def test_of_two_lots_checked_at_once_none_empties_what_the_other_sets(committed: None) -> None:
    """INS-42: whichever is checked first, no class is taken away without a reason."""
    world = county()
    row = ClassRow(CODE, "示范县恒源化工有限公司", "high", "B", AT.date())
    sets, empties = entered(world, row), entered(world, replace(row, risk=""))
    later = AT + timedelta(minutes=1)
    answers = at_once(lambda: checked(world, sets, "公", later), lambda: checked(world, empties, "己"))
    assert all(one == {"INS-42"} for one in rules(answers)), answers
    assert queries.classes_on(world.organs["应急局"], AT.date())[CODE] == ("high", "B"), answers
    again = entered(world, replace(row, risk=""), reason="评定机关撤销了风险评定")
    checked(world, again, at=later + timedelta(minutes=1))
    assert queries.classes_on(world.organs["应急局"], AT.date())[CODE] == ("", "B")


def test_of_two_who_settle_a_table_at_once_one_counts(committed: None) -> None:
    """INS-52: approved or dropped, once."""
    world = county()
    head = world.actor("己", AT)
    draft = CapDraft(figures(), AT.date(), "示应急〔2026〕3号")
    made = operations.draw_up_caps(draft=draft, by=world.actor("甲", AT), at=AT)
    answers = at_once(
        *(
            lambda said=said: operations.settle_caps(cap_id=made.id, agrees=said, by=head, at=AT)
            for said in (True, False)
        )
    )
    assert rules(answers) == [{"INS-52"}] and len(answers) == 2, answers


def test_beyond_the_cap_nobody_comes_without_a_source(committed: None) -> None:
    """INS-54, INS-66: of two at once neither; the line of a plan that is none lets nobody in either."""
    world = county()
    public = item(world)
    capped(world, 1)
    visited(world, public)
    told = {"draft": drafted(world, public), "outside": False, "by": world.actor("甲", AT), "at": AT}
    for cause, rule in (("accident", "INS-54"), ("plan", "INS-66")):
        press = [lambda cause=cause: operations.begin_visit(cause=cause, source="无", **told)] * 2
        answers = at_once(*press)
        assert rules(answers) == [{rule}] * 2, answers
    assert Visit.objects.count() == VisitCount.objects.count() == 1


def test_of_two_last_lines_at_once_one_is_kept_and_a_plan_is_approved_as_it_is(committed: None) -> None:
    """INS-61, INS-67: not one line too many; a line that comes with the approval is in it or refused."""
    world = county()
    public = item(world)
    plan = year_plan(world, line(public))
    by, head = world.actor("甲", AT), world.actor("己", AT)

    def keep() -> object:
        return operations.keep_year_line(plan_id=plan.id, key=None, draft=line(public), by=by, at=AT)

    first = YearLine.objects.values().get()
    del first["id"]
    YearLine.objects.bulk_create([YearLine(**(first | {"key": key})) for key in range(2, MOST_LINES)])
    assert rules(at_once(keep, keep)) == [{"INS-61"}] and YearLine.objects.count() == MOST_LINES
    operations.drop_year_line(plan_id=plan.id, key=2, by=by, at=AT)
    answers = at_once(keep, lambda: operations.approve_year_plan(plan_id=plan.id, by=head, at=AT))
    assert all(one == {"INS-67"} for one in rules(answers)), answers
    version = YearVersion.objects.get()
    assert version.state == "standing" and version.digest == lines_digest(version)
    operations.amend_year_plan(plan_id=plan.id, reason="新增检查事项", by=by, at=AT)
    drop = [lambda: operations.drop_year_draft(plan_id=plan.id, by=by, at=AT)] * 2
    assert rules(at_once(*drop)) == [{"INS-67"}]


def test_an_empty_plan_or_one_with_a_quota_is_refused_at_once(committed: None) -> None:
    """INS-62 to INS-64."""
    world = county()
    public, plan, by, head = item(world), year_plan(world), world.actor("甲", AT), world.actor("己", AT)
    answers = at_once(*[lambda: operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)] * 2)
    assert rules(answers) == [{"INS-64"}] * 2, answers
    for changes, rule in (({"mode": "special"}, "INS-62"), ({"subjects": "每人检查 30 家加油站"}, "INS-63")):
        draft = line(public, **changes)
        keep = [lambda draft=draft: operations.keep_year_line(plan_id=plan.id, key=None, draft=draft, by=by, at=AT)] * 2
        assert rules(at_once(*keep)) == [{rule}] * 2
    assert not YearLine.objects.exists()
