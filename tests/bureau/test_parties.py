"""The register of parties in the browser: registered, amended, stale, twice, by whom; and a case that follows."""

import re
from typing import Any

import pytest
from django.test import Client
from tests import kept
from tests.bureau.county import County
from tests.security import town as towns
from tests.security.hostile import JOURNEYS

from mingjing.cases import operations
from mingjing.cases.operations import lookup
from mingjing.parties import operations as register
from mingjing.parties import queries
from mingjing.parties.models import Party, PartyVersion
from mingjing.sites.journeys import world
from mingjing.sites.journeys.player import read_story

FIRM = {
    "kind": "legal_person", "name": "示范县清源合作社", "id_type": "uscc", "id_number": "91130821MA0HTEA1XE", "address": "清源路 1 号",
    "representative": "水清源",
}  # fmt: skip
NEW = "/bureau/parties/new/"


def body(answer: Any) -> str:
    return str(answer.content.decode())


def marks(client: Client, address: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body(client.get(address))))


def send(client: Client, to: str, typed: dict[str, str]) -> Any:
    return client.post(to, marks(client, to) | typed)


def test_a_party_is_registered_once_and_amended_with_a_reason(county: County, signed_in: Any) -> None:
    client = signed_in("zhao")
    assert "登记当事人" in body(client.get("/bureau/parties/"))
    assert send(client, NEW, FIRM).status_code == 302
    assert send(client, NEW, FIRM).status_code == 302
    one = Party.objects.get()
    amend = f"/bureau/parties/{one.id}/amend/"
    typed = {**FIRM, "name": "示范县清源农机合作社"}
    refused = send(client, amend, typed)
    assert refused.status_code == 422 and "更正原因" in body(refused) and "示范县清源农机合作社" in body(refused)
    assert send(client, amend, typed | {"reason": "营业执照变更了名称"}).status_code == 302
    same = send(client, amend, typed | {"reason": "再来一次"})
    assert same.status_code == 422 and "没有任何一项发生变化" in body(same)
    page = body(client.get(f"/bureau/parties/{one.id}/"))
    assert "示范县清源农机合作社" in page and "第 1 版（已变更）" in page and amend in page
    assert PartyVersion.objects.count() == 2


def test_wrong_or_stale_registrations_are_answered_and_kept(county: County, signed_in: Any) -> None:
    client = signed_in("zhao")
    wrong = send(client, NEW, FIRM | {"id_number": "91130821MA0HTEA1X0"})
    assert wrong.status_code == 422 and "示范县清源合作社" in body(wrong) and not Party.objects.exists()
    empty = send(client, NEW, {"kind": "", "name": ""})
    assert empty.status_code == 422 and "请填写这一项" in body(empty)
    send(client, NEW, FIRM)
    one = Party.objects.get()
    amend = f"/bureau/parties/{one.id}/amend/"
    seen = marks(client, amend)
    assert send(client, amend, {**FIRM, "phone": "0399-1", "reason": "补电话"}).status_code == 302
    stale = client.post(amend, seen | {**FIRM, "phone": "0399-2", "reason": "补电话"})
    assert stale.status_code == 422 and "已经有人更正过" in body(stale) and "0399-2" in body(stale)


@pytest.mark.parametrize(
    ("username", "status"), [("zhao", 200), ("qian", 200), ("lijd", 200), ("sun", 403), ("zhou", 403), ("xitong", 403)]
)
def test_who_may_keep_the_register(county: County, signed_in: Any, username: str, status: int) -> None:
    send(signed_in("zhao"), NEW, FIRM)
    amend = f"/bureau/parties/{Party.objects.get().id}/amend/"
    client = signed_in(username)
    assert client.get(NEW).status_code == status
    assert client.get(amend).status_code == status
    assert Client().get(NEW).status_code == 302


def test_a_citizens_number_is_kept_unless_it_is_typed_anew(county: County, signed_in: Any) -> None:
    client = signed_in("zhao")
    send(client, NEW, {"kind": "citizen", "name": "刘某某", "id_type": "passport", "id_number": "E12345678"})
    one = Party.objects.get()
    amend = f"/bureau/parties/{one.id}/amend/"
    assert "E12345678" not in body(client.get(amend))
    typed = {"name": "刘某", "id_type": "passport", "id_number": "", "reason": "姓名登记有误"}
    assert send(client, amend, typed).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.id_number) == ("刘某", "E12345678")


@pytest.mark.django_db
def test_a_case_follows_a_corrected_name_only_when_it_is_changed_there() -> None:
    moment = world.moment("2026-09-25 10:00")
    steps = [
        one for one in read_story(JOURNEYS / "basic.yaml").steps if "act" in one and world.moment(one["at"]) < moment
    ]
    player = towns.play(kept.county(), steps, party="恒源")
    handler, key, new = player.actor("甲", moment), player.world.parties["恒源"], "示范县恒源新材料有限公司"
    register.amend(party_id=key, changes={"name": new}, reason="更名", by=handler, at=moment)
    assert player.facts().party["name"] == "示范县恒源化工有限公司"
    data = player.data_for("change_party", moment, player.case_id(), {"party": "恒源", "kind": "rename"})
    operations.perform(
        case_id=player.case_id(), code="change_party", data=data, by=player.actor("己", moment), drafter=handler,
        at=moment, now=moment,
    )  # fmt: skip
    facts = player.facts()
    assert (facts.party["name"], facts.party["version"]) == (new, 2)
    assert facts.last("change_party").data["former"]["name"] == "示范县恒源化工有限公司"
    assert facts.replaced_party is None


def test_nobody_is_found_by_half_a_name(county: County, signed_in: Any) -> None:
    send(signed_in("zhao"), NEW, FIRM)
    found = queries.find("示范县清源")[0]
    for typed, known in (("示范县清源", False), ("\x00", False), ("示范县清源合作社", True), (FIRM["id_number"], True)):
        kept = lookup._party(typed)
        assert (kept is not None and kept["id"] == str(found.id)) is known, typed
