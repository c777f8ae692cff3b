"""A decision not to punish cites the benchmark's own ground where the case has one, and says nothing where it has none."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.bureau.case_desk import enter
from tests.cases.test_benchmarks import publish
from tests.cases.test_public_text import bare

from mingjing.cases import operations, queries
from mingjing.cases.operations.publishing import paragraphs
from mingjing.cases.queries.facts import load
from mingjing.foundation import typesetting
from mingjing.kernel.findings import Invalid, Refused
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
STORY = Path(__file__).parents[1] / "journeys" / "exit-no-penalty.yaml"
AT = moment("2026-09-21 10:00")


def played(shifan: World) -> Player:
    story = read_story(STORY)
    steps = (*story.before, *story.steps)
    place = next(at for at, one in enumerate(steps) if one.get("act") == "decide_no_penalty" and "refused" not in one)
    player = Player(shifan, Story(story.title, story.head, steps[:place]))
    report = player.play()
    assert report.good, report.text()
    return player


def decide(player: Player, **changed: object) -> None:
    data = player.data_for("decide_no_penalty", AT, player.case_id()) | changed
    operations.attempt(
        case_id=player.case_id(), code="decide_no_penalty", data=data, by=player.actor(player.team["head"], AT),
        drafter=player.actor(player.team["handlers"][0], AT), at=AT, now=AT + timedelta(minutes=1),
    )  # fmt: skip


def text(player: Player) -> tuple[str, tuple[str, ...]]:
    """The served document as it is printed, and the paragraphs that become public."""
    case_id, now = player.case_id(), AT + timedelta(hours=1)
    facts = load(queries.case_row(case_id))
    page = queries.case_page(case_id, player.actor(player.team["head"], now), now, want=frozenset({"documents"}))
    document = next(one for one in page.documents if one.form == "no_penalty_decision")
    _, pdf = operations.render_document(
        case_id=case_id, document_id=document.id, by=player.actor(player.team["head"], now), now=now
    )
    assert facts.decision is not None
    return bare("".join(typesetting.text_of(pdf))), paragraphs(facts, facts.decision)


def test_the_ground_of_the_cited_benchmark_stands_in_both_texts(shifan: World) -> None:
    edition = publish(shifan)
    player = played(shifan)
    with pytest.raises((Invalid, Refused)):
        decide(player, benchmark=str(uuid4()))
    with pytest.raises(Refused) as refused:
        decide(player, benchmark=str(edition), tier="没有的阶次")
    assert refused.value.rules == {"G-42"}
    decide(player, benchmark=str(edition))
    printed, public = text(player)
    [line] = [one for one in public if one.startswith("适用的裁量基准：")]
    assert bare(line) in printed and "第1版" in line
    page = enter(shifan, player.team["handlers"][0]).get(f"/bureau/cases/{player.case_id()}/").content.decode()
    assert "裁量基准" in page and "benchmark/AQ097-7/?v=1" in page


def test_where_none_is_cited_nothing_is_said(shifan: World) -> None:
    player = played(shifan)
    decide(player)
    printed, public = text(player)
    assert "裁量基准" not in printed and not [one for one in public if "裁量基准" in one]
