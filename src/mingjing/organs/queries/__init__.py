"""What other rooms and pages ask about organs and people. Every function gives back frozen facts."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Sum

from mingjing.foundation.people import Actor
from mingjing.kernel import pinyin
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Invalid
from mingjing.ledger import queries as ledger
from mingjing.organs.models import (
    Account,
    Appointment,
    CertificatePhoto,
    Organ,
    Person,
    Showing,
)
from mingjing.organs.queries.certificates import NUL, certificate_rows
from mingjing.organs.queries.certificates import certificate as certificate
from mingjing.organs.queries.certificates import certificate_by_number as certificate_by_number
from mingjing.organs.queries.certificates import certificates as certificates
from mingjing.organs.queries.certificates import certificates_by_number as certificates_by_number
from mingjing.organs.queries.functions import function_changes as function_changes
from mingjing.organs.queries.functions import functions_lost as functions_lost
from mingjing.organs.queries.functions import item_findings as item_findings
from mingjing.organs.queries.overlays import laid_over as laid_over
from mingjing.organs.queries.overlays import local_for as local_for
from mingjing.organs.queries.overlays import local_parameters as local_parameters
from mingjing.organs.queries.overlays import stray_places as stray_places
from mingjing.organs.queries.reviewing import figures as figures
from mingjing.organs.queries.reviewing import forces_of as forces_of
from mingjing.organs.queries.reviewing import held_on
from mingjing.organs.queries.reviewing import qualification as qualification
from mingjing.organs.queries.reviewing import qualifications as qualifications
from mingjing.organs.queries.reviewing import reviewer_ratio as reviewer_ratio
from mingjing.organs.queries.reviewing import reviewer_ratios as reviewer_ratios
from mingjing.organs.queries.reviewing import reviewers as reviewers
from mingjing.organs.queries.reviewing import reviewers_of as reviewers_of
from mingjing.organs.queries.reviewing import unit_stays as unit_stays
from mingjing.organs.rules import certificate_findings
from mingjing.organs.rules.changes import public_changes
from mingjing.organs.terms import (
    AccountFacts,
    AppointmentFacts,
    CertificateFacts,
    OfficerFacts,
    OrganFacts,
    PersonFacts,
    PhotoFacts,
    RegisterChange,
    ShownCounts,
)


def organ(organ_id: UUID) -> OrganFacts:
    """An organ by id. Raises Invalid where there is none."""
    row = Organ.objects.filter(id=organ_id).first()
    if row is None:
        raise Invalid({"organ_id": ["没有登记这个机关，请先登记。"]})
    return row.facts()


def organ_by_slug(slug: str) -> OrganFacts | None:
    """An organ by the name in its addresses."""
    row = None if NUL in slug else Organ.objects.filter(slug=slug).first()
    return row.facts() if row else None


def organs(on: date | None = None) -> tuple[OrganFacts, ...]:
    """All organs by name; with `on` only those that may act on that day (执法主体名录, P-02)."""
    rows = (row.facts() for row in Organ.objects.all())
    return tuple(facts for facts in rows if on is None or facts.effective_on(on))


def registered_on(organ_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day on which each organ was registered here. One query."""
    rows = Organ.objects.filter(id__in=organ_ids).values_list("id", "registered_at")
    return {one: local_day(at) for one, at in rows}


def enforcing(organ_ids: Collection[UUID], roles: Collection[str], at: datetime) -> dict[UUID, UUID]:
    """Person → organ, of everybody who held one of these roles at a moment, in service today or not. One query."""
    rows = _held_then(at).filter(person__organ_id__in=organ_ids, role__in=roles)
    return dict(rows.values_list("person_id", "person__organ_id").order_by())


def below(organ_id: UUID) -> frozenset[UUID]:
    """This organ and every organ below it."""
    children: dict[UUID | None, list[UUID]] = {}
    for one, parent in Organ.objects.values_list("id", "parent_id"):
        children.setdefault(parent, []).append(one)
    found, waiting = {organ_id}, [organ_id]
    while waiting:
        fresh = [one for one in children.get(waiting.pop(), []) if one not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)


