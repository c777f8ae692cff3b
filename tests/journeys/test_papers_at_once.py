"""Two people make the same paper at the same moment: one is made, the other is told; on a database that commits."""

from dataclasses import replace
from datetime import date

import pytest
from tests import kept
from tests.journeys.test_at_once import never, once, played, press

from mingjing.lawbook import operations as lawbook
from mingjing.lawbook import queries as lists
from mingjing.sites.journeys import world
from mingjing.sites.journeys.world import moment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_one_letter_one_answer_and_one_bag(county: world.World) -> None:
    player = played(county, "papers.yaml", "2026-09-08 09:12")
    once(player, "request_assistance", "2026-09-08 09:12", "AST-01")
    once(player, "record_assistance", "2026-09-10 09:01", "PAP-01")
    once(player, "reply_assistance", "2026-09-10 09:10", "AST-02")
    never(player, "notify_interview", "2026-09-10 10:00", "PAP-02", interview_at="2026-09-10 09:30")


def test_one_bag_for_one_recording(county: world.World) -> None:
    """PAP-01, PAP-03."""
    player = played(county, "papers-pictures.yaml", "2026-09-09 09:20")
    never(player, "bag_media", "2026-09-09 09:20", "PAP-03", evidence_no=1)
    once(player, "bag_media", "2026-09-09 09:21", "PAP-01", evidence_no=3)


def test_what_the_head_refused_is_not_transferred_at_once(county: world.World) -> None:
    """CRM-01."""
    never(played(county, "papers-crime.yaml", "2026-09-18 09:30"), "transfer", "2026-09-18 09:30", "CRM-01")


def test_who_has_paid_is_not_reminded_at_once(county: world.World) -> None:
    """PAY-01, G-36."""
    player = played(county, "papers-payment.yaml", "2026-11-21 10:00")
    rows = [{"due_on": "2026-12-24", "amount": 1}]
    never(player, "remind_payment", "2026-11-21 10:00", "PAY-01")
    never(player, "apply_instalments", "2026-11-21 10:10", "G-36", instalments=rows)


def test_what_is_recorded_in_full_says_from_when_to_when(county: world.World) -> None:
    """AV-08: where the organ's list says so, and not before it says so."""
    player, at = played(county, "basic.yaml", "2026-09-08 08:00"), "2026-09-08 09:00"
    assert press(player, "preserve", at)().code == "preserve"
    organ, by = player.facts().organ.id, player.actor("己", moment(at))
    now = lists.recording_list(organ, moment(at).date())
    assert now is not None and (heard := now.av_item("听证"))
    rows = [replace(heard.spec, act="先行登记保存", full_process=True)]
    lawbook.set_av_items(
        by=by, at=moment(at), organ_id=organ, title="音像记录事项清单", document_number="", valid_from=date(2026, 9, 8), rows=rows
    )  # fmt: skip
    never(player, "preserve", "2026-09-08 10:00", "AV-08")
    span = {"started_at": "2026-09-08 09:30", "ended_at": "2026-09-08 09:50"}
    assert press(player, "preserve", "2026-09-08 10:00", **span)().data["started_at"].startswith("2026-09-08T09:30")
