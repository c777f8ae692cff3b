"""Case lists and desks: filters as addresses, saved views, exports that no spreadsheet runs, few queries."""

import io
import re
import zipfile
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.cases.models import Case, Draft, SavedView
from mingjing.cases.operations import derive
from mingjing.cases.queries import lists
from mingjing.cases.queries.lists import CAP
from mingjing.sites.bureau.views.cases_export import safe
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 31)


def copies(case_id: UUID, number: int, **more: object) -> None:
    """Further cases like this one, for long lists."""
    from uuid import uuid4

    first = Case.objects.get(id=case_id)
    rows = []
    for at in range(number):
        row = Case.objects.get(id=case_id)
        row.id, row.dossier_id, row.number = uuid4(), uuid4(), f"示应急立〔2025〕{at}号"
        for name, value in more.items():
            setattr(row, name, value)
        rows.append(row)
    Case.objects.bulk_create(rows)
    assert first.number


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_filters_are_addresses_and_can_be_taken_off(shifan: World, case_id: UUID) -> None:
    number = Case.objects.get(id=case_id).number
    with clock(NOW):
        client = enter(shifan, "甲")
        for query, there in (
            ("q=恒源", True), ("q=没有这家", False), ("stage=noticed", True), ("stage=lead", False), ("source=inspection", True),
            ("source=complaint", False), ("mine=1", True), ("filed_from=2026-09-04", True), ("filed_from=2026-09-05", False),
            ("filed_to=2026-09-03", False), ("tab=work", True), ("tab=closed", False), (f"q={number}", True),
        ):  # fmt: skip
            assert (number in text(client, f"/bureau/cases/?{query}").split("mj-table", 1)[-1]) is there, query
        page = text(client, "/bureau/cases/?q=恒源&stage=noticed")
        assert "去掉这个条件" in page and "阶段：陈述申辩与听证" in page and "全部清除" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%27%22%3Cscript%3E",
        "stage=nope",
        "organ=x",
        "filed_from=32",
        "after=zzz",
        "after=1_2",
        "tab=%F0%9F%98%80",
        "q=" + "长" * 500,
    ],
)
def test_nonsense_in_the_address_is_no_error(shifan: World, case_id: UUID, query: str) -> None:
    with clock(NOW):
        page = text(enter(shifan, "甲"), f"/bureau/cases/?{query}")
    assert "<script>" not in page


def test_long_lists_page_by_key_and_cap_their_counts(shifan: World, case_id: UUID) -> None:
    copies(case_id, CAP + 5)
    with clock(NOW):
        client = enter(shifan, "甲")
        page = text(client, "/bureau/cases/")
        assert f"{CAP}+" in page
        seen: set[str] = set()
        address = "/bureau/cases/"
        for _ in range(3):
            page = text(client, address)
            found = {part.split("号<")[0] for part in page.split('mj-nowrap" href="/bureau/cases/')[1:]}
            assert len(found) == 20 and not found & seen
            seen |= found
            address = "/bureau/cases/" + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")


def test_a_supervisor_narrows_by_organ(shifan: World, case_id: UUID) -> None:
    number = Case.objects.get(id=case_id).number
    with clock(NOW):
        client = enter(shifan, "监")
        assert number in text(client, f"/bureau/cases/?organ={shifan.organs['应急局']}")
        assert number not in text(client, f"/bureau/cases/?organ={shifan.organs['市监局']}")


def test_a_filter_is_kept_under_a_name(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        client.post("/bureau/cases/views/", {"name": "听证中的", "query": "stage=noticed&evil=1&tab=work"})
        assert SavedView.objects.get().query == "tab=work&stage=noticed"
        assert "听证中的" in text(client, "/bureau/cases/")
        assert "听证中的" not in text(enter(shifan, "乙"), "/bureau/cases/")
        number = SavedView.objects.get().id
        enter(shifan, "乙").post(f"/bureau/cases/views/{number}/drop/")
        assert SavedView.objects.exists(), "a filter is its owner's"
        client.post(f"/bureau/cases/views/{number}/drop/")
        assert not SavedView.objects.exists()
        client.post("/bureau/cases/views/", {"name": "", "query": "mine=1"})
        assert not SavedView.objects.exists()


def test_the_export_holds_exactly_what_is_filtered(shifan: World, case_id: UUID) -> None:
    copies(case_id, 30, stage="lead")
    with clock(NOW):
        client = enter(shifan, "甲")
        lines = b"".join(client.get("/bureau/cases/export.csv?stage=lead").streaming_content)
        assert lines.startswith(b"\xef\xbb\xbf")
        assert len(lines.decode("utf-8-sig").strip().splitlines()) == 31
        book = b"".join(client.get("/bureau/cases/export.xlsx?stage=noticed").streaming_content)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        words = (
            sheet + archive.read("xl/sharedStrings.xml").decode()
            if "xl/sharedStrings.xml" in archive.namelist()
            else sheet
        )
    assert sheet.count("<row ") == 2 and "恒源" in words and "<f>" not in sheet


def test_a_keyword_with_too_many_cases_says_so_and_the_export_holds_them_all(
    shifan: World, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies(case_id, 7)
    for case in Case.objects.exclude(id=case_id):
        derive.index(case)
    monkeypatch.setattr(lists, "HITS", 8)
    with clock(NOW):
        client = enter(shifan, "甲")
        assert "超过 8 件" not in text(client, "/bureau/cases/?q=恒源")
        monkeypatch.setattr(lists, "HITS", 3)
        page = text(client, "/bureau/cases/?q=恒源")
        assert "列表只在最近登记或者变更的" in page and "导出的表格不受这个限制" in page
        assert "列表只在" not in text(client, "/bureau/cases/") and "列表只在" not in text(
            client, "/bureau/cases/?q=无此词"
        )
        for query, wanted in (("q=恒源", 8), ("q=示应急立〔2025〕3号", 1), ("q=无此词", 0)):
            lines = b"".join(client.get(f"/bureau/cases/export.csv?{query}").streaming_content)
            assert len(lines.decode("utf-8-sig").strip().splitlines()) == wanted + 1, query
        supervisor = enter(shifan, "监")
        assert "列表只在" in text(supervisor, f"/bureau/cases/?q=恒源&organ={shifan.organs['应急局']}")
        assert "列表只在" not in text(supervisor, f"/bureau/cases/?q=恒源&organ={shifan.organs['市监局']}")


def test_no_cell_is_a_formula(shifan: World, case_id: UUID) -> None:
    Case.objects.filter(id=case_id).update(party_name=EVIL, handlers="+1+1", cause="\t@SUM(1)")
    with clock(NOW):
        client = enter(shifan, "甲")
        csv = b"".join(client.get("/bureau/cases/export.csv").streaming_content).decode("utf-8-sig")
        book = b"".join(client.get("/bureau/cases/export.xlsx").streaming_content)
    assert f'"\'{EVIL}"' in csv and '"\'+1+1"' in csv and '"\'\t@SUM(1)"' in csv
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", " =1", "\t=1", "\n1", "＝1", "|calc", "%0"])
def test_safe_cells(cell: str) -> None:
    assert safe(cell).startswith("'")
    assert safe("示应急罚〔2026〕1号") == "示应急罚〔2026〕1号" and safe("") == ""


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])


