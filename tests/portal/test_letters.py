"""Letters on the portal: sent from a page, receipt, query; nothing kept in caches, nothing lost, nothing shown to others."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from tests.portal import pages
from tests.publicity import samples
from tests.security.hostile import browser

from mingjing.publicity import operations
from mingjing.publicity.models import Letter
from mingjing.sites.portal.views import limiting as views

pytestmark = pytest.mark.django_db
ONCE = "0123456789abcdef0123456789abcdef"
ASKED = {
    "kind": "question",
    "organ": "示应急",
    "text": "请问几点下班？",
    "sender": "问一一",
    "contact": "0399-7200007",
    "_once": ONCE,
}
XSS = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


def post(client: Client, where: str, told: dict[str, str], status: int = 200) -> str:
    answer = client.post(where, told)
    assert answer.status_code == status, pages.text_of(answer)[:2000]
    assert answer["Cache-Control"] == "private, no-store"
    return pages.text_of(answer)


def receipt(page: str) -> tuple[str, str]:
    plain = re.sub(r"</?span[^>]*>", "", page)
    number, code = re.search(r"示[^<>\s]{1,8}〔\d{4}〕\d+号", plain), re.search(r">([2-9A-Z]{8})<", plain)
    assert number and code, page
    return number[0], code[1]


def test_a_citizen_asks_and_reads_the_answer(shifan: Any, client: Client) -> None:
    number, code = receipt(post(client, "/lx/new/", ASKED))
    waiting = post(client, "/lx/query/", {"number": number, "code": code})
    assert "办理中" in waiting
    staff = browser(shifan.people["公"])
    letter = Letter.objects.get()
    listed = staff.get("/bureau/letters/").content.decode()
    assert number in re.sub(r"<[^>]+>", "", listed)
    assert "0399-7200007" in staff.get(f"/bureau/letters/{letter.id}/").content.decode()
    told = {"outcome": "explained", "answer": "工作日十七时下班，午间不休息。"}
    assert staff.post(f"/bureau/letters/{letter.id}/answer/", told).status_code == 302
    answered = post(client, "/lx/query/", {"number": number, "code": code})
    assert "工作日十七时下班" in answered
    assert "已答复" in answered


def test_a_wrong_code_shows_nothing(shifan: Any, client: Client) -> None:
    number, _ = receipt(post(client, "/lx/new/", ASKED))
    page = post(client, "/lx/query/", {"number": number, "code": "AAAA2222"}, 404)
    assert "几点下班" not in page
    assert "没有查到" in page
    assert f'value="{number}"' in page


def test_what_was_typed_is_still_there(shifan: Any, client: Client) -> None:
    page = post(client, "/lx/new/", ASKED | {"organ": ""}, 422)
    assert "几点下班" in page
    assert "请选择所涉的执法机关" in page
    page = post(client, "/lx/new/", ASKED | {"text": "短"}, 422)
    assert "0399-7200007" in page


def test_a_correction_is_about_the_page_it_came_from(shifan: Any, client: Client) -> None:
    edition = _window(shifan)
    about = f"/sq/{quote('示应急')}/window/CK-7/"
    assert f"kind=correction&amp;about={quote(quote(about, safe='/%'))}" in client.get(about).content.decode()
    form = client.get(f"/lx/new/?kind=correction&about={quote(about)}").content.decode()
    assert "第七窗口" in form
    told = ASKED | {"kind": "correction", "about": about, "organ": "示市监", "field": "other"}
    post(client, "/lx/new/", told)
    letter = Letter.objects.get()
    assert (letter.organ_name, letter.about, letter.field) == ("示范县应急管理局", about, "other")
    assert edition


def _window(shifan: Any) -> object:
    from tests.portal.test_lists import AT, WINDOW

    by = {role: shifan.actor(key, AT) for role, key in (("collect", "公"), ("check", "丁"), ("release", "己"))}
    one = operations.collect_entry(
        organ_id=shifan.organs["应急局"], kind="window", code="CK-7", name="第七窗口", values=WINDOW, valid_from=AT.date(),
        by=by["collect"], at=AT,
    )  # fmt: skip
    operations.check_entry(edition_id=one.id, by=by["check"], at=AT)
    return operations.release_entry(edition_id=one.id, by=by["release"], at=AT)


@pytest.mark.parametrize(
    "about",
    ["https://evil.example/", "//evil.example/", "/bureau/", "/gs/x/y/", "javascript:alert(1)", "%00", XSS, "/" * 900],
)
def test_a_page_that_is_not_ours_is_left_out(about: str, shifan: Any, client: Client) -> None:
    page = pages.text_of(client.get(f"/lx/new/?kind=correction&about={quote(about)}")).split("<main")[1]
    assert "evil.example" not in page
    assert XSS not in page
    assert "所涉执法机关" in page


def test_markup_in_a_letter_is_text(shifan: Any, client: Client) -> None:
    number, code = receipt(post(client, "/lx/new/", ASKED | {"text": f"内容{XSS}", "sender": XSS}))
    assert XSS not in post(client, "/lx/query/", {"number": number, "code": code})
    staff = browser(shifan.people["公"])
    for where in ("/bureau/letters/", f"/bureau/letters/{Letter.objects.get().id}/"):
        assert XSS not in staff.get(where).content.decode()


def test_too_many_are_told_to_come_later_and_lose_nothing(
    shifan: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(views.MOST, "send", 1)
    post(client, "/lx/new/", ASKED)
    page = post(client, "/lx/new/", ASKED | {"_once": "f" * 32, "text": "第二封信的内容"}, 429)
    assert "第二封信的内容" in page
    assert Letter.objects.count() == 1
    monkeypatch.setitem(views.MOST, "ask", 0)
    assert "一小时内查询得太多" in post(client, "/lx/query/", {"number": "x", "code": "y"}, 429)


def test_a_form_of_another_site_is_refused(shifan: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/lx/new/", ASKED).status_code == 403
    assert not Letter.objects.exists()


@pytest.mark.parametrize("where", ["/lx/", "/lx/new/?kind=complaint", "/lx/new/?kind=nonsense", "/lx/query/"])
def test_pages_open_and_are_kept_by_no_cache(where: str, shifan: Any, client: Client) -> None:
    answer = client.get(where)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.put(where).status_code == 405 or where == "/lx/"


@pytest.mark.parametrize("key", ["甲", "丁", "档", "己", "公", "市公", "市己"])
def test_the_organ_complained_of_finds_no_trace_in_the_bureau(key: str, shifan: Any, client: Client) -> None:
    post(client, "/lx/new/", ASKED | {"kind": "complaint", "text": "绝不能让他们知道的投诉", "sender": "卜投诉"})
    letter = Letter.objects.get()
    person = browser(shifan.people[key])
    seen = [person.get(f"/bureau/letters/{letter.id}/"), person.get("/bureau/letters/"), person.get("/bureau/letters/?tab=answered"),
            person.get("/bureau/search/?q=投诉"), person.get("/bureau/"), person.get("/bureau/ledger/")]  # fmt: skip
    assert not [
        one
        for one in seen
        if "绝不能" in one.content.decode() or "卜投诉" in one.content.decode() or letter.number in one.content.decode()
    ]


def test_a_citizen_calls_one_field_wrong_and_sees_the_answer(shifan: Any, client: Client) -> None:
    made = samples.released()
    body = pages.text_of(client.get(made.address))
    links = [
        one.replace("&amp;", "&") for one in re.findall(r'href="(/lx/new/\?kind=correction[^"]*field=[^"]*)"', body)
    ]
    assert len(links) == 9
    form = pages.text_of(client.get(next(one for one in links if one.endswith("field=cause"))))
    assert "特种作业人员未取得操作资格证书上岗作业" in form
    assert re.search(r'<option value="cause" selected', form)
    told = ASKED | {"kind": "correction", "about": made.address, "field": "cause", "text": "案由多写了两个字"}
    answer = client.post("/lx/new/", told)
    number, code = receipt(pages.text_of(answer))
    letter = Letter.objects.get()
    assert (letter.field, letter.field_label, letter.about) == ("cause", "案由", made.address)
    staff = browser(shifan.people["公"])
    assert "案由" in staff.get(f"/bureau/letters/{letter.id}/").content.decode()
    said = {"outcome": "accepted", "answer": "属实，已经更正案由。"}
    assert staff.post(f"/bureau/letters/{letter.id}/answer/", said).status_code == 302
    seen = pages.text_of(client.post("/lx/query/", {"number": number, "code": code}))
    assert "已经更正案由" in seen
    assert f"{made.address}#history" in seen
