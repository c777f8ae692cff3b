"""What is not counted in the ninety days: a dated figure of the domain, never a name in the code."""

from datetime import date

import pytest
from tests.cases.rules.made import ORGAN, case, context

from mingjing.cases.rules.days import service_day
from mingjing.cases.rules.limits import decision_deadline

FILED = ("file_case", "2026-09-04")
NOTICE = ("notify", "2026-09-24", {"hearing_offered": "yes"})
POSTED = ("serve", "2026-09-24", {"document_seq": 2, "mode": "announcement", "announced_on": "2026-09-24", "served_at": "2026-09-24T15:00+08:00"})  # fmt: skip
HEARING = [("request_hearing", "2026-10-09"), ("hold_hearing", "2026-10-22")]
SUSPENDED = [("suspend", "2026-10-01", {"told_party": True}), ("resume", "2026-10-11")]
UNTOLD = [("suspend", "2026-10-01", {"told_party": False}), ("resume", "2026-10-11")]
PLAIN = "2026-12-03"


@pytest.mark.parametrize(
    ("domain", "acts", "due"),
    [
        ("emergency", [], PLAIN),
        ("emergency", [NOTICE, POSTED], PLAIN),
        ("market", [NOTICE, POSTED], "2027-01-02"),
        ("emergency", HEARING, PLAIN),
        ("market", HEARING, "2026-12-16"),
        ("emergency", SUSPENDED, "2026-12-13"),
        ("market", SUSPENDED, "2026-12-13"),
        ("market", UNTOLD, PLAIN),
    ],
)
def test_the_grounds_that_stop_the_ninety_days(domain, acts, due):
    from dataclasses import replace

    facts = case(FILED, *acts, organ=replace(ORGAN, domain=domain))
    assert decision_deadline(facts, context("2026-11-30", domain)).due_on == date.fromisoformat(due)


# Service (民事诉讼法第八十七条至第九十五条): when each way takes effect


@pytest.mark.parametrize(
    ("data", "day"),
    [
        ({"mode": "direct", "served_at": "2026-09-24T15:00+08:00"}, "2026-09-24"),
        ({"mode": "left", "served_at": "2026-09-24T15:00+08:00"}, "2026-09-24"),
        # By post: the day on the receipt, however late it is entered.
        ({"mode": "post", "served_at": "2026-09-28T10:00+08:00"}, "2026-09-28"),
        ({"mode": "electronic", "served_at": "2026-09-24T15:00+08:00"}, "2026-09-24"),
        # The party's proof of a later arrival beats the sender's log.
        ({"mode": "electronic", "served_at": "2026-09-24T23:50+08:00", "party_proof_at": "2026-09-25T00:10+08:00"}, "2026-09-25"),
        # Thirty days after the notice was posted, and no roll past a rest day.
        ({"mode": "announcement", "announced_on": "2026-09-24", "served_at": "2026-09-24T15:00+08:00"}, "2026-10-24"),
        ({"mode": "announcement", "announced_on": "2026-09-05", "served_at": "2026-09-05T15:00+08:00"}, "2026-10-05"),
    ],
)  # fmt: skip
def test_when_a_service_takes_effect(data, day):
    facts = case(NOTICE, ("serve", "2026-09-30", {"document_seq": 1, **data}))
    assert service_day(facts.acts[1], context("2026-11-30")) == date.fromisoformat(day)
