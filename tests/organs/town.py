"""A county with two bureaus and people of legal meaning, registered through the operations alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from mingjing.foundation.people import Actor, Role
from mingjing.organs import operations, queries
from mingjing.organs.terms import SYSTEM, AdministratorDraft, OrganDraft, OrganFacts, PersonFacts

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PASSWORD = "Longlong-2026-river"


def draft(name: str = "示县应急管理局", code: str = "示应急", slug: str = "shi-yj", **more: object) -> OrganDraft:
    """An organ that lacks nothing."""
    given: dict[str, object] = {
        "name": name,
        "code": code,
        "slug": slug,
        "level": "county",
        "domain": "emergency",
        "region": "示县",
        "government": "示县人民政府",
        "effective_from": date(2019, 1, 1),
        "address": "示县人民路1号",
        "phone": "000-1234567",
        **more,
    }
    return OrganDraft(**given)  # type: ignore[arg-type]


def administrators() -> list[AdministratorDraft]:
    """One for each of the three."""
    people = (
        (Role.SYSTEM_ADMIN, "管一", "guan1"),
        (Role.SECURITY_ADMIN, "管二", "guan2"),
        (Role.AUDIT_ADMIN, "管三", "guan3"),
    )
    return [AdministratorDraft(role, name, username, PASSWORD) for role, name, username in people]


@dataclass
class Town:
    """The founded organ, with its administrators as actors."""

    organ: OrganFacts
    sysadmin: Actor
    secadmin: Actor
    auditor: Actor

    def person(self, name: str, *roles: str, organ_id: UUID | None = None) -> PersonFacts:
        """A person with these roles."""
        home = organ_id or self.organ.id
        facts = operations.register_person(organ_id=home, name=name, by=self.sysadmin, at=AT)
        for role in roles:
            operations.appoint(person_id=facts.id, role=role, basis="示应急党〔2026〕1号", by=self.secadmin, at=AT)
        return facts

    def actor(self, name: str, *roles: str, organ_id: UUID | None = None) -> Actor:
        """The same as an acting person."""
        return queries.actor(self.person(name, *roles, organ_id=organ_id).id, AT)

    def reviewer(self, name: str = "审一", number: str = "A20120001", organ_id: UUID | None = None) -> Actor:
        """A reviewer with the legal qualification."""
        actor = self.actor(name, Role.REVIEWER, organ_id=organ_id)
        operations.record_legal_qualification(
            person_id=actor.person_id, number=number, obtained_on=date(2012, 3, 1), by=self.sysadmin, at=AT
        )
        return actor

    def officer(self, name: str, number: str) -> PersonFacts:
        """A person with a certificate valid from 2024 to 2028."""
        facts = self.person(name)
        operations.issue_certificate(
            person_id=facts.id, number=number, issuer="省司法厅", category="应急管理", area="示县",
            valid_from=date(2024, 1, 1), valid_to=date(2028, 12, 31), by=self.sysadmin, at=AT,
        )  # fmt: skip
        return facts


def town() -> Town:
    """Found the installation."""
    organ = operations.found(organ=draft(), administrators=administrators(), by=SYSTEM, at=AT)
    one, two, three = (queries.people(organ.id, role)[0].id for role in (
        Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN
    ))  # fmt: skip
    return Town(organ, *(queries.actor(each, AT) for each in (one, two, three)))
