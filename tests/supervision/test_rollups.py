"""The sum of a region: children add up cell by cell, whoever is late is named, what does not fit is refused and named."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.security.hostile import JOURNEYS, browser
from tests.security.town import play

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as publicity
from mingjing.sites.journeys import world as worlds
from mingjing.sites.journeys.player import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Report
from mingjing.supervision.rules import rollups as rules
from mingjing.supervision.terms import Child, Scope

pytestmark = pytest.mark.django_db
JAN, FEB = datetime(2027, 1, 11, 10, tzinfo=CHINA), datetime(2027, 2, 22, 10, tzinfo=CHINA)
TEXT = "全县平稳。"
OUTSIDE = {
    "penalties": ("14", "71700"),
    "kind-fine": ("8", "52300"),
    "kind-confiscate_goods": ("6", "19400"),
    "file_case": ("14", ""),
}


@pytest.fixture(scope="module")
def played(shifan: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
        play(shifan, [one for one in steps if str(one["at"])[:10] <= "2026-10-20"], party="恒源")
    return shifan


def signed(played: Any, home: str, who: str) -> None:
    operations.sign_annual(organ_id=played.organs[home], year=2026, text=TEXT, by=played.actor(who, JAN), at=JAN)


def outside(played: Any, values: dict[str, tuple[str, str]] | None = None) -> Any:
    by, at = played.actor("监", FEB), FEB
    outsider = operations.register_outsider(name="示范县烟草专卖局", by=by, at=at)
    sheet = operations.enter_sheet(
        subject_id=outsider.id, year=2026, values=values or OUTSIDE, source="烟草专卖局2026年统计表", by=by, at=at
    )
    operations.check_sheet(sheet_id=sheet.id, by=played.actor("监2", at), at=at)
    return outsider


def sign(played: Any, who: str = "监", **given: Any) -> Any:
    told = {"region": "示范县", "year": 2026, "text": TEXT, **given}
    return operations.sign_rollup(by=played.actor(who, FEB), at=FEB, **told)


def test_the_sum_is_frozen_with_its_children_and_made_public(played: Any, client: Client) -> None:
    signed(played, "应急局", "公")
    signed(played, "市监局", "市公")
    outside(played)
    made = sign(played)
    report = queries.rollup("示范县", 2026)
    assert report is not None
    figures = report.figures
    # Reckoned by hand: one case decided here with a fine, fourteen outside.
    assert (figures.number("penalties"), figures.number("kind-fine"), figures.number("file_case")) == (15, 9, 15)
    assert figures.cell("penalties").hand == 14  # type: ignore[union-attr]
    assert figures.number("licence-applied") is None
    assert [(kind, name) for kind, name, _ in report.children] == [
        ("organ", "示范县市场监督管理局"), ("organ", "示范县应急管理局"), ("outside", "示范县烟草专卖局"),
    ]  # fmt: skip
    # What the bureau outside does not know is no zero: the sum says that it is not in it.
    (partly,) = [one for one in figures.sources if "不掌握" in one]
    assert partly.startswith("示范县烟草专卖局：“警告”“通报批评”")
    assert "没有计入合计" in partly
    digests = {row.organ_name: row.digest for row in Report.objects.filter(scope="annual")}
    assert {name: digest for kind, name, digest in report.children if kind == "organ"} == digests
    assert report.late == ("示范县司法局",)
    assert client.get("/sq/示司/rollup/2026/").status_code == 404
    second = played.actor("监2", FEB)
    with pytest.raises(Refused) as refused:
        publicity.check_entry(edition_id=made.id, by=played.actor("监", FEB), at=FEB)
    assert refused.value.rules == {"PUB-21"}
    publicity.check_entry(edition_id=made.id, by=second, at=FEB)
    publicity.release_entry(edition_id=made.id, by=second, at=FEB)
    page = client.get("/sq/示司/rollup/2026/").content.decode()
    for word in ("全县平稳", "手工填报 14", "示范县烟草专卖局", "没有报送的单位", "示范县司法局", "<svg"):
        assert word in page
    assert client.get("/sq/示司/rollup/2026/report.pdf").content.startswith(b"%PDF")


def test_a_case_that_changed_after_the_childs_signing_is_named_cell_by_cell(played: Any) -> None:
    signed(played, "应急局", "公")
    row = Report.objects.get(scope="annual")
    for line in row.figures["tables"][0]["lines"]:
        if line["key"] in {"kind-fine", "penalties"}:
            line["count"] = 2
    row.digest = _digest(row)
    row.save()
    with pytest.raises(Refused) as refused:
        sign(played)
    assert refused.value.rules == {"SUP-20"}
    told = str(refused.value)
    assert "示范县应急管理局" in told and "“罚款”：报告是 2" in told and "现在计算是 1" in told and "“合计”" in told
    assert not Report.objects.filter(scope="rollup").exists()


def _digest(row: Report) -> str:
    from mingjing.supervision.queries.reports import digest_of

    return digest_of(row)


def test_a_report_touched_in_the_database_is_refused_and_shown_as_broken(played: Any) -> None:
    signed(played, "应急局", "公")
    row = Report.objects.get(scope="annual")
    row.text = "改过的文字"
    row.save()
    with pytest.raises(Refused) as refused:
        sign(played)
    assert refused.value.rules == {"SUP-21"}
    page = browser(played.people["监"]).get(f"/bureau/annual/reports/{row.pk}/").content.decode()
    assert "与定稿时的摘要不一致" in page


def test_other_counting_rules_cannot_be_added(played: Any) -> None:
    signed(played, "应急局", "公")
    found = queries.roll_up(played.organs["司法局"], "示范县", 2026)
    child = found.reported[0]
    assert child.figures
    from dataclasses import replace

    from mingjing.supervision.rules.counting import counting

    other = Child("organ", child.id, child.name, replace(child.figures, severity="乙县-1"), child.digest)
    assert [one.rule for one in rules.same_counting([other], counting(2026))] == ["SUP-22"]
    assert not rules.same_counting([child], counting(2026))


def test_an_empty_shell_or_a_year_that_runs_is_refused(played: Any) -> None:
    with pytest.raises(Refused) as refused:
        sign(played)
    assert refused.value.rules == {"SUP-19"}
    now = datetime(2026, 12, 31, 10, tzinfo=CHINA)
    with pytest.raises(Refused) as refused:
        operations.sign_rollup(region="示范县", year=2026, text=TEXT, by=played.actor("监", now), at=now)
    assert refused.value.rules == {"SUP-03"}
    for given in ({"year": 2018}, {"text": " "}):
        signed_before = Report.objects.count()
        with pytest.raises(Invalid):
            sign(played, **given)
        assert Report.objects.count() == signed_before


def test_an_unchecked_sheet_stops_the_sum(played: Any) -> None:
    signed(played, "应急局", "公")
    by = played.actor("监", FEB)
    outsider = operations.register_outsider(name="示范县烟草专卖局", by=by, at=FEB)
    operations.enter_sheet(subject_id=outsider.id, year=2026, values=OUTSIDE, source="统计表一份", by=by, at=FEB)
    with pytest.raises(Refused) as refused:
        sign(played)
    assert refused.value.rules == {"SUP-15"}


def test_a_total_that_its_kinds_do_not_reach_is_refused(played: Any) -> None:
    for values in (
        {**OUTSIDE, "penalties": ("15", "71700")},
        {**OUTSIDE, "penalties": ("14", "71700.01")},
        {"penalties": ("2", "")},
    ):
        with pytest.raises(Refused) as refused:
            outside(played, values)
        assert refused.value.rules == {"SUP-11"}
        from mingjing.supervision.models import Outsider

        Outsider.objects.all().delete()


@pytest.mark.parametrize("who", ["公", "己", "丁", "甲", "市己", "系小管"])
def test_only_supervisors_of_the_region_sign_and_fill_in(played: Any, who: str) -> None:
    by = played.actor(who, FEB)
    with pytest.raises(Forbidden):
        sign(played, who)
    with pytest.raises(Forbidden):
        operations.register_outsider(name="示范县烟草专卖局", by=by, at=FEB)
    with pytest.raises(Forbidden):
        sign(played, "监", region="别的县")


def test_an_outsider_is_named_once_and_is_no_organ_of_the_platform(played: Any) -> None:
    by = played.actor("监", FEB)
    operations.register_outsider(name="示范县烟草专卖局", by=by, at=FEB)
    for name in ("示范县烟草专卖局", "示范县应急管理局", "", "字" * 101, "\u202e局名"):
        with pytest.raises(Invalid) as invalid:
            operations.register_outsider(name=name, by=by, at=FEB)
        assert set(invalid.value.errors) == {"name"}


def test_the_counties_of_a_city_are_its_children(played: Any) -> None:
    """A city's organ is the superior of a county's: the county's signed sum is one child of the city's."""
    draft = {"name": "示范市应急管理局", "code": "示市应急", "slug": "shi-yjj", "domain": "emergency"}
    data = worlds.read() | {"region": "示范市", "government": "示范市人民政府"}
    from mingjing.organs import operations as registers

    at = worlds.moment("2026-02-01")
    system = played.actor("系小管", at)
    city = registers.register_organ(draft=worlds._draft(data, draft, None), by=system, at=at)
    from mingjing.organs.models import Organ

    Organ.objects.filter(id=played.organs["应急局"]).update(parent_id=city.id)
    signed(played, "应急局", "公")
    below = queries.roll_up(city.id, "示范市", 2026)
    assert [(one.kind, one.name, one.figures is None) for one in below.children] == [
        ("organ", "示范市应急管理局", True), ("region", "示范县", True),
    ]  # fmt: skip
    sign(played)
    again = queries.roll_up(city.id, "示范市", 2026)
    assert again.total.number("penalties") == 1
    assert again.late == ("示范市应急管理局",)


def test_the_page_of_the_region_says_who_is_late_and_asks_few_questions(
    played: Any, django_assert_max_num_queries: Any
) -> None:
    signed(played, "应急局", "公")
    outside(played)
    client = browser(played.people["监"])
    with django_assert_max_num_queries(45):
        page = client.get("/bureau/annual/?year=2026").content.decode()
    for word in ("报送情况", "4 个单位，已报送 2 个", "没有报送", "手工填报", "示范县烟草专卖局"):
        assert word in page
    answer = client.post("/bureau/annual/2026/rollup/sign/", {"text": "（请补充：主要做法）"})
    assert answer.status_code in {409, 422}


def test_a_correction_of_the_sum_says_why(played: Any) -> None:
    signed(played, "应急局", "公")
    made = sign(played)
    with pytest.raises(Invalid):
        sign(played, reason="一版还在办理")
    publicity.drop_entry(edition_id=made.id, reason="重新定稿", by=played.actor("监", FEB), at=FEB)
    with pytest.raises(Refused) as refused:
        sign(played)
    assert refused.value.rules == {"PUB-27"}
    sign(played, reason="补报一个单位")
    report = queries.rollup("示范县", 2026)
    assert report is not None and (report.seq, report.reason, report.scope) == (2, "补报一个单位", Scope.ROLLUP)
    assert date(2027, 2, 28) == queries.rollup_due(2026)
