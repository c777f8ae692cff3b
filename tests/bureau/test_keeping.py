"""Registers, accounts and roles kept in the browser: by whom, with what reason, twice, stale, wrongly typed."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from stdnum.cn import uscc
from tests.bureau.county import FIRST, PASSWORD, TODAY, County

from mingjing.ledger.models import Entry
from mingjing.organs import operations, queries
from mingjing.organs.models import Account, Certificate, Organ, Person

Enter = Callable[[str], Client]
ORGAN = {
    "name": "示范县水务局", "code": "示水", "uscc": "", "level": "county", "kind": "statutory", "domain": "resources", "parent_id": "",
    "principal_id": "", "region": "示范县", "region_code": "", "government": "示范县人民政府", "address": "水务路 1 号", "phone": "0000-1",
    "supervision": "0000-12345", "reconsideration_body": "示范县人民政府", "court": "示范县人民法院", "bank": "", "bank_account_name": "",
    "bank_account": "", "basis": "", "slug": "slj", "effective_from": "2026-01-01",
}  # fmt: skip
PAPER = {
    "number": "冀B-7001", "issuer": "示范县人民政府", "category": "安全生产", "area": "示范县", "valid_from": "2026-01-01", "valid_to": "2031-01-01",
}  # fmt: skip


def body(answer: Any) -> str:
    return str(answer.content.decode())


def marks(client: Client, address: str) -> dict[str, str]:
    """The hidden inputs of the page's form."""
    page = body(client.get(address))
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def send(client: Client, to: str, **typed: str) -> Any:
    return client.post(to, marks(client, to) | typed)


def person(county: County, username: str) -> str:
    return f"/bureau/officers/{county.people[username]}/"


def account(county: County, username: str) -> Any:
    found = queries.account_of(county.people[username])
    assert found is not None
    return found


def pages(county: County) -> dict[str, set[str]]:
    """Every form, and who may open it."""
    one = queries.certificates([county.people["zhao"]])[county.people["zhao"]][0]
    role, held = queries.appointments(county.people["zhao"])[0], account(county, "zhao")
    system = {
        "/bureau/registers/organs/new/", "/bureau/organs/emergency/change/", "/bureau/organs/emergency/retire/",
        "/bureau/organs/emergency/people/new/", person(county, "zhao") + "change/", person(county, "zhao") + "retire/",
        person(county, "zhao") + "qualification/", person(county, "zhao") + "certificates/new/", person(county, "zhao") + "account/new/",
        f"/bureau/certificates/{one.id}/renew/", f"/bureau/accounts/{held.id}/reset/", f"/bureau/accounts/{held.id}/lock/",
    }  # fmt: skip
    security = {
        person(county, "zhao") + "roles/new/", f"{person(county, 'zhao')}roles/{role.id}/end/", "/bureau/sign-ins/release/",
    }  # fmt: skip
    withhold = {f"/bureau/certificates/{one.id}/{move}/" for move in ("suspend", "restore", "revoke")}
    return (
        dict.fromkeys(system, {"xitong"}) | dict.fromkeys(security, {"anquan"}) | dict.fromkeys(withhold, {"xitong", "lijd"})
        | {"/bureau/accounts/": {"xitong", "anquan", "shenji"}, "/bureau/audit/": {"shenji"}, "/bureau/audit/export.csv": {"shenji"},
           "/bureau/sign-ins/": {"anquan", "shenji"}}
    )  # fmt: skip


@pytest.mark.parametrize("username", ["xitong", "anquan", "shenji", "zhao", "sun", "zhou", "zheng", "lijd"])
def test_every_form_is_open_to_its_role_alone(county: County, signed_in: Enter, username: str) -> None:
    client, before = signed_in(username), Entry.objects.count()
    for address, allowed in pages(county).items():
        assert client.get(address).status_code == (200 if username in allowed else 403), address
        if username not in allowed:
            assert client.post(address, {"reason": "试", "basis": "试"}).status_code == 403, address
    assert Entry.objects.count() == before


def test_strangers_are_sent_to_sign_in(county: County, client: Client) -> None:
    for address in pages(county):
        assert client.get(address)["Location"].startswith("/bureau/sign-in/"), address
        assert client.post(address, {"reason": "x"}).status_code == 302