def test_lists_and_pages_ask_few_questions(shifan: World, case_id: UUID) -> None:
    copies(case_id, 40)
    with clock(NOW):
        client, supervisor = enter(shifan, "甲"), enter(shifan, "监")
        assert queries(client, "/bureau/cases/") <= 8
        assert queries(supervisor, "/bureau/cases/?tab=work") <= 9, (
            "one more for the organs of every supervisor's filter"
        )
        assert queries(client, "/bureau/cases/?q=恒源") <= 9
        for tab in ("work", "timeline", "documents", "evidence", "clocks", "review", "publicity", "check", "related"):
            assert queries(client, f"/bureau/cases/{case_id}/?tab={tab}") <= 16, tab
        assert queries(client, "/bureau/") <= 17
        assert queries(enter(shifan, "己"), "/bureau/decisions/") <= 12


def test_the_desk_offers_only_what_one_may_press(shifan: World, case_id: UUID) -> None:
    draft = Draft.objects.create(
        case_id=case_id, organ_id=shifan.organs["应急局"], code="notify", author_id=shifan.people["甲"],
        author_name="张三", state="submitted", updated_at=NOW,
    )  # fmt: skip
    with clock(NOW):
        assert f"/bureau/decisions/{draft.id}/" in text(enter(shifan, "己"), "/bureau/?tab=approvals")
        for key in ("甲", "丙", "丁", "戊", "己", "公", "档"):
            client = enter(shifan, key)
            page = text(client, "/bureau/")
            for address in {part.split('"')[0] for part in page.split('btn btn-sm btn-primary" href="')[1:]}:
                assert client.get(address).status_code in {200, 302}, (key, address)


def test_the_reviewers_desk_leads_to_the_eight_checks(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    with clock(NOW):
        reviewer = enter(shifan, "丁")
        assert f"/bureau/reviews/{case_id}/" in text(reviewer, "/bureau/reviews/")
        answer = reviewer.get(f"/bureau/reviews/{case_id}/")
        assert answer["Location"] == f"/bureau/cases/{case_id}/acts/give_opinion/"
        page = text(reviewer, answer["Location"])
        assert "八项审核" in page and page.count("系统已按") + page.count("系统发现") == 8
        assert "案件所涉事项在本机关的权责清单之内" in page, (
            "a rule is told by its sentence, its number alone says nothing"
        )
        assert enter(shifan, "甲").get(f"/bureau/reviews/{case_id}/")["Location"].endswith("?tab=review")


def test_a_second_round_shows_what_changed(shifan: World) -> None:
    case_id = case_at(shifan, 19)
    with clock(NOW):
        page = text(enter(shifan, "丁"), f"/bureau/cases/{case_id}/acts/give_opinion/")
        assert "与第 1 轮相比" in page and "来源说明" in page and "查询打印件没有注明来源" in page
        assert "已补充查询打印件的来源和打印时间说明。" in page, "the reviewer reads what was done about the opinion"
        assert re.search(r"材料：证据3：查询打印件来源说明</b>：新增</li>", page), (
            "a material's internal number is no news"
        )
        rounds = text(enter(shifan, "甲"), f"/bureau/cases/{case_id}/?tab=review")
    assert "第 2 轮" in rounds and "与上一轮相比" in rounds


def test_supervision_counts_and_never_ranks(shifan: World, case_id: UUID) -> None:
    copies(case_id, 3, due_on=NOW.date().replace(year=2025))
    with clock(NOW):
        page = text(enter(shifan, "监"), "/bureau/supervision/")
        refused = text(enter(shifan, "监"), "/bureau/supervision/refusals/")
        organ = text(enter(shifan, "监"), "/bureau/supervision/organs/yjj/")
    assert "示范县应急管理局" in page and "罚款" not in page.split("<table")[1]
    assert "REV-08" in refused and f"/bureau/cases/{case_id}/" in refused
    assert "逾期" in organ
