"""A case opened again in place of a revoked decision knows from its first moment what it replaces."""

from datetime import date
from pathlib import Path

import pytest

from mingjing.cases.models import Case
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import moment

pytestmark = pytest.mark.django_db


def test_the_stored_clock_of_a_reopened_case_runs_from_the_day_it_was_opened(shifan: world.World) -> None:
    story = read_story(Path(__file__).parent / "branch-d.yaml")
    steps = tuple(step for step in (*story.before, *story.steps) if moment(step["at"]) < moment("2027-02-08 09:05"))
    report = Player(shifan, Story(story.title, story.head, steps)).play()
    assert report.good, report.text()

    fresh = Case.objects.get(previous_id__isnull=False)
    clock = fresh.deadlines.get(code="filing")
    # Fifteen working days from 2027-02-08 as far as the calendar of that year is known, not from September 2026.
    assert clock.due > date(2027, 2, 25) and fresh.due_on == clock.due