def test_an_organ_is_registered_changed_and_retired(county: County, signed_in: Enter) -> None:
    client, new = signed_in("xitong"), "/bureau/registers/organs/new/"
    code = "11130821MB000000" + "1"
    answer = send(client, new, **ORGAN | {"uscc": (code + uscc.calc_check_digit(code)).lower()})
    assert answer["Location"] == "/bureau/organs/slj/"
    page = body(client.get("/bureau/organs/slj/"))
    assert "已登记示范县水务局" in page and "0000-12345" in page and "登记变更" in page
    change = "/bureau/organs/slj/change/"
    seen = marks(client, change)
    typed = {k: v for k, v in ORGAN.items() if k != "slug"} | {
        "phone": "0000-9",
        "effective_to": "",
        "reason": "换号",
        "uscc": "",
    }
    assert client.post(change, seen | typed).status_code == 302
    stale = client.post(change, {**seen, "_once": ""} | typed | {"phone": "0000-8"})
    assert stale.status_code == 422 and "别人已经改过" in body(stale) and "0000-8" in body(stale)
    assert "联系电话由“0000-1”改为“0000-9”" in body(client.get("/bureau/organs/slj/"))
    gone = send(client, "/bureau/organs/slj/retire/", effective_to="2026-06-30", reason="机构改革")
    assert gone.status_code == 302
    assert "不在有效期内" in body(client.get("/bureau/organs/slj/"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"name": "示范县应急管理局"}, "机关名称"),
        ({"code": "示应急"}, "机关代字"),
        ({"slug": "emergency"}, "地址名"),
        ({"slug": "水 务"}, "地址名"),
        ({"uscc": "123"}, "应为18位"),
        ({"uscc": "11130821MB00000010"}, "校验位"),
        ({"level": "galaxy"}, "没有这个选项"),
        ({"effective_from": "昨天"}, "日期写法不对"),
        ({"kind": "entrusted"}, "没有填写委托机关"),
        ({"kind": "delegated"}, "没有写明授权"),
        ({"address": "水务路 1 号\t二"}, "控制字符"),
    ],
)
def test_a_wrong_organ_is_refused_beside_what_was_typed(
    county: County, signed_in: Enter, wrong: dict[str, str], told: str
) -> None:
    answer = send(signed_in("xitong"), "/bureau/registers/organs/new/", **ORGAN | wrong)
    assert answer.status_code in {409, 422} and told in body(answer) and "水务路 1 号" in body(answer)
    assert not Organ.objects.filter(address="水务路 1 号").exists()


def test_a_person_joins_is_changed_and_leaves(county: County, signed_in: Enter) -> None:
    client = signed_in("xitong")
    made = send(client, "/bureau/organs/emergency/people/new/", name="林新来", unit="执法大队", post="")
    where = made["Location"]
    assert "已登记林新来" in body(client.get(where))
    assert (
        send(client, where + "change/", name="林新来", unit="执法大队", post="队员", reason="定岗").status_code == 302
    )
    assert "职务由“空”改为“队员”" in body(client.get(where))
    empty = send(client, where + "change/", name="林新来", unit="执法大队", post="队员", reason="再来")
    assert empty.status_code == 422 and "没有要变更的事项" in body(empty)
    assert send(client, where + "retire/", reason="").status_code == 422
    assert send(client, where + "retire/", reason="辞职").status_code == 302
    assert not Person.objects.get(name="林新来").active
    again = send(client, where + "retire/", reason="辞职")
    assert again.status_code == 422 and "已经离岗" in body(again)
    own = send(client, person(county, "xitong") + "retire/", reason="辞职")
    assert own.status_code == 422 and "不能给自己" in body(own)


