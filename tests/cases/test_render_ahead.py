"""The archive act holds the only writer: what can be set before it opens its transaction, is."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mingjing.cases.models import Act
from mingjing.records.models import Document
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import moment

attempting = import_module("mingjing.cases.operations.attempt")
STORIES = Path(__file__).parents[1] / "journeys"


@pytest.mark.django_db
def test_nothing_waits_for_the_typesetter_when_the_archive_act_begins(
    shifan: world.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = read_story(STORIES / "basic.yaml")
    steps = tuple(step for step in story.steps if moment(step["at"]) < moment("2026-10-26 10:00"))
    player = Player(shifan, Story(story.title, story.head, steps))
    assert player.play().good
    case_id, at = player.case_id(), moment("2026-11-10 09:00")
    assert Document.objects.filter(pdf_sha256="").count() > 10
    waiting: list[int] = []
    real = attempting.perform

    def perform(**asked: Any) -> Any:
        waiting.append(Document.objects.filter(pdf_sha256="").count())
        return real(**asked)

    monkeypatch.setattr(attempting, "perform", perform)
    attempting.attempt(
        case_id=case_id, code="archive", data=player.data_for("archive", at, case_id),
        by=player.actor(player.team["archivist"], at), at=at, now=at + timedelta(minutes=1),
    )  # fmt: skip
    assert waiting == [0] and Act.objects.filter(code="archive").count() == 1
    assert not Document.objects.filter(pdf_sha256="").exists()
