"""Which published discretion benchmark a decision may cite: asked of the public lists, kept with the act (P-08, G-42)."""

from datetime import date
from typing import Any
from uuid import UUID

from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.lawbook.terms import ADDRESSEE_NAMES, Addressee
from mingjing.publicity import queries as published
from mingjing.publicity.queries import PublicBenchmark

FIELD, PUBLIC = "benchmark", "benchmarks_public"


def _heard(case: CaseFacts) -> tuple[UUID, ...]:
    """Whose benchmarks bind the case: the organ's, its principal's, its superior's (国办发〔2022〕27号)."""
    organ = case.organ
    return tuple(key for key in (organ.id, organ.principal_id, organ.parent_id) if key)


def citable(case: CaseFacts, spec: ActSpec, on: date) -> tuple[dict[str, Any], ...]:
    """What a form may offer on a day: the benchmarks public and in force; nothing where no field asks."""
    return citable_benchmarks(case, on) if spec.field(FIELD) else ()


def citable_benchmarks(case: CaseFacts, on: date) -> tuple[dict[str, Any], ...]:
    """All benchmarks of the organ, its principal and its superior that are public and in force on a day. One query."""
    return tuple(_json(one, case) for one in published.benchmarks_in_force(_heard(case), on))


def public_for(case: CaseFacts, spec: ActSpec, on: date) -> dict[str, Any]:
    """What is kept with an act: which benchmarks of this very matter stood in public on its day, so that the question
    whether one had to be cited is answered the same for ever. Nothing for acts that cite none."""
    if spec.field(FIELD) is None:
        return {}
    fitting = [one for one in citable(case, spec, on) if one["code"] == case.matter.get("code")]
    return {PUBLIC: [{key: one[key] for key in ("id", "organ_name", "name", "document", "seq")} for one in fitting]}


def benchmark_of(case: CaseFacts, edition_id: UUID) -> dict[str, Any] | None:
    """One edition of a benchmark as a case keeps it, public or not; None where these organs have none such."""
    found = published.benchmarks(_heard(case), edition_id=edition_id)
    return next((_json(one, case) for one in found if one.edition.id == edition_id), None)


def _json(one: PublicBenchmark, case: CaseFacts) -> dict[str, Any]:
    """The reference: whose list, which item, which version with its digest and days, and the tiers for such a party."""
    edition = one.edition
    return {
        "id": str(edition.id), "organ_code": edition.organ_code, "organ_name": edition.organ_name, "code": edition.code,
        "name": edition.name, "seq": edition.seq, "document": str(edition.values.get("document", "")),
        "valid_from": edition.valid_from.isoformat(), "sha256": edition.digest, "tiers": _tiers(one, case),
        "released_on": one.released_on.isoformat() if one.released_on else "",
        "ended_on": one.ended_on.isoformat() if one.ended_on else "",
        "table_sha256": str(edition.values.get("digest", "")),
    }  # fmt: skip


def _tiers(one: PublicBenchmark, case: CaseFacts) -> list[str]:
    """Names of the tiers that fit the party; of an item that does not tell units from persons, all."""
    who = ADDRESSEE_NAMES[Addressee.UNIT if case.party_is_unit else Addressee.PERSON]
    rows = [row for row in one.edition.values.get("tiers", ()) if row]
    fitting = [row for row in rows if len(row) > 1 and row[1] == who]
    return list(dict.fromkeys(str(row[0]).strip() for row in fitting or rows))
