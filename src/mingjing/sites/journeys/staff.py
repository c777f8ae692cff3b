"""Changes among the staff that a story tells: a certificate that ends, a person who joins."""

from datetime import datetime
from typing import Any

from mingjing.organs import operations as organs
from mingjing.organs import queries
from mingjing.sites.journeys.world import World, certificate


def change_certificate(world: World, told: dict[str, Any], at: datetime) -> str:
    """`{person: 乙, suspend: 理由}`, `revoke`, or `issue: {number, from, to}`."""
    key, system = str(told["person"]), world.actor("系小管", at)
    held = queries.certificates([world.people[key]]).get(world.people[key], ())
    if "issue" in told:
        certificate(world, key, told["issue"], at, system)
        return f"{key}领取新证"
    word = "suspend" if "suspend" in told else "revoke"
    act = organs.suspend_certificate if word == "suspend" else organs.revoke_certificate
    act(certificate_id=held[-1].id, reason=str(told[word]), by=system, at=at)
    return f"{key}的执法证被{'暂扣' if word == 'suspend' else '注销'}"


def add_people(world: World, home: str, told: dict[str, Any], at: datetime) -> str:
    """People who join the organ: `{新人: {name, roles, certificate}}`."""
    system, security = world.actor("系小管", at), world.actor("安小全", at)
    for key, one in told.items():
        person = organs.register_person(
            organ_id=world.organs[home],
            name=one["name"],
            unit=one.get("unit", ""),
            post=one.get("post", ""),
            by=system,
            at=at,
        )
        world.people[key], world.homes[key] = person.id, home
        for role in one.get("roles", ()):
            organs.appoint(person_id=person.id, role=role, basis="示范县机关分工文件", by=security, at=at)
        if held := one.get("certificate"):
            certificate(world, key, held, at, system)
        if held := one.get("qualification"):
            organs.record_legal_qualification(
                person_id=person.id, number=str(held["number"]), obtained_on=held["obtained"], by=system, at=at
            )
    return "、".join(str(one["name"]) for one in told.values()) + "到岗"
