"""Classes, caps and annual plans through the pages: what was typed stays, refusals say the rule, the public sees what was approved."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import clock
from tests.bureau.test_public_lists import sent, text
from tests.inspections.made import code
from tests.inspections.yearly import (
    AT,
    BASIS,
    CODE,
    FIRM,
    SOURCE,
    capped,
    figures,
    item,
    line,
    number,
    published,
    visited,
    year_plan,
)
from tests.security.hostile import browser

from mingjing.inspections.models import CapTable, ClassLot, YearPlan
from mingjing.organs.models import Organ
from mingjing.publicity import operations as publicity

pytestmark = pytest.mark.django_db
ROW = {
    "code": CODE,
    "name": FIRM,
    "risk": "high",
    "credit": "B",
    "since": "2026-10-13",
    "until": "",
    "source": SOURCE,
    "reason": "",
}
LINE = {
    "subjects": "示范县内的加油站", "wanted": "20", "mode": "daily", "month_from": "3", "month_to": "11", "partners": "", "ordered": "", "until": "",
}  # fmt: skip


@pytest.fixture
def desks(shifan: Any) -> dict[str, Client]:
    return {key: browser(shifan.people[key]) for key in ("甲", "公", "己", "监", "市甲", "丁")}


def test_classes_go_from_the_file_to_the_register(shifan: Any, desks: dict[str, Client]) -> None:
    sheet = "统一社会信用代码,企业名称,风险等级,信用等级,起始日期,截止日期\n" + "\n".join(
        f"{code(n)},示范县第{n}公司,{'高风险' if n % 3 else '低风险'},信用A,{'2026-10-01' if n else ''},"
        for n in range(60)
    )
    with clock(AT):
        assert "名录里还没有企业" in text(desks["甲"], "/bureau/classes/")
        kept = sent(desks["甲"], "/bureau/classes/new/", ROW | {"code": "913"}, 409)
        assert "INS-40" in kept and FIRM in kept and SOURCE in kept
        assert "INS-42" in sent(desks["甲"], "/bureau/classes/new/", ROW | {"risk": "", "credit": ""}, 409)
        here = sent(desks["甲"], "/bureau/classes/new/", ROW)
        assert "复核" not in text(desks["甲"], here).split("mj-actions")[0] or "待复核" in text(desks["甲"], here)
        assert "INS-41" in sent(desks["甲"], f"{here}check/", {"verdict": "agree", "answer": ""}, 409)
        assert "INS-43" in sent(desks["公"], f"{here}check/", {"verdict": "down", "answer": ""}, 409)
        sent(desks["公"], f"{here}check/", {"verdict": "agree", "answer": ""})
        told = {"source": SOURCE, "since": "2026-10-13", "reason": ""}
        for content, status, words in (
            (b"a,b\n1,2", 422, "没有找到列名"), (sheet.replace("2026-10-01", "十月", 1).encode(), 422, "日期写法不对"),
            (sheet.replace(code(3), "913").encode(), 409, "第 5 行"),
        ):  # fmt: skip
            file = SimpleUploadedFile("a.csv", content)
            said = sent(desks["甲"], "/bureau/classes/import/", told | {"file": file}, status)  # type: ignore[dict-item]
            assert words in said and SOURCE in said
        assert "没有选择文件" in sent(desks["甲"], "/bureau/classes/import/", told, 422)
        file = SimpleUploadedFile("a.csv", sheet.encode())
        lot = sent(desks["甲"], "/bureau/classes/import/", told | {"file": file})  # type: ignore[dict-item]
        assert ClassLot.objects.count() == 2 and "示范县第0公司" in text(desks["丁"], lot)
        assert "第一家" not in text(desks["甲"], "/bureau/classes/?tab=waiting") and "60" in text(
            desks["甲"], "/bureau/classes/?tab=waiting"
        )
        sent(desks["己"], f"{lot}check/", {"verdict": "agree", "answer": ""})
        first = text(desks["甲"], "/bureau/classes/")
        assert "下一页" in first and "下一页" in text(desks["甲"], lot)
        assert FIRM in text(desks["甲"], f"/bureau/classes/?q={CODE}") and "没有找到" in text(
            desks["甲"], "/bureau/classes/?q=zzz"
        )
        assert SOURCE in text(desks["丁"], f"/bureau/classes/{CODE}/") and "高风险" in text(
            desks["监"], f"/bureau/classes/{CODE}/"
        )
        text(desks["市甲"], f"/bureau/classes/{CODE}/", 404)
        text(desks["市甲"], lot, 404)
        assert (
            desks["甲"].get("/bureau/classes/classes.xlsx").status_code
            == desks["甲"].get("/bureau/classes/template.csv").status_code
            == 200
        )
        for path in (
            "/bureau/classes/?after=%27&tab=x",
            "/bureau/classes/?q=%27",
            "/bureau/classes/?tab=checked&after=x",
        ):
            text(desks["甲"], path)
        text(desks["甲"], "/bureau/classes/classes.pdf", 404)


def test_caps_are_drawn_up_approved_and_shown_to_all(shifan: Any, desks: dict[str, Client], client: Client) -> None:
    form = {key: str(value) for key, value in figures().items()} | {"since": "2026-10-13", "basis": BASIS, "note": ""}
    with clock(AT):
        assert "本机关还没有批准公布的上限" in text(desks["甲"], "/bureau/caps/") and "还没有机关公布" in text(
            client, "/pc/"
        )
        assert "请写整数" in sent(desks["甲"], "/bureau/caps/new/", form | {"low.A": "一"}, 422)
        kept = sent(desks["甲"], "/bureau/caps/new/", form | {"low.A": "9"}, 409)
        assert "INS-51" in kept and 'value="9"' in kept and BASIS in kept
        sent(desks["甲"], "/bureau/caps/new/", form)
        key = CapTable.objects.get().pk
        assert "批准公布" in text(desks["己"], "/bureau/caps/") and BASIS not in text(client, "/pc/")
        sent(desks["己"], f"/bureau/caps/{key}/approve/", {})
        assert "INS-52" in sent(desks["己"], f"/bureau/caps/{key}/drop/", {}, 409)
        assert BASIS in text(client, "/pc/") and BASIS in text(desks["监"], "/bureau/caps/")
        text(desks["己"], f"/bureau/caps/{key}/other/", 404)
        text(desks["甲"], f"/bureau/caps/{key}/approve/", 403)


def test_how_often_an_enterprise_was_inspected_is_seen_by_the_organ_its_supervisor_and_the_enterprise(
    shifan: Any, desks: dict[str, Client], client: Client
) -> None:
    public = item(shifan)
    capped(shifan, 1)
    visited(shifan, public, ends=True)
    last = visited(shifan, public, 2, cause="complaint", source="示投〔2026〕1号", ends=False)
    organ = shifan.organs["应急局"]
    with clock(AT):
        seen = text(desks["甲"], "/bureau/frequencies/")
        assert (
            FIRM in seen
            and "已到上限" in seen
            and "没有找到" in text(desks["甲"], "/bureau/frequencies/?q=zzz&tab=apart")
        )
        assert FIRM in text(desks["监"], f"/bureau/frequencies/?organ={organ}") and FIRM not in text(
            desks["监"], "/bureau/frequencies/"
        )
        text(desks["市甲"], f"/bureau/frequencies/?organ={organ}", 404)
        text(desks["甲"], "/bureau/frequencies/?organ=x", 404)
        assert "没有登记过" in text(desks["甲"], "/bureau/frequencies/?year=2025&after=x")
        assert FIRM in desks["甲"].get("/bureau/frequencies/frequencies.csv").content.decode()
        assert "不计入年度频次上限" in text(desks["甲"], f"/bureau/visits/{last.id}/")
        shown = text(client, f"/rq/{publicity.visit_code(last.id)}/")
        assert (
            "计入上限 <b>1</b> 次，上限 <b>1</b> 次" in shown and "另行计数 1 次" in shown and "检查太多" not in shown
        )
        CapTable.objects.update(figures=figures(0))
        shown = text(client, f"/rq/{publicity.visit_code(last.id)}/")
        assert "超过上限" in shown and "检查太多，投诉举报" in shown


def test_the_organs_a_supervisor_chooses_from_cost_no_query_each(shifan: Any, desks: dict[str, Client]) -> None:
    def asked() -> int:
        with clock(AT), CaptureQueriesContext(connection) as told:
            text(desks["监"], "/bureau/frequencies/")
        return len(told)

    asked()
    before, one = asked(), Organ.objects.get(pk=shifan.organs["应急局"])
    for n in range(4):
        one.pk, one.name, one.code, one.slug = uuid4(), f"示范县第{n}局", f"示{n}", f"bureau-{n}"
        one.save(force_insert=True)
    with clock(AT):
        assert "示范县第3局" in text(desks["监"], "/bureau/frequencies/")
    assert asked() == before


def test_an_annual_plan_goes_its_way_through_the_pages(shifan: Any, desks: dict[str, Client], client: Client) -> None:
    form = LINE | {"item": str(item(shifan).entry_id)}
    with clock(AT):
        assert "还没有年度检查计划" in text(desks["甲"], "/bureau/year-plans/") and "还没有公布的" in text(
            client, "/jh/"
        )
        assert "请写整数" in sent(desks["甲"], "/bureau/year-plans/new/", {"title": "检查计划", "year": "今年"}, 422)
        assert "INS-60" in sent(desks["甲"], "/bureau/year-plans/new/", {"title": "检查计划", "year": "2020"}, 409)
        here = sent(desks["甲"], "/bureau/year-plans/new/", {"title": "2026 年度检查计划", "year": "2026"})
        plan = YearPlan.objects.get().number
        kept = sent(desks["甲"], f"{here}lines/new/", form | {"subjects": "每人检查 30 家"}, 409)
        assert "INS-63" in kept and "每人检查 30 家" in kept
        assert "INS-62" in sent(desks["甲"], f"{here}lines/new/", form | {"mode": "special"}, 409)
        assert "请写整数" in sent(desks["甲"], f"{here}lines/new/", form | {"wanted": "-1"}, 422)
        assert "INS-64" in sent(desks["己"], f"{here}approve/", {}, 409)
        for _ in range(2):
            sent(desks["甲"], f"{here}lines/new/", form)
        sent(desks["甲"], f"{here}lines/2/drop/", {})
        sent(desks["甲"], f"{here}lines/2/drop/", {}, 422)
        text(desks["甲"], f"{here}lines/2/", 404)
        sent(desks["甲"], f"{here}lines/1/", form | {"wanted": "21"})
        assert client.get(f"/jh/{plan}/").status_code == 404
        sent(desks["己"], f"{here}approve/", {})
        shown = text(client, f"/jh/{plan}/")
        assert "示范县内的加油站" in shown and ">21" in shown.replace(" ", "").replace("\n", "")
        assert plan in text(client, "/jh/?q=加油站") and "没有找到" in text(client, "/jh/?q=没有的")
        sent(desks["甲"], f"{here}amend/", {"reason": "新增检查对象"})
        sent(desks["甲"], f"{here}lines/1/", form | {"wanted": "33"})
        assert (
            "33" in text(desks["甲"], here)
            and "33" not in text(client, f"/jh/{plan}/").split("检查安排")[1].split("版本")[0]
        )
        sent(desks["己"], f"{here}approve/", {})
        assert "已被调整" in text(client, f"/jh/{plan}/?v=1") and "新增检查对象" in text(client, f"/jh/{plan}/")
        sent(desks["甲"], f"{here}amend/", {"reason": "又要调整一次"})
        sent(desks["甲"], f"{here}give-up/", {})
        for path in (f"{here}?v=9", f"{here}?v=1", "/bureau/year-plans/?q=%25&after=x", "/bureau/year-plans/?q=没有"):
            text(desks["丁"], path)
        for path in ("/jh/%00/", f"/jh/{'x' * 80}/"):
            text(client, path, 404)
        text(client, f"/jh/{plan}/?v=%27")
        text(desks["市甲"], here, 404)


def test_the_report_of_the_year_counts_visits_of_lines_and_others(shifan: Any, desks: dict[str, Client]) -> None:
    public = item(shifan)
    plan = published(shifan, line(public, wanted=4))
    visited(shifan, public, cause="plan", source=number(plan))
    visited(shifan, public, 2, cause="complaint", source="示投〔2026〕1号")
    with clock(AT):
        shown = text(desks["监"], f"/bureau/year-plans/{plan.id}/report/")
        assert "25%" in shown and "投诉举报" in shown and "计划以外检查" in shown
        told = desks["甲"].get(f"/bureau/year-plans/{plan.id}/report.csv").content.decode()
        assert number(plan) in told and "计划以外" in told
        text(desks["甲"], f"/bureau/year-plans/{plan.id}/report.pdf", 404)
        assert number(plan) in text(desks["甲"], "/bureau/visits/new/")


def test_a_report_of_a_plan_that_is_drawn_up_shows_what_is_drawn_up(shifan: Any, desks: dict[str, Client]) -> None:
    plan = year_plan(shifan)
    with clock(AT):
        assert "计划里还没有条目" in text(desks["己"], f"/bureau/year-plans/{plan.id}/report/")