def test_a_certificate_lives_its_life(county: County, signed_in: Enter) -> None:
    client, where = signed_in("xitong"), person(county, "zhao")
    assert send(client, where + "certificates/new/", **PAPER).status_code == 302
    one = Certificate.objects.get(number=PAPER["number"])
    twice = send(client, where + "certificates/new/", **PAPER)
    assert twice.status_code == 422 and "执法证号" in body(twice)
    for wrong in ({"valid_to": "2020-01-01"}, {"valid_to": ""}, {"number": ""}, {"valid_from": "2026-13-01"}):
        assert send(client, where + "certificates/new/", **PAPER | {"number": "X"} | wrong).status_code == 422
    at = f"/bureau/certificates/{one.id}/"
    assert send(client, at + "suspend/", reason="").status_code == 422
    assert send(client, at + "suspend/", reason="调查").status_code == 302
    again = send(client, at + "suspend/", reason="调查")
    assert again.status_code == 409 and "不能重复暂扣" in body(again)
    assert "先恢复" in body(send(client, at + "renew/", valid_to="2033-01-01", reason="换证"))
    assert send(client, at + "restore/", reason="查清").status_code == 302
    assert send(client, at + "renew/", valid_to="2033-01-01", reason="换证").status_code == 302
    assert send(client, at + "revoke/", reason="调离").status_code == 302
    page = body(client.get(where))
    assert "恢复：查清" in page and "调离" in page
    assert "有效至 2033-01-01" in re.sub("<[^>]+>", "", page)
    assert client.get(at + "nothing/").status_code == 404


def test_a_supervisor_withholds_but_does_not_renew(county: County, signed_in: Enter) -> None:
    one = queries.certificates([county.people["zhao"]])[county.people["zhao"]][0]
    client = signed_in("lijd")
    assert client.get(f"/bureau/certificates/{one.id}/renew/").status_code == 403
    assert send(client, f"/bureau/certificates/{one.id}/suspend/", reason="监督决定").status_code == 302


def test_the_officers_page_has_leaves_and_goes_to_a_table(county: County, signed_in: Enter) -> None:
    client, now = signed_in("zhao"), timezone.now()
    for n in range(55):
        operations.register_person(organ_id=county.emergency.id, name=f"=员{n:02}", by=county.system, at=now)
    first = body(client.get("/bureau/officers/"))
    assert "下一页" in first and "共 61 条" in first
    assert "上一页" in body(client.get("/bureau/officers/?after=50"))
    table = client.get("/bureau/officers/export.csv?q=员").content.decode()
    assert table.count("\n") == 56 and "'=员00" in table and "冀B-zhao" not in table
    assert client.get("/bureau/officers/export.xlsx").content[:2] == b"PK"
    assert client.get("/bureau/officers/export.pdf").status_code == 404


def test_an_account_is_opened_and_its_password_shown_once(county: County, signed_in: Enter) -> None:
    client = signed_in("xitong")
    somebody = Person.objects.get(name="王过期")
    new = f"/bureau/officers/{somebody.id}/account/new/"
    for wrong in ("", "Wang", "王", "zhao"):
        answer = send(client, new, username=wrong)
        assert answer.status_code == 422 and "一次性密码</dt>" not in body(answer)
    form = marks(client, new) | {"username": "wanggq"}
    answer = client.post(new, form)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    found = re.search(r"<code class=\"fs-4 mj-nowrap\">([^<]+)<", body(answer))
    assert found
    again = client.post(new, form)
    assert again["Location"] == f"/bureau/officers/{somebody.id}/" and found[1] not in body(
        client.get(again["Location"])
    )
    other = Client()
    other.post("/bureau/sign-in/", {"username": "wanggq", "password": found[1]})
    operations.appoint(person_id=somebody.id, role="handler", basis="令", by=county.security, at=timezone.now())
    assert other.get("/bureau/organs/")["Location"].startswith("/bureau/password/")
    assert found[1] not in "".join(
        bytes(one).decode() for one in Entry.objects.values_list("opening__event", flat=True)
    )


def test_a_password_is_reset_once_for_one_form(county: County, signed_in: Enter) -> None:
    client, other = signed_in("xitong"), signed_in("zhao")
    at = f"/bureau/accounts/{account(county, 'zhao').id}/reset/"
    form = marks(client, at)
    assert "请填写这一项" in body(client.post(at, form))
    form["reason"] = "本人忘记，已当面核实"
    assert "一次性密码</dt>" in body(client.post(at, form))
    kept = Account.objects.get(username="zhao").password
    assert client.post(at, form).status_code == 302
    assert Account.objects.get(username="zhao").password == kept
    assert other.get("/bureau/organs/").status_code == 302, "the old session is over"
    assert not Account.objects.get(username="zhao").check_password(PASSWORD)


