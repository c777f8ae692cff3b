"""Three ways to load a holiday notice: rows, its own words, a file; what would move is told before it counts."""

import re
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.kernel.test_notice_words import WORDS

from mingjing.cases import queries
from mingjing.cases.models import CalendarYear
from mingjing.ledger.models import Entry

Enter = Callable[[str], Client]
PAGE = "/bureau/calendar/notice/"
ROWS = {
    "year": "2027", "document": "国务院办公厅关于2027年部分节假日安排的通知", "number": "国办发明电〔2026〕9号", "issued": "2026-11-05",
    "checked": "2026-11-22", "url": "https://www.gov.cn/zhengce/a.htm",
    "name-1": "元旦", "from-1": "2027-01-01", "to-1": "2027-01-03", "name-2": "劳动节", "from-2": "2027-05-01", "to-2": "2027-05-05",
    "name-3": "国庆节", "from-3": "2027-10-01", "to-3": "2027-10-07", "name-4": "端午节", "from-4": "", "to-4": "",
    "work-1": "2027-05-08", "for-1": "劳动节", "work-2": "2027-09-26", "for-2": "", "work-3": "", "for-3": "", "step": "check",
}  # fmt: skip


def body(answer: Any) -> str:
    return re.sub("</?span[^>]*>", "", answer.content.decode())


@pytest.fixture
def client(signed_in: Enter) -> Client:
    return signed_in("lijd")


def test_rows_are_checked_shown_and_only_then_loaded(client: Client) -> None:
    before = Entry.objects.count()
    answer = client.post(PAGE, ROWS)
    page = body(answer)
    assert answer.status_code == 200 and "2027 年将是这样（尚未载入）" in page and "载入后没有期限变动" in page
    assert not CalendarYear.objects.exists() and Entry.objects.count() == before, "looking keeps nothing"
    found = re.search(r'name="notice" value="([^"]+)"', page)
    assert found
    from html import unescape

    loaded = client.post(PAGE, {"notice": unescape(found[1]), "step": "load"})
    assert "已载入 2027 年放假通知" in body(loaded)
    held = queries.calendar()
    assert held.published(2027) and held.made_up(date(2027, 9, 26)) == "国庆节", (
        "an unnamed day goes to the nearest festival"
    )
    assert "https://www.gov.cn/zhengce/a.htm" in body(client.get("/bureau/calendar/?year=2027"))
    assert "已经载入过，这次载入会替换它" in body(client.post(PAGE, ROWS))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"year": ""}, "年份没有填对"),
        ({"year": "二〇二七"}, "年份没有填对"),
        ({"number": " "}, "文号没有填对"),
        ({"issued": "11月5日"}, "成文日期没有填对"),
        ({"from-1": "元月一日"}, "放假第1行“元旦”的名称或者起止日期没有填对"),
        ({"from-1": "2027-01-03", "to-1": "2027-01-01"}, "早于开始日"),
        ({"name-1": ""}, "放假第1行“没有名称”"),
        ({"from-1": "", "to-1": ""}, "缺少法定节日2027年1月1日"),
        ({"work-1": "2027-05-06"}, "本来就是工作日"),
        ({"work-1": "五月八日"}, "调休上班第1行的日期没有填对"),
        ({"for-1": "泼水节"}, "“泼水节”在上面的节日里没有"),
        ({"url": "javascript:alert(1)"}, "网址 url 应以"),
        ({"checked": "2026-01-01"}, "早于成文日期"),
        ({f"from-{n}": "" for n in range(1, 4)} | {f"to-{n}": "" for n in range(1, 4)} | {"work-1": "", "for-1": "", "work-2": ""}, "还没有填放假"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_and_nothing_typed_is_lost(client: Client, wrong: dict[str, str], told: str) -> None:
    answer = client.post(PAGE, ROWS | wrong)
    assert answer.status_code == 422 and told in body(answer)
    kept = (ROWS | wrong)["document"]
    assert kept in body(answer) and 'value="国庆节"' in body(answer)
    assert not CalendarYear.objects.exists()


def test_rows_can_be_added(client: Client) -> None:
    more = body(client.post(PAGE, ROWS | {"step": "row"}))
    assert 'name="from-5"' in more and 'name="work-4"' not in more and 'value="2027-05-08"' in more
    assert 'name="work-4"' in body(client.post(PAGE, ROWS | {"step": "work"}))
    many = ROWS | {f"name-{n}": "节" for n in range(1, 60)}
    assert 'name="name-41"' not in body(client.post(PAGE, many | {"step": "row"}))


def test_the_words_of_the_notice_become_rows_to_check(client: Client) -> None:
    page = body(client.post(PAGE, {"words": WORDS, "step": "read"}))
    assert "已从原文读出 7 个节日、6 个调休上班日" in page and "国办发明电〔2025〕7号" in page
    assert 'value="2026-02-23"' in page and 'value="2026-10-10"' in page and "尚未载入" not in page
    doubt = body(client.post(PAGE, {"words": "2026年部分节假日安排 元旦：1月1日（周三）放假，共1天。", "step": "read"}))
    assert "与日历不符" in doubt and 'value="2026-01-01"' in doubt
    bad = client.post(PAGE, {"words": "2026年部分节假日安排，没有节日", "step": "read"})
    assert bad.status_code == 422 and "没有读出节日" in body(bad) and "没有节日</textarea>" in body(bad)


def test_a_file_is_the_third_way(client: Client) -> None:
    text = (files("mingjing.kernel") / "calendars" / "2026.yaml").read_text(encoding="utf-8")
    page = body(client.post(PAGE, {"notice": "", "file": SimpleUploadedFile("2026.yaml", text.encode())}))
    assert "2026 年将是这样（尚未载入）" in page
    spoilt = client.post(PAGE, {"notice": "", "file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")})
    assert spoilt.status_code == 422 and "UTF-8" in body(spoilt)
    for way, sign in (
        ("rows", 'name="from-1"'),
        ("words", 'name="words"'),
        ("yaml", 'name="file"'),
        ("x", 'name="from-1"'),
    ):
        assert sign in body(client.get(f"{PAGE}?way={way}"))


def test_administrators_learn_how_many_and_others_do_not_come(signed_in: Enter) -> None:
    assert "尚未载入" in body(signed_in("xitong").post(PAGE, ROWS))
    for username in ("anquan", "shenji", "zhao", "zhou"):
        assert signed_in(username).post(PAGE, ROWS).status_code == 403
