"""Set up the example county: found it, play its cases, leave drafts on desks. Everything through the operations."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from mingjing.cases import operations, queries
from mingjing.kernel.workdays import Workdays
from mingjing.organs import operations as accounts
from mingjing.organs import queries as organs
from mingjing.sites.journeys import (
    attachments,
    beside,
    bodies,
    channels,
    county,
    draws,
    feeding,
    gradings,
    guiding,
    inspection_plans,
    letters,
    lodging,
    marks,
    outside,
    recordings,
    registers,
    reports,
    rounds,
    visits,
    weighing,
)
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import PASSWORD, World, build, moment, read

FIRST = "Chushi-2026-mima"  # noqa: S105 replaced at once

Progress = Callable[[str, int, int], None]


class DemoFailed(Exception):
    """A case of the county could not be played; the message is the report."""


def set_up(now: datetime, progress: Progress, *, cited_only: bool = False) -> World:
    """Found the county and play its forty cases up to today. Raises DemoFailed naming the case.

    `cited_only`: of the law library only what the matters cite.
    """
    world = build(_with_living_certificates(read(), now), progress=progress, password=FIRST, cited_only=cited_only)
    _own_passwords(world, now)
    operations.publish_charts(by="system", at=now)
    operations.publish_rights(by="system", at=now)
    founded = moment(read()["founded_at"])
    for done, home in enumerate(world.teams, start=1):
        registers.publish(world, home, founded + timedelta(hours=1))
        progress("公布事前清单", done, len(world.teams))
    registers.leave_waiting(world, next(iter(world.teams)), now)
    channels.open_all(world, founded + timedelta(hours=2))
    calendar = queries.calendar()
    for done, told in enumerate(county.PLAN, start=1):
        play(world, told, now, calendar)
        progress("办理示范案件", done, len(county.PLAN))
    play_beside(world, now, calendar)
    letters.write(world, now)
    attachments.attach(world, now)
    inspection_plans.plan(world, now)
    visits.make(world, now)
    draws.hold(world, now)
    rounds.hold(world, now)
    bodies.found(world, now)
    outside.submit(world, now)
    recordings.equip(world, now)
    recordings.make(world, now)
    reports.write(world, now)
    gradings.write(world, now)
    guiding.write(world, now)
    weighing.ask(world, now)
    marks.write(world, now)
    lodging.lodge(world, now)
    channels.work(world, now)
    feeding.bring(world, now)
    return world


def _with_living_certificates(data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Certificates that are valid on the day somebody tries the product, however late that is."""
    for person in data["people"].values():
        held = person.get("certificate")
        if held and held["to"] <= now.date() + timedelta(days=90):
            held["to"] = now.date() + timedelta(days=730)
    return data


def _own_passwords(world: World, now: datetime) -> None:
    """Everybody takes the printed password, as at a first sign-in, so that nobody is asked for a new one."""
    for organ_id in world.organs.values():
        for account in organs.accounts(organ_id):
            by = organs.actor(account.person_id, now)
            accounts.change_password(account_id=account.id, current=FIRST, new=PASSWORD, by=by, at=now)


def play(world: World, told: county.Told, now: datetime, calendar: Workdays) -> None:
    """Play one case, what came after it, and what lies on a desk."""
    story = county.story(told, now.date(), calendar)
    story["steps"] += county.afterwards(told, now.date(), calendar)
    player = Player(world, story)
    report = player.play()
    if not report.good:
        raise DemoFailed(report.text())
    if told.extra.startswith("draft_"):
        code = {"draft_notice": "notify", "draft_decision": "decide"}[told.extra]
        leave_draft(player, world, code, now)


def play_beside(world: World, now: datetime, calendar: Workdays) -> None:
    """Play the cases of the other procedures."""
    for told in beside.stories(now.date(), calendar):
        report = Player(world, told).play()
        if not report.good:
            raise DemoFailed(report.text())


def leave_draft(player: Player, world: World, code: str, now: datetime) -> None:
    """A form filled in by the handler and handed to the head, who has not looked yet."""
    case_id = player.report.cases[player.current]
    by = world.actor(player.team["handlers"][0], now)
    at = now - timedelta(minutes=5)
    operations.submit_draft(case_id=case_id, code=code, data=player.data_for(code, at, case_id), by=by, now=now)
