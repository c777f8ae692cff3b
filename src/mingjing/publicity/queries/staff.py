"""Who does what on each kind of list: the packaged default, or what the organ decided; and where nobody can do it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.publicity.models import KindStaff
from mingjing.publicity.rules.staff import nobody_missing
from mingjing.publicity.terms import KindSpec, StaffFacts, kinds


def staffed(organ_id: UUID, kind: str) -> KindSpec:
    """A kind of list with the roles that hold in an organ. One query. Raises KeyError for an unknown kind."""
    row = KindStaff.objects.filter(organ_id=organ_id, kind=kind).order_by("-seq").first()
    return _with(kinds()[kind], row)


def staffed_kinds(organ_id: UUID) -> Mapping[str, KindSpec]:
    """Every kind of list with the roles that hold in an organ. One query."""
    rows = {row.kind: row for row in KindStaff.objects.filter(organ_id=organ_id).order_by("seq")}
    return {key: _with(spec, rows.get(key)) for key, spec in kinds().items()}


def staffings(organ_id: UUID, kind: str) -> tuple[StaffFacts, ...]:
    """Every decision on who does what for a kind of list, newest first; none where the packaged default holds."""
    return tuple(map(_facts, KindStaff.objects.filter(organ_id=organ_id, kind=kind).order_by("-seq")))


def last_staffings(organ_id: UUID) -> Mapping[str, StaffFacts]:
    """Kind → the last decision on who does what; kinds where the packaged default holds are left out. One query."""
    return {row.kind: _facts(row) for row in KindStaff.objects.filter(organ_id=organ_id).order_by("seq")}


def _facts(row: KindStaff) -> StaffFacts:
    return StaffFacts(
        row.organ_id, row.kind, row.seq, tuple(row.collect), tuple(row.check_by), tuple(row.release),
        row.reason, row.set_name, row.set_at, row.ledger_index,
    )  # fmt: skip


def vacancies(organ_id: UUID, at: datetime) -> Mapping[str, tuple[Finding, ...]]:
    """Kind → PUB-61: which part of the work nobody can do at that moment. Two queries."""
    holders = organs.role_holders(organ_id, at)
    told = {key: nobody_missing(spec, holders) for key, spec in staffed_kinds(organ_id).items()}
    return {key: found for key, found in told.items() if found}


def vacancies_of(organ_ids: Collection[UUID], at: datetime) -> Mapping[UUID, tuple[Finding, ...]]:
    """Organ → PUB-61 over every kind of list, for a supervisor; organs without a vacancy are left out. Two queries."""
    rows: dict[UUID, dict[str, KindStaff]] = {}
    for row in KindStaff.objects.filter(organ_id__in=organ_ids).order_by("seq"):
        rows.setdefault(row.organ_id, {})[row.kind] = row
    holders = organs.role_holders_in(organ_ids, at)
    told = {
        key: tuple(
            found
            for kind, spec in kinds().items()
            for found in nobody_missing(_with(spec, rows.get(key, {}).get(kind)), holders.get(key, {}))
        )
        for key in organ_ids
    }
    return {key: found for key, found in told.items() if found}


def _with(spec: KindSpec, row: KindStaff | None) -> KindSpec:
    if row is None:
        return spec
    collect, check, release = frozenset(row.collect), frozenset(row.check_by), frozenset(row.release)
    return replace(spec, collect=collect, check=check, release=release)
