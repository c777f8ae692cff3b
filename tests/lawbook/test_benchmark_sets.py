"""A set of benchmarks: entered and published together or not at all; who may, what is refused, what the digest is of."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lawbook.listed import MATTER
from tests.lawbook.shelf import AT, EMERGENCY, HANDLER, HEAD, MARKET, MARKET_HEAD, OUTSIDER, REVIEWER, TODAY
from tests.lawbook.weighed import POINTS, TABLE, with_row

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.kernel.hashing import canonical
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Benchmark
from mingjing.lawbook.rules.weighing import filled
from mingjing.lawbook.terms import BenchmarkFacts
from mingjing.lawbook.terms.sets import SetFacts
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TABLES = {"AQ097-7": TABLE, "AQ097-8": POINTS, "AQ097-9": TABLE}


@pytest.fixture
def listed(shelf: None) -> None:
    for code in TABLES:
        operations.add_matter(by=REVIEWER, at=AT, organ_id=EMERGENCY, spec=replace(MATTER, code=code), valid_from=TODAY)
    operations.add_matter(by=MARKET_HEAD, at=AT, organ_id=MARKET, spec=MATTER, valid_from=TODAY)


def added(**changes) -> tuple[BenchmarkFacts, ...]:
    asked = {
        "by": REVIEWER, "at": AT, "organ_id": EMERGENCY, "issuer": "示范县应急管理局", "document_number": "示应急〔2026〕5号",
        "valid_from": TODAY, "tables": TABLES, **changes,
    }  # fmt: skip
    return operations.add_benchmark_set(**asked)


def published(one: BenchmarkFacts, **changes) -> SetFacts:
    asked = {"by": HEAD, "at": AT, "benchmark_id": one.benchmark_id, "published_on": TODAY, **changes}
    return operations.publish_benchmark_set(**asked)[0]


def test_a_set_is_entered_and_published_together(listed: None) -> None:
    made = added()
    assert [(one.matter_code, one.table) for one in made] == [(code, filled(one)) for code, one in TABLES.items()]
    with CaptureQueriesContext(connection) as asked:
        before = queries.benchmark_set(made[1].benchmark_id)
    assert len(asked) <= 6
    assert before is not None and len(before.drafts) == 3 and before.sha256 == ""
    done = published(made[2])
    assert not done.drafts and all(one.benchmark.published_on == TODAY for one in done.items)
    digests = sorted([one.benchmark.matter_code, one.benchmark.sha256] for one in done.items)
    assert done.sha256 == sha256(canonical(digests)).hexdigest()
    assert {code: queries.benchmark(EMERGENCY, code, TODAY) is not None for code in TABLES} == dict.fromkeys(
        TABLES, True
    )
    (entry,) = ledger.every("lawbook:benchmark_set:published")
    assert entry.payload["sha256"] == done.sha256 and entry.payload["benchmarks"] == 3
    assert len(list(ledger.every("lawbook:benchmark:published"))) == 3


def test_one_that_may_not_be_published_keeps_all_from_it_each_time(listed: None) -> None:
    made = added(tables={**TABLES, "AQ097-8": with_row(2, cells=("3名以上不满5名", "-"), source="3名以上不满5名")})
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            published(made[0])
        assert "LAW-10" in refused.value.rules and "AQ097-8：" in str(refused.value)
    assert not Benchmark.objects.filter(document_number="示应急〔2026〕5号").exclude(published_on=None).exists()
    held = queries.benchmark_set(made[0].benchmark_id)
    assert held is not None and [bool(one.faults) for one in held.items] == [False, True, False]
    operations.revise_benchmark(
        by=REVIEWER, at=AT + DAY / 24, benchmark_id=made[1].benchmark_id, issuer=made[1].issuer,
        document_number=made[1].document_number, valid_from=TODAY, table=TABLE,
    )  # fmt: skip
    assert not published(made[0]).drafts
    with pytest.raises(Invalid, match="没有还没公布的草稿"):
        published(made[0])


def test_all_or_none_is_entered_and_what_is_wrong_is_told_by_matter(listed: None) -> None:
    before = Benchmark.objects.count()
    with pytest.raises(Invalid) as refused:
        added(tables={**TABLES, "没有": TABLE, "AQ097-9": with_row(0, cells=("很多", "否"))})
    told = refused.value.errors["table"]
    assert any(one.startswith("没有：") for one in told) and any(one.startswith("AQ097-9：第1行") for one in told)
    assert Benchmark.objects.count() == before
    added()
    with pytest.raises(Invalid, match="AQ097-7：这个文号已经有这个事项的基准"):
        added()
    assert Benchmark.objects.count() == before + 3


def test_an_empty_shell_is_refused(listed: None) -> None:
    with pytest.raises(Invalid, match="没有一个事项"):
        added(tables={})
    with pytest.raises(Invalid, match="没有这份裁量基准"):
        operations.publish_benchmark_set(by=HEAD, at=AT, benchmark_id=uuid4(), published_on=TODAY)
    assert queries.benchmark_set(uuid4()) is None
    made = added()
    with pytest.raises(Invalid, match="不能在今天之后"):
        published(made[0], published_on=TODAY + DAY)


@pytest.mark.parametrize("actor", [HANDLER, MARKET_HEAD, OUTSIDER])
def test_only_the_organ_s_own_keepers_enter_and_its_head_publishes(listed: None, actor) -> None:
    with pytest.raises(Forbidden):
        added(by=actor)
    made = added()
    for who in (actor, REVIEWER):
        with pytest.raises(Forbidden):
            published(made[0], by=who)


def test_two_of_one_matter_in_one_document_are_not_both_published(listed: None) -> None:
    made = added()
    operations.add_benchmark(
        by=REVIEWER, at=AT, organ_id=EMERGENCY, matter_code="AQ097-7", issuer=made[0].issuer,
        document_number=made[0].document_number, valid_from=TODAY, table=TABLE,
    )  # fmt: skip
    with pytest.raises(Invalid, match="AQ097-7：应晚于现行基准的施行日期"):
        published(made[0])
    assert not Benchmark.objects.filter(document_number=made[0].document_number).exclude(published_on=None).exists()


def test_what_was_given_up_is_not_of_the_set(listed: None) -> None:
    made = added()
    operations.discard_benchmark(by=REVIEWER, at=AT, benchmark_id=made[1].benchmark_id, reason="这个事项以后再定")
    done = published(made[0])
    assert [one.benchmark.matter_code for one in done.items] == ["AQ097-7", "AQ097-9"]
