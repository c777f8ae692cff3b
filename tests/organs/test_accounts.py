"""Sign-in accounts, and questions that stay cheap."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from tests.organs.town import AT, PASSWORD, Town

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.organs import operations, queries
from mingjing.organs.models import Account

NEW = "Another-river-2027"


@pytest.fixture
def handler(town: Town) -> Any:
    person = town.person("张三", Role.HANDLER)
    return operations.open_account(person_id=person.id, username="zhangsan", password=PASSWORD, by=town.sysadmin, at=AT)


def test_an_account_signs_in_as_its_person(town: Town, handler: Any) -> None:
    assert Account.objects.get(username="zhangsan").check_password(PASSWORD)
    actor = queries.actor_for_account(handler.id, AT)
    assert actor is not None
    assert (actor.name, actor.organ_name, actor.roles) == ("张三", "示县应急管理局", {Role.HANDLER})
    assert queries.account(handler.id) == handler
    assert queries.account(uuid4()) is None
    assert Account.objects.get(username="zhangsan").get_full_name() == "张三"


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("Zhang", PASSWORD, "username"),
        ("ab", PASSWORD, "username"),
        ("张三", PASSWORD, "username"),
        ("lisi", "short", "password"),
        ("lisi", "1234567890", "password"),
        ("guan1", PASSWORD, "username"),
    ],
)
def test_a_wrong_account_is_refused(town: Town, username: str, password: str, field: str) -> None:
    person = town.person("李四")
    with pytest.raises(Invalid) as caught:
        operations.open_account(person_id=person.id, username=username, password=password, by=town.sysadmin, at=AT)
    assert field in caught.value.errors


def test_a_person_has_one_account(town: Town, handler: Any) -> None:
    with pytest.raises(Invalid, match="已经有账号"):
        operations.open_account(
            person_id=handler.person_id, username="zhangsan2", password=PASSWORD, by=town.sysadmin, at=AT
        )


def test_only_a_system_administrator_opens_accounts(town: Town) -> None:
    person = town.person("李四")
    for by in (town.secadmin, town.auditor):
        with pytest.raises(Forbidden):
            operations.open_account(person_id=person.id, username="lisi", password=PASSWORD, by=by, at=AT)


def test_a_person_changes_the_own_password(town: Town, handler: Any) -> None:
    me = queries.actor(handler.person_id, AT)
    for current, new, field in (("wrong", NEW, "current"), (PASSWORD, PASSWORD, "new"), (PASSWORD, "1", "new")):
        with pytest.raises(Invalid) as caught:
            operations.change_password(account_id=handler.id, current=current, new=new, by=me, at=AT)
        assert field in caught.value.errors
    facts = operations.change_password(account_id=handler.id, current=PASSWORD, new=NEW, by=me, at=AT)
    assert not facts.must_change_password
    assert Account.objects.get(id=handler.id).check_password(NEW)


def test_nobody_changes_the_password_of_another(town: Town, handler: Any) -> None:
    for by in (town.sysadmin, town.secadmin, "system"):
        with pytest.raises(Forbidden):
            operations.change_password(account_id=handler.id, current=PASSWORD, new=NEW, by=by, at=AT)


def test_a_reset_password_must_be_changed(town: Town, handler: Any) -> None:
    me = queries.actor(handler.person_id, AT)
    operations.change_password(account_id=handler.id, current=PASSWORD, new=NEW, by=me, at=AT)
    assert operations.reset_password(
        account_id=handler.id, password=PASSWORD, reason="忘记", by=town.sysadmin, at=AT
    ).must_change_password
    with pytest.raises(Forbidden):
        operations.reset_password(account_id=handler.id, password=PASSWORD, reason="忘记", by=me, at=AT)
    with pytest.raises(Invalid):
        operations.reset_password(account_id=uuid4(), password=PASSWORD, reason="忘记", by=town.sysadmin, at=AT)


def test_a_closed_account_acts_no_more(town: Town, handler: Any, rf: Any) -> None:
    operations.close_account(account_id=handler.id, reason="停用", by=town.sysadmin, at=AT)
    assert queries.actor_for_account(handler.id, AT) is None
    assert authenticate(rf.post("/"), username="zhangsan", password=PASSWORD) is None


def test_questions_do_not_grow_with_people(town: Town, django_assert_num_queries: Any) -> None:
    people = [town.officer(f"员{n}", f"X{n}") for n in range(6)]
    ids = [one.id for one in people]
    with django_assert_num_queries(1):
        assert len(queries.persons(ids)) == 6
    with django_assert_num_queries(2):
        assert all(queries.certificates(ids).values())
    with django_assert_num_queries(2):
        assert len(queries.actors(ids, AT)) == 6
    with django_assert_num_queries(3):
        assert len(queries.officers_register(town.organ.id, AT)) == 6
    with django_assert_num_queries(3):
        assert queries.unqualified(ids, town.organ.id, AT) == ()
    with django_assert_num_queries(2):
        queries.actor(ids[0], AT)
    with django_assert_num_queries(1):
        queries.people(town.organ.id, Role.HANDLER)


def test_the_public_register_shows_only_valid_officers(town: Town) -> None:
    shown, withheld = town.officer("张三", "X01"), town.officer("李四", "X02")
    town.person("王五", Role.HANDLER)
    (held,) = queries.certificates([withheld.id])[withheld.id]
    operations.suspend_certificate(certificate_id=held.id, reason="调查", by=town.sysadmin, at=AT)
    (row,) = queries.officers_register(town.organ.id, AT)
    assert (row.person, row.certificate.number) == (shown, "X01")
    assert queries.certificates([uuid4()]) != {}


def test_a_locked_account_comes_back_and_an_ended_one_never(town: Town, handler: Any) -> None:
    act = {"account_id": handler.id, "reason": "休假", "by": town.sysadmin, "at": AT}
    with pytest.raises(Invalid, match="没有锁定"):
        operations.unlock_account(**act)
    assert not operations.lock_account(**act).is_active
    with pytest.raises(Invalid, match="已经锁定"):
        operations.lock_account(**act)
    assert operations.unlock_account(**act).is_active
    ended = operations.close_account(**act)
    assert ended.ended_at == AT and not ended.is_active
    for again in (operations.lock_account, operations.unlock_account, operations.close_account):
        with pytest.raises(Invalid, match="已经销号"):
            again(**act)
    with pytest.raises(Invalid, match="已经销号"):
        operations.reset_password(account_id=handler.id, password=NEW, reason="忘记", by=town.sysadmin, at=AT)


def test_locking_needs_a_reason_and_the_right_person(town: Town, handler: Any) -> None:
    for act in (operations.lock_account, operations.close_account):
        with pytest.raises(Invalid):
            act(account_id=handler.id, reason=" ", by=town.sysadmin, at=AT)
        for by in (town.secadmin, town.auditor):
            with pytest.raises(Forbidden):
                act(account_id=handler.id, reason="停", by=by, at=AT)
    own = queries.account_of(town.sysadmin.person_id)
    assert own is not None
    for act in (operations.lock_account, operations.close_account):
        with pytest.raises(Invalid, match="不能给自己"):
            act(account_id=own.id, reason="停", by=town.sysadmin, at=AT)
    assert queries.account(handler.id) == handler


def test_who_left_is_not_unlocked(town: Town, handler: Any) -> None:
    operations.retire_person(person_id=handler.person_id, reason="退休", by=town.sysadmin, at=AT)
    with pytest.raises(Invalid, match="已经离岗"):
        operations.unlock_account(account_id=handler.id, reason="回来", by=town.sysadmin, at=AT)


def test_only_the_security_administrator_releases_a_sign_in(town: Town, handler: Any) -> None:
    act = {"username": "zhangsan", "at": AT}
    with pytest.raises(Forbidden):
        operations.release_sign_in(**act, reason="本人输错", by=town.sysadmin)
    with pytest.raises(Invalid):
        operations.release_sign_in(**act, reason="", by=town.secadmin)
    with pytest.raises(Invalid, match="没有这个账号"):
        operations.release_sign_in(username="nobody", reason="x", by=town.secadmin, at=AT)
    assert operations.release_sign_in(**act, reason="本人输错", by=town.secadmin) == handler


def test_a_name_that_somebody_has_is_refused_in_our_own_words(town: Town, handler: Any) -> None:
    person = town.person("李四")
    with pytest.raises(Invalid, match="已经有这个用户名，请核对，或者换一个。"):
        operations.open_account(person_id=person.id, username="zhangsan", password=PASSWORD, by=town.sysadmin, at=AT)
