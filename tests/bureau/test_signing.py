"""Signing in and out, passwords, locked accounts, and forms that outlive their session."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.bureau.county import FIRST, PASSWORD, County

from mingjing.foundation.pages import owner_of
from mingjing.organs import operations, queries

Enter = Callable[[str], Client]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


def sessionless(client: Client) -> None:
    """The session ends on the server; the browser still shows the old page."""
    client.session.flush()


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_and_back(county: County, client: Client) -> None:
    answer = client.get("/bureau/officers/?state=valid")
    assert answer.status_code == 302
    assert answer["Location"] == "/bureau/sign-in/?next=/bureau/officers/%3Fstate%3Dvalid"
    page = client.get(answer["Location"])
    assert "登录办案端" in text(page)
    back = client.post(
        answer["Location"], {"username": "zhao", "password": PASSWORD, "next": "/bureau/officers/?state=valid"}
    )
    assert back["Location"] == "/bureau/officers/?state=valid"


def test_next_never_leads_to_another_host(county: County, client: Client) -> None:
    answer = client.post(
        "/bureau/sign-in/", {"username": "zhao", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/bureau/"


def test_a_wrong_password_is_refused_in_chinese_without_telling_which_is_wrong(county: County, client: Client) -> None:
    known = client.post("/bureau/sign-in/", {"username": "zhao", "password": "wrong"})
    unknown = client.post("/bureau/sign-in/", {"username": "nobody", "password": "wrong"})
    for answer in (known, unknown):
        assert answer.status_code == 422
        assert "用户名或者密码不对" in text(answer)


def test_five_wrong_passwords_lock_the_account_with_an_explanation(county: County, client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/bureau/sign-in/", {"username": "zhao", "password": "wrong"})
    assert answer.status_code == 429
    assert "暂停" in text(answer) and "15 分钟" in text(answer)
    right = client.post("/bureau/sign-in/", {"username": "zhao", "password": PASSWORD})
    assert right.status_code == 429


def test_trying_while_it_is_shut_neither_fills_the_log_nor_keeps_it_shut(county: County, client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/bureau/sign-in/", {"username": "zhao", "password": "wrong"})
    shut = AccessAttempt.objects.values().get()
    for _ in range(3):
        assert client.post("/bureau/sign-in/", {"username": "zhao", "password": "wrong"}).status_code == 429
    assert AccessAttempt.objects.values().get() == shut
    AccessAttempt.objects.update(attempt_time=shut["attempt_time"] - timedelta(minutes=15, seconds=1))
    assert client.post("/bureau/sign-in/", {"username": "zhao", "password": PASSWORD})["Location"] == "/bureau/"


def test_signing_out_needs_a_post(signed_in: Enter) -> None:
    client = signed_in("zhao")
    assert client.get("/bureau/sign-out/").status_code == 405
    assert client.get("/bureau/").status_code == 200
    assert client.post("/bureau/sign-out/").status_code == 302
    assert client.get("/bureau/").status_code == 302


def test_the_first_password_must_be_changed_before_anything_else(county: County, client: Client) -> None:
    account = next(a for a in queries.accounts(county.emergency.id) if a.username == "zhao")
    operations.reset_password(account_id=account.id, password=FIRST, reason="忘记", by=county.system, at=timezone.now())
    client.post("/bureau/sign-in/", {"username": "zhao", "password": FIRST})
    answer = client.get("/bureau/organs/")
    assert answer["Location"] == "/bureau/password/?next=/bureau/organs/"
    typed = {"old_password": FIRST, "new_password1": "Xin-mima-2026-q", "new_password2": "Xin-mima-2026-q"}
    changed = client.post(answer["Location"], typed)
    assert changed["Location"] == "/bureau/organs/"
    assert client.get("/bureau/organs/").status_code == 200


def test_a_weak_or_wrong_password_is_refused_beside_the_field(signed_in: Enter) -> None:
    client = signed_in("zhao")
    answer = client.post(
        "/bureau/password/", {"old_password": "no", "new_password1": "12345", "new_password2": "12345"}
    )
    assert answer.status_code == 422
    assert 'href="#f-old_password"' in text(answer)
    assert PASSWORD not in text(answer) and "12345" not in text(answer)


def test_a_retired_person_may_not_come_in(county: County, signed_in: Enter) -> None:
    client = signed_in("zheng")
    operations.retire_person(person_id=county.people["zheng"], reason="调离", by=county.system, at=timezone.now())
    assert client.get("/bureau/organs/").status_code in {302, 403}


def typed_form(client: Client, **values: str) -> dict[str, str]:
    """Values with the marks that the page's form carries."""
    page = text(client.get("/bureau/calendar/notice/"))
    who = page.split('name="_who" value="')[1].split('"')[0]
    once = page.split('name="_once" value="')[1].split('"')[0]
    assert owner_of(who)
    return {"_who": who, "_once": once, **values}


def test_a_form_posted_after_the_session_ended_comes_back_filled(signed_in: Enter) -> None:
    client = signed_in("lijd")
    form = typed_form(client, notice="year: 2027 我抄了很久", password="secret")
    sessionless(client)
    where = "/bureau/calendar/notice/"
    answer = client.post(where, form, headers={"referer": f"http://testserver{where}"})
    assert answer.status_code == 302 and answer["Location"].startswith("/bureau/sign-in/?next=")
    client.post(answer["Location"], {"username": "lijd", "password": PASSWORD, "next": where})
    page = text(client.get(where))
    assert "year: 2027 我抄了很久" in page and "已带回您" in page and "secret" not in page
    assert "我抄了很久" not in text(client.get(where)), "given back once"


def test_another_person_never_gets_what_was_typed(signed_in: Enter) -> None:
    client = signed_in("lijd")
    form = typed_form(client, notice="只有我能看")
    sessionless(client)
    client.post("/bureau/calendar/notice/", form)
    client.post("/bureau/sign-in/", {"username": "xitong", "password": PASSWORD})
    assert "只有我能看" not in text(client.get("/bureau/calendar/notice/"))


@pytest.mark.parametrize("mark", ["", "forged", "ImFiYyI:1tZ:xx"])
def test_a_forged_owner_keeps_nothing(mark: str, county: County, client: Client) -> None:
    client.post("/bureau/calendar/notice/", {"_who": mark, "notice": "骗"})
    assert "typed" not in client.session


def test_htmx_is_sent_to_sign_in_as_a_whole_page(county: County, client: Client) -> None:
    answer = client.get("/bureau/officers/", headers={"HX-Request": "true"})
    assert answer.status_code == 204 and answer["HX-Redirect"].startswith("/bureau/sign-in/")


def test_the_same_form_posted_twice_is_answered_once(county: County, signed_in: Enter) -> None:
    client = signed_in("zhao")
    new = {
        "old_password": PASSWORD,
        "new_password1": "Di-er-ge-2026",
        "new_password2": "Di-er-ge-2026",
        "_once": "a" * 32,
    }
    assert client.post("/bureau/password/", new)["Location"] == "/bureau/"
    again = client.post("/bureau/password/", new)
    assert again.status_code == 302 and again["Location"] == "/bureau/"
    assert "没有重复办理" in text(client.get("/bureau/"))
