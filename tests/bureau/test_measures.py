"""Sealing and seizure by hand: every act through its page, what the case page says, what the papers and lists show."""

from pathlib import Path
from uuid import UUID

import pytest
from tests.bureau.case_desk import PagePlayer, clock, enter, opened, typed

from mingjing.cases.models import Case, Deadline
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.measures import taken
from mingjing.cases.terms import procedure
from mingjing.records import queries as records
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

JOURNEYS = Path(__file__).parents[1] / "journeys"
pytestmark = pytest.mark.django_db


def played(world: World, name: str, until: str) -> Player:
    """The story up to a moment."""
    story = read_story(JOURNEYS / f"{name}.yaml")
    player = Player(world, story)
    for step in (*story.before, *story.steps):
        if moment(step["at"]) < moment(until):
            player._one(1, step)
    assert player.report.good, player.report.text()
    return player


def tab(world: World, who: str, case_id: UUID, name: str = "work") -> str:
    return str(enter(world, who).get(f"/bureau/cases/{case_id}/?tab={name}").content.decode())


@pytest.mark.parametrize("name", ["seizure", "seizure-late", "seizure-urgent"])
def test_a_seizure_can_be_done_in_the_browser(shifan: World, name: str) -> None:
    report = PagePlayer(shifan, read_story(JOURNEYS / f"{name}.yaml")).play()
    assert report.good, report.text()


def test_the_case_page_says_how_a_seizure_stands(shifan: World) -> None:
    player = played(shifan, "seizure-forgotten", "2026-09-18 08:00")
    case_id = player.case_id()
    with clock(moment("2026-09-18 08:30")):
        page = tab(shifan, "甲", case_id)
        assert "查封（扣押）中" in page and "还剩 19 天" in page and "物品库管理员" in page and "2 项" in page
        assert "事前批准" in page and "/acts/release_measure/" in page and "/acts/return_goods/" not in page
        assert "查封（扣押）期限" in tab(shifan, "甲", case_id, "clocks")
    with clock(moment("2026-10-08 08:30")):
        page = tab(shifan, "甲", case_id)
        assert "期限已经届满" in page and "应当立即解除并退还财物（COE-09）" in page and "应当立即解除" in page
        home = enter(shifan, "甲").get("/bureau/").content.decode()
        assert "查封（扣押）期限" in home and "解除查封（扣押）" in home
    assert Deadline.objects.filter(case_id=case_id, code="seizure").count() == 1


def test_steps_that_follow_a_seizure_are_listed_only_after_one(shifan: World) -> None:
    player = played(shifan, "seizure-film", "2026-09-07 08:00")
    with clock(moment("2026-09-07 08:10")):
        page = tab(shifan, "甲", player.case_id())
        assert "审批查封（扣押）" in page and "实施查封（扣押）" in page
        assert (
            "/acts/extend_measure/" not in page and "/acts/dispose_measure/" not in page and 'id="measures"' not in page
        )
        straight = enter(shifan, "甲").get(f"/bureau/cases/{player.case_id()}/acts/release_measure/")
        assert straight.status_code in {200, 409, 422} and "还没有“实施查封（扣押）”" in straight.content.decode()


def test_the_papers_of_a_seizure(shifan: World) -> None:
    player = played(shifan, "seizure-late", "2026-10-08 11:00")
    facts = player.facts()
    row = Case.objects.get(id=player.case_id())
    made = {one.form: one for one in records.documents(row.dossier_id)}
    assert {"seizure_decision", "seizure_list", "coercion_record", "seizure_release", "seizure_return"} <= set(made)
    assert made["seizure_decision"].number == made["seizure_list"].number == "示应急查扣〔2026〕1号"
    (one,) = taken(load(row), moment("2026-10-08 11:00"))
    assert (one.word, one.tone, one.left, one.things) == ("2026-10-08 已退还", "good", None, 2)
    assert one.act.seq == facts.all("seize")[0].seq


def test_what_was_typed_stays_where_the_rule_refuses(shifan: World) -> None:
    player = played(shifan, "seizure-forgotten", "2026-09-07 09:00")
    told = PagePlayer(shifan, player.story)
    told.report.cases = dict(player.report.cases)
    at = moment("2026-09-07 09:10")
    by = told.actor("甲", at)
    data = told.data_for("seize", at, told.case_id(), {"party_present": "no", "course": "清点到一半当事人离开。"})
    with clock(at):
        address = f"/bureau/cases/{told.case_id()}/acts/seize/"
        client = enter(shifan, "甲")
        sent = {**opened(client, address), **typed(procedure().acts["seize"].fields, data), "at": "2026-09-07T09:05"}
        answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "COE-05" in page and "没有见证人" in page
    assert "清点到一半当事人离开。" in page and "涉案物品" in page and "25千克/桶" in page
    assert by.organ_id == player.facts().organ.id and not player.facts().has("seize")
