"""A draft published twice, given up while it is published, revised by two at once: one stands, nothing is half done."""

import pytest
from tests.lawbook.listed import MATTER
from tests.lawbook.shelf import ADMIN, AT, EMERGENCY, HEAD, REVIEWER, TODAY, cut
from tests.lawbook.weighed import TABLE, with_row
from tests.organs.at_once import at_once

from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Benchmark
from mingjing.lawbook.terms import BenchmarkFacts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(tmp_path) -> BenchmarkFacts:
    operations.import_library(by=ADMIN, at=AT, path=cut(tmp_path / "laws.db"), accept_changed=True)
    operations.add_matter(by=REVIEWER, at=AT, organ_id=EMERGENCY, spec=MATTER, valid_from=TODAY)
    return operations.add_benchmark(
        by=REVIEWER, at=AT, organ_id=EMERGENCY, matter_code="AQ097-7", issuer="示范县应急管理局", document_number="示应急〔2026〕1号",
        valid_from=TODAY, table=TABLE,
    )  # fmt: skip


def publish(draft: BenchmarkFacts) -> BenchmarkFacts:
    return operations.publish_benchmark(by=HEAD, at=AT, benchmark_id=draft.benchmark_id, published_on=TODAY)[0]


def discard(draft: BenchmarkFacts) -> BenchmarkFacts:
    return operations.discard_benchmark(by=REVIEWER, at=AT, benchmark_id=draft.benchmark_id, reason="与上级的重复")


def revise(draft: BenchmarkFacts, fine: str) -> BenchmarkFacts:
    return operations.revise_benchmark(
        by=REVIEWER, at=AT, benchmark_id=draft.benchmark_id, issuer=draft.issuer, document_number=draft.document_number,
        valid_from=TODAY, table=with_row(3, fine=fine),
    )  # fmt: skip


def test_two_publish_at_once_and_one_does(draft: BenchmarkFacts) -> None:
    given = at_once(lambda: publish(draft), lambda: publish(draft))
    assert sorted(type(one).__name__ for one in given) == ["BenchmarkFacts", "Invalid"]
    assert len(queries.benchmarks(EMERGENCY, TODAY)) == 1


def test_given_up_or_published_but_not_both(draft: BenchmarkFacts) -> None:
    given = at_once(lambda: publish(draft), lambda: discard(draft))
    assert sum(isinstance(one, Invalid) for one in given) == 1
    held = queries.benchmark_by_id(draft.benchmark_id)
    assert held is not None and bool(held.discarded) is (held.published_on is None)


def test_two_revisions_at_once_leave_one_whole_table(draft: BenchmarkFacts) -> None:
    at_once(lambda: revise(draft, "8万元以上9万元以下"), lambda: revise(draft, "8万元以上10万元以下"))
    held = queries.benchmark_by_id(draft.benchmark_id)
    assert held is not None and held.table is not None
    assert len(held.tiers) == 4 and Benchmark.objects.count() == 1
    last = held.tiers[-1].fine
    assert last is not None and held.table.rows[3].fine == f"8万元以上{last.high / 10000:.0f}万元以下"


def test_two_drafts_of_one_matter_published_at_once_leave_one_in_force(draft: BenchmarkFacts) -> None:
    other = operations.add_benchmark(
        by=REVIEWER, at=AT, organ_id=EMERGENCY, matter_code="AQ097-7", issuer="示范县应急管理局", document_number="示应急〔2026〕2号",
        valid_from=TODAY, table=TABLE,
    )  # fmt: skip
    given = at_once(lambda: publish(draft), lambda: publish(other))
    assert sorted(type(one).__name__ for one in given) == ["BenchmarkFacts", "Invalid"]
    assert len(queries.benchmarks(EMERGENCY, TODAY)) == 1
