"""A county built through the operations: organs, people with certificates and roles, parties, law library, matters."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.organs import operations as organs
from mingjing.organs import queries as people
from mingjing.organs.terms import AdministratorDraft, OrganDraft
from mingjing.parties import operations as parties
from mingjing.parties import queries as registered
from mingjing.parties.terms import PartyDraft
from mingjing.sites.journeys import shelves

PASSWORD = "Shifan-2026-demo"  # noqa: S105 the fictional county's accounts, printed by `make demo`
Progress = Callable[[str, int, int], None]


def _silent(what: str, done: int, total: int) -> None:
    return None


@dataclass
class World:
    """Keys of the story (甲, 应急局, 恒源) and the ids behind them."""

    organs: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    parties: dict[str, UUID] = field(default_factory=dict)
    teams: dict[str, dict[str, Any]] = field(default_factory=dict)

    def actor(self, key: str, at: datetime) -> Actor:
        """A person of the story as of a moment. Raises KeyError for a name the world does not know."""
        return people.actor(self.people[key], at)


def read(name: str = "shifan") -> dict[str, Any]:
    """The description of a world shipped with the product."""
    data = yaml.safe_load((files("mingjing.sites.journeys") / "worlds" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def moment(text: object) -> datetime:
    """2026-09-24 or 2026-09-24 16:20 in China."""
    if isinstance(text, datetime):
        return text.replace(tzinfo=CHINA) if text.tzinfo is None else text
    if isinstance(text, date):
        return datetime(text.year, text.month, text.day, 9, 0, tzinfo=CHINA)
    found = datetime.fromisoformat(str(text))
    return found.replace(tzinfo=CHINA) if found.tzinfo is None else found


def build(
    data: dict[str, Any] | None = None,
    *,
    progress: Progress = _silent,
    password: str = PASSWORD,
    laws: bool = True,
    cited_only: bool = False,
) -> World:
    """Found the county: nothing is loaded as rows, everything goes through the rooms' operations.

    `laws`: with law library and matters; `cited_only`: of the library only what the matters cite, for rehearsals.
    """
    data = data or read()
    world, at = World(teams=data["teams"]), moment(data["founded_at"])
    system, security = _found(world, data, at, password)
    _organs(world, data, at, system, progress)
    _people(world, data, at, system, security, password, progress)
    _parties(world, data["parties"], at)
    if laws:
        shelves.fill(world, at, progress, cited_only=cited_only)
    return world


def _found(world: World, data: dict[str, Any], at: datetime, password: str) -> tuple[Actor, Actor]:
    first, *_ = data["organs"].items()
    drafts = [AdministratorDraft(one["role"], one["name"], one["username"], password) for one in data["administrators"]]
    organ = organs.found(organ=_draft(data, first[1], None), administrators=drafts, by="system", at=at)
    world.organs[first[0]] = organ.id
    held = {account.username: account.person_id for account in people.accounts(organ.id)}
    by_role = {one["role"]: people.actor(held[one["username"]], at) for one in data["administrators"]}
    for one in data["administrators"]:
        world.people[one["name"]] = held[one["username"]]
    return by_role["sysadmin"], by_role["secadmin"]


def _draft(data: dict[str, Any], organ: dict[str, Any], parent: UUID | None) -> OrganDraft:
    return OrganDraft(
        level="county", region=data["region"], government=data["government"], effective_from=date(2019, 3, 28),
        reconsideration_body=data["government"], court=f"{data['region']}人民法院", parent_id=parent, basis="行政处罚法第十七条", **organ,
    )  # fmt: skip


def _organs(world: World, data: dict[str, Any], at: datetime, system: Actor, progress: Progress) -> None:
    waiting = {key: organ for key, organ in data["organs"].items() if key not in world.organs}
    for done, (key, organ) in enumerate(waiting.items(), start=1):
        world.organs[key] = organs.register_organ(draft=_draft(data, organ, None), by=system, at=at).id
        progress("登记机关", done, len(waiting))


def add_organ(world: World, key: str, told: dict[str, Any], at: datetime) -> None:
    """One more organ that a story tells of, in the same region."""
    data, system = read(), world.actor("系小管", at)
    world.organs[key] = organs.register_organ(draft=_draft(data, told, None), by=system, at=at).id


def _people(
    world: World, data: dict[str, Any], at: datetime, system: Actor, security: Actor, password: str, progress: Progress
) -> None:
    for done, (key, one) in enumerate(data["people"].items(), start=1):
        person = organs.register_person(
            organ_id=world.organs[one["organ"]], name=one["name"], unit=one["unit"], post=one["post"], by=system, at=at
        )
        world.people[key], world.homes[key] = person.id, one["organ"]
        for role in one["roles"]:
            organs.appoint(person_id=person.id, role=role, basis="示范县机关分工文件", by=security, at=at)
        if held := one.get("certificate"):
            certificate(world, key, held, at, system)
        if held := one.get("qualification"):
            organs.record_legal_qualification(
                person_id=person.id, number=held["number"], obtained_on=held["obtained"], by=system, at=at
            )
        if one.get("username"):
            organs.open_account(person_id=person.id, username=one["username"], password=password, by=system, at=at)
        progress("登记人员", done, len(data["people"]))


def certificate(world: World, key: str, held: dict[str, Any], at: datetime, system: Actor) -> None:
    """Issue an officer's certificate; figures as the story gives them."""
    organs.issue_certificate(
        person_id=world.people[key], number=str(held["number"]), issuer="示范省司法厅", category=held.get("category", "综合执法"),
        area="示范县", valid_from=held["from"], valid_to=held["to"], by=system, at=at,
    )  # fmt: skip


def _parties(world: World, drafts: dict[str, Any], at: datetime) -> None:
    clerk = next(key for key in world.homes)
    for key, draft in drafts.items():
        world.parties[key] = parties.register(draft=PartyDraft(**draft), by=world.actor(clerk, at), at=at).id


def open_world(data: dict[str, Any] | None = None) -> World:
    """The keys of a world that is already in the database: a second start, or a story played in the demo county."""
    data = data or read()
    world = World(teams=data["teams"])
    by_name = {organ.name: organ.id for organ in people.organs()}
    world.organs = {key: by_name[organ["name"]] for key, organ in data["organs"].items()}
    for key, one in data["people"].items():
        staff = {person.name: person.id for person in people.people(world.organs[one["organ"]])}
        world.people[key], world.homes[key] = staff[one["name"]], one["organ"]
    for one in data["administrators"]:
        staff = {person.name: person.id for person in people.people(next(iter(world.organs.values())))}
        world.people[one["name"]] = staff[one["name"]]
    for key, draft in data["parties"].items():
        found = registered.existing(draft["kind"], str(draft["id_number"]))
        if found:
            world.parties[key] = found.id
    return world


def template() -> Path:
    """Where the stories shipped with the product lie."""
    return Path(str(files("mingjing.sites.journeys") / "stories"))
