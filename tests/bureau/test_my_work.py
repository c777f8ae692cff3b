"""My work tells the truth on the day it is read: whose turn, whose date, and what a passed date has opened."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from tests.bureau.case_desk import case_at, clock, enter, opened

from mingjing.cases import operations
from mingjing.cases.models import Case, Deadline, Draft
from mingjing.sites import tick
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
NOTIFIED, SERVED = 23, 45


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_reckoned", {})


def lines(world: World, key: str, address: str, now: datetime) -> str:
    """The words of a table, without its marks and spaces."""
    with clock(now):
        page = enter(world, key).get(address).content.decode()
    return re.sub(r"<[^>]+>|\s+", "", page.split("<tbody", 1)[-1].split("</tbody", 1)[0])


def draft(world: World, case_id: UUID, code: str) -> None:
    Draft.objects.create(
        case_id=case_id, organ_id=world.organs["应急局"], code=code, author_id=world.people["甲"], author_name="张三",
        state="submitted", updated_at=moment("2026-09-03 09:00"),
    )  # fmt: skip


def test_one_waits_until_the_day_and_then_may_decide(shifan: World) -> None:
    case_id = case_at(shifan, NOTIFIED)
    before = lines(shifan, "甲", "/bureau/", moment("2026-10-09 09:00"))
    assert "等待当事人陈述申辩或者申请听证（2026-10-09届满）" in before and "作出行政处罚决定" not in before
    assert tick.reckon(moment("2026-10-09 09:00")) == 0, "the last day is still the party's"
    assert tick.reckon(moment("2026-10-10 09:00")) == 1
    after = lines(shifan, "甲", "/bureau/", moment("2026-10-10 09:00"))
    assert "期限届满、审核通过，可以作出决定" in after and "作出行政处罚决定" in after
    assert Case.objects.get(id=case_id).next_act == "decide"


def test_passed_dates_are_looked_at_once_a_day_and_a_few_at_a_time(shifan: World) -> None:
    case_at(shifan, NOTIFIED)
    day = moment("2026-10-10 09:00")
    assert [tick.reckon(day), tick.reckon(day)] == [1, 0]
    assert operations.reckon_due(by="system", now=moment("2026-12-10 09:00"), limit=0) is None
    assert operations.reckon_due(by="system", now=day) is None, "nothing behind them is left"


def test_a_fine_not_paid_in_time_stays_and_begins_the_period_for_the_court(shifan: World) -> None:
    case_id = case_at(shifan, SERVED)
    assert not Deadline.objects.filter(case_id=case_id, code="court").exists()
    tick.reckon(moment("2026-11-30 09:00"))
    assert set(Deadline.objects.filter(case_id=case_id).values_list("code", flat=True)) >= {"pay", "court"}
    page = lines(shifan, "甲", "/bureau/", moment("2026-11-30 09:00"))
    assert "当事人的缴纳罚款期限已于2026-11-24届满" in page and "逾期6天" in page
    assert "复议、诉讼期限届满并催告之后，2027-08-10前办理" in page and page.endswith("看案件"), "too early to urge"
    tick.reckon(moment("2027-05-11 09:00"))
    assert lines(shifan, "甲", "/bureau/", moment("2027-05-11 09:00")).endswith("催告")


def test_the_head_sees_the_clock_of_what_is_to_be_approved(shifan: World) -> None:
    case_id = case_at(shifan, 5)
    draft(shifan, case_id, "file_case")
    for address in ("/bureau/", "/bureau/decisions/"):
        page = lines(shifan, "己", address, moment("2026-09-03 10:00"))
        assert "立案期限" in page and "2026-09-22" in page and "2026-09-17" not in page, address
    page = lines(shifan, "甲", "/bureau/", moment("2026-09-03 10:00"))
    assert "已提交，等负责人审批立案期限" in page, "what was handed in is the head's turn"


def test_the_examiner_sees_the_period_of_the_case(shifan: World) -> None:
    case_at(shifan, 13)
    page = lines(shifan, "丙", "/bureau/", moment("2026-09-18 10:00"))
    assert "等待案件审查" in page and "办案期限" in page and "2026-12-03" in page


def test_what_only_waits_stands_below_what_one_can_do(shifan: World) -> None:
    waits = Case.objects.get(id=case_at(shifan, NOTIFIED)).number
    acts = Case.objects.get(id=case_at(shifan, 10)).number
    page = lines(shifan, "甲", "/bureau/", moment("2026-09-25 09:00"))
    assert page.index(acts) < page.index(waits)


def test_the_next_step_is_among_the_steps_that_lead_on(shifan: World) -> None:
    case_id = case_at(shifan, 26)
    with clock(moment("2026-10-10 08:00")):
        page = enter(shifan, "甲").get(f"/bureau/cases/{case_id}/").content.decode()
    onward = page.split("推进案件", 1)[1].split("</section>", 1)[0]
    assert "下一步：通知听证" in page and "通知听证" in onward
    exits = page.split("其他出路（", 1)[1].split("）", 1)[0]
    assert "作出不予行政处罚决定" in exits and "认定违法事实不成立" in exits


def test_who_examines_reads_the_report_and_the_evidence_beside_the_questions(shifan: World) -> None:
    case_id = case_at(shifan, 13)
    with clock(moment("2026-09-18 10:00")):
        page = enter(shifan, "丙").get(f"/bureau/cases/{case_id}/acts/examine/").content.decode()
    assert "两名焊工未取得特种作业操作证上岗作业，事实清楚" in page
    assert "特种作业操作证查询打印件" in page and "是否有管辖权" in page


def test_one_officer_is_refused_with_the_article(shifan: World) -> None:
    case_id = case_at(shifan, 7)
    address = f"/bureau/cases/{case_id}/acts/interview/"
    with clock(moment("2026-09-08 10:00")):
        client = enter(shifan, "甲")
        sent = {**opened(client, address), "officers": [str(shifan.people["甲"])]}
        page = client.post(address, sent).content.decode()
    assert "执法人员不得少于两人（行政处罚法第四十二条），现在 1 人，请补选。" in page


def test_a_partys_period_to_correct_is_no_right(shifan: World) -> None:
    case_id = case_at(shifan, 5)
    page = lines(shifan, "甲", f"/bureau/cases/{case_id}/?tab=clocks", moment("2026-09-03 10:00"))
    assert "改正期限G-19当事人的期限" in page


def test_what_is_done_says_what_where_and_when(shifan: World) -> None:
    case_at(shifan, 10)
    page = lines(shifan, "甲", "/bureau/?tab=done", moment("2026-09-08 15:00"))
    assert "收集证据示范县恒源化工有限公司" in page and "2026-09-0814:00" in page and "未起算" not in page


def test_the_hearing_desk_says_when_and_leads_on(shifan: World) -> None:
    case_id = case_at(shifan, 31)
    for key, address in (("戊", "/bureau/hearings/"), ("甲", "/bureau/hearings/"), ("戊", "/bureau/")):
        page = lines(shifan, key, address, moment("2026-10-12 09:00"))
        assert "听证定于2026-10-2209:00" in page and ("举行听证" in page) == (key == "戊"), (key, address)
    Case.objects.filter(id=case_id).update(next_act="report_hearing", next_why="等待听证主持人的报告")
    for address in ("/bureau/hearings/", "/bureau/"):
        assert "提交听证报告" in lines(shifan, "戊", address, moment("2026-10-22 15:00")), address