def test_locking_throws_out_at_once(county: County, signed_in: Enter) -> None:
    client, other = signed_in("xitong"), signed_in("zhao")
    at = f"/bureau/accounts/{account(county, 'zhao').id}/"
    assert send(client, at + "lock/", reason="").status_code == 422
    assert send(client, at + "lock/", reason="休假").status_code == 302
    assert other.get("/bureau/organs/").status_code in {302, 403}
    assert "已经锁定" in body(send(client, at + "lock/", reason="休假"))
    assert "已锁定" in body(client.get("/bureau/accounts/?organ=emergency&state=locked"))
    assert send(client, at + "unlock/", reason="回来").status_code == 302
    assert signed_in("zhao").get("/bureau/organs/").status_code == 200
    assert send(client, at + "end/", reason="调走").status_code == 302
    assert "已经销号" in body(send(client, at + "unlock/", reason="后悔"))
    assert client.get(at + "nothing/").status_code == 404
    own = send(client, f"/bureau/accounts/{account(county, 'xitong').id}/lock/", reason="x")
    assert own.status_code == 422 and "不能给自己" in body(own)


def test_roles_are_granted_for_a_time_and_taken_back(county: County, signed_in: Enter) -> None:
    client, where = signed_in("anquan"), person(county, "zhao")
    new, today = where + "roles/new/", timezone.localdate()
    given = {"role": "examiner", "since": str(today), "until": str(today + timedelta(days=20)), "basis": "〔2026〕5 号"}
    assert send(client, new, **given).status_code == 302
    page = body(client.get(where))
    assert "案件审查人" in page and "现任" in page and "到 " in page
    assert "30 天内到期" in body(client.get("/bureau/")) and "案件审查人，" in body(client.get("/bureau/"))
    assert "已经是案件审查人" in body(send(client, new, **given))
    clash = send(client, new, **given | {"role": "sysadmin"})
    assert clash.status_code == 409 and "不能再任系统管理员" in body(clash) and "〔2026〕5 号" in body(clash)
    for wrong in ({"role": ""}, {"role": "king"}, {"basis": ""}, {"since": "2020-01-01"}, {"until": "2020-01-01"}):
        assert send(client, new, **given | {"role": "chair"} | wrong).status_code == 422, wrong
    held = next(one for one in queries.appointments(county.people["zhao"]) if one.role == "examiner")
    end = f"{where}roles/{held.id}/end/"
    assert send(client, end, basis="").status_code == 422
    assert send(client, end, basis="免").status_code == 302
    assert "现在不是案件审查人" in body(send(client, end, basis="免"))
    assert client.get(f"{person(county, 'sun')}roles/{held.id}/end/").status_code == 404


def test_a_subordinate_administrator_stays_within_the_organ(county: County, signed_in: Enter) -> None:
    now = timezone.now()
    local = operations.register_person(organ_id=county.emergency.id, name="应系统", by=county.system, at=now)
    operations.appoint(person_id=local.id, role="sysadmin", basis="令", by=county.security, at=now)
    made = operations.open_account(person_id=local.id, username="yjxt", password=FIRST, by=county.system, at=now)
    operations.change_password(account_id=made.id, current=FIRST, new=PASSWORD, by=queries.actor(local.id, now), at=now)
    operations.unlock_account(account_id=made.id, reason="已核实", by=county.security, at=now)
    client = signed_in("yjxt")
    assert client.get("/bureau/organs/emergency/change/").status_code == 200
    assert client.get("/bureau/organs/justice/change/").status_code == 403
    assert client.get(person(county, "lijd") + "change/").status_code == 403
    shown = body(client.get("/bureau/accounts/?organ=justice"))
    assert "冯安全" not in shown and "赵建国" in shown


def test_lists_ask_few_questions(county: County, signed_in: Enter, django_assert_max_num_queries: Any) -> None:
    client, now = signed_in("xitong"), timezone.now()
    for n in range(30):
        one = operations.register_person(organ_id=county.emergency.id, name=f"员{n}", by=county.system, at=now)
        operations.open_account(person_id=one.id, username=f"yuan{n}", password=FIRST, by=county.system, at=now)
    for address in (
        "/bureau/",
        "/bureau/accounts/?organ=emergency",
        "/bureau/officers/?organ=emergency",
        "/bureau/organs/emergency/",
    ):
        with django_assert_max_num_queries(24):
            assert client.get(address).status_code == 200
    assert TODAY
