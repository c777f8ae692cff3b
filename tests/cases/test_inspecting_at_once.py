"""Checks under two hands: one is registered, approved, visited, told, ended, closed and handed over; what is refused stays refused."""

from typing import Any

import pytest
from tests import kept
from tests.cases.test_inspecting import played
from tests.journeys.test_at_once import never, once, press
from tests.organs.at_once import at_once

from mingjing.cases import operations
from mingjing.cases.models import Case
from mingjing.cases.terms import INSPECTION, ActFacts
from mingjing.kernel.findings import Refused
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.world import moment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def registered(player: Player, day: str, **given: Any) -> list[set[str]]:
    """Two register a check at the same moment: the rules that refused each who was refused."""
    at = moment(f"{day} 09:00")
    data = player.data_for("register_check", at, None, {"item": "SJ-901", **given})

    def register(who: str) -> object:
        return operations.attempt(
            case_id=None, code="register_check", data=data, by=player.actor(who, at), at=at, now=at
        )

    answers = at_once(lambda: register("甲"), lambda: register("乙"))
    assert all(isinstance(one, ActFacts | Refused) for one in answers), answers
    return [set(one.rules) for one in answers if isinstance(one, Refused)]


def test_two_checks_at_once_become_one(county: world.World) -> None:
    """INS-10, INS-11, INS-13."""
    player = played(county, "clean", "2026-08-30")
    assert registered(player, "2026-08-31", item="没有的事项") == [{"INS-10"}] * 2
    assert registered(player, "2026-08-31", task_no=None) == [{"INS-13"}] * 2
    assert registered(player, "2026-08-31") == [{"INS-11"}]
    assert Case.objects.filter(procedure=INSPECTION).count() == 1


def test_two_hand_overs_at_once_open_one_case(county: world.World) -> None:
    """INS-27, INS-28."""
    player = played(county, "handed-over", "2026-09-03 08:00")
    never(player, "hand_over", "2026-09-03 08:30", "INS-28", found_on="2026-08-30")
    at, check = moment("2026-09-03 09:00"), player.case_id()
    data, by = player.data_for("hand_over", at, check), player.actor("甲", at)

    def hand_over() -> object:
        return operations.attempt(case_id=check, code="hand_over", data=data, by=by, at=at, now=at)

    given = at_once(hand_over, hand_over)
    assert sum(isinstance(one, Refused) for one in given) == 1, given
    assert Case.objects.filter(previous_id=check).count() == 1


def test_a_visit_at_once(county: world.World) -> None:
    """INS-14, INS-16, INS-18 to INS-21, INS-26: one approval for one visit, with its notice and every point answered."""
    player = played(county, "clean", "2026-08-31 09:30")
    never(player, "approve_inspection", "2026-08-31 09:40", "INS-14")
    never(player, "end_without_visit", "2026-08-31 09:40", "INS-26")
    press(player, "check_documents", "2026-08-31 10:00")()
    never(player, "notify_check", "2026-08-31 10:10", "INS-19")
    once(player, "approve_inspection", "2026-09-01 09:00", "INS-16", officers=["甲", "乙"])
    never(player, "inspect", "2026-09-02 09:20", "INS-20")
    never(player, "notify_check", "2026-09-02 09:22", "INS-19", rep_required="yes")
    never(player, "notify_check", "2026-09-02 09:25", "INS-18", officers=["甲", "乙", "丙"])
    press(player, "notify_check", "2026-09-02 09:30")()
    never(player, "inspect", "2026-09-02 11:50", "INS-21", checklist=[{"point": "安全培训记录", "answer": "yes"}])
    once(player, "inspect", "2026-09-02 11:50", "INS-20")


def test_a_check_is_told_and_closed_once(county: world.World) -> None:
    """INS-12, INS-22, INS-30 to INS-32: told and closed once, as the record says; not begun again without a cause."""
    player = played(county, "clean", "2026-09-03")
    never(player, "tell_result", "2026-09-04 08:50", "INS-22", outcome="further")
    told = once(player, "tell_result", "2026-09-04 09:00", "STEP-01")
    press(player, "serve", "2026-09-04 10:00", document_seq=told.seq)()
    never(player, "close_check", "2026-09-07 08:50", "INS-30", conclusion="clear", ban_quota="yes")
    never(player, "close_check", "2026-09-07 08:51", "INS-31", conclusion="clear", not_gifts="yes")
    never(player, "close_check", "2026-09-07 08:52", "INS-32", conclusion="corrected")
    once(player, "close_check", "2026-09-07 09:00", "STEP-01", conclusion="clear")
    assert registered(player, "2026-09-08") == [{"INS-12"}] * 2
    assert registered(player, "2026-09-08", again_cause="接到举报称复工以后又有无证作业。") == [{"INS-11"}]


def test_nothing_goes_on_from_an_urgent_visit_without_its_approval(county: world.World) -> None:
    """INS-15, INS-23, INS-27: told, handed over or made up too late by nobody; made up once."""
    player = played(county, "urgent", "2026-08-31 13:00")
    never(player, "tell_result", "2026-08-31 13:00", "INS-23")
    never(player, "hand_over", "2026-08-31 13:00", "INS-27")
    made_up = {"planned_on": "2026-08-31", "count_this_year": 1}
    never(player, "approve_inspection", "2026-09-03 09:00", "INS-15", **made_up)
    never(player, "approve_inspection", "2026-09-02 09:00", "INS-17", **(made_up | {"count_this_year": 0}))
    once(player, "approve_inspection", "2026-09-02 09:00", "INS-15", **made_up)


def test_a_refused_check_is_left_once(county: world.World) -> None:
    """INS-24, INS-26."""
    player = played(county, "refused", "2026-09-02 10:20")
    never(player, "end_without_visit", "2026-09-02 09:40", "INS-26", ground="refused")
    never(player, "record_refusal", "2026-09-02 10:20", "INS-24", reported_at="2026-09-02 09:00")
    press(player, "record_refusal", "2026-09-02 10:30")()
    reason = "企业拒绝检查，已经记录并报告负责人。"
    once(player, "end_without_visit", "2026-09-02 11:00", "STEP-01", ground="refused", reason=reason)
