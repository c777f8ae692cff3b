"""The pages of feeding: uploaded, looked at, confirmed or given up; the form; the keys. As every role and outsider."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from tests.exchange import books
from tests.exchange.books import LICENCE, PENALTY
from tests.security.hostile import browser

from mingjing.exchange.models import ApiKey, Fed, FedFile, Upload
from mingjing.exchange.terms import FILE_LIMIT
from mingjing.publicity.models import Publication, Source

pytestmark = pytest.mark.django_db
GOOD = PENALTY | {"number": "示应急罚〔2026〕931号"}
BAD = PENALTY | {"number": "示应急罚〔2026〕932号", "basis": "", "remark": "=1+1"}
FORM = {
    "category": "coercion", "number": "示应急强〔2026〕9号", "decided_on": "2026-11-10", "outcome": "查封", "party_name": "示范县恒源化工有限公司",
    "party_kind": "legal_person", "cause": "存在重大事故隐患", "result": "查封储罐区三十日", "basis": "《安全生产法》第六十五条第一款第（四）项",
    "full_text": "查封决定书\n储罐区泄漏，由李四举报。", "known_person": "李四、举报人\n王五", "known_surname": "马恒源", "known_keep": "0399-6000008",
    "never_publish": ["related_case"],
}  # fmt: skip


def table(*rows: dict[str, Any], kind: str = "penalty", name: str = "报送表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, books.xlsx(books.lines(kind, "2019", rows)))


def read(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_sheet_is_uploaded_looked_at_and_confirmed(shifan: Any) -> None:
    client = browser(shifan.people["公"])
    assert "还没有导入过表格" in client.get("/bureau/feeding/").content.decode()
    where = client.post("/bureau/feeding/", {"file": table(GOOD, BAD)})["Location"]
    page = client.get(where).content.decode()
    for words in (
        "行政处罚，2019 年以后（30 项）",
        "确认，登记 1 件决定",
        "示应急罚〔2026〕932号",
        "XCH-01",
        "请在表格里补正",
        "下载有问题的 1 行",
    ):
        assert words in page
    assert not Publication.objects.exists()
    faulty = client.get(f"{where}faulty.xlsx")
    rows = read(faulty.content)
    assert rows[0][:3] == ["行", "问题", "行政相对人名称"]
    assert (rows[1][0], "处罚依据" in rows[1][1], rows[1][-1]) == ("3", True, "=1+1")
    assert len(rows) == 2
    assert faulty["Cache-Control"] == "private, no-store"
    answer = client.post(where)
    assert answer["Location"] == "/bureau/feeding/"
    page = client.get("/bureau/feeding/").content.decode()
    for words in (
        "已登记 1 件待公示的决定",
        "1 行有问题，没有登记",
        "导入记录",
        "报送表.xlsx",
        "示应急罚〔2026〕931号",
        "待公示",
    ):
        assert words in page
    assert client.post(where).status_code == client.get(where).status_code == 404
    assert "可能已经登记过" in client.get(where).content.decode()
    assert Publication.objects.count() == 1


def test_the_same_file_again_says_that_nothing_is_new(shifan: Any) -> None:
    client = browser(shifan.people["公"])
    client.post(client.post("/bureau/feeding/", {"file": table(GOOD)})["Location"])
    where = client.post("/bureau/feeding/", {"file": table(GOOD)})["Location"]
    page = client.get(where).content.decode()
    assert "这些决定都已登记过，不用再交" in page
    assert "确认，登记" not in page
    answer = client.post(where)
    assert answer.status_code == 409
    assert "XCH-10" in answer.content.decode()
    assert client.post(where, {"drop": "1"}).status_code == 302
    assert (Upload.objects.count(), FedFile.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (None, 422, "没有选择文件"),
        (b"PK\x03\x04", 422, "打不开"),
        (b"a,b\n1,2", 409, "没有认得的列名"),
        (b"", 422, "空的"),
    ],
)
def test_a_file_that_is_none_of_ours_is_answered_on_the_page(
    shifan: Any, content: bytes | None, status: int, words: str
) -> None:
    sent = {} if content is None else {"file": SimpleUploadedFile("x.xlsx", content)}
    answer = browser(shifan.people["公"]).post("/bureau/feeding/", sent)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_hundred_megabytes_are_answered_at_once_and_one_too_many_bytes_too(shifan: Any) -> None:
    client = browser(shifan.people["公"])
    # The body is not there: whoever tried to read it would fail.
    answer = client.generic(
        "POST", "/bureau/feeding/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(100 * 2**20)
    )
    assert answer.status_code == 413
    assert "一次最多收 10 MB" in answer.content.decode()
    answer = client.post("/bureau/feeding/", {"file": SimpleUploadedFile("x.xlsx", b"x" * (FILE_LIMIT + 1))})
    assert answer.status_code == 422
    assert "最多 10 MB" in answer.content.decode()


@pytest.mark.parametrize("kind", ["penalty", "licence"])
def test_the_templates_are_empty_sheets_of_their_edition(shifan: Any, kind: str) -> None:
    client = browser(shifan.people["公"])
    for edition in ("2019", "2018", "2016"):
        content = client.get(f"/bureau/feeding/templates/{kind}-{edition}.xlsx").content
        assert read(content) == [books.lines(kind, edition, [])[0]]
    assert client.get("/bureau/feeding/templates/penalty-1999.xlsx").status_code == 404
    assert client.get("/bureau/feeding/templates/gift-2019.xlsx").status_code == 404


def test_a_decision_is_entered_by_form_with_what_must_go(shifan: Any) -> None:
    client = browser(shifan.people["甲"])
    answer = client.post("/bureau/feeding/new/", FORM)
    assert answer["Location"] == f"/bureau/publications/{Publication.objects.get().pk}/"
    kept = Source.objects.get().content
    assert kept["full_text"] == ["查封决定书", "储罐区泄漏，由李四举报。"]
    assert kept["never_publish"] == ["related_case"]
    told = {(one["text"], one["kind"], one["policy"], one["role"]) for one in kept["known_entities"]}
    assert told == {
        ("李四", "person", "remove", "举报人"), ("王五", "person", "remove", ""), ("马恒源", "person", "surname", ""), ("0399-6000008", "other", "keep", ""),
    }  # fmt: skip
    assert "内容没有变化" in client.get(client.post("/bureau/feeding/new/", FORM)["Location"]).content.decode()
    assert Fed.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"number": ""}, 422, "请填写这一项"), ({"decided_on": "昨天"}, 422, "日期写法不对"), ({"category": "x"}, 422, "没有这个选项"), ({"basis": ""}, 409, "XCH-19"),
        ({"cause": "字" * 201}, 422, "最多 200 个字"), ({"full_text": "字" * 100_001}, 422, "最多 100000 个字"), ({"decided_on": "2999-01-01"}, 422, "决定日期晚于今天"),
        ({"never_publish": ["nope"]}, 422, "没有这种不公开事由"), ({"known_person": "李\u200b四"}, 422, "U+200B"),
    ],
)  # fmt: skip
def test_a_fault_keeps_what_was_typed(shifan: Any, change: dict[str, Any], status: int, words: str) -> None:
    answer = browser(shifan.people["公"]).post("/bureau/feeding/new/", FORM | change)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "查封储罐区三十日" in page
    assert not Publication.objects.exists()


def test_the_licences_are_exported_from_what_was_fed(shifan: Any) -> None:
    client = browser(shifan.people["公"])
    client.post(client.post("/bureau/feeding/", {"file": table(LICENCE, kind="licence")})["Location"])
    page = client.get("/bureau/sheets/?kind=licence&since=2026-01-01").content.decode()
    for words in ("示应急许〔2026〕12号", "XCH-05", "2019 年以后（28 项）"):
        assert words in page
    answer = client.post("/bureau/sheets/", {"kind": "licence", "since": "2026-01-01"})
    assert answer.status_code == 422
    assert client.get("/bureau/sheets/?kind=gift").status_code == 200


def test_somebody_elses_file_is_not_shown(shifan: Any) -> None:
    where = browser(shifan.people["公"]).post("/bureau/feeding/", {"file": table(GOOD)})["Location"]
    for who in ("己", "甲", "市公"):
        client = browser(shifan.people[who])
        for address in (where, f"{where}faulty.xlsx"):
            answer = client.get(address)
            assert answer.status_code == 404
            assert "931号" not in answer.content.decode()
        client.post(where, {"drop": "1"})
    assert Upload.objects.count() == 1


def test_a_key_is_issued_shown_once_and_revoked(shifan: Any) -> None:
    client = browser(shifan.people["系小管"])
    form = {
        "name": "县城管办案系统",
        "person_id": str(shifan.people["公"]),
        "scopes": ["feed", "read"],
        "expires_on": "2027-06-30",
    }
    assert client.post("/bureau/organs/yjj/keys/new/", form | {"scopes": []}).status_code == 422
    assert "XCH-24" in client.post("/bureau/organs/yjj/keys/new/", form | {"expires_on": "2031-01-01"}).content.decode()
    once = {"_once": "0123456789abcdef0123"}
    answer = client.post("/bureau/organs/yjj/keys/new/", form | once)
    secret = answer.content.decode().partition('text-break">')[2].partition("<")[0]
    assert secret.startswith("mjk_")
    # The same form again leads to the list and makes no second key.
    assert client.post("/bureau/organs/yjj/keys/new/", form | once)["Location"] == "/bureau/keys/?organ=yjj"
    row = ApiKey.objects.get()
    page = client.get("/bureau/keys/?organ=yjj").content.decode()
    assert "县城管办案系统" in page
    assert secret not in page
    assert client.post(f"/bureau/keys/{row.pk}/revoke/", {"reason": ""}).status_code == 422
    client.post(f"/bureau/keys/{row.pk}/revoke/", {"reason": "系统停用"})
    page = client.get("/bureau/keys/?organ=yjj").content.decode()
    assert "已撤销" in page
    assert "系统停用" in page


def test_the_pages_ask_no_more_for_many_rows(shifan: Any, django_assert_max_num_queries: Any) -> None:
    client = browser(shifan.people["公"])
    rows = [GOOD | {"number": f"示应急罚〔2026〕{number}号"} for number in range(940, 980)]
    where = client.post("/bureau/feeding/", {"file": table(*rows)})["Location"]
    client.get(where)
    with django_assert_max_num_queries(9):
        client.get(where)
    client.post(where)
    with django_assert_max_num_queries(9):
        client.get("/bureau/feeding/")
    with django_assert_max_num_queries(12):
        client.get("/bureau/sheets/?since=2026-01-01")
