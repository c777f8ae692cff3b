"""Sets of benchmarks as they are worked on: every matter of a document, and what stands against each draft."""

from uuid import UUID

from mingjing.lawbook.models import Benchmark, Matter
from mingjing.lawbook.queries.benchmarks import faults_with
from mingjing.lawbook.terms import BenchmarkFacts, MatterFacts
from mingjing.lawbook.terms.sets import SetFacts, SetItem


def benchmark_set(benchmark_id: UUID) -> SetFacts | None:
    """The set that a benchmark belongs to, by its document; None where there is no such benchmark. At most six queries."""
    first = Benchmark.objects.filter(pk=benchmark_id).first()
    if first is None:
        return None
    rows = Benchmark.objects.filter(
        organ_id=first.organ_id, issuer=first.issuer, document_number=first.document_number, discarded=""
    )
    held = [row.facts() for row in rows.prefetch_related("tiers").order_by("matter_code", "added_at")]
    versions: dict[str, list[MatterFacts]] = {}
    codes = {one.matter_code for one in held}
    for row in Matter.objects.filter(organ_id=first.organ_id, code__in=codes).order_by("version"):
        versions.setdefault(row.code, []).append(row.facts())
    wanted = {one.upper for one in held if one.upper and one.published_on is None}
    uppers = {row.pk: row.facts() for row in Benchmark.objects.filter(pk__in=wanted).prefetch_related("tiers")} if wanted else {}  # fmt: skip
    items = tuple(_item(one, versions.get(one.matter_code, []), uppers.get(one.upper) if one.upper else None) for one in held)  # fmt: skip
    return SetFacts(first.organ_id, first.issuer, first.document_number, items)


def _item(one: BenchmarkFacts, versions: list[MatterFacts], upper: BenchmarkFacts | None) -> SetItem:
    day = one.valid_from
    there = [each for each in versions if each.valid_from <= day and (each.valid_to is None or day < each.valid_to)]
    matter = there[-1] if there else None
    name = (matter or versions[-1]).name if versions else ""
    return SetItem(one, name, faults_with(one, matter, upper) if one.published_on is None else ())
