"""整套裁量基准 at the pages: a workbook out and in, every matter with its faults, published together, other organs and roles."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import NOW, clock, enter
from tests.bureau.test_benchmark_pages import HOME, TODAY, read
from tests.lawbook.weighed import POINTS, TABLE, with_row

from mingjing.foundation import workbooks
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Benchmark
from mingjing.lawbook.rules.weighing import filled
from mingjing.sites.bureau.views.benchmark_files import Part, book_of
from mingjing.sites.bureau.views.benchmark_set_files import read_set, set_workbook
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HELD = {"AQ097-1": TABLE, "AQ097-7": filled(POINTS)}
SETS, NUMBER = f"{HOME}sets/", "示应急〔2026〕19号"


def written(shifan: World, **tables: Any) -> UUID:
    return operations.add_benchmark_set(
        by=shifan.actor("丁", NOW), at=NOW, organ_id=shifan.organs["应急局"], issuer="示范县应急管理局",
        document_number=NUMBER, valid_from=TODAY + timedelta(days=9), tables=tables or HELD,
    )[0].benchmark_id  # fmt: skip


def sent(client: Client, content: bytes | None, **more: str) -> Any:
    typed = {
        "issuer": "示范县应急管理局",
        "document_number": NUMBER,
        "valid_from": (TODAY + timedelta(days=9)).isoformat(),
        **more,
    }
    file = {} if content is None else {"file": SimpleUploadedFile("整套.xlsx", content)}
    return client.post(f"{SETS}new/", typed | file)


def test_a_workbook_holds_a_whole_set_and_gives_it_back() -> None:
    assert read_set("整套.xlsx", set_workbook(HELD)) == HELD


def test_it_is_filled_in_checked_and_published_whole(shifan: World) -> None:
    with clock(NOW):
        legal, head = enter(shifan, "丁"), enter(shifan, "己")
        assert "整套的空白表格" in read(legal, f"{SETS}new/")
        answer = sent(legal, set_workbook(HELD))
        assert answer.status_code == 302
        with CaptureQueriesContext(connection) as asked:
            page = read(legal, answer["Location"])
        assert len(asked) <= 18, len(asked)
        assert (
            "各个草稿都核对过了" in page
            and "因素赋分，4 行" in page
            and "逐格查表，4 行" in page
            and "整套公布</a>" not in page
        )
        where = answer["Location"]
        assert legal.post(f"{where}publish/", {"published_on": TODAY.isoformat()}).status_code == 403
        assert "整套公布" in read(head, where) and "核对、公布 2 个事项" in read(head, f"{where}publish/")
        done = head.post(f"{where}publish/", {"published_on": TODAY.isoformat()})
        assert done.status_code == 302
        page = read(head, where)
        found = queries.benchmark_set(UUID(where.rstrip("/").rsplit("/", 1)[1]))
        assert found is not None and found.sha256 in page and "整套公布</a>" not in page
        again = head.post(f"{where}publish/", {"published_on": TODAY.isoformat()})
        assert again.status_code == 422 and "没有还没公布的草稿" in again.content.decode()
        assert read_set("a", legal.get(f"{where}export.xlsx").content) == HELD
        assert "同一文号的整套" in read(legal, f"{HOME}{found.items[0].benchmark.benchmark_id}/")


def test_one_with_a_hole_keeps_the_set_from_being_published(shifan: World) -> None:
    key = written(
        shifan, **{"AQ097-1": TABLE, "AQ097-7": with_row(2, cells=("3名以上不满5名", "-"), source="3名以上不满5名")}
    )
    with clock(NOW):
        head = enter(shifan, "己")
        assert "1 个事项有问题" in read(head, f"{SETS}{key}/")
        answer = head.post(f"{SETS}{key}/publish/", {"published_on": TODAY.isoformat()})
    assert answer.status_code == 409 and "AQ097-7：" in answer.content.decode() and "LAW-10" in answer.content.decode()
    assert not Benchmark.objects.filter(document_number=NUMBER).exclude(published_on=None).exists()


def _cells(change: Any) -> bytes:
    """The workbook of the set with one cell written otherwise."""
    sheets = workbooks.texts(set_workbook(HELD), 500)
    assert not isinstance(sheets, str)
    change(sheets)
    return book_of([Part(name, tuple(rows[0]), tuple(tuple(row) for row in rows[1:])) for name, rows in sheets.items()])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda sheets: sheets["裁量表"][1].__setitem__(0, ""), "有的行没有写事项编码"),
        (lambda sheets: sheets["裁量表"][0].__setitem__(0, "编码"), "的第一列应为“事项编码”"),
        (lambda sheets: sheets["裁量表"][1].__setitem__(0, "XX-1"), "XX-1："),
        (lambda sheets: sheets["裁量表"][1].__setitem__(3, "很多"), "AQ097-1：第1行“无证人数”"),
        (lambda sheets: sheets["裁量表"][5].__setitem__(4, "是"), "AQ097-7：工作表“裁量表”这个事项的第1行，“因素2”填了内容"),
        (lambda sheets: sheets["裁量因素"].pop(1), "AQ097-1：工作表“裁量表”这个事项的第1行，“因素2”填了内容"),
        (lambda sheets: sheets.pop("裁量表"), "缺少工作表“裁量表”"),
        (lambda sheets: [rows.__delitem__(slice(1, None)) for rows in sheets.values()], "表格里没有一行内容"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_workbook_is_told_by_matter_and_nothing_is_kept(
    shifan: World, change: Any, told: str
) -> None:
    before = Benchmark.objects.count()
    with clock(NOW):
        answer = sent(enter(shifan, "丁"), _cells(change))
    page = answer.content.decode()
    assert answer.status_code == 422 and told in page and f'value="{NUMBER}"' in page
    assert Benchmark.objects.count() == before


@pytest.mark.parametrize(
    ("content", "told"), [(None, "请选择整套的 Excel 表格"), (b"x" * 40, "不是 .xlsx"), (b"PK\x03\x04x", "文件打不开")]
)
def test_a_file_that_is_none_is_told(shifan: World, content: bytes | None, told: str) -> None:
    with clock(NOW):
        answer = sent(enter(shifan, "丁"), content)
    assert answer.status_code == 422 and told in answer.content.decode()


def test_too_many_matters_are_told() -> None:
    with pytest.raises(Invalid, match="一次最多 500 个事项"):
        read_set("a", set_workbook({f"A{n}": TABLE for n in range(501)}))


def test_another_organ_sees_what_is_published_only(shifan: World) -> None:
    key = written(shifan)
    with clock(NOW):
        for who in ("市己", "监"):
            assert enter(shifan, who).get(f"{SETS}{key}/").status_code == 404
        operations.publish_benchmark(by=shifan.actor("己", NOW), at=NOW, benchmark_id=key, published_on=TODAY)
        page = read(enter(shifan, "监"), f"{SETS}{key}/")
        assert "1 个" in page and "AQ097-7" not in page and "整套公布</a>" not in page
        assert list(read_set("a", enter(shifan, "监").get(f"{SETS}{key}/export.xlsx").content)) == ["AQ097-1"]
        assert (
            enter(shifan, "市己").post(f"{SETS}{key}/publish/", {"published_on": TODAY.isoformat()}).status_code == 404
        )
        assert enter(shifan, "丁").get(f"{SETS}blank.xlsx").status_code == 200
