"""A decision and the published benchmark: offered, frozen with the act, printed, linked, refused (P-08, G-42)."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.bureau.case_desk import enter

from mingjing.cases import operations, queries
from mingjing.cases.models import Act
from mingjing.cases.operations.publishing import paragraphs
from mingjing.cases.queries.facts import load
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as lists
from mingjing.publicity import queries as published
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import Story, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
STORY = Path(__file__).parents[1] / "journeys" / "basic.yaml"
FOUNDED = datetime(2026, 1, 6, 9, tzinfo=CHINA)


def publish(shifan: World, code: str = "AQ097-7", at: datetime = FOUNDED) -> UUID:
    """The organ's benchmark of one matter, made public by three people; the others stay drafts."""
    team = shifan.teams["应急局"]
    collector, checker, releaser = (shifan.actor(team[role], at) for role in ("publicist", "reviewer", "head"))
    drawn = lists.draw_entries(organ_id=shifan.organs["应急局"], kind="benchmark", by=collector, at=at)
    one = next(each for each in drawn if each.code == code)
    lists.check_entry(edition_id=one.id, by=checker, at=at)
    lists.release_entry(edition_id=one.id, by=releaser, at=at)
    return one.id


def played(shifan: World, until: str) -> Player:
    """The basic story up to (not including) an act."""
    story = read_story(STORY)
    steps = (*story.before, *story.steps)
    place = next(at for at, step in enumerate(steps) if step.get("act") == until and "refused" not in step)
    player = Player(shifan, Story(story.title, story.head, steps[:place]))
    report = player.play()
    assert report.good, report.text()
    return player


def day_of(code: str) -> datetime:
    story = read_story(STORY)
    return moment(
        next(step["at"] for step in (*story.before, *story.steps) if step.get("act") == code and "refused" not in step)
    )


def deciding(player: Player, **changed: object) -> dict[str, object]:
    at = day_of("decide")
    return player.data_for("decide", at, player.case_id()) | changed


def decide(player: Player, **changed: object) -> object:
    at = day_of("decide")
    data = deciding(player, **changed)
    head = player.actor(player.team["head"], at)
    drafter = player.actor(player.team["handlers"][0], at)
    return operations.attempt(
        case_id=player.case_id(),
        code="decide",
        data=data,
        by=head,
        drafter=drafter,
        at=at,
        now=at + timedelta(minutes=1),
    )


def test_the_only_one_that_fits_is_offered_frozen_printed_and_linked(shifan: World) -> None:
    edition = publish(shifan)
    player = played(shifan, "decide")
    report = Act.objects.get(case_id=player.case_id(), code="report")
    assert report.data["benchmark"]["id"] == str(edition)
    decide(player)
    case = queries.case_row(player.case_id())
    facts = load(case)
    decision = facts.decision
    assert decision is not None
    cited, told = decision.data["benchmark"], published.edition(edition)
    assert told is not None
    assert (cited["code"], cited["seq"], cited["sha256"], cited["released_on"]) == (
        "AQ097-7",
        1,
        told.digest,
        "2026-01-06",
    )
    assert [one["id"] for one in decision.data["benchmarks_public"]] == [str(edition)]
    assert decision.data["tier"] in cited["tiers"]
    line = f"适用的裁量基准：示范县应急管理局“{told.name}”裁量基准（{cited['document']}，公开的第1版，摘要{cited['table_sha256'][:16]}），裁量阶次：{decision.data['tier']}。"
    assert line in paragraphs(facts, decision)
    desk = enter(shifan, player.team["handlers"][0])
    for path in (f"/bureau/cases/{case.id}/", f"/bureau/cases/{case.id}/records/{decision.seq}/"):
        assert "benchmark/AQ097-7/?v=1" in desk.get(path).content.decode()


def test_no_published_benchmark_and_the_case_goes_on(shifan: World) -> None:
    player = played(shifan, "decide")
    decide(player)
    decision = load(queries.case_row(player.case_id())).decision
    assert decision is not None and "benchmark" not in decision.data
    assert decision.data["benchmarks_public"] == []


def test_a_public_one_that_is_left_out_is_refused_until_the_reason_is_given(shifan: World) -> None:
    publish(shifan)
    player = played(shifan, "decide")
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            decide(player, benchmark="", benchmark_reason="")
        assert {(one.rule, one.field) for one in refused.value.findings} == {("G-42", "benchmark_reason")}
    decide(player, benchmark="", tier="", benchmark_reason="基准没有规定本案的情形，逐项说明见裁量理由。")


def test_a_draft_a_stopped_version_and_a_strange_tier_are_refused(shifan: World) -> None:
    edition = publish(shifan)
    player = played(shifan, "decide")
    waiting = published.editions(shifan.organs["应急局"], "benchmark", states=("collected",))[0]
    with pytest.raises(Refused) as refused:
        decide(player, benchmark=str(waiting.id))
    assert "没有公布过" in str(refused.value)
    with pytest.raises(Refused) as refused:
        decide(player, tier="特重")
    assert [one.field for one in refused.value.findings] == ["tier"]
    with pytest.raises(Invalid, match="重新选取"):
        decide(player, benchmark=str(uuid4()))
    before = day_of("decide") - timedelta(days=1)
    head = shifan.actor(shifan.teams["应急局"]["head"], before)
    lists.retire_entry(edition_id=edition, reason="基准需要修改，先停止公开。", by=head, at=before)
    with pytest.raises(Refused) as refused:
        decide(player, benchmark=str(edition))
    assert "停止施行" in str(refused.value)
    decide(player, benchmark="")


def test_the_form_says_that_none_is_public(shifan: World) -> None:
    player = played(shifan, "report")
    desk = enter(shifan, player.team["handlers"][0])
    where = f"/bureau/cases/{player.case_id()}/acts/report/"
    assert "没有公布本事项的裁量基准" in desk.get(where).content.decode()
    publish(shifan)
    page = desk.get(where).content.decode()
    assert "没有公布本事项的裁量基准" not in page
    assert "取自已经公布的裁量基准" in page


def test_the_head_gets_no_draft_that_leaves_a_public_one_out(shifan: World) -> None:
    """The same guards as at the approval, with what is kept on the day of the act."""
    publish(shifan)
    player = played(shifan, "decide")
    at, drafter = day_of("decide"), player.actor(player.team["handlers"][0], day_of("decide"))

    def hand_in(**changed: object) -> UUID:
        data = deciding(player, **changed)
        return operations.submit_draft(case_id=player.case_id(), code="decide", data=data, by=drafter, now=at)

    with pytest.raises(Refused) as refused:
        hand_in(benchmark="", benchmark_reason="")
    assert {(one.rule, one.field) for one in refused.value.findings} == {("G-42", "benchmark_reason")}
    assert hand_in()
