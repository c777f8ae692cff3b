"""Discretion benchmarks: entered as drafts, checked and fixed when they are published."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.kernel.hashing import canonical
from mingjing.kernel.tables import Faulty
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Benchmark, BenchmarkTier, Matter
from mingjing.lawbook.operations import entries
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.queries.benchmarks import faults, matter_of, superiors_chain
from mingjing.lawbook.rules.benchmarks import published_before_valid
from mingjing.lawbook.rules.discretion import superiors_do_not_form_a_ring
from mingjing.lawbook.rules.weighing import filled, shares_of
from mingjing.lawbook.terms import BenchmarkFacts, DiscretionTable, Tier
from mingjing.lawbook.terms.discretion import plain, tiers_of
from mingjing.organs import queries as organs

DOING = "维护裁量基准"


@operation(Event.BENCHMARK_ADDED)
def add_benchmark(
    *, by: Actor, at: datetime, organ_id: UUID, matter_code: str, issuer: str, document_number: str, valid_from: date,
    tiers: Sequence[Tier] = (), table: DiscretionTable | None = None, upper_id: UUID | None = None, fictional: bool = False,
) -> BenchmarkFacts:  # fmt: skip
    """Enter a benchmark as a draft, as tiers or as a table; nothing may be decided by it yet.

    `upper_id`: the superior's benchmark that it refines. Raises Invalid, Forbidden; Refused where the matter has moved to
    another organ (ORG-22) or superiors form a ring (LAW-16).
    """
    access.change_catalogue.require(by, organ_id, doing=DOING)
    known = Matter.objects.valid(valid_from).filter(organ_id=organ_id, code=matter_code).first()
    told, table = _read(tiers, table)
    errors = entries.benchmark(issuer, document_number, told)
    entries.refuse(errors | {"matter_code": [] if known else ["执法事项清单中没有当日有效的这个事项。"]})
    _still_ours(organ_id, matter_code, known.name if known else "", max(valid_from, local_day(at)))
    made = Benchmark.objects.create(
        organ_id=organ_id, matter_code=matter_code, issuer=issuer, document_number=document_number,
        valid_from=valid_from, fictional=fictional, added_at=at, added_by=by.person_id, changed_at=at,
        table=plain(table) if table else {}, upper=_upper(organ_id, upper_id),
    )  # fmt: skip
    _write_tiers(made, told)
    kept(Event.BENCHMARK_ADDED, by=by, at=at, organ_id=organ_id, benchmark_id=str(made.pk), code=matter_code)
    return made.facts()


@operation(Event.BENCHMARK_REVISED)
def revise_benchmark(
    *, by: Actor, at: datetime, benchmark_id: UUID, issuer: str, document_number: str, valid_from: date, table: DiscretionTable,
    upper_id: UUID | None = None, seen: datetime | None = None,
) -> BenchmarkFacts:  # fmt: skip
    """Write a draft anew. `seen`: when it had been changed last as the writer saw it; a newer change is not overwritten.

    Raises Invalid, Forbidden, Refused (LAW-16).
    """
    row = _draft(benchmark_id)
    access.change_catalogue.require(by, row.organ_id, doing=DOING)
    if seen is not None and row.changed_at is not None and row.changed_at != seen:
        raise Invalid({"table": ["别人已经改过这份草稿，请复制您的修改，刷新以后再改。"]})
    told, whole = _read((), table)
    entries.refuse(entries.benchmark(issuer, document_number, told))
    row.issuer, row.document_number, row.valid_from = issuer, document_number, valid_from
    row.table, row.upper, row.changed_at = plain(whole or table), _upper(row.organ_id, upper_id), at
    row.save(update_fields=["issuer", "document_number", "valid_from", "table", "upper", "changed_at"])
    row.tiers.all().delete()
    _write_tiers(row, told)
    digest = sha256(canonical(row.table)).hexdigest()
    kept(
        Event.BENCHMARK_REVISED,
        by=by,
        at=at,
        organ_id=row.organ_id,
        benchmark_id=str(row.pk),
        code=row.matter_code,
        table=digest,
    )
    return Benchmark.objects.get(pk=row.pk).facts()


@operation(Event.BENCHMARK_DISCARDED)
def discard_benchmark(*, by: Actor, at: datetime, benchmark_id: UUID, reason: str) -> BenchmarkFacts:
    """Give up a draft, with the reason; it stays to be read. Raises Invalid, Forbidden."""
    row = _draft(benchmark_id)
    access.change_catalogue.require(by, row.organ_id, doing=DOING)
    row.discarded = entries.told("放弃的原因", reason, "reason", 300)
    row.save(update_fields=["discarded"])
    named = {"benchmark_id": str(row.pk), "code": row.matter_code, "reason": row.discarded}
    kept(Event.BENCHMARK_DISCARDED, by=by, at=at, organ_id=row.organ_id, **named)
    return row.facts()


@operation(Event.BENCHMARK_PUBLISHED)
def publish_benchmark(
    *, by: Actor, at: datetime, benchmark_id: UUID, published_on: date
) -> tuple[BenchmarkFacts, tuple[Finding, ...]]:
    """Publish a draft (P-08): the rules LAW-02 to LAW-05, of a table LAW-10 to LAW-15, and ORG-22 are asked, its digest is
    fixed, and the one before it ends.

    Gives back the benchmark and the warnings. Raises Refused where a rule blocks, Invalid, Forbidden.
    """
    row = _draft(benchmark_id)
    access.publish_benchmark.require(by, row.organ_id, doing="公布裁量基准")
    if published_on > local_day(at):
        raise Invalid({"published_on": ["公布日期不能在今天之后。"]})
    list(_matters(row).select_for_update())  # two drafts of one matter are published one after the other
    warnings = publish_row(row, by=by, at=at, published_on=published_on)
    return row.facts(), warnings


def publish_row(row: Benchmark, *, by: Actor, at: datetime, published_on: date) -> tuple[Finding, ...]:
    """Publish a draft that is held, with its matter, by the caller's transaction; gives back the warnings.

    Raises Refused where a rule blocks, Invalid; then nothing of it has been written.
    """
    warnings = _asked(row, published_on)
    _end_previous(row)
    row.published_on, row.published_by = published_on, by.person_id
    row.sha256 = sha256(canonical(_content(row.facts()))).hexdigest()
    row.save(update_fields=["published_on", "published_by", "sha256"])
    named = {"benchmark_id": str(row.pk), "code": row.matter_code, "sha256": row.sha256}
    kept(Event.BENCHMARK_PUBLISHED, by=by, at=at, organ_id=row.organ_id, **named)
    return warnings


def _draft(benchmark_id: UUID) -> Benchmark:
    """The draft, held until the end of the transaction. Raises Invalid where it is none."""
    row = Benchmark.objects.select_for_update().filter(pk=benchmark_id).first()
    if row is None:
        raise Invalid({"benchmark_id": ["没有这份裁量基准。"]})
    if row.discarded:
        raise Invalid({"benchmark_id": ["这份草稿已经放弃，请另立新的一份。"]})
    if row.published_on is not None:
        raise Invalid(
            {"benchmark_id": [f"这份裁量基准已于{row.published_on.isoformat()}公布，不能再改；请另立新的一份。"]}
        )
    return row


def _matters(row: Benchmark) -> QuerySet[Matter]:
    """Every version of the matter that a benchmark weighs."""
    return Matter.objects.filter(organ_id=row.organ_id, code=row.matter_code)


def _read(tiers: Sequence[Tier], table: DiscretionTable | None) -> tuple[tuple[Tier, ...], DiscretionTable | None]:
    """The tiers as given, or as a table says them, and the table whole. Raises Invalid where the table cannot be read."""
    if table is None:
        return tuple(tiers), None
    entries.refuse(entries.table(table))
    try:
        whole = filled(table)
        return tiers_of(whole, shares_of(whole)), whole
    except Faulty as wrong:
        raise Invalid({"table": [str(wrong)]}) from wrong


def _write_tiers(row: Benchmark, tiers: Sequence[Tier]) -> None:
    BenchmarkTier.objects.bulk_create(
        BenchmarkTier(
            benchmark=row, position=place, name=tier.name, condition=tier.condition, addressee=tier.addressee,
            fine_min=tier.fine.low if tier.fine else None, fine_max=tier.fine.high if tier.fine else None, other=tier.other,
        )
        for place, tier in enumerate(tiers, start=1)
    )  # fmt: skip


def _upper(organ_id: UUID, upper_id: UUID | None) -> Benchmark | None:
    """The superior's benchmark. Raises Invalid where it is none, Refused where superiors form a ring."""
    if upper_id is None:
        return None
    chain = superiors_chain(upper_id)
    if not chain:
        raise Invalid({"upper": ["没有这份已经公布的上级基准，请从列表中选择。"]})
    if found := blocking(tuple(superiors_do_not_form_a_ring(str(organ_id), [str(one) for one in chain]))):
        raise Refused(*found)
    return Benchmark.objects.get(pk=upper_id)


