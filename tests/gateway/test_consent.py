"""Who issues a key is not whom it stands for (XCH-27), and the ledger tells of every act through which key it came."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.exchange.test_feeding import release
from tests.gateway.test_api import ALL, AT, DECISION, call, key, problem
from tests.security.hostile import browser

from mingjing.exchange import operations, queries
from mingjing.exchange.models import ApiKey, Fed
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.models import Entry, Opening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def issued(shifan: Any, who: str = "公", by: Actor | None = None) -> tuple[UUID, str]:
    made, secret = operations.issue_key(
        organ_id=shifan.organs["应急局"], name="县办案系统", scopes=ALL, person_id=shifan.people[who], by=by or shifan.actor("系小管", AT), at=AT,
        expires_on=date(2027, 9, 1),
    )  # fmt: skip
    return made.id, secret


def test_a_key_waits_until_its_person_agrees_and_then_lets_in(shifan: Any) -> None:
    made, secret = issued(shifan)
    told = problem(call(secret, "publications", DECISION), 401)
    assert "本人接受" in told["detail"]
    assert Fed.objects.count() == 0
    assert [one.state(AT.date()) for one in queries.keys_in_name_of(shifan.people["公"], AT.date())] == ["waiting"]
    assert operations.accept_key(key_id=made, by=shifan.actor("公", AT), at=AT).state(AT.date()) == "active"
    assert call(secret, "publications", DECISION).status_code == 201
    kinds = [one.kind for one in ledger.events(f"feeding:{shifan.organs['应急局']}")]
    assert "exchange:key:accepted" in kinds


@pytest.mark.parametrize("who", ["系小管", "安小全", "审小计", "己", "甲", "市公", "监"])
def test_nobody_agrees_for_another(shifan: Any, who: str) -> None:
    made, secret = issued(shifan)
    with pytest.raises(Forbidden):
        operations.accept_key(key_id=made, by=shifan.actor(who, AT), at=AT)
    problem(call(secret, "publications", DECISION), 401)


def test_who_issues_is_never_whom_it_stands_for(shifan: Any) -> None:
    """An administrator who is (or was made) a publicist as well acts through no key of his own making."""
    person = shifan.actor("公", AT)
    both = Actor(person.person_id, person.name, person.organ_id, person.organ_name, person.roles | {Role.SYSTEM_ADMIN})
    with pytest.raises(Refused) as refusal:
        issued(shifan, by=both)
    assert list(refusal.value.rules) == ["XCH-27"]
    made, _ = issued(shifan)
    ApiKey.objects.update(issuer_id=person.person_id)
    with pytest.raises(Refused) as refusal:
        operations.accept_key(key_id=made, by=both, at=AT)
    assert list(refusal.value.rules) == ["XCH-27"]


def test_it_is_accepted_once_and_not_when_revoked_or_over_or_through_another_key(shifan: Any) -> None:
    made, _ = issued(shifan)
    by = shifan.actor("公", AT)
    _, other = operations.use_key(key(shifan), AT)
    with pytest.raises(Forbidden):
        operations.accept_key(key_id=made, by=other, at=AT)
    operations.accept_key(key_id=made, by=by, at=AT)
    with pytest.raises(Invalid, match="可以使用"):
        operations.accept_key(key_id=made, by=by, at=AT)
    late, _ = issued(shifan)
    with pytest.raises(Invalid, match="已到期"):
        operations.accept_key(key_id=late, by=by, at=AT.replace(year=2028))
    with pytest.raises(Invalid, match="承办人"):
        operations.accept_key(key_id=late, by=Actor(by.person_id, by.name, by.organ_id, "", frozenset()), at=AT)
    operations.revoke_key(key_id=late, reason="不同意以我的名义", by=by, at=AT)
    with pytest.raises(Invalid, match="已撤销"):
        operations.accept_key(key_id=late, by=by, at=AT)
    with pytest.raises(Invalid):
        operations.accept_key(key_id=shifan.people["公"], by=by, at=AT)


def test_the_person_takes_the_consent_back_and_the_key_is_dead(shifan: Any) -> None:
    secret = key(shifan)
    operations.revoke_key(key_id=ApiKey.objects.get().pk, reason="不再使用这个系统", by=shifan.actor("公", AT), at=AT)
    problem(call(secret, "publications", DECISION), 401)


def test_every_entry_that_comes_through_a_key_names_it_and_no_other_does(shifan: Any) -> None:
    secret = key(shifan)
    made = str(ApiKey.objects.get().pk)
    before = Entry.objects.count()
    assert call(secret, "publications", DECISION).status_code == 201
    fed = Entry.objects.count()
    release(Fed.objects.get().publication_id, shifan, timezone.now())
    released = Entry.objects.count()
    told = {"source_ref": DECISION["source_ref"], "trigger": "revoked", "known_on": "2026-11-20"}
    assert call(secret, "publications/call-back", told | {"note": "复议决定书〔2026〕1号"}).status_code == 200
    assert call(secret, "publications/withdraw", told | {"reason": "复议决定撤销本决定"}).status_code == 200
    events = {one.index: one for one in ledger.log(limit=500).events}
    through = {index for index, one in events.items() if one.key == made}
    by_hand = {index for index, one in events.items() if not one.key}
    assert through == {*range(before, fed), *range(released, Entry.objects.count())}
    assert by_hand >= set(range(fed, released))
    assert {events[index].kind for index in through} >= {
        "exchange:decision:fed",
        "publicity:decision:withdrawn",
    }
    assert not any(secret in opening.decode() for opening in _openings())
    assert ledger.audit().sound


def _openings() -> list[bytes]:
    return [bytes(one) for one in Opening.objects.values_list("event", flat=True)]


def test_the_desk_shows_what_waits_and_the_page_takes_either_answer(shifan: Any) -> None:
    made, secret = issued(shifan)
    mine, address = browser(shifan.people["公"]), f"/bureau/keys/{made}/accept/"
    assert "待本人接受" in mine.get("/bureau/?tab=todo").content.decode()
    page = mine.get(address).content.decode()
    assert "报送决定、查询报送的状态、登记撤下事由、撤下" in page or "县办案系统" in page
    assert mine.post(address, {"answer": "no", "reason": ""}).status_code == 422
    assert mine.post(address, {"answer": "yes"}).status_code == 302
    operations.use_key(secret, timezone.now())
    assert "以我的名义的接口密钥" in mine.get("/bureau/feeding/").content.decode()
    assert browser(shifan.people["己"]).get(address).status_code == 403
    assert browser(shifan.people["系小管"]).get(address).status_code == 403
    assert mine.get(f"/bureau/keys/{shifan.organs['应急局']}/accept/").status_code == 404
    assert mine.post(address, {"answer": "no", "reason": "不再使用这个系统"}).status_code == 302
    problem(call(secret, "publications?source_ref=x"), 401)