def above(organ_id: UUID) -> tuple[UUID, ...]:
    """Who guides an organ: those above it, nearest first, then the justice bureau that keeps the platform. One query."""
    rows = {
        one: (parent, keeps) for one, parent, keeps in Organ.objects.values_list("id", "parent_id", "keeps_platform")
    }
    found: list[UUID] = []
    one = rows[organ_id][0] if organ_id in rows else None
    while one is not None and one not in found:
        found.append(one)
        one = rows[one][0]
    keepers = [key for key, (_, keeps) in rows.items() if keeps and organ_id in rows]
    return tuple(key for key in (*found, *(each for each in keepers if each not in found)) if key != organ_id)


def guided(organ_id: UUID) -> frozenset[UUID]:
    """Whom an organ guides: every organ below it, and every other where it is the justice bureau that keeps the platform."""
    if keeps_platform(organ_id):
        return frozenset(Organ.objects.values_list("id", flat=True)) - {organ_id}
    return below(organ_id) - {organ_id}


def keeps_platform(organ_id: UUID) -> bool:
    """Whether this organ keeps the installation for all the others."""
    return Organ.objects.filter(pk=organ_id, keeps_platform=True).exists()


def person(person_id: UUID) -> PersonFacts:
    """A person by id. Raises Invalid where there is none."""
    found = persons([person_id]).get(person_id)
    if found is None:
        raise Invalid({"person_id": ["没有登记这个人员，请先登记。"]})
    return found


def persons(person_ids: Iterable[UUID]) -> dict[UUID, PersonFacts]:
    """Many people in one query; ids that are not registered are left out."""
    rows = Person.objects.select_related("organ").filter(id__in=list(person_ids))
    return {row.id: row.facts() for row in rows}


def people(organ_id: UUID, role: str | None = None, on: date | None = None) -> tuple[PersonFacts, ...]:
    """The people of an organ by name.

    With `role` those who hold it, on the day `on` or now (an appointment that has not ended); without both, those in
    service.
    """
    rows = Person.objects.select_related("organ").filter(organ_id=organ_id)
    if role is not None:
        rows = rows.filter(id__in=held_on(on).filter(role=role).values("person_id"))
    elif on is None:
        rows = rows.filter(active=True)
    return tuple(row.facts() for row in rows)


