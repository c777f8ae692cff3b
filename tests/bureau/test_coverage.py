"""覆盖表 at the pages: what an officer owes, how a reason is given, the matrix, the figures, what goes out as a table."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.bureau.case_desk import clock, enter

from mingjing.cases.models import Case, Deadline, RecordingReason
from mingjing.cases.queries.coverage import coverage, matrix
from mingjing.cases.queries.facts import load
from mingjing.ledger.models import Entry
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parents[1] / "journeys"
NOW = moment("2026-10-24 16:00")


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    """A hearing that was to be recorded throughout and was not, two days ago."""
    story = read_story(HERE / "recording-owed.yaml")
    player = Player(shifan, story)
    for step in (*story.before, *story.steps[:3]):
        player._one(1, step)
    assert player.report.good, player.report.text()
    return player.case_id()


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def hearing(case_id: UUID) -> int:
    found = load(Case.objects.get(id=case_id)).last("hold_hearing")
    assert found is not None
    return found.seq


def test_the_officer_sees_what_is_owed_and_explains_it(shifan: World, case_id: UUID) -> None:
    seq = hearing(case_id)
    with clock(NOW):
        client = enter(shifan, "甲")
        home = client.get("/bureau/").content.decode()
        assert "还欠录像" in home and "登记音像" in home
        tab = client.get(f"/bureau/cases/{case_id}/?tab=recordings").content.decode()
        where = f"/bureau/cases/{case_id}/recordings/{seq}/explain/"
        assert "还欠 1 步" in tab and where in tab
        page = client.get(where).content.decode()
        assert "听证" in page and "责任人" in page and "文字记录足以全面有效记录" not in page
        short = client.post(
            where, {"why": "failure", "text": "坏了", "person": "庚某", "remedy": "笔录注明并由当事人确认"}
        )
        assert short.status_code == 409 and "不少于 8 个字" in short.content.decode()
        told = {
            "why": "failure",
            "text": "听证室设备断电没有录上",
            "person": "庚某",
            "remedy": "笔录注明并由当事人确认",
        }
        assert client.post(where, told).status_code == 302
        assert client.post(where, told).status_code == 409
        tab = client.get(f"/bureau/cases/{case_id}/?tab=recordings").content.decode()
    assert "已说明理由" in tab and "听证室设备断电没有录上" in tab
    assert RecordingReason.objects.get().by_name == "张三"
    assert Entry.objects.filter(kind="case:recording:explained").count() == 1
    assert not Deadline.objects.filter(case_id=case_id, code="recording").exists()
    assert Case.objects.get(id=case_id).holes == ""


def test_a_supervisor_and_a_head_see_the_hole_until_it_is_closed(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        for who in ("监", "己"):
            client = enter(shifan, who)
            page = client.get("/bureau/supervision/coverage/?since=2026-01-01").content.decode()
            assert f"/bureau/cases/{case_id}/coverage/" in page and "有缺口 1 件" in page
            assert "有 1 步应当音像记录，逾期没有登记" in client.get("/bureau/supervision/").content.decode()
            none = client.get("/bureau/supervision/coverage/?since=2026-01-01&stage=service").content.decode()
            assert "没有有缺口的案件" in none
            table = client.get("/bureau/supervision/coverage.csv?since=2026-01-01&stage=review").content.decode()
            assert "审核" in table and table.count("\n") == 2
        assert "没有有缺口的案件" in enter(shifan, "市己").get("/bureau/supervision/coverage/").content.decode()


def test_the_matrix_of_a_case_is_a_page_and_a_table(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(f"/bureau/cases/{case_id}/coverage/").content.decode()
        assert all(
            word in page
            for word in ("启动", "取证", "审核", "决定", "送达", "执行", "归档", "1 步还欠音像", "说明原因")
        )
        table = client.get(f"/bureau/cases/{case_id}/coverage.csv").content.decode()
        assert "还欠录像" in table and "主持人宣布开始" in table
        assert client.get(f"/bureau/cases/{case_id}/coverage.pdf").status_code == 404
        assert enter(shifan, "市甲").get(f"/bureau/cases/{case_id}/coverage/").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["since=昨天", "until=9999-12-31", "organ=没有", "stage='--", "after=x_y", "after=2026-01-01T00:00:00+00:00_x"],
)
def test_bad_filters_are_no_errors(shifan: World, query: str) -> None:
    assert enter(shifan, "监").get(f"/bureau/supervision/coverage/?{query}").status_code == 200
    assert enter(shifan, "监").get(f"/bureau/supervision/coverage.csv?{query}").status_code == 200


def test_the_figures_are_one_question_whatever_the_cases(
    shifan: World, case_id: UUID, django_assert_num_queries: Any
) -> None:
    actor = shifan.actor("监", NOW)
    with django_assert_num_queries(1):
        found = coverage(actor, None, NOW.date() - timedelta(days=90), NOW.date())
    assert (found.holed, found.owing) == (1, 1)
    assert {one.key: one.cases for one in found.stages}["review"] == 1
    rows = {row.key: row.hole for row in matrix(load(Case.objects.get(id=case_id)))}
    assert rows["review"] == "1 步还欠音像" and rows["evidence"] == ""


def test_others_may_not_explain(shifan: World, case_id: UUID) -> None:
    where = f"/bureau/cases/{case_id}/recordings/{hearing(case_id)}/explain/"
    with clock(NOW):
        assert enter(shifan, "市甲").get(where).status_code == 404
        assert enter(shifan, "监").get(where).status_code == 403
        assert enter(shifan, "甲").get(f"/bureau/cases/{case_id}/recordings/999/explain/").status_code == 404