def _still_ours(organ_id: UUID, code: str, name: str, on: date) -> None:
    """Raise Refused (ORG-22) where the matter is the organ's no longer on that day, as opening a case under it is refused."""
    if found := blocking(organs.item_findings(organ_id, "matter", code, name, on)):
        raise Refused(*found)


def _asked(row: Benchmark, published_on: date) -> tuple[Finding, ...]:
    facts = row.facts()
    matter = matter_of(facts)
    if matter is None:
        raise Invalid({"matter_code": ["执法事项清单中没有当日有效的这个事项。"]})
    findings = (
        *published_before_valid(published_on.isoformat(), row.valid_from.isoformat()),
        *faults(facts, matter),
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
    """What the digest is of. A table is part of it only where there is one, so that older digests stay what they were."""
    told: dict[str, object] = {
        "matter": facts.matter_code,
        "issuer": facts.issuer,
        "number": facts.document_number,
        "published_on": facts.published_on and facts.published_on.isoformat(),
        "valid_from": facts.valid_from.isoformat(),
        "tiers": [
            [
                tier.name, tier.condition, tier.addressee, f"{tier.fine.low:.2f}" if tier.fine else "",
                f"{tier.fine.high:.2f}" if tier.fine else "", tier.other,
            ]
            for tier in facts.tiers
        ],
    }  # fmt: skip
    return told | (
        {"table": plain(facts.table), "upper": str(facts.upper or ""), "organ": str(facts.organ_id)}
        if facts.table
        else {}
    )
