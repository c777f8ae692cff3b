"""Quarters, receipts, what is owed and until when, and the papers of a report, for every reader."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.security.hostile import JOURNEYS, browser
from tests.security.town import play

from mingjing.foundation.access import Forbidden
from mingjing.foundation.typesetting import text_of
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as publicity
from mingjing.sites.journeys.player import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Report
from mingjing.supervision.terms import Duty, Scope

pytestmark = pytest.mark.django_db
OCT, JAN = datetime(2026, 10, 12, 10, tzinfo=CHINA), datetime(2027, 1, 11, 10, tzinfo=CHINA)
TEXT = "平稳。\n下一步加强检查。"


@pytest.fixture(scope="module")
def played(shifan: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
        play(shifan, [one for one in steps if str(one["at"])[:10] <= "2026-10-20"], party="恒源")
    return shifan


def quarter(played: Any, who: str = "公", at: datetime = OCT, **given: Any) -> Any:
    told = {"organ_id": played.organs["应急局"], "year": 2026, "quarter": 3, "text": TEXT, **given}
    return operations.sign_quarter(by=played.actor(who, at), at=at, **told)


def annual(played: Any, *, public: bool = True) -> Any:
    made = operations.sign_annual(
        organ_id=played.organs["应急局"], year=2026, text=TEXT, by=played.actor("公", JAN), at=JAN
    )
    if public:
        publicity.check_entry(edition_id=made.id, by=played.actor("丁", JAN), at=JAN)
        publicity.release_entry(edition_id=made.id, by=played.actor("己", JAN), at=JAN)
    report = queries.newest(Scope.ANNUAL, played.organs["应急局"], 2026)
    assert report is not None
    return report


def owed(played: Any, who: str, on: date) -> list[Duty]:
    return list(queries.duties(played.actor(who, datetime.combine(on, OCT.timetz())), on))


def test_a_quarter_is_frozen_and_corrected_with_a_reason(played: Any) -> None:
    made = quarter(played)
    assert (made.figures.period, made.seq, made.text) == ("2026 年第 3 季度", 1, TEXT)
    assert made.figures.number("file_case") == 1, "filed in September"
    assert made.figures.number("staff-all") is None and made.figures.cell("staff-all") is None
    with pytest.raises(Refused) as refused:
        quarter(played)
    assert refused.value.rules == {"SUP-14"}
    again = quarter(played, reason="漏写了下一步安排")
    assert (again.seq, Report.objects.filter(scope="quarter").count()) == (2, 2)
    assert queries.is_whole(made.id) and queries.is_whole(again.id)


def test_a_quarter_that_runs_or_says_nothing_is_refused(played: Any) -> None:
    with pytest.raises(Refused) as refused:
        quarter(played, quarter=4)
    assert refused.value.rules == {"SUP-16"}
    for given in (
        {"text": " "},
        {"quarter": 5},
        {"quarter": 0},
        {"year": 2018},
        {"reason": "有\x00字符"},
        {"reason": "字" * 2001},
    ):
        with pytest.raises(Invalid):
            quarter(played, **given)
    for who in ("甲", "档", "监", "市公", "系小管"):
        with pytest.raises(Forbidden):
            quarter(played, who)


def test_a_frozen_report_keeps_its_figures_while_cases_go_on(played: Any) -> None:
    report = annual(played, public=False)
    before = report.figures
    sheet = operations.enter_sheet(
        subject_id=played.organs["应急局"], year=2026, values={"kind-fine": ("5", "100")}, source="补登记的台账",
        by=played.actor("公", JAN), at=JAN,
    )  # fmt: skip
    operations.check_sheet(sheet_id=sheet.id, by=played.actor("丁", JAN), at=JAN)
    assert queries.annual(played.organs["应急局"], 2026).number("penalties") == 6
    kept_now = queries.report(report.id)
    assert kept_now is not None and kept_now.figures == before
    page = browser(played.people["公"]).get(f"/bureau/annual/reports/{report.id}/?cell=penalties").content.decode()
    assert "示应急罚〔2026〕" in page and "口径" in page and "次序2026-1" in page


def test_a_receipt_is_an_act_with_number_and_day(played: Any) -> None:
    report = annual(played)
    by = played.actor("公", JAN)
    told = {"report_id": report.id, "by": by, "at": JAN}
    for number, day in (
        (" ", date(2027, 1, 11)),
        ("示政办收1号", date(2027, 1, 10)),
        ("示政办收1号", date(2027, 1, 12)),
    ):
        with pytest.raises(Refused) as refused:
            operations.record_receipt(number=number, received_on=day, **told)
        assert refused.value.rules == {"SUP-23"}
    for who in ("甲", "监", "市公"):
        with pytest.raises(Forbidden):
            operations.record_receipt(
                number="1", received_on=date(2027, 1, 11), report_id=report.id, by=played.actor(who, JAN), at=JAN
            )
    with pytest.raises(Invalid):
        operations.record_receipt(number="号" * 61, received_on=date(2027, 1, 11), **told)
    with pytest.raises(Invalid) as unknown:
        operations.record_receipt(number="1", received_on=date(2027, 1, 11), **{**told, "report_id": by.organ_id})
    assert set(unknown.value.errors) == {"report"}
    made = operations.record_receipt(number="示政办收〔2027〕1号", received_on=date(2027, 1, 11), **told)
    assert made.body == "示范县人民政府"
    with pytest.raises(Refused) as refused:
        operations.record_receipt(number="另一号", received_on=date(2027, 1, 11), **told)
    assert refused.value.rules == {"SUP-24"}
    page = browser(played.people["己"]).get(f"/bureau/annual/reports/{report.id}/").content.decode()
    assert "〔2027〕1号" in page and "登记报送回执</a>" not in page


def test_what_is_owed_follows_the_report_from_signing_to_its_receipt(played: Any) -> None:
    def annual_duty(on: date = date(2027, 1, 20)) -> tuple[str, str, date | None] | None:
        found = [one for one in owed(played, "己", on) if "年报" in one.what]
        return (found[0].missing, found[0].page, found[0].due) if found else None

    assert annual_duty() == ("待定稿", "annual_sign", date(2027, 1, 31))
    made = annual(played, public=False)
    assert annual_duty() == ("待审核", "report", date(2027, 1, 31))
    publicity.check_entry(edition_id=made.edition_id, by=played.actor("丁", JAN), at=JAN)
    assert annual_duty() == ("待发布", "report", date(2027, 1, 31))
    publicity.release_entry(edition_id=made.edition_id, by=played.actor("己", JAN), at=JAN)
    assert annual_duty() == ("没有登记本级政府的回执", "report_receipt", None)
    operations.record_receipt(
        report_id=made.id, number="1", received_on=date(2027, 1, 11), by=played.actor("己", JAN), at=JAN
    )
    assert annual_duty() is None
    assert not [one for one in owed(played, "己", date(2026, 12, 31)) if "年报" in one.what], (
        "not before the year is over"
    )


def test_a_missing_quarter_is_red_for_the_head_and_the_supervisor(played: Any) -> None:
    on = date(2026, 11, 12)
    mine = [one for one in owed(played, "己", on) if "季报" in one.what]
    assert [(one.what, one.due) for one in mine] == [
        ("2026 年第 1 季度统计季报", date(2026, 4, 15)), ("2026 年第 2 季度统计季报", date(2026, 7, 15)), ("2026 年第 3 季度统计季报", date(2026, 10, 15)),
    ]  # fmt: skip
    assert "未核实" in mine[0].steps[0]
    quarter(played)
    assert len([one for one in owed(played, "己", on) if "季报" in one.what]) == 2
    seen = [one for one in owed(played, "监", on) if "季报" in one.what]
    assert {one.organ_name for one in seen} == {"示范县应急管理局", "示范县市场监督管理局"}
    assert all(one.page == "annual" and "organ=" in one.query for one in seen)
    assert owed(played, "甲", on) == [] and owed(played, "系小管", on) == []
    page = browser(played.people["己"]).get("/bureau/?tab=reports").content.decode()
    assert "统计季报" in page and "逾期" in page
    assert any("汇总" in one.what and one.due == date(2027, 2, 28) for one in owed(played, "监", date(2027, 1, 5)))


def test_a_sheet_waits_for_another_person_only(played: Any) -> None:
    operations.enter_sheet(
        subject_id=played.organs["应急局"],
        year=2026,
        values={"seal": ("1", "")},
        source="查封台账",
        by=played.actor("公", OCT),
        at=OCT,
    )
    on = date(2026, 10, 12)
    assert not [one for one in owed(played, "公", on) if one.page == "sheet"]
    assert [one for one in owed(played, "丁", on) if one.page == "sheet"]
    assert not [one for one in owed(played, "市丁", on) if one.page == "sheet"]


def test_duties_cost_a_handful_of_queries(played: Any, django_assert_max_num_queries: Any) -> None:
    actor = played.actor("监", OCT)
    with django_assert_max_num_queries(17):
        queries.duties(actor, date(2026, 11, 12))


def test_the_calendar_is_asked_once_however_much_is_owed(played: Any, django_assert_max_num_queries: Any) -> None:
    actor = played.actor("监", OCT)
    with django_assert_max_num_queries(17) as asked:
        found = [one for one in queries.duties(actor, date(2027, 12, 1)) if one.steps]
    assert len(found) > 8
    assert sum("mj_calendar_year" in one["sql"] for one in asked.captured_queries) == 1


def test_the_papers_say_what_was_signed_and_no_cell_is_a_formula(played: Any, client: Client) -> None:
    for who in ("公", "丁"):
        assert browser(played.people[who]).get("/bureau/annual/2026/file/pdf/").content.startswith(b"%PDF")
    operations.sign_annual(
        organ_id=played.organs["应急局"],
        year=2026,
        text="=HYPERLINK(1)\n全年平稳。",
        by=played.actor("公", JAN),
        at=JAN,
    )
    report = queries.newest(Scope.ANNUAL, played.organs["应急局"], 2026)
    assert report is not None
    for kind in ("pdf", "xlsx"):
        assert client.get(f"/sq/示应急/annual/2026/report.{kind}").status_code == 404, "not before the release"
        assert browser(played.people["市公"]).get(f"/bureau/annual/reports/{report.id}/file/{kind}/").status_code == 403
        assert browser(played.people["甲"]).get(f"/bureau/annual/reports/{report.id}/file/{kind}/").status_code == 403
        assert client.get(f"/bureau/annual/reports/{report.id}/file/{kind}/").status_code == 302
    assert report.edition_id
    publicity.check_entry(edition_id=report.edition_id, by=played.actor("丁", JAN), at=JAN)
    publicity.release_entry(edition_id=report.edition_id, by=played.actor("己", JAN), at=JAN)
    pdf = client.get("/sq/示应急/annual/2026/report.pdf").content
    told = "".join("".join(text_of(pdf)).split())
    for word in (
        "示范县应急管理局2026年行政执法统计年报",
        "全年平稳",
        "按最重的一种计一件",
        "平台计算",
        "不掌握",
        "次序2026-1",
    ):
        assert word in told
    assert pdf == client.get("/sq/示应急/annual/2026/report.pdf").content, "the same bytes for the same report"
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/sq/示应急/annual/2026/report.xlsx").content))
    front = [row[0] for row in book.get_sheet_by_name("总体情况").to_python()]
    assert "=HYPERLINK(1)" in front, "a text, not a formula"
    rows = {row[0]: row for row in book.get_sheet_by_name("行政处罚").to_python()}
    assert rows["罚款"][1] == 1 and rows["警告"][1] == 0
    assert {row[0]: row[1] for row in book.get_sheet_by_name("行政许可").to_python()}["申请（件）"] == "—"
    assert client.get("/sq/示应急/annual/2026/report.exe").status_code == 404
    assert client.get("/sq/示应急/window/2026/report.pdf").status_code == 404
    publicity.retire_entry(edition_id=report.edition_id, reason="数字有误，更正", by=played.actor("己", JAN), at=JAN)
    assert client.get("/sq/示应急/annual/2026/report.pdf").status_code == 404, "a stopped report is nowhere"


@pytest.mark.parametrize("where", ["/bureau/annual/2018/fill/", "/bureau/annual/2099/fill/", "/bureau/annual/2026/quarters/5/sign/", "/bureau/annual/2026/file/exe/", "/bureau/annual/2018/file/pdf/"])  # fmt: skip
def test_an_address_of_no_year_or_paper_is_not_found(played: Any, where: str) -> None:
    assert browser(played.people["公"]).get(where).status_code == 404
