"""The quarter's fixed columns on the three systems: counted where they can be, filled in by hand where not, frozen (P-20)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.publicity.test_visits import arrived, item
from tests.security.hostile import browser
from tests.supervision.test_reports import OCT, annual, played, quarter

from mingjing.foundation.typesetting import text_of
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.publicity import operations as publicity
from mingjing.supervision import operations, queries
from mingjing.supervision.rules.progress import PROGRESS, Standing, progress_is_told, progress_tables
from mingjing.supervision.terms import Annual, Scope, Told

pytestmark = pytest.mark.django_db
assert played  # a fixture
PEOPLE = {"trainings": ("2", ""), "trained": ("46", ""), "meetings": ("0", "")}
TITLES = ("事前公开", "执法决定公开", "全过程记录", "法制审核", "培训、会议和保障")


def filled(played: Any, number: int = 3) -> None:
    """Training and meetings of the quarter, entered and checked by two people."""
    made = operations.enter_sheet(
        subject_id=played.organs["应急局"], year=2026, quarter=number, values=PEOPLE, source="培训台账（2026年三季度）", by=played.actor("公", OCT), at=OCT
    )  # fmt: skip
    operations.check_sheet(sheet_id=made.id, by=played.actor("丁", OCT), at=OCT)


def test_the_columns_are_counted_filled_and_frozen(played: Any) -> None:
    filled(played)
    made = quarter(played)
    now = made.figures
    assert [table.key for table in now.tables][-5:] == list(PROGRESS)
    assert [now.number(key) for key in ("trainings", "trained", "meetings", "publicised")] == [2, 46, 0, None]
    assert (now.cell("trainings") or now.tables[0].cells[0]).how == "手工填报 2"
    # The case of the journey: filed in September, reviewed on paper that month or the next.
    assert (now.number("recorded-acts") or 0) > 1 and now.number("recorded-cases") == 1
    assert now.number("lists-missing") == sum(1 for one in now.tables[-5].cells[:-1] if not one.number)
    before = now.number("list-random_check")
    item(played, code="SJ-777")
    kept = queries.report(made.id)
    assert kept is not None and kept.figures.number("list-random_check") == before and queries.is_whole(made.id)


def test_what_became_public_after_the_quarter_is_not_counted_in_it(played: Any) -> None:
    organ = played.organs["应急局"]
    third, fourth = (queries.annual(organ, 2026, one).number("list-random_check") for one in (3, 4))
    made = item(played, code="SJ-778")
    now = [queries.annual(organ, 2026, one).number("list-random_check") for one in (3, 4)]
    assert now == [third, (fourth or 0) + 1]
    head = played.actor(played.teams["应急局"]["head"], OCT)
    publicity.retire_entry(edition_id=made.id, reason="清单调整，停止公开", by=head, at=OCT + timedelta(days=1))
    assert queries.annual(organ, 2026, 4).number("list-random_check") == fourth


def test_decisions_are_told_by_their_last_day(played: Any) -> None:
    """The decision of the journey is due in the fourth quarter and public in time."""
    found = queries.annual(played.organs["应急局"], 2026, 4)
    told = [found.number(f"decisions-{one}") for one in ("due", "in-time", "afterwards", "open")]
    assert told == [1, 1, 0, 0]
    assert found.number("review-sent") == (queries.annual(played.organs["应急局"], 2026).number("opinions") or 0) - (
        queries.annual(played.organs["应急局"], 2026, 3).number("review-sent") or 0
    )


def test_visits_of_the_quarter_are_counted(played: Any) -> None:
    at = datetime(2026, 10, 13, 10, 0, tzinfo=CHINA)
    visit = arrived(played, item(played, code="SJ-779"), at=at)
    publicity.confirm_visit(code=publicity.visit_code(visit.id), by="system", at=at)
    found = queries.annual(played.organs["应急局"], 2026, 4)
    assert (found.number("visits"), found.number("visits-confirmed")) == (1, 1)
    assert queries.annual(played.organs["应急局"], 2026, 3).number("visits") == 0


def test_a_year_has_no_such_columns(played: Any) -> None:
    made = annual(played, public=False)
    assert not [table.key for table in made.figures.tables if table.key in PROGRESS]
    assert not queries.progress_fields(made.figures)


def test_before_the_platform_nothing_is_known(played: Any) -> None:
    found = queries.annual(played.organs["应急局"], 2019, 1)
    assert found.number("lists-missing") is None and found.number("recorded-acts") is None
    assert not progress_is_told(found)


def test_the_form_offers_the_columns_of_people_in_a_quarter_only(played: Any) -> None:
    clerk = browser(played.people["公"])
    assert "组织培训（次）" in clerk.get("/bureau/annual/2026/fill/?quarter=3").content.decode()
    assert "组织培训（次）" not in clerk.get("/bureau/annual/2026/fill/").content.decode()


def test_page_pdf_and_workbook_show_them(played: Any) -> None:
    filled(played)
    made = quarter(played)
    for who, status in (("公", 200), ("己", 200), ("监", 200), ("市己", 403), ("甲", 403), ("系小管", 403)):
        page = browser(played.people[who]).get(f"/bureau/annual/reports/{made.id}/")
        assert page.status_code == status
        assert status != 200 or all(f"推行进展：{title}" in page.content.decode() for title in TITLES), who
    clerk = browser(played.people["公"])
    shown = clerk.get("/bureau/annual/?year=2026&quarter=3").content.decode()
    assert "推行进展：法制审核" in shown and "手工填报 2" in shown
    pdf = "".join(text_of(clerk.get(f"/bureau/annual/reports/{made.id}/file/pdf/").content)).replace("\n", "")
    assert "推行进展" in pdf and "组织培训" in pdf
    book = CalamineWorkbook.from_filelike(BytesIO(clerk.get(f"/bureau/annual/reports/{made.id}/file/xlsx/").content))
    rows = [
        row
        for name in book.sheet_names
        if name.startswith("推行进展")
        for row in book.get_sheet_by_name(name).to_python()
    ]
    assert ["组织培训（次）", 2.0, "手工填报 2"] in rows and len(
        [one for one in book.sheet_names if "推行进展" in one]
    ) == 5


def test_the_drafted_text_tells_them(played: Any) -> None:
    text = queries.draft(queries.annual(played.organs["应急局"], 2026, 4))
    assert "三项制度推行进展：公开期限在本季度的执法决定 1 件，按期公开 1 件" in text
    assert "三项制度推行进展" not in queries.draft(queries.annual(played.organs["应急局"], 2026))


def figures(*, drop: str = "", standing: Standing | None = None) -> Annual:
    whole = progress_tables((), standing or Standing(decisions=(3, 1, 2)))
    return Annual(
        organ_id=uuid4(), organ_name="局", year=2026, counting="", tables=tuple(one for one in whole if one.key != drop)
    )


def test_a_quarter_without_a_table_or_with_a_wrong_sum_is_refused() -> None:
    assert not progress_is_told(figures()) and figures().number("decisions-due") == 6
    for key in PROGRESS:
        assert [one.rule for one in progress_is_told(figures(drop=key))] == ["SUP-40"]
    told = figures()
    wrong = [
        replace(table, cells=tuple(replace(one, count=9) if one.key == "decisions-due" else one for one in table.cells))
        for table in told.tables
    ]
    assert [one.rule for one in progress_is_told(replace(told, tables=tuple(wrong)))] == ["SUP-40"]


def test_signing_asks_the_rule_again_and_again(played: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjing.supervision.queries.figures.progress_tables", lambda acts, standing: ())
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            quarter(played)
        assert refused.value.rules == {"SUP-40"}
    assert not queries.newest(Scope.QUARTER, played.organs["应急局"], 2026, 3)


def test_the_days_of_a_review_are_natural_days() -> None:
    key = uuid4()
    acts = [
        Told(key, "一", "submit_review", date(2026, 9, 1), {}), Told(key, "一", "give_opinion", date(2026, 9, 4), {"result": "return"}),
        Told(key, "一", "submit_review", date(2026, 9, 7), {}), Told(key, "一", "give_opinion", date(2026, 9, 8), {"result": "agree"}),
        Told(key, "一", "give_opinion", date(2026, 9, 9), {"result": "agree"}), Told(key, "一", "submit_review", date(2026, 9, 30), {}),
    ]  # fmt: skip
    found = {one.key: one.number for one in progress_tables(acts, Standing())[3].cells}
    assert found == {"review-sent": 3, "review-passed": 2, "review-returned": 1, "review-days": 4, "review-longest": 3}


def test_a_quarter_costs_a_bounded_number_of_queries(played: Any) -> None:
    with CaptureQueriesContext(
        connection,
    ) as told:
        queries.annual(played.organs["应急局"], 2026, 3)
    assert len(told) <= 20, len(told)
