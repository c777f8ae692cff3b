"""A benchmark by points at the pages: written in the grid, a file out and in, the trial, the public list, a case."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.bureau.case_desk import NOW, clock, enter
from tests.bureau.test_benchmark_pages import CODE, HOME, TODAY, read, typed, written
from tests.lawbook.weighed import POINTS, SCORING

from mingjing.lawbook import queries
from mingjing.lawbook.models import Benchmark
from mingjing.lawbook.rules.weighing import filled
from mingjing.publicity.rules import drawn
from mingjing.sites.bureau.views.benchmark_files import workbook
from mingjing.sites.bureau.views.benchmark_grid import of_table, table
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
WHOLE = filled(POINTS)


def test_it_is_written_in_the_grid_tried_and_published(shifan: World) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        sent = legal.post(f"{HOME}new/{CODE}/", typed(POINTS))
        assert sent.status_code == 302
        made = Benchmark.objects.latest("added_at")
        page = read(legal, sent["Location"])
        assert (
            "3.6万元以上不满6万元" in page
            and "下限加上“上限减下限”的百分之总分；可以上下浮动10%" in page
            and "可以公布" in page
        )
        tried = read(legal, f"{HOME}{made.pk}/?who=unit&a0=2&a1=是")
        assert "总分 <b>70</b> 分" in tried and "68,400.00 元以上 83,600.00 元以下" in tried and "<b>40 分</b>" in tried
        assert "还要查明：<b>高危岗位</b>" in read(legal, f"{HOME}{made.pk}/?who=unit&a0=1&a1=")
        again = read(legal, f"{HOME}{made.pk}/edit/")
        assert 'value="2名以上不满5名"' in again and 'value="span" selected' in again and "总分（分）" in again
        published = enter(shifan, "己").post(f"{HOME}{made.pk}/publish/", {"published_on": TODAY.isoformat()})
        assert published.status_code == 302
    held = queries.benchmark_by_id(made.pk)
    assert held is not None and held.table == WHOLE


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"p-formula": ""}, "没有选罚款的计算公式"), ({"p-formula": "magic"}, "罚款的计算公式没有“magic”这个选项"),
        ({"p-sway": "很多"}, "上下浮动应为数字"), ({"s0-points": "1e9"}, "赋分第1行的分值应为数字"),
        ({"r0-c1": "是"}, "裁量表里只填总分这一格"), ({"p-unit": ""}, "请写明对单位的计算幅度"),
        ({"p-unit": "2万元以上"}, "要写明上限"), ({"s0-factor": "天气"}, "没有“天气”这个裁量因素"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_said_and_nothing_is_lost(shifan: World, changes: dict[str, str], told: str) -> None:
    with clock(NOW):
        answer = enter(shifan, "丁").post(f"{HOME}new/{CODE}/", typed(POINTS, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page and 'value="2名以上不满5名"' in page
    assert not Benchmark.objects.filter(document_number="示应急〔2026〕9号").exists()


def test_the_grid_gives_the_same_table_back() -> None:
    assert table(of_table(WHOLE)) == WHOLE


@pytest.mark.parametrize("kind", ["xlsx", "dmn"])
def test_a_file_goes_out_and_the_sheet_comes_back(shifan: World, kind: str) -> None:
    key = written(shifan, POINTS)
    with clock(NOW):
        legal = enter(shifan, "丁")
        content = legal.get(f"{HOME}{key}/export.{kind}").content
        file = SimpleUploadedFile(f"裁量表.{kind}", content)
        answer = legal.post(f"{HOME}new/{CODE}/", {**typed(None), "file": file})
        page = answer.content.decode()
    if kind == "dmn":
        assert answer.status_code == 422 and "这是按因素赋分的基准，请用 Excel 表格填入" in page
    else:
        assert answer.status_code == 200 and 'value="span" selected' in page and 'value="8.4万元以上10万元以下"' in page


def test_a_sheet_with_a_formula_nobody_knows_is_told(shifan: World) -> None:
    content = workbook(WHOLE)
    with clock(NOW):
        legal = enter(shifan, "丁")
        filled_in = legal.post(f"{HOME}new/{CODE}/", {**typed(None), "file": SimpleUploadedFile("a.xlsx", content)})
        assert filled_in.status_code == 200
        answer = legal.post(f"{HOME}new/{CODE}/", typed(WHOLE, **{"p-formula": "平方"}))
    assert answer.status_code == 422 and "没有“平方”这个选项" in answer.content.decode()


def test_the_public_list_shows_points_and_formula(shifan: World) -> None:
    held = queries.benchmark_by_id(written(shifan, POINTS))
    assert held is not None
    values: dict[str, Any] = drawn.benchmark(held, "案由", ()).values
    assert values["points"][1] == ["无证人数", "2名以上不满5名", "40", "2名以上不满5名的"]
    assert values["formula"].startswith("对单位在2万元以上10万元以下之内，罚款为下限加上")
    assert values["cells"][0][3] == "总分：不满20" and values["examples"][0][1] == "无证人数：1；高危岗位：否"
    plain = replace(held, table=replace(WHOLE, scoring=replace(SCORING, sway=Decimal(0), person="1万元以下")))
    assert "浮动" not in drawn.benchmark(plain, "案由", ()).values["formula"]
