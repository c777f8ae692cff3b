"""Benchmarks as they are worked on: drafts, what is wrong with them, whose they refine."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.lawbook.models import Benchmark, Matter
from mingjing.lawbook.rules.benchmarks import problems
from mingjing.lawbook.rules.discretion import table_problems
from mingjing.lawbook.terms import BenchmarkFacts, MatterFacts


def superiors_chain(benchmark_id: UUID) -> tuple[UUID, ...]:
    """The organs of a published benchmark and of all those above it, from it upwards; nothing where it is not published.

    One query each; a ring ends the walk where it closes.
    """
    found: list[UUID] = []
    at: UUID | None = benchmark_id
    seen: set[UUID] = set()
    while at is not None and at not in seen:
        seen.add(at)
        row = Benchmark.objects.filter(pk=at).exclude(published_on=None).first()
        if row is None:
            break
        found.append(row.organ_id)
        at = row.upper_id
    return tuple(found)


def benchmark_by_id(benchmark_id: UUID) -> BenchmarkFacts | None:
    """One benchmark, a draft too. Two queries."""
    row = Benchmark.objects.filter(pk=benchmark_id).prefetch_related("tiers").first()
    return row.facts() if row else None


def benchmark_history(organ_id: UUID, matter_code: str) -> tuple[BenchmarkFacts, ...]:
    """Every benchmark of a matter that an organ ever wrote, drafts and those given up too, newest first. Two queries."""
    rows = Benchmark.objects.filter(organ_id=organ_id, matter_code=matter_code).prefetch_related("tiers")
    return tuple(row.facts() for row in rows.order_by("-valid_from", "-added_at"))


def changed_at(benchmark_id: UUID) -> str:
    """When it was changed last, as a form carries it; empty where never."""
    row = Benchmark.objects.filter(pk=benchmark_id).values_list("changed_at", flat=True).first()
    return row.isoformat() if row else ""


def benchmarks_with_digests(digests: Collection[str]) -> dict[str, BenchmarkFacts]:
    """The published benchmarks that decisions or public lists name by their digests. Two queries."""
    wanted = [one for one in digests if one]
    rows = Benchmark.objects.filter(sha256__in=wanted).exclude(published_on=None).prefetch_related("tiers")
    return {row.sha256: row.facts() for row in rows}


def superiors_benchmarks(organ_ids: Collection[UUID], matter_code: str, on: date) -> tuple[BenchmarkFacts, ...]:
    """What an organ may refine: the benchmarks of its superiors in force on a day, of the same matter first. Two queries."""
    rows = (
        Benchmark.objects.valid(on)
        .filter(organ_id__in=list(organ_ids))
        .exclude(published_on=None)
        .prefetch_related("tiers")
    )
    return tuple(
        sorted((row.facts() for row in rows.order_by("matter_code")), key=lambda one: one.matter_code != matter_code)
    )


def faults(found: BenchmarkFacts, matter: MatterFacts | None) -> tuple[Finding, ...]:
    """Everything that stands against publishing a draft, and the warnings; at most three queries."""
    return faults_with(found, matter, benchmark_by_id(found.upper) if found.upper and matter else None)


def faults_with(found: BenchmarkFacts, matter: MatterFacts | None, upper: BenchmarkFacts | None) -> tuple[Finding, ...]:
    """The same where matter and superior's benchmark are at hand."""
    if matter is None:
        return ()
    return (
        *problems(matter.spec, found.tiers),
        *(table_problems(matter.spec, found.table, upper) if found.table else ()),
    )


def matter_of(found: BenchmarkFacts) -> MatterFacts | None:
    """The matter that a benchmark weighs, as it is on its first day. One query."""
    row = Matter.objects.valid(found.valid_from).filter(organ_id=found.organ_id, code=found.matter_code).first()
    return row.facts() if row else None
