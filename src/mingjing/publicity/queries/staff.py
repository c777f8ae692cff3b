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


def concerned_kinds(organ_id: UUID) -> Mapping[str, KindSpec]:
    """The kinds of list that concern an organ, with the roles that hold there. Two queries."""
    others = kinds_of_others(organ_id)
    return {key: spec for key, spec in staffed_kinds(organ_id).items() if key not in others}


def kinds_of_others(organ_id: UUID) -> frozenset[str]:
    """The kinds of list that concern other organs only, such as the sum of a region. One query."""
    held = _held([organ_id])
    return frozenset(key for key, spec in kinds().items() if not _concerns(spec, organ_id, held))


def _held(organ_ids: Collection[UUID]) -> Mapping[str, frozenset[UUID]]:
    roles = {spec.kept_by for spec in kinds().values() if spec.kept_by}
    return {role: organs.that_ever_held(role, organ_ids) for role in roles}


def _concerns(spec: KindSpec, organ_id: UUID, held: Mapping[str, frozenset[UUID]]) -> bool:
    return not spec.kept_by or organ_id in held[spec.kept_by]


def last_staffings(organ_id: UUID) -> Mapping[str, StaffFacts]:
    """Kind → the last decision on who does what; kinds where the packaged default holds are left out. One query."""
    return {row.kind: _facts(row) for row in KindStaff.objects.filter(organ_id=organ_id).order_by("seq")}


def _facts(row: KindStaff) -> StaffFacts:
    return StaffFacts(
        row.organ_id, row.kind, row.seq, tuple(row.collect), tuple(row.check_by), tuple(row.release),
        row.reason, row.set_name, row.set_at, row.ledger_index,
    )  # fmt: skip


def vacancies(organ_id: UUID, at: datetime) -> Mapping[str, tuple[Finding, ...]]:
    """Kind → PUB-61: which part of the work nobody can do at that moment. Three queries."""
    holders = organs.role_holders(organ_id, at)
    told = {key: nobody_missing(spec, holders) for key, spec in concerned_kinds(organ_id).items()}
    return {key: found for key, found in told.items() if found}


def vacancies_of(organ_ids: Collection[UUID], at: datetime) -> Mapping[UUID, tuple[Finding, ...]]:
    """Organ → PUB-61 over every kind of list, for a supervisor; organs without a vacancy are left out. Three queries."""
    rows: dict[UUID, dict[str, KindStaff]] = {}
    for row in KindStaff.objects.filter(organ_id__in=organ_ids).order_by("seq"):
        rows.setdefault(row.organ_id, {})[row.kind] = row
    holders, held = organs.role_holders_in(organ_ids, at), _held(organ_ids)
    told = {
        key: tuple(
            found
            for kind, spec in kinds().items()
            if _concerns(spec, key, held)
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
