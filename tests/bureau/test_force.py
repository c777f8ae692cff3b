"""Execution by hand: every act through its page, what the case page says, what the papers show."""

from pathlib import Path
from uuid import UUID

import pytest
from tests.bureau.case_desk import PagePlayer, clock, enter, opened, typed
from tests.bureau.test_measures import played, tab

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.force import carried
from mingjing.cases.terms import procedure
from mingjing.records import queries as records
from mingjing.sites.journeys.player import read_story
from mingjing.sites.journeys.world import World, moment

JOURNEYS = Path(__file__).parents[1] / "journeys"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["force-substitute", "force-at-once", "force-agreement", "force-direct"])
def test_execution_can_be_done_in_the_browser(shifan: World, name: str) -> None:
    report = PagePlayer(shifan, read_story(JOURNEYS / f"{name}.yaml")).play()
    assert report.good, report.text()


def shown(case_id: UUID, at: str) -> list[tuple[str, str, str]]:
    facts = load(Case.objects.get(id=case_id))
    return [(row.kind, row.word, row.why) for row in carried(facts, moment(at))]


def test_the_case_page_says_how_a_substitute_performance_stands(shifan: World) -> None:
    player = played(shifan, "force-substitute", "2026-10-21 09:20")
    case_id = player.case_id()
    with clock(moment("2026-10-21 09:30")):
        page = tab(shifan, "甲", case_id)
        assert 'id="force"' in page and "等待送达" in page and "决定书送达以后才能实施" in page
        assert "/acts/perform_substitute/" in page and "/acts/execute_force/" not in page
    assert shown(case_id, "2026-10-21 09:30") == [("代履行", "等待送达", "决定书送达以后才能实施")]


@pytest.mark.parametrize(
    ("story", "until", "at", "told"),
    [
        ("force-substitute", "2026-10-22 08:00", "2026-10-22 09:00", ("代履行", "等待再次催告", "实施三个工作日以前再次催告并送达（ENF-15）")),
        ("force-substitute", "2026-10-28 08:00", "2026-10-28 09:00", ("代履行", "再次催告中", "期限 2026-10-30 届满以后实施（ENF-15）")),
        ("force-substitute", "2026-10-28 08:00", "2026-11-02 08:00", ("代履行", "等待实施", "")),
        ("force-substitute", "2026-11-02 11:45", "2026-11-02 12:00", ("代履行", "已经执行完毕", "代履行费用还有 7600.00 元没有缴纳")),
        ("force-at-once", "2026-09-07 08:20", "2026-09-07 08:30", ("立即代履行", "等待实施", "")),
        ("force-agreement", "2026-11-16 09:30", "2026-11-20 09:00", ("执行协议", "正在履行", "下一期 2026-12-01")),
        ("force-agreement", "2026-11-16 09:30", "2026-12-02 09:00", ("执行协议", "到期没有履行", "约定 2026-12-01 履行，应当恢复强制执行（ENF-20）")),
        ("force-agreement", "2026-12-16 09:05", "2026-12-16 09:30", ("执行协议", "2026-12-16 恢复强制执行", "")),
        ("force-direct", "2027-03-04 08:00", "2027-03-04 09:00", ("强制拆除违法的建筑物、构筑物、设施", "等待实施", "白天的工作日实施（ENF-25）")),
        ("force-direct", "2027-03-08 09:30", "2027-03-09 09:00", ("强制拆除违法的建筑物、构筑物、设施", "已中止", "中止的情形消失后恢复执行（ENF-27）")),
        ("force-direct", "2027-03-23 11:25", "2027-03-23 12:00", ("强制拆除违法的建筑物、构筑物、设施", "已经执行完毕", "")),
    ],
)  # fmt: skip
def test_how_an_execution_stands(shifan: World, story: str, until: str, at: str, told: tuple[str, str, str]) -> None:
    assert shown(played(shifan, story, until).case_id(), at) == [told]


def test_a_case_without_execution_shows_none_and_lists_no_later_step(shifan: World) -> None:
    player = played(shifan, "force-base", "2026-10-12 15:00")
    with clock(moment("2026-10-13 09:00")):
        page = tab(shifan, "甲", player.case_id())
        assert 'id="force"' not in page and "催告履行义务" in page
        for code in (
            "perform_substitute",
            "record_substitute_cost",
            "breach_agreement",
            "execute_force",
            "resume_execution",
        ):
            assert f"/acts/{code}/" not in page, code
        straight = enter(shifan, "甲").get(f"/bureau/cases/{player.case_id()}/acts/execute_force/")
        assert "还没有“作出强制执行决定”" in straight.content.decode()


def test_who_may_and_who_may_not(shifan: World) -> None:
    player = played(shifan, "force-direct", "2026-10-28 09:00")
    with clock(moment("2026-10-28 09:30")):
        for code in ("urge_duty", "decide_enforcement", "agree_execution", "announce_demolition"):
            address = f"/bureau/cases/{player.case_id()}/acts/{code}/"
            assert enter(shifan, "甲").get(address).status_code == 200, code
            assert enter(shifan, "监").get(address).status_code in {403, 404}, code


@pytest.mark.parametrize(
    ("name", "until", "forms"),
    [
        ("force-substitute", "2026-11-03 12:00", {"duty_urging", "urged_statement", "substitute_decision", "substitute_record"}),
        ("force-at-once", "2026-09-07 16:00", {"substitute_at_once", "substitute_record"}),
        ("force-agreement", "2026-12-16 12:00", {"execution_agreement", "agreement_breach"}),
        ("force-direct", "2027-03-23 12:00", {
            "demolition_announcement", "enforcement_decision", "enforcement_record", "execution_suspension", "execution_resumption",
        }),
    ],
)  # fmt: skip
def test_the_papers_of_execution(shifan: World, name: str, until: str, forms: set[str]) -> None:
    row = Case.objects.get(id=played(shifan, name, until).case_id())
    made = {one.form: one.number for one in records.documents(row.dossier_id)}
    assert forms <= set(made) and all(made[form] for form in forms)


def test_what_was_typed_stays_where_the_rule_refuses(shifan: World) -> None:
    player = played(shifan, "force-direct", "2027-03-23 08:30")
    told = PagePlayer(shifan, player.story)
    told.report.cases = dict(player.report.cases)
    at = moment("2027-05-01 11:10")
    data = told.data_for("execute_force", at, told.case_id(), {"course": "拆到一半发现屋内有燃气罐。"})
    with clock(at):
        address = f"/bureau/cases/{told.case_id()}/acts/execute_force/"
        client = enter(shifan, "甲")
        sent = {
            **opened(client, address),
            **typed(procedure().acts["execute_force"].fields, data),
            "at": "2027-05-01T11:05",
        }
        answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "ENF-25" in page and "是劳动节" in page
    assert "拆到一半发现屋内有燃气罐。" in page and "请改在工作日实施" in page
    assert not player.facts().has("execute_force")
