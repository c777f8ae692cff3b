"""我要申请 as a party meets it: only what the case allows, nothing in an address, nothing lost, and the state by receipt only."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.portal import leaks, pages
from tests.publicity.test_applications import NUMBER, PDF, SOURCE, noted
from tests.security.hostile import XSS

from mingjing.publicity import operations
from mingjing.publicity.models import Application
from mingjing.publicity.terms import Applicable
from mingjing.sites.portal.views import limiting

pytestmark = pytest.mark.django_db
APPLY, QUERY = "/jd/apply/", "/jd/application/"
WORDS = "两名焊工已于九月取得证书，要求听证"
SECRETS = (WORDS, "柳申请", "0399-7200010", "缴款凭证")
TYPED = {
    "kind": "hearing",
    "act": "send",
    "text": WORDS,
    "applicant": "柳申请",
    "relation": "legal",
    "phone": "0399-7200010",
    "confirmed": "1",
}


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


@pytest.fixture
def paper(shifan: Any) -> dict[str, str]:
    today = timezone.localdate()
    kinds = (
        Applicable("hearing", today + timedelta(days=3)), Applicable("statement", today - timedelta(days=1)), Applicable("recusal"),
    )  # fmt: skip
    noted(shifan, kinds=kinds, at=timezone.now())
    return {"number": NUMBER, "code": operations.progress_code(SOURCE)}


def told(client: Client, data: dict[str, Any], status: int = 200, at: str = APPLY) -> str:
    answer = client.post(at, {"_once": "portal-form-0123456789", **data})
    assert answer.status_code == status, pages.text_of(answer)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    return pages.text_of(answer)


def receipt(page: str) -> dict[str, str]:
    plain = re.sub(r"<[^>]+>|\s+", "", page)
    number = re.search(r"示应急网申〔\d{4}〕\d+号", plain)
    code = re.search(r"查询码([2-9A-Z]{8})", plain)
    assert number and code, page
    return {"number": number[0], "code": code[1]}


def test_the_way_from_the_paper_to_the_receipt_and_the_state(paper: dict[str, str], client: Client) -> None:
    progress = client.post("/jd/", paper)
    assert "现在可以申请：听证申请、陈述申辩、回避申请" in pages.text_of(progress)
    kinds = told(client, paper)
    assert "听证申请" in kinds and "还有 3 天" in kinds and "分期" not in kinds.split("<main")[1]
    assert "已过最后一天" in kinds and "作出决定以前" in kinds
    form = told(client, {**paper, "kind": "hearing"})
    assert "五个工作日" in form and 'maxlength="4000"' in form and "行政处罚法第六十四条" in form
    upload = SimpleUploadedFile("缴款凭证.pdf", PDF)
    done = told(client, {**paper, **TYPED, "files": upload})
    kept = receipt(done)
    assert Application.objects.get().files.count() == 1 and WORDS not in done
    again = told(client, {**paper, **TYPED})
    assert receipt(again) == kept and Application.objects.count() == 1
    seen = told(client, kept, at=QUERY)
    assert "已提交" in seen and "已受理" in seen and "以前" in seen
    assert not leaks.leaked([seen], SECRETS)


def test_a_late_one_is_warned_of_and_taken(paper: dict[str, str], client: Client) -> None:
    form = told(client, {**paper, "kind": "statement"})
    assert "已经逾期" in form and "没有按期提出的原因" in form
    done = told(client, {**paper, **TYPED, "kind": "statement"})
    assert "逾期提出" in done and Application.objects.get().late
    assert "逾期提出" in told(client, receipt(done), at=QUERY)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"text": "字" * 4001}, "最多 4000 个字"), ({"phone": ""}, "联系电话"), ({"confirmed": ""}, "请确认"),
        ({"relation": "nobody"}, "请选择您和当事人的关系"), ({"files": SimpleUploadedFile("a.exe", b"MZ\x90")}, "另存为"),
        ({"_once": "short"}, "表单不完整"),
    ],
)  # fmt: skip
def test_what_was_typed_survives_an_error(
    paper: dict[str, str], client: Client, more: dict[str, Any], says: str
) -> None:
    page = told(client, {**paper, **TYPED, **more}, 422)
    assert says in page and "柳申请" in page
    assert not Application.objects.exists()


def test_a_hostile_text_is_shown_as_text(paper: dict[str, str], client: Client) -> None:
    assert XSS not in told(client, {**paper, **TYPED, "text": XSS, "phone": ""}, 422)


def test_what_is_not_allowed_and_who_holds_no_paper(paper: dict[str, str], client: Client) -> None:
    assert "请从下面选择" in told(client, {**paper, **TYPED, "kind": "instalments"}, 422)
    wrong = [
        told(client, {**paper, "code": "AAAAAAAAAA"}, 404), told(client, {"number": "示应急立〔2026〕999号", "code": "AAAAAAAAAA"}, 404),
    ]  # fmt: skip
    assert all("没有查到" in page and "听证申请</h2>" not in page for page in wrong)
    assert told(client, {"number": "示应急网申〔2026〕1号", "code": "AAAAAAAA"}, 404, at=QUERY)
    assert not Application.objects.exists()


def test_looking_sends_nothing_and_a_wrong_method_is_told(paper: dict[str, str], client: Client) -> None:
    for where in (APPLY, QUERY):
        assert client.get(where, {**paper, **TYPED}).status_code == 200
        assert client.put(where).status_code == 405
    assert "许可" in pages.text_of(client.get(APPLY))
    assert not Application.objects.exists()


def test_who_asks_too_often_waits_and_loses_nothing(
    paper: dict[str, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limiting.MOST, "send", 0)
    page = told(client, {**paper, **TYPED}, 429)
    assert WORDS in page and "提交得太多" in page
    monkeypatch.setitem(limiting.MOST, "apply", 0)
    cache.clear()
    assert WORDS in told(client, {**paper, **TYPED}, 429)
    assert "查询得太多" in told(client, paper, 429)
    monkeypatch.setitem(limiting.MOST, "ask", 0)
    assert "查询得太多" in told(client, {"number": "x", "code": "y"}, 429, at=QUERY)
    assert not Application.objects.exists()


def test_no_public_page_says_a_word_of_it(paper: dict[str, str], client: Client) -> None:
    told(client, {**paper, **TYPED, "files": SimpleUploadedFile("缴款凭证.pdf", PDF)})
    row = Application.objects.get()
    for where in (*pages.PLAIN, "/lx/", "/jd/", "/dx/", "/rq/", "/py/", f"/s/?q={WORDS[:4]}", f"/log/?q={row.number}"):
        found = client.get(where, follow=True)
        assert not leaks.leaked(leaks.said(found), (*SECRETS, row.number)), where
    for where in ("/jd/", QUERY):
        assert not leaks.leaked(leaks.said(client.post(where, paper)), SECRETS), where


def test_the_days_are_those_of_the_paper(paper: dict[str, str], client: Client) -> None:
    last = timezone.localdate() + timedelta(days=3)
    assert isinstance(last, date) and last.isoformat() in told(client, paper)


def test_an_address_is_asked_for_by_its_parts(shifan: Any, client: Client) -> None:
    noted(shifan, kinds=(Applicable("address"),), at=timezone.now())
    held = {"number": NUMBER, "code": operations.progress_code(SOURCE), **TYPED, "kind": "address", "text": ""}
    page = told(client, {**held, "address": "产业大道8号"}, 422)
    assert "请填写收件人" in page and "产业大道8号" in page
    told(
        client, {**held, "address": "产业大道8号\n201", "receiver": "柳申请", "electronic_address": "a@example.invalid"}
    )
    assert (
        Application.objects.get().text == "送达地址：产业大道8号 201\n收件人：柳申请\n电子送达地址：a@example.invalid"
    )
