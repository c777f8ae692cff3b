"""The annual plan: line by line, approved, amended with a reason, named by visits, held against what was done."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.inspections.made import refused
from tests.inspections.yearly import AT, CODE, item, line, number, published, standing_lines, visited, year_plan
from tests.publicity.test_visits import drafted

from mingjing.foundation.access import Forbidden
from mingjing.inspections import operations, queries
from mingjing.inspections.models import VisitCount, YearLine, YearPlan
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations as lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(shifan: Any) -> Any:
    return item(shifan)


def test_a_plan_is_public_once_the_head_approved_it(shifan: Any, public: Any) -> None:
    plan, head = year_plan(shifan), shifan.actor("己", AT)
    assert plan.number == "示应急检计〔2026〕1号" and queries.public_year_plan(plan.number) is None
    assert refused(lambda: operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)) == {"INS-64"}
    operations.keep_year_line(plan_id=plan.id, key=None, draft=line(public), by=shifan.actor("甲", AT), at=AT)
    for who in ("甲", "公", "市己", "监"):
        with pytest.raises(Forbidden):
            operations.approve_year_plan(plan_id=plan.id, by=shifan.actor(who, AT), at=AT)
    done = operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)
    assert done.approved_at == AT and queries.public_year_plan(plan.number) == done
    assert refused(lambda: operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)) == {"INS-67"}
    by = shifan.actor("甲", AT)
    assert refused(lambda: operations.keep_year_line(plan_id=plan.id, key=1, draft=line(public), by=by, at=AT)) == {
        "INS-67"
    }
    assert refused(lambda: operations.drop_year_line(plan_id=plan.id, key=1, by=by, at=AT)) == {"INS-67"}
    assert refused(lambda: year_plan(shifan)) == {"INS-60"} and YearPlan.objects.count() == 1


def test_lines_are_kept_changed_and_dropped_while_it_is_drawn_up(shifan: Any, public: Any) -> None:
    plan, by = year_plan(shifan, line(public), line(public, subjects="烟花爆竹批发企业")), shifan.actor("甲", AT)
    operations.keep_year_line(plan_id=plan.id, key=2, draft=line(public, wanted=5), by=by, at=AT)
    operations.drop_year_line(plan_id=plan.id, key=1, by=by, at=AT)
    added = operations.keep_year_line(plan_id=plan.id, key=None, draft=line(public), by=by, at=AT)
    assert added.key == 3 and [*YearLine.objects.values_list("key", "wanted")] == [(2, 5), (3, 20)]
    for act in (operations.drop_year_line, lambda **told: operations.keep_year_line(draft=line(public), **told)):
        with pytest.raises(Invalid):
            act(plan_id=plan.id, key=1, by=by, at=AT)
    with pytest.raises(Invalid):
        operations.drop_year_line(plan_id=uuid4(), key=1, by=by, at=AT)
    with pytest.raises(Invalid):
        operations.drop_year_draft(plan_id=plan.id, by=by, at=AT)


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"subjects": "每人检查 30 家加油站"}, {"INS-63"}), ({"mode": "special"}, {"INS-62"}), ({"mode": "joint"}, {"INS-61"}),
        ({"entry_id": uuid4()}, {"INS-61"}), ({"mode": "special", "ordered": "县政府 示政办〔2026〕9号", "until": date(2027, 1, 1)}, {"INS-62"}),
    ],
)  # fmt: skip
def test_what_a_line_may_not_say_is_refused(shifan: Any, public: Any, changes: Any, rules: set[str]) -> None:
    assert refused(lambda: year_plan(shifan, line(public, **changes))) == rules
    assert not YearLine.objects.exists()


def test_titles_and_reasons_set_no_quota_either(shifan: Any, public: Any) -> None:
    by = shifan.actor("甲", AT)
    told = {"title": "2026 年检查和罚款任务计划", "year": 2026, "by": by, "at": AT}
    assert refused(lambda: operations.make_year_plan(**told)) == {"INS-63"}
    plan = published(shifan, line(public))
    assert refused(
        lambda: operations.amend_year_plan(plan_id=plan.id, reason="罚没收入指标没有完成", by=by, at=AT)
    ) == {"INS-63"}


def test_an_amendment_keeps_the_old_version_and_says_why(shifan: Any, public: Any) -> None:
    plan, by, head = published(shifan, line(public)), shifan.actor("甲", AT), shifan.actor("己", AT)
    assert refused(lambda: operations.amend_year_plan(plan_id=plan.id, reason="改", by=by, at=AT)) == {"INS-65"}
    operations.amend_year_plan(plan_id=plan.id, reason="新增重大活动保障检查", by=by, at=AT)
    assert refused(lambda: operations.amend_year_plan(plan_id=plan.id, reason="再改一次计划", by=by, at=AT)) == {
        "INS-65"
    }
    operations.keep_year_line(plan_id=plan.id, key=1, draft=line(public, wanted=30), by=by, at=AT)
    assert standing_lines(plan)[0].wanted == 20
    done = operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)
    assert done.amended == 1 and standing_lines(plan)[0].wanted == 30
    old = next(one for one in queries.versions(plan.id, public=True) if one.seq == 1)
    assert old.state == "superseded" and queries.lines(old.id)[0].wanted == 20
    operations.amend_year_plan(plan_id=plan.id, reason="又要调整一次", by=by, at=AT)
    operations.drop_year_draft(plan_id=plan.id, by=by, at=AT)
    assert [one.seq for one in queries.versions(plan.id, public=True)] == [2, 1] and standing_lines(plan)[
        0
    ].wanted == 30
    assert refused(lambda: operations.drop_year_draft(plan_id=plan.id, by=by, at=AT)) == {"INS-67"}
    kinds = [one.kind for one in ledger.whole(f"year-plan:{plan.id}")]
    assert (
        kinds[:3] == ["inspection:year-plan:made", "inspection:year-line:kept", "inspection:year-plan:approved"]
        and len(kinds) == 8
    )


def test_an_item_that_is_no_longer_public_is_not_approved(shifan: Any, public: Any) -> None:
    plan, head = year_plan(shifan, line(public)), shifan.actor("己", AT)
    lists.retire_entry(edition_id=public.id, reason="清单调整，停止公开", by=head, at=AT)
    assert refused(lambda: operations.approve_year_plan(plan_id=plan.id, by=head, at=AT)) == {"INS-64"}


def test_a_visit_of_the_plan_names_a_line_of_the_year(shifan: Any, public: Any) -> None:
    other = item(shifan, code="SJ-901")
    plan = published(shifan, line(public), line(other, mode="random"))
    for source in ("", "乱写", number(plan, 9), f"{plan.number}-x", "示市监检计〔2026〕1号-1"):
        assert refused(lambda source=source: visited(shifan, public, cause="plan", source=source)) == {"INS-66"}, source
    assert refused(lambda: visited(shifan, other, cause="plan", source=number(plan))) == {"INS-66"}
    assert not VisitCount.objects.exists()
    one = visited(shifan, public, cause="plan", source=f" {number(plan)} ")
    assert queries.count_of_visit(one.id) == (False, number(plan))
    visited(shifan, public, 2)
    assert [(each.key, each.done) for each in standing_lines(plan)] == [(1, 1), (2, 0)]
    (rest,) = queries.unplanned(shifan.organs["应急局"], 2026)
    assert (rest.kind, rest.cause, rest.count) == ("专项检查", "其他（在检查事由里写明）", 1)


def test_random_checks_of_an_item_count_for_its_random_line(shifan: Any, public: Any) -> None:
    plan = published(shifan, line(public, mode="random"))
    told = {"outside": True, "cause": "", "source": "", "by": shifan.actor("甲", AT), "at": AT}
    draft = drafted(
        shifan, public, kind="random", task="省双随机〔2026〕18号", draw="CQ-2026-0031", enterprise_code=CODE
    )
    visit = operations.begin_visit(draft=draft, **told)
    assert queries.count_of_visit(visit.id) == (False, number(plan))
    assert standing_lines(plan)[0].done == 1 and standing_lines(plan)[0].share == "5%"


def test_a_plan_of_another_organ_or_year_is_no_line(shifan: Any, public: Any) -> None:
    plan = published(shifan, line(public))
    YearPlan.objects.update(year=2025)
    assert refused(lambda: visited(shifan, public, cause="plan", source=number(plan))) == {"INS-66"}


def test_reads_are_few_and_know_who_asks(shifan: Any, public: Any, django_assert_max_num_queries: Any) -> None:
    plan = published(shifan, *(line(public, subjects=f"第{n}类企业") for n in range(12)))
    with django_assert_max_num_queries(4):
        assert len(standing_lines(plan)) == 12
    with django_assert_max_num_queries(1):
        assert queries.public_year_plans(q="第7类")
    assert queries.public_year_plans(q="应急") == queries.public_year_plans(q="第7类")
    assert queries.public_year_plans(q="没有这样的") == () and queries.public_year_plans(q="\0")
    for who, sees in (("甲", True), ("丁", True), ("监", True), ("市甲", False), ("系小管", False)):
        assert bool(queries.year_plans(shifan.actor(who, AT))) is sees, who
        assert bool(queries.year_plan(plan.id, shifan.actor(who, AT))) is sees, who
