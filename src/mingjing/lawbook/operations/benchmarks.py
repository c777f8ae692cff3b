"""Discretion benchmarks: entered as drafts, checked and fixed when they are published."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.hashing import canonical
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Benchmark, BenchmarkTier, Matter
from mingjing.lawbook.operations import entries
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.rules.benchmarks import problems, published_before_valid
from mingjing.lawbook.terms import BenchmarkFacts, Tier
from mingjing.organs import queries as organs


@operation(Event.BENCHMARK_ADDED)
def add_benchmark(
    *, by: Actor, at: datetime, organ_id: UUID, matter_code: str, issuer: str, document_number: str,
    valid_from: date, tiers: Sequence[Tier], fictional: bool = False,
) -> BenchmarkFacts:  # fmt: skip
    """Enter a benchmark as a draft; nothing may be decided by it yet.

    Raises Invalid, Forbidden; Refused where the matter has moved to another organ (ORG-22).
    """
    access.change_catalogue.require(by, organ_id, doing="维护裁量基准")
    known = Matter.objects.valid(valid_from).filter(organ_id=organ_id, code=matter_code).first()
    errors = entries.benchmark(issuer, document_number, tiers)
    entries.refuse(errors | {"matter_code": [] if known else ["执法事项清单中没有当日有效的这个事项。"]})
    _still_ours(organ_id, matter_code, known.name if known else "", max(valid_from, local_day(at)))
    made = Benchmark.objects.create(
        organ_id=organ_id, matter_code=matter_code, issuer=issuer, document_number=document_number,
        valid_from=valid_from, fictional=fictional, added_at=at, added_by=by.person_id,
    )  # fmt: skip
    BenchmarkTier.objects.bulk_create(
        BenchmarkTier(
            benchmark=made, position=place, name=tier.name, condition=tier.condition, addressee=tier.addressee,
            fine_min=tier.fine.low, fine_max=tier.fine.high, other=tier.other,
        )
        for place, tier in enumerate(tiers, start=1)
    )  # fmt: skip
    kept(Event.BENCHMARK_ADDED, by=by, at=at, organ_id=organ_id, benchmark_id=str(made.pk), code=matter_code)
    return made.facts()


@operation(Event.BENCHMARK_PUBLISHED)
def publish_benchmark(
    *, by: Actor, at: datetime, benchmark_id: UUID, published_on: date
) -> tuple[BenchmarkFacts, tuple[Finding, ...]]:
    """Publish a draft (P-08): the rules LAW-02 to LAW-05 and ORG-22 are asked, its digest is fixed, and the one before it ends.

    Gives back the benchmark and the warnings. Raises Refused where a rule blocks, Invalid, Forbidden.
    """
    row = Benchmark.objects.select_for_update().filter(pk=benchmark_id).first()
    if row is None:
        raise Invalid({"benchmark_id": ["没有这份裁量基准。"]})
    access.publish_benchmark.require(by, row.organ_id, doing="公布裁量基准")
    if row.published_on is not None:
        raise Invalid(
            {"benchmark_id": [f"这份裁量基准已于{row.published_on.isoformat()}公布，不能再改；请另立新的一份。"]}
        )
    if published_on > local_day(at):
        raise Invalid({"published_on": ["公布日期不能在今天之后。"]})
    warnings = _asked(row, published_on)
    _end_previous(row)
    row.published_on, row.published_by = published_on, by.person_id
    row.sha256 = sha256(canonical(_content(row.facts()))).hexdigest()
    row.save(update_fields=["published_on", "published_by", "sha256"])
    named = {"benchmark_id": str(row.pk), "code": row.matter_code, "sha256": row.sha256}
    kept(Event.BENCHMARK_PUBLISHED, by=by, at=at, organ_id=row.organ_id, **named)
    return row.facts(), warnings


def _still_ours(organ_id: UUID, code: str, name: str, on: date) -> None:
    """Raise Refused (ORG-22) where the matter is the organ's no longer on that day, as opening a case under it is refused."""
    if found := blocking(organs.item_findings(organ_id, "matter", code, name, on)):
        raise Refused(*found)


def _asked(row: Benchmark, published_on: date) -> tuple[Finding, ...]:
    matter = Matter.objects.valid(row.valid_from).filter(organ_id=row.organ_id, code=row.matter_code).first()
    if matter is None:
        raise Invalid({"matter_code": ["执法事项清单中没有当日有效的这个事项。"]})
    findings = (
        *published_before_valid(published_on.isoformat(), row.valid_from.isoformat()),
        *problems(matter.facts().spec, row.facts().tiers),
        *organs.item_findings(row.organ_id, "matter", row.matter_code, matter.name, max(row.valid_from, published_on)),
    )
    if found := blocking(findings):
        raise Refused(*found)
    return findings


def _end_previous(row: Benchmark) -> None:
    others = Benchmark.objects.filter(organ_id=row.organ_id, matter_code=row.matter_code, valid_to=None)
    for before in others.exclude(published_on=None).exclude(pk=row.pk):
        if before.valid_from >= row.valid_from:
            raise Invalid({"valid_from": [f"应晚于现行基准的施行日期{before.valid_from.isoformat()}。"]})
        before.valid_to = row.valid_from
        before.save(update_fields=["valid_to"])


def _content(facts: BenchmarkFacts) -> dict[str, object]:
    return {
        "matter": facts.matter_code,
        "issuer": facts.issuer,
        "number": facts.document_number,
        "published_on": facts.published_on and facts.published_on.isoformat(),
        "valid_from": facts.valid_from.isoformat(),
        "tiers": [
            [tier.name, tier.condition, tier.addressee, f"{tier.fine.low:.2f}", f"{tier.fine.high:.2f}", tier.other]
            for tier in facts.tiers
        ],
    }
