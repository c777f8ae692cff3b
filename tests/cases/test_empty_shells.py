"""An act with nothing in it: refused field by field, again when repeated, nothing entered; in every procedure."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from mingjing.cases import operations
from mingjing.cases.models import Act
from mingjing.cases.terms import INSPECTION, LICENCE, ORDINARY, SUMMARY, ActSpec, procedure
from mingjing.kernel.findings import Invalid
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
TABLES = files("mingjing.cases") / "procedures"
STORIES = Path(__file__).parents[1] / "journeys"
PLACES = {ORDINARY: "ordinary", SUMMARY: "summary", LICENCE: "licence", INSPECTION: "inspection"}
NEW = {ORDINARY: {"measures.yaml", "papers.yaml", "force.yaml"}}
"""Of the ordinary procedure the measures, the other papers and the execution; of the others every act of their own."""
BEGUN = {
    ORDINARY: ("worked-example", 7),
    SUMMARY: ("spot", 1),
    LICENCE: ("licence-grant", 1),
    INSPECTION: ("check-clean", 2),
}
AT = moment("2026-09-20 09:00")


def own(of: str) -> list[str]:
    acts = [one for one in (TABLES / PLACES[of] / "acts").iterdir() if one.name in NEW.get(of, {one.name})]
    return sorted(each["act"] for one in acts for each in yaml.safe_load(one.read_text("utf-8")))


CODES = [(of, code) for of in PLACES for code in own(of)]


@pytest.fixture(scope="module")
def cases(shifan: World) -> dict[str, Player]:
    """A case of every procedure, with those who act in it."""
    found = {}
    for of, (name, steps) in BEGUN.items():
        story = read_story(STORIES / f"{name}.yaml")
        found[of] = Player(shifan, replace(story, steps=story.steps[:steps]))
        assert found[of].play().lines[-1].good, name
    return found


def blank(spec: ActSpec) -> dict[str, Any]:
    """Every field there, and nothing but spaces in it."""
    return {
        field.name: [dict.fromkeys((each.name for each in field.columns), "　")] if field.type == "table" else "　"
        for field in spec.fields
    }


@pytest.mark.parametrize(("of", "code"), CODES, ids=[code for _, code in CODES])
def test_an_empty_shell_is_refused_field_by_field(cases: dict[str, Player], of: str, code: str) -> None:
    spec, player, before = procedure(of).acts[code], cases[of], Act.objects.count()
    case_id = player.case_id() if spec.sources else None
    people = {"by": player.actor(player._who(spec.by), AT), "drafter": player.actor(player._who(spec.drafter), AT) if spec.drafter else None}  # fmt: skip
    demanded = {
        one.name for one in spec.fields if (one.must or one.type != "bool") and one.required and not one.default
    }
    for data in ({}, blank(spec), blank(spec)):
        with pytest.raises(Invalid) as refusal:
            operations.attempt(case_id=case_id, code=code, data=data, **people, at=AT, now=AT)
        assert demanded <= set(refusal.value.errors), demanded - set(refusal.value.errors)
    assert Act.objects.count() == before
