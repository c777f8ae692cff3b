"""The pages of the three administrators: real figures, no word of a case, logs by person, number and day, sign-ins."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.bureau.county import PASSWORD, County
from tests.bureau.test_keeping import body, person, send

from mingjing.cases.models import Case, Refusal
from mingjing.foundation.models import OutboxEntry
from mingjing.ledger.models import Entry
from mingjing.organs import operations, queries
from mingjing.records import operations as records
from mingjing.records.models import Dossier

Enter = Callable[[str], Client]
PARTY, CAUSE, FILE = "某秘密公司", "秘密案由", "秘密笔录.pdf"


@pytest.fixture
def case(county: County) -> Case:
    """A case with a look at its file and a refused attempt, all of which speak of the party."""
    now = timezone.now()
    by = queries.actor(county.people["zhao"], now)
    dossier = records.open_dossier(organ_id=county.emergency.id, title=PARTY, at=now, by=by)
    made = Case.objects.create(
        dossier_id=dossier, organ_id=county.emergency.id, number="示应急立〔2026〕9号", lead_number="线索9", party_name=PARTY, cause=CAUSE,
        opened_at=now, updated_at=now, stage="investigation", procedure="ordinary_penalty", procedure_version=1, source="inspection",
        party_id=uuid4(), matter_code="x",
    )  # fmt: skip
    records.log_view(dossier_id=dossier, what="export", object_id=made.id, name=FILE, purpose="导出案卷", at=now, by=by)
    Refusal.objects.create(
        case=made,
        code="decide",
        by_id=by.person_id,
        by_name=by.name,
        at=now,
        rules="REV-03,G-01",
        message=f"{PARTY}没有审核",
    )
    return made


def test_the_auditor_reads_who_and_when_but_never_what_of(case: Case, signed_in: Enter) -> None:
    client = signed_in("shenji")
    for address in (
        "",
        "audit/",
        "audit/?tab=refusals",
        "audit/?tab=acts",
        "audit/export.csv",
        "audit/export.csv?tab=refusals",
    ):
        page = body(client.get(f"/bureau/{address}"))
        assert not [word for word in (PARTY, CAUSE, FILE) if word in page], address
        assert case.number in page, address
    assert "REV-03、G-01" in body(client.get("/bureau/audit/?tab=refusals"))
    assert client.get("/bureau/audit/export.xlsx?tab=acts").content[:2] == b"PK"
    assert client.get("/bureau/audit/export.pdf").status_code == 404


@pytest.mark.parametrize("tab", ["views", "refusals", "acts"])
def test_logs_are_narrowed_by_person_number_and_day(case: Case, signed_in: Enter, tab: str) -> None:
    client, today = signed_in("shenji"), timezone.localdate()
    at = f"/bureau/audit/?tab={tab}"
    for narrow in (
        "person=赵建国",
        "number=〔2026〕9号",
        f"since={today}",
        f"until={today}",
        "since=垃圾&until=9999-12-31",
    ):
        assert case.number in body(client.get(f"{at}&{narrow}")), narrow
    for narrow in (
        "person=冯安全",
        "person=没有",
        "number=〔2020〕",
        f"since={today + timedelta(days=1)}",
        "until=2020-01-01",
    ):
        page = body(client.get(f"{at}&{narrow}"))
        assert f">{case.number}<" not in page, narrow
    assert "没有符合条件的记录" in body(client.get(f"{at}&until=2020-01-01"))
    for strange in ("after=abc", "after=99999999999999999999", "since=0001-01-01", "after=-1", "person=%00x"):
        assert client.get(f"{at}&{strange}").status_code in {200, 400}


def test_the_log_of_acts_goes_on_page_by_page(county: County, signed_in: Enter) -> None:
    client, seen, after = signed_in("shenji"), 0, ""
    for _ in range(10):
        page = body(client.get(f"/bureau/audit/?tab=acts{after}"))
        seen += page.count("台账第 ")
        if "下一页" not in page:
            break
        after = "&after=" + page.split("after=")[1].split('"')[0].split("&")[0]
    assert seen == Entry.objects.count()


def test_an_auditor_of_one_organ_reads_of_its_people(case: Case, county: County, signed_in: Enter) -> None:
    now = timezone.now()
    local = operations.register_person(organ_id=county.emergency.id, name="应审计", by=county.system, at=now)
    operations.appoint(person_id=local.id, role="auditor", basis="令", by=county.security, at=now)
    made = operations.open_account(
        person_id=local.id, username="yjsj", password="Chushi-2026-x", by=county.system, at=now
    )
    operations.change_password(
        account_id=made.id, current="Chushi-2026-x", new=PASSWORD, by=queries.actor(local.id, now), at=now
    )
    operations.unlock_account(account_id=made.id, reason="已核实", by=county.security, at=now)
    client = signed_in("yjsj")
    assert case.number in body(client.get("/bureau/audit/"))
    acts = body(client.get("/bureau/audit/?tab=acts"))
    assert "吴系统" not in acts and "应审计" in acts


def test_the_system_page_tells_what_is_recorded(county: County, signed_in: Enter) -> None:
    client = signed_in("xitong")
    page = body(client.get("/bureau/"))
    assert "没有积压" in page and "没有备份记录" in page and "都不接触案件内容" in page and "Django" in page
    late = timezone.now() - timedelta(minutes=10)
    OutboxEntry.objects.create(name="x", payload={}, made_at=late, tries=3)
    assert "后台进程可能没有运行" in body(client.get("/bureau/")) and "1 件曾经失败" in body(client.get("/bureau/"))
    note = Path(settings.HOME) / "last-backup.json"
    try:
        for at, word in ((timezone.now(), "有近期备份"), (timezone.now() - timedelta(days=9), "已超过 7 天")):
            note.write_text(json.dumps({"at": at.isoformat(), "file": "/b.tar", "size": 5}))
            assert word in body(client.get("/bureau/"))
        for spoilt in ("", "[]", '{"at": "x"}', '{"at": 1, "file": "", "size": ""}'):
            note.write_text(spoilt)
            assert "没有备份记录" in body(client.get("/bureau/"))
    finally:
        note.unlink()


def test_the_security_page_shows_failures_and_lets_a_name_try_again(county: County, signed_in: Enter) -> None:
    thief = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        thief.post("/bureau/sign-in/", {"username": "zhao", "password": "wrong"})
    assert thief.post("/bureau/sign-in/", {"username": "zhao", "password": PASSWORD}).status_code == 429
    client, release = signed_in("anquan"), "/bureau/sign-ins/release/?username=zhao"
    assert "zhao" in body(client.get("/bureau/")) and "暂停登录" in body(client.get("/bureau/sign-ins/?q=zhao"))
    assert 'value="zhao"' in body(client.get(release))
    for wrong in (
        {"username": "zhao", "reason": ""},
        {"username": "nobody", "reason": "x"},
        {"username": "", "reason": "x"},
    ):
        assert send(client, release, **wrong).status_code == 422
    assert thief.post("/bureau/sign-in/", {"username": "zhao", "password": PASSWORD}).status_code == 429
    assert send(client, release, username="zhao", reason="本人输错，已电话核实").status_code == 302
    assert thief.post("/bureau/sign-in/", {"username": "zhao", "password": PASSWORD}).status_code == 302
    assert "解除因连续输错密码而暂停的登录" in body(signed_in("shenji").get("/bureau/audit/?tab=acts"))
    for strange in ("q=127.0.0.1", "q='--", "after=x", "after=999999"):
        assert client.get(f"/bureau/sign-ins/?{strange}").status_code == 200
    assert "解除</a>" not in body(signed_in("shenji").get("/bureau/sign-ins/"))


def test_history_is_for_those_who_keep_or_watch(county: County, signed_in: Enter) -> None:
    for username, sees in (("xitong", True), ("anquan", True), ("shenji", True), ("lijd", True), ("zhao", False)):
        assert ("变动记录" in body(signed_in(username).get(person(county, "zhao")))) is sees
    assert Dossier.objects.count() == 0


def test_logs_ask_few_questions(case: Case, signed_in: Enter, django_assert_max_num_queries: Any) -> None:
    client = signed_in("shenji")
    for address in ("", "audit/", "audit/?tab=refusals", "audit/?tab=acts", "sign-ins/"):
        with django_assert_max_num_queries(32):
            client.get(f"/bureau/{address}")


def test_a_keeper_is_let_in_by_another_of_the_three(county: County, signed_in: Enter) -> None:
    held = queries.account_of(county.people["anquan"])
    assert held is not None
    system, at = signed_in("xitong"), f"/bureau/accounts/{held.id}/"
    assert "审计管理员）向本人核实" in body(system.get(at + "reset/"))
    answer = send(system, at + "reset/", reason="本人忘记，已当面核实")
    found = re.search(r"<code class=\"fs-4 mj-nowrap\">([^<]+)<", body(answer))
    assert found and "解除锁定" in body(answer)
    thief = Client()
    thief.post("/bureau/sign-in/", {"username": "anquan", "password": found[1]})
    assert thief.get("/bureau/organs/")["Location"].startswith("/bureau/sign-in/")
    refused = system.post(at + "unlock/", {"reason": "试"})
    assert refused.status_code == 403 and "另一名安全管理员或者审计管理员" in body(refused)
    auditor = signed_in("shenji")
    assert "等您核实的三员账号" in body(auditor.get("/bureau/")) and f"{at}unlock/" in body(auditor.get("/bureau/"))
    assert auditor.get(at + "lock/").status_code == 403 and auditor.get(at + "end/").status_code == 403
    assert send(auditor, at + "unlock/", reason="").status_code == 422
    assert send(auditor, at + "unlock/", reason="已与本人通话核实").status_code == 302
    assert "等您核实" not in body(auditor.get("/bureau/"))
    thief.post("/bureau/sign-in/", {"username": "anquan", "password": found[1]})
    assert thief.get("/bureau/organs/")["Location"].startswith("/bureau/password/")


def test_a_subordinate_keeper_sees_nothing_of_other_organs(county: County, signed_in: Enter) -> None:
    now = timezone.now()
    local = operations.register_person(organ_id=county.emergency.id, name="应安全", by=county.system, at=now)
    operations.appoint(person_id=local.id, role="secadmin", basis="令", by=county.security, at=now)
    first = "Chushi-2026-x"
    made = operations.open_account(person_id=local.id, username="yjaq", password=first, by=county.system, at=now)
    by = queries.actor(local.id, now)
    operations.change_password(account_id=made.id, current=first, new=PASSWORD, by=by, at=now)
    operations.unlock_account(account_id=made.id, reason="已核实", by=county.security, at=now)
    for name in ("lijd", "zhao", "typed-by-mistake"):
        Client().post("/bureau/sign-in/", {"username": name, "password": "wrong"})
    client = signed_in("yjaq")
    for address in ("/bureau/sign-ins/", "/bureau/"):
        page = body(client.get(address))
        assert "zhao" in page and "lijd" not in page and "typed-by-mistake" not in page, address
    assert "typed-by-mistake" in body(signed_in("anquan").get("/bureau/sign-ins/"))
    assert "变动记录" in body(client.get(person(county, "zhao")))
    assert "变动记录" not in body(client.get(person(county, "lijd")))
    assert client.get(person(county, "lijd") + "roles/new/").status_code == 403


@pytest.mark.parametrize("day", ["9999-12-31", "2101-01-01", "0001-01-01", "2026-02-30"])
def test_no_day_breaks_a_role(county: County, signed_in: Enter, day: str) -> None:
    client, new = signed_in("anquan"), person(county, "zhao") + "roles/new/"
    given = {"role": "chair", "since": str(timezone.localdate()), "until": day, "basis": "〔2026〕5 号"}
    answer = send(client, new, **given)
    assert answer.status_code == 422 and "〔2026〕5 号" in body(answer) and day in body(answer)
    assert send(client, new, **given | {"until": "", "since": day}).status_code in {302, 422}
    assert client.get(person(county, "zhao")).status_code == 200 and client.get("/bureau/").status_code == 200


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_ids_of_another_organ_open_nothing(county: County, signed_in: Enter, role: str) -> None:
    now, first, lijd = timezone.now(), "Chushi-2026-x", county.people["lijd"]
    local = operations.register_person(organ_id=county.emergency.id, name="局管", by=county.system, at=now)
    operations.appoint(person_id=local.id, role=role, basis="令", by=county.security, at=now)
    made = operations.open_account(person_id=local.id, username="juguan", password=first, by=county.system, at=now)
    by = queries.actor(local.id, now)
    operations.change_password(account_id=made.id, current=first, new=PASSWORD, by=by, at=now)
    operations.unlock_account(account_id=made.id, reason="已核实", by=county.security, at=now)
    held, one = queries.account_of(lijd), queries.certificates([lijd])[lijd][0]
    assert held is not None
    here, role_id = person(county, "lijd"), queries.appointments(lijd)[0].id
    addresses = [
        *(f"{here}{tail}/" for tail in ("change", "retire", "qualification", "certificates/new", "account/new", "roles/new", f"roles/{role_id}/end")),
        *(f"/bureau/organs/justice/{tail}/" for tail in ("change", "retire", "people/new")),
        *(f"/bureau/accounts/{held.id}/{move}/" for move in ("reset", "lock", "unlock", "end")),
        *(f"/bureau/certificates/{one.id}/{move}/" for move in ("renew", "suspend", "restore", "revoke")),
    ]  # fmt: skip
    client, before = signed_in("juguan"), Entry.objects.count()
    typed = {"reason": "x", "basis": "x", "name": "x", "username": "abcd", "role": "head", "valid_to": "2040-01-01"}
    for address in addresses:
        assert (client.get(address).status_code, client.post(address, typed).status_code) == (403, 403), address
    new = {"parent_id": str(county.justice.id), "name": "子", "slug": "zi"}
    assert client.post("/bureau/registers/organs/new/", new).status_code in {403, 422}
    assert Entry.objects.count() == before
