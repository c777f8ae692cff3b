"""The lists a plan draws from, while they may still change."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.inspections.events import Event
from mingjing.inspections.models import Avoidance, Plan, PoolOfficer, PoolParty
from mingjing.inspections.operations.moving import held, log, refuse, typed
from mingjing.inspections.queries.classes import classes_on
from mingjing.inspections.rules import pools as rules
from mingjing.inspections.terms import Move, PartyRow
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import fingerprint
from mingjing.organs import queries as organs

MOST = {"note": 200}
BATCH = 1000
MUCH = 256


@operation(Event.PARTIES_ADDED)
def add_parties(*, plan_id: UUID, rows: Sequence[PartyRow], by: Actor, at: datetime) -> tuple[int, int]:
    """Put enterprises into the list; one that is there already gets the new classes. Gives back (new, renewed).

    An empty class is that of the register on this day, or general risk and no credit where the register knows none.

    Raises Forbidden, Invalid, Refused (DRW-03, DRW-10): of a file with a faulty row nothing is taken.
    """
    plan = held(plan_id, by=by, to=Move.POOL)
    tidy = [PartyRow(one.code.strip().upper(), one.name.strip(), one.risk, one.credit, one.row) for one in rows]
    tidy = _classed(plan, tidy, local_day(at))
    refuse(rules.rows_are_good(tidy))
    codes = [one.code for one in tidy]
    standing = {
        one.code: one
        for start in range(0, len(codes), BATCH)
        for one in PoolParty.objects.filter(plan=plan, code__in=codes[start : start + BATCH])
    }
    fresh: list[PoolParty] = []
    renewed: list[PoolParty] = []
    for one in tidy:
        row = standing.get(one.code)
        (fresh if row is None else renewed).append(row := row or PoolParty(plan=plan, code=one.code))
        row.name, row.risk, row.credit = one.name, one.risk, one.credit
    PoolParty.objects.bulk_create(fresh, BATCH)
    PoolParty.objects.bulk_update(renewed, ["name", "risk", "credit"], MUCH)
    digest = fingerprint([[one.code, one.name, one.risk, one.credit] for one in tidy])
    log(plan, Event.PARTIES_ADDED, by=by, at=at, count=len(tidy), digest=digest)
    return len(fresh), len(renewed)


def _classed(plan: Plan, rows: Sequence[PartyRow], on: date) -> list[PartyRow]:
    """The rows with their empty classes filled."""
    empty = [one.code for one in rows if not one.risk or not one.credit]
    known = classes_on(plan.organ_id, on, empty) if empty else {}
    return [
        PartyRow(one.code, one.name, one.risk or risk or "general", one.credit or credit or "none", one.row)
        for one in rows
        for risk, credit in (known.get(one.code, ("", "")),)
    ]


@operation(Event.PARTY_LEFT_OUT)
def leave_party_out(*, plan_id: UUID, code: str, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Leave an enterprise out, or, without a reason, let it in again. Raises Forbidden, Invalid, Refused (DRW-03, DRW-11)."""
    plan = held(plan_id, by=by, to=Move.POOL)
    typed(MOST, note=note)
    refuse(rules.left_out_for_a_reason("party", reason))
    row = PoolParty.objects.filter(plan=plan, code=code.strip().upper()).first()
    if row is None:
        raise Invalid({"code": ["名单里没有这一家，请从名单里选"]})
    row.out, row.note = reason, note.strip() if reason else ""
    row.save(update_fields=["out", "note"])
    log(plan, Event.PARTY_LEFT_OUT, by=by, at=at, code=row.code, reason=reason)


@operation(Event.OFFICERS_TAKEN)
def take_officers(*, plan_id: UUID, by: Actor, at: datetime) -> int:
    """Take everybody of the organ with a certificate valid now into the list, and give back how many there are.

    Who was left out stays so; whose certificate is no longer valid goes. Raises Forbidden, Invalid, Refused (DRW-03).
    """
    plan = held(plan_id, by=by, to=Move.POOL)
    found = refresh_officers(plan, at)
    log(plan, Event.OFFICERS_TAKEN, by=by, at=at, count=found)
    return found


def refresh_officers(plan: Plan, at: datetime) -> int:
    """Bring the list of officers in step with the register as of a moment."""
    valid = {one.person.id: one for one in organs.officers_register(plan.organ_id, at)}
    PoolOfficer.objects.filter(plan=plan).exclude(person_id__in=valid).delete()
    standing = {one.person_id: one for one in PoolOfficer.objects.filter(plan=plan)}
    fresh: list[PoolOfficer] = []
    renewed: list[PoolOfficer] = []
    for key, one in valid.items():
        row = standing.get(key)
        (fresh if row is None else renewed).append(row := row or PoolOfficer(plan=plan, person_id=key))
        row.name, row.number = one.person.name, one.certificate.number
        row.kind, row.area = one.certificate.category[:60], one.certificate.area[:60]
    PoolOfficer.objects.bulk_create(fresh, BATCH)
    PoolOfficer.objects.bulk_update(renewed, ["name", "number", "kind", "area"], MUCH)
    return len(valid)


@operation(Event.OFFICER_LEFT_OUT)
def leave_officer_out(*, plan_id: UUID, person_id: UUID, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Leave an officer out, or, without a reason, let in again. Raises Forbidden, Invalid, Refused (DRW-03, DRW-11)."""
    plan = held(plan_id, by=by, to=Move.POOL)
    typed(MOST, note=note)
    refuse(rules.left_out_for_a_reason("officer", reason))
    row = PoolOfficer.objects.filter(plan=plan, person_id=person_id).first()
    if row is None:
        raise Invalid({"person_id": ["名单里没有这个人，请从名单里选"]})
    row.out, row.note = reason, note.strip() if reason else ""
    row.save(update_fields=["out", "note"])
    log(plan, Event.OFFICER_LEFT_OUT, by=by, at=at, person_id=str(person_id), reason=reason)


@operation(Event.AVOIDANCE_TOLD)
def tell_avoidance(*, plan_id: UUID, person_id: UUID, code: str, note: str, by: Actor, at: datetime) -> None:
    """An officer must not inspect an enterprise; told twice it stands once. Raises Forbidden, Invalid, Refused (DRW-03, DRW-12)."""
    plan = held(plan_id, by=by, to=Move.POOL)
    typed(MOST, note=note)
    refuse(rules.avoidance_says(note))
    key = code.strip().upper()
    errors = {}
    if not PoolOfficer.objects.filter(plan=plan, person_id=person_id).exists():
        errors["person_id"] = ["名单里没有这个人，请从名单里选"]
    if not PoolParty.objects.filter(plan=plan, code=key).exists():
        errors["code"] = ["名单里没有这一家，请照名单填写统一社会信用代码"]
    if errors:
        raise Invalid(errors)
    told = {"note": note.strip(), "by_name": by.name, "at": at}
    Avoidance.objects.update_or_create(plan=plan, person_id=person_id, code=key, defaults=told)
    digest = fingerprint([str(person_id), key, note.strip()])
    log(plan, Event.AVOIDANCE_TOLD, by=by, at=at, digest=digest)
