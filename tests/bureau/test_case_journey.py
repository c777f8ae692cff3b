"""The whole worked example, from lead to archive, by hand: every act through its page, every refusal on its page."""

from pathlib import Path

import pytest
from tests.bureau.case_desk import PagePlayer

from mingjing.cases.models import Case, Refusal
from mingjing.sites.journeys.player import read_story
from mingjing.sites.journeys.world import World

JOURNEYS = Path(__file__).parents[1] / "journeys"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["worked-example", "preservation", "instalments", "waiver", "party-change"])
def test_a_story_can_be_played_in_the_browser(shifan: World, name: str) -> None:
    path = JOURNEYS / f"{name}.yaml"
    report = PagePlayer(shifan, read_story(path)).play()
    assert report.good, report.text()


def test_what_the_pages_refused_is_kept(shifan: World) -> None:
    story = read_story(JOURNEYS / "worked-example.yaml")
    PagePlayer(shifan, story).play()
    assert Case.objects.get().stage == "archived"
    told = {rule for step in story.steps for rule in step.get("refused", ())}
    kept = {rule for row in Refusal.objects.all() for rule in row.rules.split(",")}
    assert told - {"FORM-01", "ROLE-01"} <= kept
    assert {"REV-08", "STEP-01", "G-26", "X-01"} <= kept
