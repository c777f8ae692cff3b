"""A small county, made through the operations: two organs, three administrators, officers with their certificates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA
from mingjing.organs import operations, queries
from mingjing.organs.terms import AdministratorDraft, OrganDraft, OrganFacts

FIRST, PASSWORD = "Chushi-2026-mima", "Shifan-2026-yuan"
START = datetime(2024, 1, 2, 9, 0, tzinfo=CHINA)
TODAY = date.today()
PEOPLE = (
    ("承办人", "赵建国", Role.HANDLER, "zhao"),
    ("审查人", "钱立平", Role.EXAMINER, "qian"),
    ("法制审核人", "孙明月", Role.REVIEWER, "sun"),
    ("负责人", "周文山", Role.HEAD, "zhou"),
    ("档案员", "郑 喆", Role.ARCHIVIST, "zheng"),
)
ADMINISTRATORS = (
    (Role.SYSTEM_ADMIN, "吴系统", "xitong"),
    (Role.SECURITY_ADMIN, "冯安全", "anquan"),
    (Role.AUDIT_ADMIN, "陈审计", "shenji"),
)


@dataclass(frozen=True)
class County:
    """The organs and the people of the county, by user name."""

    justice: OrganFacts
    emergency: OrganFacts
    people: dict[str, UUID]
    system: Actor
    security: Actor


def build() -> County:
    """The county; raises where one is already there."""
    drafts = [AdministratorDraft(role, name, username, FIRST) for role, name, username in ADMINISTRATORS]
    justice = operations.found(
        organ=_organ("示范县司法局", "示司", "justice"), administrators=drafts, by="system", at=START
    )
    known = {a.username: a for a in queries.accounts(justice.id)}
    people = {username: known[username].person_id for _, _, username in ADMINISTRATORS}
    system, security = queries.actor(people["xitong"], START), queries.actor(people["anquan"], START)
    emergency = operations.register_organ(
        draft=_organ("示范县应急管理局", "示应急", "emergency", "emergency"), by=system, at=START
    )
    for post, name, role, username in PEOPLE:
        people[username] = _officer(emergency.id, post, name, role, username, system, security)
    people["lijd"] = _officer(justice.id, "监督科", "李监督", Role.SUPERVISOR, "lijd", system, security)
    late = operations.register_person(organ_id=emergency.id, name="王过期", unit="执法大队", by=system, at=START)
    _certificate(late.id, "冀B-0099", TODAY - timedelta(days=5), system)
    for username, person_id in people.items():
        _own_password(username, person_id)
    return County(justice, emergency, people, system, security)


def _organ(name: str, code: str, slug: str, domain: str = "justice") -> OrganDraft:
    return OrganDraft(
        name=name, code=code, slug=slug, level="county", domain=domain, region="示范县", government="示范县人民政府",
        effective_from=date(2020, 1, 1), address="示范县人民路 1 号", phone="0000-1234567",
    )  # fmt: skip


def _officer(organ_id: UUID, post: str, name: str, role: Role, username: str, system: Actor, security: Actor) -> UUID:
    person = operations.register_person(organ_id=organ_id, name=name, unit="执法大队", post=post, by=system, at=START)
    operations.appoint(person_id=person.id, role=role, basis="任命文件〔2024〕1 号", by=security, at=START)
    _certificate(person.id, f"冀B-{username}", TODAY + timedelta(days=400), system)
    operations.open_account(person_id=person.id, username=username, password=FIRST, by=system, at=START)
    return person.id


def _certificate(person_id: UUID, number: str, until: date, system: Actor) -> None:
    operations.issue_certificate(
        person_id=person_id, number=number, issuer="示范县人民政府", category="安全生产", area="示范县",
        valid_from=date(2021, 1, 1), valid_to=until, by=system, at=START,
    )  # fmt: skip


def _own_password(username: str, person_id: UUID) -> None:
    by = queries.actor(person_id, START)
    account = next(a for a in queries.accounts(by.organ_id) if a.username == username)
    operations.change_password(account_id=account.id, current=FIRST, new=PASSWORD, by=by, at=START)
