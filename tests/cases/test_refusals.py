"""Whoever hands in what a rule refuses leaves a trace, as whoever approves it does."""

from datetime import timedelta
from pathlib import Path

import pytest

from mingjing.cases import operations
from mingjing.cases.models import Draft, Refusal
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import moment

pytestmark = pytest.mark.django_db
STORIES = Path(__file__).parents[1] / "journeys"


def test_a_refused_hand_in_is_kept(shifan: world.World) -> None:
    story = read_story(STORIES / "basic.yaml")
    steps = tuple(step for step in (*story.before, *story.steps) if moment(step["at"]) < moment("2026-09-25 08:00"))
    player = Player(shifan, Story(story.title, story.head, steps))
    assert player.play().good
    case_id, at = player.case_id(), moment("2026-09-25 09:00")
    data = player.data_for("decide", at, case_id)

    def hand_in(who: str, given: object = data) -> None:
        by = player.actor(who, at)
        operations.submit_draft(case_id=case_id, code="decide", data=given, by=by, now=at + timedelta(minutes=1))

    with pytest.raises(Refused) as refused:
        hand_in("甲")
    kept = Refusal.objects.get()
    assert "G-20" in refused.value.rules and "G-20" in kept.rules.split(",")
    assert (kept.case_id, kept.code, kept.by_name) == (case_id, "decide", player.actor("甲", at).name)
    assert not Draft.objects.filter(state=Draft.State.SUBMITTED).exists()

    with pytest.raises(Refused):
        hand_in("甲")
    assert Refusal.objects.count() == 2, "every attempt counts"
    with pytest.raises(Forbidden):
        hand_in("丁")
    with pytest.raises(Invalid):
        hand_in("甲", {})
    assert Refusal.objects.count() == 2, "a wrong form and a wrong person are no refused act"
