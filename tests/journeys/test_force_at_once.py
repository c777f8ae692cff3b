"""Two press at once: one letter decides once, one decision is carried out once, one agreement, one payment; what is refused stays refused."""

import pytest
from tests import kept
from tests.journeys.test_at_once import never, once, played

from mingjing.sites.journeys import world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LATE = "2027-03-23"


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_a_substitute_performance_at_once(county: world.World) -> None:
    """ENF-10 to ENF-17, ENF-28, ENF-29: heard, decided, performed and paid once each; nothing else gets through."""
    player = played(county, "force-substitute.yaml", "2026-10-15 10:00")
    order = player.facts().last("order_correction")
    assert order is not None
    never(player, "urge_duty", "2026-10-15 08:00", "ENF-10", purpose="again")
    never(player, "decide_substitute", "2026-10-15 08:10", "ENF-12")
    once(player, "hear_urged", "2026-10-15 10:00", "ENF-11")
    never(player, "decide_substitute", "2026-10-21 09:00", "ENF-13", planned_at="2026-10-30 09:00", unrelated="no")
    never(player, "decide_substitute", "2026-10-21 09:00", "ENF-14", planned_at="2026-10-30 09:00", urgent="yes")
    made = once(player, "decide_substitute", "2026-10-21 09:10", "ENF-12", planned_at="2026-10-30 09:00")
    never(player, "perform_substitute", "2026-10-30 11:30", "ENF-15", decision_seq=made.seq)


def test_what_was_decided_is_performed_and_paid_once(county: world.World) -> None:
    """ENF-16, ENF-17, ENF-28, ENF-29."""
    player = played(county, "force-substitute.yaml", "2026-11-02 11:40")
    never(player, "close", "2026-11-02 11:35", "ENF-29")
    never(player, "perform_substitute", "2026-11-02 11:36", "ENF-16", cost=9000)
    once(player, "perform_substitute", "2026-11-02 11:40", "ENF-28", over_reason="两次合计，另有说明")
    once(player, "record_substitute_cost", "2026-11-03 10:50", "ENF-17")


def test_an_agreement_at_once(county: world.World) -> None:
    """ENF-18, ENF-19, ENF-20: agreed once, given up once, and the court waits meanwhile."""
    stages = [{"due_on": "2026-12-01", "duty": "缴纳罚款", "amount": "32000"}]
    player = played(county, "force-agreement.yaml", "2026-11-16 09:10")
    once(player, "agree_execution", "2026-11-16 09:20", "ENF-19", stages=stages)
    never(player, "apply_court", "2026-11-16 09:30", "ENF-18", fine_due=20000, surcharge_due=12000)
    once(player, "breach_agreement", "2026-12-02 09:00", "ENF-20")


def test_force_at_once(county: world.World) -> None:
    """ENF-21 to ENF-28: never without its law, before its days, by night or against residents; carried out once."""
    player = played(county, "force-direct.yaml", "2026-10-28 10:00")
    never(player, "decide_enforcement", "2026-10-28 09:00", "ENF-21", mode="restore", power="none")
    never(player, "decide_enforcement", "2026-10-28 09:10", "ENF-22")
    once(player, "announce_demolition", "2026-10-28 10:10", "ENF-23", due_on="2026-11-12")
    once(player, "decide_enforcement", "2027-03-03 09:00", "ENF-22", planned_at="2027-03-08 09:00")
    never(player, "execute_force", "2027-03-08 11:10", "ENF-24")


def test_what_was_decided_is_stopped_resumed_and_carried_out_once(county: world.World) -> None:
    """ENF-25, ENF-26, ENF-27, ENF-28."""
    player = played(county, "force-direct.yaml", "2027-03-08 09:00")
    made = player.facts().last("decide_enforcement")
    assert made is not None
    once(player, "suspend_execution", "2027-03-08 09:00", "ENF-27", target_seq=made.seq)
    never(player, "execute_force", "2027-03-08 11:30", "ENF-28")
    once(player, "resume_execution", "2027-03-22 09:00", "ENF-27", suspension_seq=player.facts().acts[-1].seq)
    night = {"started_at": f"{LATE} 05:00", "ended_at": f"{LATE} 07:00"}
    never(player, "execute_force", f"{LATE} 08:00", "ENF-25", **night)
    never(player, "execute_force", f"{LATE} 11:10", "ENF-26", utilities="resident")
    once(player, "execute_force", f"{LATE} 11:20", "ENF-28")
    never(player, "end_execution", f"{LATE} 11:40", "ENF-27", target_seq=made.seq)


def test_clearing_a_road_is_decided_once(county: world.World) -> None:
    """ENF-14: the second of two decisions on the same object is refused."""
    at_once = {
        "urgent": "yes",
        "scene": "road",
        "unable": "当事人不在场。",
        "harm": "traffic",
        "planned_at": "2026-09-07 08:30",
    }
    player = played(county, "force-at-once.yaml", "2026-09-07 08:10")
    once(player, "decide_substitute", "2026-09-07 08:10", "ENF-14", **at_once)
