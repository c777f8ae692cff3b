"""Sets of benchmarks: what one document lays down for several matters is entered and published together, or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Benchmark, Matter
from mingjing.lawbook.operations.benchmarks import DOING, add_benchmark, publish_row
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.queries.sets import benchmark_set
from mingjing.lawbook.terms import BenchmarkFacts, DiscretionTable
from mingjing.lawbook.terms.sets import SetFacts


@operation(Event.BENCHMARK_SET_ADDED)
def add_benchmark_set(
    *, by: Actor, at: datetime, organ_id: UUID, issuer: str, document_number: str, valid_from: date, tables: Mapping[str, DiscretionTable],
) -> tuple[BenchmarkFacts, ...]:  # fmt: skip
    """Enter the tables of one document as drafts, by matter code: all of them, or none.

    Raises Invalid with everything that is wrong, matter by matter; Refused, Forbidden.
    """
    access.change_catalogue.require(by, organ_id, doing=DOING)
    if not tables:
        raise Invalid({"table": ["没有一个事项，请至少填写一个事项的裁量表。"]})
    # Two who enter one document at once: the second sees what the first has written.
    list(Matter.objects.filter(organ_id=organ_id, code__in=list(tables)).order_by("pk").select_for_update())
    before = set(
        Benchmark.objects.filter(organ_id=organ_id, document_number=document_number, discarded="").values_list(
            "matter_code", flat=True
        )
    )
    wrong: list[str] = [
        f"{code}：这个文号已经有这个事项的基准，请在它的页面修改。" for code in tables if code in before
    ]
    made: list[BenchmarkFacts] = []
    for code, table in tables.items():
        try:
            made.append(
                add_benchmark(
                    by=by, at=at, organ_id=organ_id, matter_code=code, issuer=issuer, document_number=document_number,
                    valid_from=valid_from, table=table,
                )
            )  # fmt: skip
        except Invalid as problem:
            wrong += [f"{code}：{text}" for texts in problem.errors.values() for text in texts]
    if wrong:
        raise Invalid({"table": wrong})
    told: dict[str, str | int] = {"document": document_number, "benchmarks": len(made)}
    kept(Event.BENCHMARK_SET_ADDED, by=by, at=at, organ_id=organ_id, **told)
    return tuple(made)


@operation(Event.BENCHMARK_SET_PUBLISHED)
def publish_benchmark_set(
    *, by: Actor, at: datetime, benchmark_id: UUID, published_on: date
) -> tuple[SetFacts, tuple[Finding, ...]]:
    """Publish every draft of the document that a benchmark belongs to: all of them, or none (P-08).

    Each is asked what it would be asked by itself. Gives back the set and the warnings. Raises Refused with what stands
    against any of them, named by matter; Invalid, Forbidden.
    """
    first = Benchmark.objects.filter(pk=benchmark_id).first()
    if first is None:
        raise Invalid({"benchmark_id": ["没有这份裁量基准。"]})
    access.publish_benchmark.require(by, first.organ_id, doing="公布裁量基准")
    if published_on > local_day(at):
        raise Invalid({"published_on": ["公布日期不能在今天之后。"]})
    own = Benchmark.objects.filter(
        organ_id=first.organ_id, issuer=first.issuer, document_number=first.document_number, discarded=""
    )
    list(Matter.objects.filter(organ_id=first.organ_id, code__in=own.values("matter_code")).order_by("pk").select_for_update())  # fmt: skip
    drafts = list(own.filter(published_on=None).order_by("matter_code", "added_at").select_for_update())
    if not drafts:
        raise Invalid({"benchmark_id": ["这一套没有还没公布的草稿。"]})
    refused: list[Finding] = []
    wrong: list[str] = []
    warnings: list[Finding] = []
    for row in drafts:
        try:
            warnings += [_named(one, row) for one in publish_row(row, by=by, at=at, published_on=published_on)]
        except Refused as problem:
            refused += [_named(one, row) for one in problem.findings]
        except Invalid as problem:
            wrong += [f"{row.matter_code}：{text}" for texts in problem.errors.values() for text in texts]
    if wrong:
        raise Invalid({"published_on": wrong})
    if refused:
        raise Refused(*refused)
    whole = benchmark_set(benchmark_id)
    assert whole is not None
    told: dict[str, str | int] = {
        "document": first.document_number, "benchmarks": len(drafts), "sha256": whole.sha256,
    }  # fmt: skip
    kept(Event.BENCHMARK_SET_PUBLISHED, by=by, at=at, organ_id=first.organ_id, **told)
    return whole, tuple(warnings)


def _named(one: Finding, row: Benchmark) -> Finding:
    return replace(one, message=f"{row.matter_code}：{one.message}")
