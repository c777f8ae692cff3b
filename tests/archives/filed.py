"""A county in which the worked example was played up to a chosen act, with files handed in as evidence."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from PIL import Image

from mingjing.archives.operations import file_away
from mingjing.archives.terms import ArchivedFacts, ArchiveItem
from mingjing.cases import operations
from mingjing.cases import queries as cases
from mingjing.cases.models import Case
from mingjing.cases.operations import exporting
from mingjing.foundation.people import Actor
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.story import Story

STORIES = Path(__file__).resolve().parents[1] / "journeys"
LATER = world.moment("2026-12-15 10:00")


def photograph() -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "#1a5aa8").save(target, "PNG")
    return target.getvalue()


class Witness(Player):
    """Hands in a photograph with every piece of evidence but the first, which stays on paper."""

    taken, stated = 0, False

    def data_for(self, code: str, at: datetime, case_id: UUID | None, given: Mapping[str, Any] = {}) -> dict[str, Any]:  # noqa: B006
        data = super().data_for(code, at, case_id, given)
        if code == "collect_evidence" and case_id is not None:
            self.taken += 1
            if self.taken > 1:
                by = self.actor(str(self.team["handlers"][0]), at)
                name = f"现场照片{self.taken}.png"
                held = operations.add_file(
                    case_id=case_id, name=name, content=photograph(), unmarked=self.stated, by=by, now=at
                )
                data["files"] = [str(held.id)]
        return data


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(name: str, until: str) -> Story:
    """A story of tests/journeys, cut before an act; refusals and expectations are left out."""
    story = read_story(STORIES / f"{name}.yaml")
    places = [place for place, step in enumerate(story.steps) if step.get("act") == until]
    done = [place for place in places if "refused" not in story.steps[place]]
    end = next(iter(done or places), len(story.steps))
    steps = [step for step in story.steps[:end] if "refused" not in step and "expect" not in step]
    return Story(story.title, story.head, tuple(steps), story.before)


@dataclass(frozen=True)
class Told:
    """A case that was played, and the people around it."""

    case_id: UUID
    world: world.World

    @property
    def case(self) -> Case:
        return Case.objects.get(id=self.case_id)

    def person(self, key: str, at: datetime = LATER) -> Actor:
        return self.world.actor(key, at)

    def items(self) -> tuple[ArchiveItem, ...]:
        """What lies in the file, rendered."""
        operations.render_all(case_id=self.case_id, by=self.person("档"), now=LATER)
        return exporting.archive_items(self.case_id)

    def file(self, **more: Any) -> ArchivedFacts:
        """File the case's dossier as the archivist would."""
        given: dict[str, Any] = {
            "dossier_id": self.case.dossier_id, "organ_id": self.case.organ_id,
            "title": f"{self.case.party_name}{self.case.cause}", "catalogue_no": "示应急-2026-001", "retention": "y30",
            "paper_pages": 60, "by": self.person("档"), "at": LATER,
        }  # fmt: skip
        return file_away(**{**given, "items": more.pop("items", None) or self.items(), **more})


def play(name: str = "worked-example", until: str = "archive", *, stated: bool = False) -> Told:
    """Play a story; it must go as written. `stated`: whoever hands in a picture says that it bears no mark of secrecy."""
    county = world.open_world()
    player = Witness(county, told(name, until))
    player.stated = stated
    report = player.play()
    assert report.good, report.text()
    return Told(player.case_id(), county)


__all__ = ["LATER", "Told", "cases", "photograph", "play", "told", "undone"]
