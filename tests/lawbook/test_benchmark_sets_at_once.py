"""Two heads publish one set at once: it is published once, whole. Two enter one document at once: once too."""

from dataclasses import replace

import pytest
from tests.lawbook.listed import MATTER
from tests.lawbook.shelf import ADMIN, AT, EMERGENCY, HEAD, REVIEWER, TODAY, cut
from tests.lawbook.weighed import POINTS, SCORING, TABLE
from tests.organs.at_once import at_once

from mingjing.kernel.findings import Refused
from mingjing.lawbook import operations
from mingjing.lawbook.models import Benchmark
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = {"AQ097-7": TABLE, "AQ097-8": POINTS}


@pytest.fixture(autouse=True)
def listed(tmp_path) -> None:
    operations.import_library(by=ADMIN, at=AT, path=cut(tmp_path / "laws.db"), accept_changed=True)
    for code in TABLES:
        operations.add_matter(by=REVIEWER, at=AT, organ_id=EMERGENCY, spec=replace(MATTER, code=code), valid_from=TODAY)


def added():
    return operations.add_benchmark_set(
        by=REVIEWER, at=AT, organ_id=EMERGENCY, issuer="示范县应急管理局", document_number="示应急〔2026〕5号",
        valid_from=TODAY, tables=TABLES,
    )  # fmt: skip


def test_two_publish_a_set_at_once_and_one_does() -> None:
    made = added()

    def publish(place: int):
        return operations.publish_benchmark_set(
            by=HEAD, at=AT, benchmark_id=made[place].benchmark_id, published_on=TODAY
        )

    given = at_once(lambda: publish(0), lambda: publish(1))
    assert sorted(type(one).__name__ for one in given) == ["Invalid", "tuple"]
    rows = Benchmark.objects.filter(document_number=made[0].document_number)
    assert rows.filter(published_on=TODAY).count() == len(TABLES) == rows.count()
    assert len(list(ledger.every("lawbook:benchmark_set:published"))) == 1


def test_one_document_entered_twice_at_once_stands_once() -> None:
    given = at_once(added, added)
    assert sorted(type(one).__name__ for one in given) == ["Invalid", "tuple"]
    assert Benchmark.objects.count() == len(TABLES)


def test_points_with_a_hole_are_published_by_neither_of_two() -> None:
    """LAW-17 is asked within the lock of each: no second call slips past the first."""
    holey = replace(POINTS, scoring=replace(SCORING, scores=SCORING.scores[1:]))
    made = operations.add_benchmark(
        by=REVIEWER, at=AT, organ_id=EMERGENCY, matter_code="AQ097-7", issuer="示范县应急管理局",
        document_number="示应急〔2026〕6号", valid_from=TODAY, table=holey,
    )  # fmt: skip

    def publish():
        return operations.publish_benchmark(by=HEAD, at=AT, benchmark_id=made.benchmark_id, published_on=TODAY)

    given = at_once(publish, publish)
    assert all(isinstance(one, Refused) and "LAW-17" in one.rules for one in given)
    assert not Benchmark.objects.exclude(published_on=None).exists()
