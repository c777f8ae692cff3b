"""裁量基准 at the pages: the list, the grid, a file into the grid and out, the checks, the trial, publishing, giving up, and the case."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import NOW, clock, enter
from tests.cases.test_benchmarks import day_of, played, publish
from tests.lawbook.weighed import TABLE, with_row

from mingjing.cases.models import DiscretionAsked
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Benchmark
from mingjing.sites.bureau.views import benchmark_grid
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
CODE, HOME = "AQ097-7", "/bureau/benchmarks/"
TODAY = NOW.date()


def typed(given: Any = TABLE, **more: Any) -> dict[str, str]:
    head = {
        "issuer": "示范县应急管理局",
        "document_number": "示应急〔2026〕9号",
        "valid_from": (TODAY + timedelta(days=9)).isoformat(),
        "upper": "",
        "seen": "",
    }
    return {**head, **benchmark_grid.of_table(given).texts, **more}


def written(shifan: World, given: Any = TABLE) -> UUID:
    return operations.add_benchmark(
        by=shifan.actor("丁", NOW), at=NOW, organ_id=shifan.organs["应急局"], matter_code=CODE, issuer="示范县应急管理局",
        document_number="示应急〔2026〕9号", valid_from=TODAY + timedelta(days=9), table=given,
    ).benchmark_id  # fmt: skip


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_benchmark_is_written_checked_tried_and_published(shifan: World) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        assert "无证上岗人数" in read(legal, f"{HOME}new/{CODE}/")
        sent = legal.post(f"{HOME}new/{CODE}/", typed())
        assert sent.status_code == 302
        made = Benchmark.objects.latest("added_at")
        page = read(legal, sent["Location"])
        assert "可以公布" in page and "2名以上不满5名" in page and f"{HOME}{made.pk}/publish/" not in page
        tried = read(legal, f"{HOME}{made.pk}/?who=unit&a0=1&a1=是")
        assert "第 2 行，罚款2万元以上4万元以下" in tried and "无证人数若为“2名”，是<b>一般</b>" in tried
        assert "还要查明：<b>高危岗位</b>" in read(legal, f"{HOME}{made.pk}/?who=unit&a0=1&a1=")
        assert "应为整数" in read(legal, f"{HOME}{made.pk}/?who=unit&a0=1.5")
        head = enter(shifan, "己")
        assert legal.post(f"{HOME}{made.pk}/publish/", {"published_on": TODAY.isoformat()}).status_code == 403
        assert head.post(f"{HOME}{made.pk}/publish/", {"published_on": TODAY.isoformat()}).status_code == 302
        assert (
            "已公布，未施行" in read(legal, f"{HOME}{made.pk}/")
            and head.post(f"{HOME}{made.pk}/publish/", {"published_on": TODAY.isoformat()}).status_code == 422
        )
        assert legal.get(f"{HOME}{made.pk}/edit/").status_code == 404
    held = queries.benchmark_by_id(made.pk)
    assert held is not None and held.table == TABLE


def test_what_is_typed_wrong_is_said_and_nothing_is_lost(shifan: World) -> None:
    wrong = typed(
        **{"r0-c0": "很多", "valid_from": "明天", "document_number": "", "r9-fine": "1万元以下", "f5-choices": "丙"}
    )
    with clock(NOW):
        legal = enter(shifan, "丁")
        before = Benchmark.objects.count()
        answer = legal.post(f"{HOME}new/{CODE}/", wrong)
        page = answer.content.decode()
        assert answer.status_code == 422 and "第10行没有选阶次" in page and 'value="很多"' in page
        again = legal.post(f"{HOME}new/{CODE}/", typed(**{"r0-c0": "很多"}))
        assert again.status_code == 422 and "第1行“无证人数”：看不懂这个范围" in again.content.decode()
        lost = legal.post(f"{HOME}new/{CODE}/", typed(**{"r0-c7": "是"}))
        assert "第 8 个裁量因素没有名称" in lost.content.decode()
        more = legal.post(f"{HOME}new/{CODE}/", typed(more="1", **{"r0-c0": "很多"}))
        assert more.status_code == 200 and 'value="很多"' in more.content.decode()
    assert Benchmark.objects.count() == before


def test_a_draft_with_holes_is_kept_and_says_what_is_missing(shifan: World) -> None:
    key = written(shifan, with_row(2, cells=("3名以上不满5名", "-"), source="3名以上不满5名"))
    with clock(NOW):
        page = read(enter(shifan, "丁"), f"{HOME}{key}/")
        assert "LAW-10" in page and "无证人数为2" in page
        head = enter(shifan, "己")
        refused = head.post(f"{HOME}{key}/publish/", {"published_on": TODAY.isoformat()})
    assert refused.status_code == 409 and "没有一行符合" in refused.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "dmn"])
def test_a_file_leads_back_to_the_same_table(shifan: World, kind: str) -> None:
    key = written(shifan)
    with clock(NOW):
        legal = enter(shifan, "丁")
        content = legal.get(f"{HOME}{key}/export.{kind}").content
        file = SimpleUploadedFile(f"裁量表.{kind}", content)
        filled = legal.post(f"{HOME}new/{CODE}/", {**typed(None), "file": file})
        page = filled.content.decode()
        assert filled.status_code == 200 and "还没有保存" in page and "高危岗位1名" in page
        for text in ('value="2万元以上4万元以下"', 'value="无证人数"'):
            assert text in page
    assert Benchmark.objects.filter(document_number="示应急〔2026〕9号").count() == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "没有选择文件，或者文件是空的"), (b"PK\x03\x04broken", "文件打不开"), (b"<a/>", "不是 DMN 文件"), (b"<", "不是 XML 文件"),
        (b"\x00" * 50, "不是 .xlsx、.ods 表格"), (b"x" * (5 << 20), "文件最大"),
    ],
)  # fmt: skip
def test_a_bad_file_leaves_the_grid_as_it_was(shifan: World, content: bytes, told: str) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        answer = legal.post(f"{HOME}new/{CODE}/", {**typed(), "file": SimpleUploadedFile("a.xlsx", content)})
        page = answer.content.decode()
    if content:
        assert answer.status_code == 422 and told in page and 'value="2名以上不满5名"' in page


def test_revising_sees_a_newer_change(shifan: World) -> None:
    key = written(shifan)
    with clock(NOW):
        legal = enter(shifan, "丁")
        page = read(legal, f"{HOME}{key}/edit/")
        seen = queries.changed_at(key)
        assert f'value="{seen}"' in page.replace("&#43;", "+") or seen.split("+")[0] in page
    with clock(NOW + timedelta(minutes=5)):
        assert (
            legal.post(f"{HOME}{key}/edit/", typed(seen=seen, **{"document_number": "示应急〔2026〕10号"})).status_code
            == 302
        )
        late = legal.post(f"{HOME}{key}/edit/", typed(seen=seen))
    assert late.status_code == 422 and "别人已经改过" in late.content.decode()


def test_a_draft_is_its_organ_s_own_and_is_given_up_with_a_reason(shifan: World) -> None:
    key = written(shifan)
    with clock(NOW):
        stranger, legal = enter(shifan, "市己"), enter(shifan, "丁")
        assert [
            stranger.get(f"{HOME}{key}/{part}").status_code for part in ("", "edit/", "publish/", "export.xlsx")
        ] == [404] * 4
        assert legal.post(f"{HOME}{key}/discard/", {"reason": ""}).status_code == 422
        assert legal.post(f"{HOME}{key}/discard/", {"reason": "与上级的重复"}).status_code == 302
        assert "与上级的重复" in read(legal, f"{HOME}{key}/")
        assert "已放弃" in read(legal, f"{HOME}?state=gone") and str(key) not in read(legal, HOME)
        for address in (f"{HOME}{uuid4()}/", f"{HOME}new/XX/", f"{HOME}{key}/export.pdf"):
            assert legal.get(address).status_code == 404


def test_the_list_is_searched_and_bounded(shifan: World) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        with CaptureQueriesContext(connection) as asked:
            page = read(legal, HOME)
        assert len(asked) <= 16 and "只有阶次" in page and "可按案情查出" in page
        assert "特种作业人员" in read(legal, f"{HOME}?q=AQ097-7") and "没有符合条件的裁量基准" in read(
            legal, f"{HOME}?q=没有的"
        )
        assert read(legal, f"{HOME}?after=999999") and "市" in read(legal, f"{HOME}?organ=yjj&state=past")


def test_a_case_asks_and_the_reviewer_reads_it(shifan: World) -> None:
    publish(shifan)
    player = played(shifan, "report")
    at = day_of("report") - timedelta(hours=1)
    where = f"/bureau/cases/{player.case_id()}/discretion/"
    with clock(at):
        handler = enter(shifan, "甲")
        page = read(handler, where)
        edition = page.split('name="edition" value="')[1].split('"')[0]
        sent = {"edition": edition, "a0": "1", "a1": "未取得资格", "a2": "否", "a4": "否"}
        bare = handler.post(where, sent)
        assert bare.status_code == 409 and "没有选证据" in bare.content.decode() and "DIS-01" in bare.content.decode()
        proved = sent | {f"e{n}": "1" for n in (0, 1, 2, 4)}
        assert handler.post(where, proved).status_code == 302
        assert handler.post(where, proved | {"a0": "2"}).status_code == 302
        page = read(handler, where)
        assert "较重" in page and "以前的查问" in page and "限期内已改正：没有查明" in page
        with CaptureQueriesContext(connection) as asked:
            tab = read(handler, f"/bureau/cases/{player.case_id()}/?tab=similar")
        assert "按裁量基准查问" in tab and len(asked) <= 22
        assert "查出阶次和幅度</button>" not in read(enter(shifan, "监"), where)
        assert enter(shifan, "监").post(where, proved).status_code == 404
        assert enter(shifan, "市己").get(where).status_code == 404
    assert DiscretionAsked.objects.count() == 2


@pytest.mark.parametrize(
    "facts", ["a0=" + "1" * 30, "a0=1e999999999", "a1=-", "a1=不限", "a1=没有查明", "a0=%07", "a0=NaN"]
)
def test_a_trial_with_odd_facts_is_answered(shifan: World, facts: str) -> None:
    key = written(shifan)
    with clock(NOW):
        assert "无证人数" in read(enter(shifan, "丁"), f"{HOME}{key}/?who=unit&{facts}")


def test_a_draft_with_odd_cells_and_examples_is_shown(shifan: World) -> None:
    with clock(NOW):
        legal = enter(shifan, "丁")
        for odd in (
            {"r0-c0": "> 1/0"},
            {"r0-c0": ">" + "(" * 290},
            {"f0-least": "1e9999999999"},
            {"e0-note": "甲\x07"},
        ):
            answer = legal.post(f"{HOME}new/{CODE}/", typed(**odd))
            assert answer.status_code == 422, odd
        sent = legal.post(f"{HOME}new/{CODE}/", typed(**{"e0-c1": "-", "e1-c0": "1" * 40}))
        assert sent.status_code == 302 and "LAW-14" in read(legal, sent["Location"])
