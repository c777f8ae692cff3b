"""A benchmark with a table: written, revised, given up, published; who may, what is refused, what the digest is of."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lawbook.listed import MATTER, yuan
from tests.lawbook.shelf import ADMIN, AT, EMERGENCY, HANDLER, HEAD, MARKET, MARKET_HEAD, OUTSIDER, REVIEWER, TODAY
from tests.lawbook.weighed import EXAMPLES, TABLE, table, with_row

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Benchmark
from mingjing.lawbook.terms import BenchmarkFacts, DiscretionTable, Factor, FactorKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def listed(shelf) -> None:
    operations.add_matter(by=REVIEWER, at=AT, organ_id=EMERGENCY, spec=MATTER, valid_from=TODAY)
    operations.add_matter(by=MARKET_HEAD, at=AT, organ_id=MARKET, spec=MATTER, valid_from=TODAY)


def drafted(given: DiscretionTable = TABLE, **changes) -> BenchmarkFacts:
    asked = {
        "by": REVIEWER, "at": AT, "organ_id": EMERGENCY, "matter_code": "AQ097-7", "issuer": "示范县应急管理局", "document_number": "示应急〔2026〕1号",
        "valid_from": TODAY, "table": given, **changes,
    }  # fmt: skip
    return operations.add_benchmark(**asked)


def revised(draft: BenchmarkFacts, given: DiscretionTable = TABLE, **changes) -> BenchmarkFacts:
    asked = {
        "by": REVIEWER, "at": AT + DAY / 24, "benchmark_id": draft.benchmark_id, "issuer": draft.issuer, "document_number": draft.document_number,
        "valid_from": draft.valid_from, "table": given, **changes,
    }  # fmt: skip
    return operations.revise_benchmark(**asked)


def published(draft: BenchmarkFacts, **changes) -> BenchmarkFacts:
    asked = {"by": HEAD, "at": AT, "benchmark_id": draft.benchmark_id, "published_on": TODAY, **changes}
    return operations.publish_benchmark(**asked)[0]


def test_a_table_is_drafted_revised_and_published(listed) -> None:
    draft = drafted(with_row(3, fine="8万元以上9万元以下"))
    assert [one.fine for one in draft.tiers][-1] == yuan(80000, 90000)
    again = revised(draft)
    assert (again.benchmark_id, again.table) == (draft.benchmark_id, TABLE)
    assert [one.fine for one in again.tiers][-1] == yuan(80000, 100000)
    done = published(again)
    assert queries.benchmark(EMERGENCY, "AQ097-7", TODAY) == done
    with CaptureQueriesContext(connection) as asked:
        assert queries.benchmarks_with_digests([done.sha256]) == {done.sha256: done}
    assert len(asked) == 2
    assert queries.benchmarks_with_digests([""]) == {}


def test_the_digest_is_of_the_table_too_and_of_nothing_else_where_there_is_none(listed) -> None:
    first = published(drafted())
    second = published(drafted(table(examples=(*EXAMPLES, EXAMPLES[0])), valid_from=TODAY + DAY))
    assert first.tiers == second.tiers and first.sha256 != second.sha256


@pytest.mark.parametrize("actor", [HANDLER, OUTSIDER, ADMIN, MARKET_HEAD])
def test_only_the_organ_s_own_keepers_write(listed, actor) -> None:
    draft = drafted()
    for act in (
        lambda: drafted(by=actor),
        lambda: revised(draft, by=actor),
        lambda: operations.discard_benchmark(by=actor, at=AT, benchmark_id=draft.benchmark_id, reason="不要了"),
        lambda: published(draft, by=actor),
    ):
        with pytest.raises(Forbidden):
            act()
    assert queries.benchmark_by_id(draft.benchmark_id) == draft


def test_only_the_head_publishes(listed) -> None:
    draft = drafted()
    with pytest.raises(Forbidden, match="本机关负责人"):
        published(draft, by=REVIEWER)


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        (with_row(2, cells=("3名以上不满5名", "-"), source="3名以上不满5名"), {"LAW-10"}),
        (with_row(3, fine="1万元以上9万元以下"), {"LAW-03", "LAW-04", "LAW-11"}),
        (with_row(3, fine="8万元以上12万元以下"), {"LAW-02"}),
        (with_row(2, source="超过2名不满5名"), {"LAW-13"}),
        (table(examples=()), {"LAW-14"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_kept_as_a_draft_and_not_published(listed, given: DiscretionTable, rules: set[str]) -> None:
    draft = drafted(given)
    with pytest.raises(Refused) as refused:
        published(draft)
    assert rules <= refused.value.rules
    held = queries.benchmark_by_id(draft.benchmark_id)
    assert held is not None and held.published_on is None
    matter = queries.matter_of(held)
    assert rules <= {one.rule for one in queries.faults(held, matter)}


def test_published_it_stays_as_it_is(listed) -> None:
    done = published(drafted())
    for act in (
        lambda: published(done),
        lambda: revised(done),
        lambda: operations.discard_benchmark(by=REVIEWER, at=AT, benchmark_id=done.benchmark_id, reason="不要了"),
    ):
        with pytest.raises(Invalid, match="不能再改"):
            act()


def test_a_draft_is_given_up_once_and_with_a_reason(listed) -> None:
    draft = drafted()
    with pytest.raises(Invalid) as empty:
        operations.discard_benchmark(by=REVIEWER, at=AT, benchmark_id=draft.benchmark_id, reason="  ")
    assert list(empty.value.errors) == ["reason"]
    gone = operations.discard_benchmark(by=REVIEWER, at=AT, benchmark_id=draft.benchmark_id, reason="与上级的重复")
    assert gone.discarded == "与上级的重复"
    for act in (lambda: published(draft), lambda: revised(draft)):
        with pytest.raises(Invalid, match="已经放弃"):
            act()
    assert [one.benchmark_id for one in queries.benchmark_history(EMERGENCY, "AQ097-7")] == [draft.benchmark_id]


def test_a_newer_change_is_not_overwritten(listed) -> None:
    draft = drafted()
    seen = datetime.fromisoformat(queries.changed_at(draft.benchmark_id))
    revised(draft, seen=seen)
    with pytest.raises(Invalid, match="别人已经改过"):
        revised(draft, with_row(0, fine="1万元以下"), seen=seen)
    held = queries.benchmark_by_id(draft.benchmark_id)
    assert held is not None and held.table == TABLE
    assert queries.changed_at(uuid4()) == ""


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (table(factors=()), "至少要有一个裁量因素"), (table(rows=()), "至少要有一个裁量因素和一行"), (with_row(0, tier="特重"), "阶次只能是"),
        (with_row(0, cells=("1",)), "格数与裁量因素的个数不同"), (with_row(0, source=" "), "适用情形的原文"), (with_row(0, cells=("很多", "否")), "看不懂这个范围"),
        (with_row(0, fine="看着办"), "罚款幅度"), (table(factors=(TABLE.factors[0], TABLE.factors[0])), "名称不能相同"),
        (table(factors=(Factor("a<b", FactorKind.YES_NO), TABLE.factors[1])), "不能含引号"), (table(factors=(Factor("后果", FactorKind.CHOICE), TABLE.factors[1])), "至少两个选项"),
        (table(examples=(replace(EXAMPLES[0], facts=("1",)),)), "事实个数"), (table(rows=TABLE.rows * 201), "最多800个"),
    ],
)  # fmt: skip
def test_a_table_typed_wrong_is_named(listed, given: DiscretionTable, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(given)
    assert list(refused.value.errors) == ["table"] and any(told in one for one in refused.value.errors["table"])
    assert not Benchmark.objects.exists()


def test_an_empty_shell_and_a_matter_that_is_not_there_are_refused(listed) -> None:
    with pytest.raises(Invalid):
        drafted(DiscretionTable())
    with pytest.raises(Invalid, match="没有当日有效的这个事项"):
        drafted(matter_code="XX")
    with pytest.raises(Invalid, match="没有这份裁量基准"):
        operations.revise_benchmark(
            by=REVIEWER, at=AT, benchmark_id=uuid4(), issuer="示", document_number="号", valid_from=TODAY, table=TABLE
        )


def test_a_superior_s_benchmark_is_refined_within_its_ranges(listed) -> None:
    upper = published(drafted(by=MARKET_HEAD, organ_id=MARKET), by=MARKET_HEAD)
    assert queries.superiors_benchmarks([MARKET], "AQ097-7", TODAY) == (upper,)
    wide = drafted(with_row(0, fine="3万元以下"), upper_id=upper.benchmark_id)
    with pytest.raises(Refused) as refused:
        published(wide)
    assert "LAW-15" in refused.value.rules
    done = published(revised(wide, upper_id=upper.benchmark_id))
    assert done.upper == upper.benchmark_id


def test_superiors_that_are_none_or_form_a_ring_are_refused(listed) -> None:
    for key in (uuid4(), drafted(by=MARKET_HEAD, organ_id=MARKET).benchmark_id):
        with pytest.raises(Invalid, match="没有这份已经公布的上级基准"):
            drafted(upper_id=key)
    mine = published(drafted())
    theirs = published(drafted(by=MARKET_HEAD, organ_id=MARKET, upper_id=mine.benchmark_id), by=MARKET_HEAD)
    with pytest.raises(Refused) as refused:
        drafted(upper_id=theirs.benchmark_id, valid_from=TODAY + DAY)
    assert refused.value.rules == {"LAW-16"}
    assert isinstance(theirs.upper, UUID)