def that_ever_held(role: str, organ_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the organs in which somebody holds, or once held, a role. One query."""
    rows = Appointment.objects.filter(role=role, person__organ_id__in=list(organ_ids))
    return frozenset(rows.values_list("person__organ_id", flat=True).distinct())


def who_ever_held(role: str, person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the persons who hold, or once held, a role. One query."""
    rows = Appointment.objects.filter(role=role, person_id__in=list(person_ids))
    return frozenset(rows.values_list("person_id", flat=True).distinct())


def actor(person_id: UUID, at: datetime) -> Actor:
    """The person as an acting person at that moment, with the roles held then. Raises Invalid for an unknown id."""
    row = _with_roles(at).filter(id=person_id).first()
    if row is None:
        raise Invalid({"person_id": ["没有登记这个人员，请先登记。"]})
    return _actor(row)


def actors(person_ids: Iterable[UUID], at: datetime) -> dict[UUID, Actor]:
    """Many acting people in two queries."""
    return {row.id: _actor(row) for row in _with_roles(at).filter(id__in=list(person_ids))}


def actor_for_account(account_id: UUID, at: datetime) -> Actor | None:
    """The acting person behind a signed-in account; None where the account or its person is no longer active."""
    # Every page asks this: roles, person and organ come in one query; only somebody without a role costs a second.
    held = list(
        _held_then(at)
        .select_related("person__organ")
        .filter(person__account__id=account_id, person__account__is_active=True, person__active=True)
    )
    if held:
        person = held[0].person
        return Actor(person.id, person.name, person.organ_id, person.organ.name, frozenset(one.role for one in held))
    row = _with_roles(at).filter(account__id=account_id, account__is_active=True, active=True).first()
    return None if row is None else _actor(row)


def _held_then(at: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)


def _with_roles(at: datetime) -> QuerySet[Person]:
    rows = Person.objects.select_related("organ")
    return rows.prefetch_related(Prefetch("appointments", queryset=_held_then(at), to_attr="held"))


def _actor(row: Person) -> Actor:
    held: list[Appointment] = row.held  # type: ignore[attr-defined]
    return Actor(row.id, row.name, row.organ_id, row.organ.name, frozenset(one.role for one in held))


def appointments(person_id: UUID) -> tuple[AppointmentFacts, ...]:
    """Every role a person ever held, oldest first."""
    return tuple(row.facts() for row in Appointment.objects.filter(person_id=person_id))


def photo(certificate_id: UUID) -> PhotoFacts | None:
    """The photograph of a certificate that is shown now. One query."""
    row = CertificatePhoto.objects.filter(certificate_id=certificate_id, ended_at=None).first()
    return row.facts() if row else None


def photographed(certificate_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these certificates have a photograph now. One query."""
    rows = CertificatePhoto.objects.filter(certificate_id__in=certificate_ids, ended_at=None)
    return frozenset(rows.values_list("certificate_id", flat=True))


def unqualified(person_ids: Iterable[UUID], organ_id: UUID, at: datetime) -> tuple[Finding, ...]:
    """One finding (ORG-02) per person who held no valid certificate of the organ at that moment."""
    wanted = list(person_ids)
    known, held = persons(wanted), certificates(wanted)
    return tuple(
        finding
        for one in wanted
        for finding in certificate_findings(known[one].name if one in known else "该人员", held[one], at, organ_id)
    )


def officers_register(organ_id: UUID, at: datetime) -> tuple[OfficerFacts, ...]:
    """The people in service whose certificate is valid at that moment (执法人员名录, P-03), in four queries at most."""
    rows = Person.objects.select_related("organ").filter(organ_id=organ_id, active=True)
    known = {row.id: row.facts() for row in rows}
    held = certificates(known)
    shown = ((known[one], next((c for c in held[one] if c.valid_at(at, organ_id)), None)) for one in known)
    return tuple(OfficerFacts(person, certificate) for person, certificate in shown if certificate is not None)


def account(account_id: UUID) -> AccountFacts | None:
    """An account by id."""
    row = Account.objects.filter(id=account_id).first()
    return row.facts() if row else None


def accounts(organ_id: UUID) -> tuple[AccountFacts, ...]:
    """The accounts of an organ's people, by user name."""
    rows = Account.objects.filter(person__organ_id=organ_id).order_by("username")
    return tuple(row.facts() for row in rows)


def people_by_name(word: str, limit: int = 50) -> tuple[PersonFacts, ...]:
    """People of any organ whose name holds the word, in service or not."""
    rows = (
        Person.objects.select_related("organ").filter(name__contains=word) if NUL not in word else Person.objects.none()
    )
    return tuple(row.facts() for row in rows[:limit])


def account_of(person_id: UUID) -> AccountFacts | None:
    """The account of a person."""
    row = Account.objects.filter(person_id=person_id).first()
    return row.facts() if row else None


def accounts_of(organ_ids: Collection[UUID]) -> tuple[AccountFacts, ...]:
    """The accounts of the people of many organs."""
    return tuple(row.facts() for row in Account.objects.filter(person__organ_id__in=organ_ids))


def count_without_account(organ_ids: Collection[UUID]) -> int:
    """How many people in service have no account."""
    return Person.objects.filter(organ_id__in=organ_ids, active=True, account=None).count()


def appointments_in(organ_ids: Collection[UUID], at: datetime) -> tuple[AppointmentFacts, ...]:
    """The roles held in many organs at a moment."""
    rows = _held_then(at).filter(person__organ_id__in=organ_ids, person__active=True)
    return tuple(row.facts() for row in rows.order_by("role", "starts_at"))


def role_holders(organ_id: UUID, at: datetime) -> dict[str, frozenset[UUID]]:
    """Role → the people in service of an organ who hold it at a moment. One query."""
    rows = _held_then(at).filter(person__organ_id=organ_id, person__active=True).values_list("role", "person_id")
    held: dict[str, set[UUID]] = {}
    for role, person_id in rows:
        held.setdefault(role, set()).add(person_id)
    return {role: frozenset(people) for role, people in held.items()}


def role_holders_in(organ_ids: Collection[UUID], at: datetime) -> dict[UUID, dict[str, frozenset[UUID]]]:
    """The same for many organs at once: organ → role → people. One query."""
    rows = _held_then(at).filter(person__organ_id__in=organ_ids, person__active=True)
    held: dict[UUID, dict[str, frozenset[UUID]]] = {}
    for organ_id, role, person_id in rows.values_list("person__organ_id", "role", "person_id"):
        known = held.setdefault(organ_id, {})
        known[role] = known.get(role, frozenset()) | {person_id}
    return held


def members(organ_ids: Collection[UUID]) -> frozenset[UUID]:
    """Everybody who is or was registered in these organs."""
    return frozenset(Person.objects.filter(organ_id__in=organ_ids).values_list("id", flat=True))


def founded() -> bool:
    """Whether the installation has an account."""
    return Account.objects.exists()


def shown_counts(certificate_id: UUID, since: date) -> ShownCounts:
    """How often the codes of a certificate were looked at since a day. One query."""
    rows = Showing.objects.filter(certificate_id=certificate_id, day__gte=since)
    told = rows.aggregate(fresh=Sum("fresh"), stale=Sum("stale"))
    return ShownCounts(told["fresh"] or 0, told["stale"] or 0)


def officers_sounding(letters: str, at: datetime, limit: int) -> tuple[CertificateFacts, ...]:
    """The same for letters: certificates valid at a moment whose holder's name sounds like them. Three queries.

    The names of those in service are looked through, twenty thousand at most.
    """
    held = Person.objects.filter(active=True, certificates__isnull=False, certificates__revoked_at=None)
    names = held.order_by("name").values_list("name", flat=True).distinct()[:20_000]
    heard = [name for name in names if pinyin.sounds_like(name, letters, person=True)][: limit * 4]
    if not heard:
        return ()
    rows = certificate_rows().filter(person__name__in=heard, revoked_at=None).order_by("person__name", "number")
    found = (row.facts() for row in rows[: limit * 4])
    return tuple(one for one in found if one.valid_at(at))[:limit]


def officers_like(word: str, at: datetime, limit: int) -> tuple[CertificateFacts, ...]:
    """Certificates valid at a moment whose holder's name holds a word, or whose number is it. Two queries."""
    if len(word.strip()) < 2 or NUL in word:
        return ()
    rows = certificate_rows().filter(Q(person__name__contains=word.strip()) | Q(number=word.strip()))
    found = (row.facts() for row in rows.filter(revoked_at=None).order_by("person__name", "number")[: limit * 4])
    return tuple(one for one in found if one.valid_at(at))[:limit]


def register_changes(organ_id: UUID, limit: int = 100) -> tuple[RegisterChange, ...]:
    """What changed in the public register of an organ, newest first, from the ledger (P-02). Two queries.

    An amendment that touched nothing public is not a change of the register.
    """
    found = [one for one in ledger.events(f"organ:{organ_id}", limit=limit) if one.kind.startswith("organ:organ:")]
    names = {str(key): name for key, name in Organ.objects.values_list("id", "name")}
    told = [(one, public_changes(one.payload.get("changed", {}), names)) for one in found]
    return tuple(
        RegisterChange(one.at, one.index, one.kind.endswith(":registered"), changed)
        for one, changed in told
        if changed or one.kind.endswith(":registered")
    )
