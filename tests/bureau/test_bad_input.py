"""Forms of the registers, roles and the calendar against bad input: hidden signs, empty, too long, twice, without a session."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.bureau.county import PASSWORD, County

from mingjing.cases.models import CalendarYear
from mingjing.ledger.models import Entry
from mingjing.organs import operations, queries
from mingjing.organs.models import Certificate, Organ, Person

Enter = Callable[[str], Client]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
KEPT = "这句话不能丢"
NASTY = ("假\x1b[2J名", "假\u202e名", "假\u200b名", "假\u200f名")


def body(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, to: str, typed: dict[str, Any]) -> Any:
    return client.post(to, dict(HIDDEN.findall(body(client.get(to)))) | typed)


def register_forms(county: County) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Each form that is kept in the registers: who fills it in, where, and what would be right."""
    zhao, day = f"/bureau/officers/{county.people['zhao']}/", timezone.localdate()
    return {
        "organ": ("xitong", "/bureau/registers/organs/new/", {
            "name": "示范县水务局", "code": "示水", "level": "county", "kind": "statutory", "domain": "resources", "region": "示范县",
            "government": "示范县人民政府", "slug": "slj", "effective_from": "2026-01-01", "address": KEPT}),
        "person": ("xitong", "/bureau/organs/emergency/people/new/", {"name": "林新来", "unit": KEPT, "post": ""}),
        "change": ("xitong", zhao + "change/", {"name": "赵建国", "unit": KEPT, "post": "队长", "reason": "定岗"}),
        "certificate": ("xitong", zhao + "certificates/new/", {
            "number": "冀B-7001", "issuer": KEPT, "category": "安全", "area": "示范县", "valid_from": "2026-01-01", "valid_to": "2031-01-01"}),
        "role": ("anquan", zhao + "roles/new/", {"role": "chair", "since": str(day), "until": "", "basis": KEPT}),
        "leave": ("xitong", zhao + "retire/", {"reason": KEPT}),
        "organ end": ("xitong", "/bureau/organs/emergency/retire/", {"effective_to": str(day), "reason": KEPT}),
    }  # fmt: skip


FORMS = ("organ", "person", "change", "certificate", "role", "leave", "organ end")


def counted() -> list[int]:
    return [model.objects.count() for model in (Organ, Person, Certificate, Entry)]


@pytest.mark.parametrize("name", FORMS)
def test_a_register_form_with_hidden_signs_or_empty(county: County, signed_in: Enter, name: str) -> None:
    who, where, good = register_forms(county)[name]
    client, before = signed_in(who), counted()
    field = next(key for key, value in good.items() if value == KEPT)
    other = next((value for key, value in good.items() if value and key != field), "")
    for nasty in NASTY:
        answer = send(client, where, good | {field: nasty})
        assert answer.status_code == 422 and "控制字符" in body(answer) and other in body(answer), nasty
    for required in re.findall(r'name="([a-z_]+)"[^>]*\brequired\b', body(client.get(where))):
        answer = send(client, where, good | {required: " "})
        assert (
            answer.status_code == 422 and "请填写这一项" in body(answer) and (KEPT in body(answer) or required == field)
        )
    long = send(client, where, good | {field: "长" * 5000})
    assert long.status_code == 422 and "最多" in body(long)
    assert counted() == before


@pytest.mark.parametrize("name", FORMS)
def test_a_register_form_posted_twice_or_without_a_session(
    county: County,
    signed_in: Enter,
    name: str,
) -> None:
    who, where, good = register_forms(county)[name]
    client = signed_in(who)
    form = dict(HIDDEN.findall(body(client.get(where)))) | good
    client.cookies.pop("sessionid")
    before = counted()
    lost = client.post(where, form, headers={"referer": f"http://testserver{where}"})
    assert lost.status_code == 302 and "/sign-in/" in lost["Location"] and counted() == before
    client.post("/bureau/sign-in/", {"username": who, "password": PASSWORD})
    page = body(client.get(where))
    assert KEPT in page and "已带回您在登录过期前填写的内容" in page
    again = dict(HIDDEN.findall(page)) | good
    first = client.post(where, again)
    done = counted()
    assert first.status_code == 302 and done[3] == before[3] + 1
    assert client.post(where, again)["Location"] == first["Location"] and counted() == done


def test_a_notice_too_large_disguised_or_without_a_session(county: County, signed_in: Enter) -> None:
    client, where = signed_in("lijd"), "/bureau/calendar/notice/"
    good = b"year: 2027\n# " + b"x" * 70_000
    for content, told in (
        (good, "超过 64 KB"),
        (b"\x89PNG\r\n\x1a\n\xff", "不是 UTF-8"),
        (b"year: \x1b2027", "读不懂"),
        (b"", "四项"),
        (b"PK\x03\x04", "读不懂"),
    ):
        answer = client.post(where, {"notice": f"# {KEPT}", "file": SimpleUploadedFile("2027.yaml", content)})
        assert answer.status_code == 422 and told in body(answer) and KEPT in body(answer), told
    form = dict(HIDDEN.findall(body(client.get(where)))) | {"words": KEPT, "step": "read"}
    client.cookies.pop("sessionid")
    client.post(where, form, headers={"referer": f"http://testserver{where}"})
    client.post("/bureau/sign-in/", {"username": "lijd", "password": PASSWORD})
    assert KEPT in body(client.get(where)) and not CalendarYear.objects.exists()


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "|calc", "%0A=1"])
def test_no_log_or_list_of_the_keepers_holds_a_formula(county: County, signed_in: Enter, evil: str) -> None:
    now = timezone.now()
    made = operations.register_person(organ_id=county.justice.id, name=evil, by=county.system, at=now)
    operations.appoint(person_id=made.id, role="supervisor", basis=evil, by=county.security, at=now)
    first = "Chushi-2026-x"
    held = operations.open_account(person_id=made.id, username="evil", password=first, by=county.system, at=now)
    me = queries.actor(made.id, now)
    operations.change_password(account_id=held.id, current=first, new=PASSWORD, by=me, at=now)
    for who, where in (
        ("shenji", "/bureau/audit/export.csv?tab=acts"),
        ("xitong", "/bureau/officers/export.csv?organ=justice"),
    ):
        table = body(signed_in(who).get(where))
        assert f'"\'{evil}"' in table and f'"{evil}"' not in table


def test_dates_of_a_certificate_and_a_reviewer_run_forward(county: County, signed_in: Enter) -> None:
    client, zhao = signed_in("xitong"), f"/bureau/officers/{county.people['zhao']}/"
    tomorrow = date.today() + timedelta(days=1)
    for typed, told in (
        ({"number": "A2012", "obtained_on": str(tomorrow), "first_review_on": ""}, "不能晚于今天"),
        ({"number": "A2012", "obtained_on": "", "first_review_on": ""}, "一并填写"),
        ({"number": "", "obtained_on": "", "first_review_on": ""}, "须填写初次"),
        ({"number": "A2012", "obtained_on": "0001-01-01", "first_review_on": "9999-12-31"}, "不能晚于今天"),
    ):
        answer = send(client, zhao + "qualification/", typed)
        assert answer.status_code == 422 and told in body(answer) and typed["number"] in body(answer)
