"""三员分立: none of the three takes over, empties or multiplies the office of another alone; an organ does not move itself."""

from datetime import timedelta
from typing import Any

import pytest
from tests.organs.at_once import at_once
from tests.organs.town import AT, PASSWORD, Town, draft
from tests.organs.town import town as found

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid
from mingjing.ledger.models import Entry
from mingjing.organs import operations, queries
from mingjing.organs.models import Account, Appointment

NEW = "Another-river-2027"


def account(person_id: Any) -> Any:
    held = queries.account_of(person_id)
    assert held is not None
    return held


def reset(town: Town, person_id: Any, by: Any = None, reason: str = "本人忘记") -> Any:
    return operations.reset_password(
        account_id=account(person_id).id, password=NEW, reason=reason, by=by or town.sysadmin, at=AT
    )


def unlock(person_id: Any, by: Any) -> Any:
    return operations.unlock_account(account_id=account(person_id).id, reason="已当面核实", by=by, at=AT)


@pytest.mark.parametrize("role", ["secadmin", "auditor"])
def test_a_new_password_for_one_of_the_three_opens_no_door_alone(town: Town, role: str) -> None:
    keeper = getattr(town, role)
    other = {"secadmin": town.auditor, "auditor": town.secadmin}[role]
    assert not reset(town, keeper.person_id).is_active
    assert queries.actor_for_account(account(keeper.person_id).id, AT) is None
    for by in (town.sysadmin, keeper):
        with pytest.raises((Forbidden, Invalid)):
            unlock(keeper.person_id, by)
    assert unlock(keeper.person_id, other).is_active
    with pytest.raises(Invalid, match="没有锁定"):
        unlock(keeper.person_id, other)
    kinds = list(Entry.objects.order_by("-index").values_list("kind", flat=True)[:2])
    assert kinds == ["organ:account:unlocked", "organ:account:password_reset"]


def test_the_auditor_unlocks_nobody_but_a_security_administrator(town: Town) -> None:
    person = town.person("张三", Role.HANDLER)
    operations.open_account(person_id=person.id, username="zhangsan", password=PASSWORD, by=town.sysadmin, at=AT)
    operations.lock_account(account_id=account(person.id).id, reason="休假", by=town.sysadmin, at=AT)
    for by in (town.auditor, town.secadmin):
        with pytest.raises(Forbidden):
            unlock(person.id, by)
    assert unlock(person.id, town.sysadmin).is_active


def test_a_password_is_reset_for_a_reason_and_never_ones_own(town: Town) -> None:
    person = town.person("张三", Role.HANDLER)
    operations.open_account(person_id=person.id, username="zhangsan", password=PASSWORD, by=town.sysadmin, at=AT)
    with pytest.raises(Invalid, match="理由"):
        reset(town, person.id, reason=" ")
    with pytest.raises(Invalid, match="不能给自己"):
        reset(town, town.sysadmin.person_id)
    assert Account.objects.get(username="zhangsan").check_password(PASSWORD)
    assert reset(town, person.id).is_active


def test_the_account_of_a_new_keeper_waits_for_a_second_hand(town: Town) -> None:
    person = town.person("接任者", Role.AUDIT_ADMIN)
    made = operations.open_account(person_id=person.id, username="jieren", password=PASSWORD, by=town.sysadmin, at=AT)
    assert not made.is_active and made.must_change_password
    with pytest.raises(Forbidden):
        unlock(person.id, town.sysadmin)
    assert unlock(person.id, town.secadmin).is_active


def test_nobody_becomes_a_keeper_with_a_password_another_knows(town: Town) -> None:
    person = town.person("接任者")
    made = operations.open_account(person_id=person.id, username="jieren", password=PASSWORD, by=town.sysadmin, at=AT)
    given = {"person_id": person.id, "role": Role.SECURITY_ADMIN, "basis": "令", "by": town.secadmin, "at": AT}
    with pytest.raises(Invalid, match="还没有改掉一次性密码"):
        operations.appoint(**given)
    me = queries.actor(person.id, AT)
    operations.change_password(account_id=made.id, current=PASSWORD, new=NEW, by=me, at=AT)
    assert operations.appoint(**given).role == Role.SECURITY_ADMIN


@pytest.mark.parametrize("role", ["secadmin", "auditor"])
def test_who_still_holds_the_office_is_neither_ended_nor_retired(town: Town, role: str) -> None:
    keeper = getattr(town, role)
    with pytest.raises(Invalid, match="先由安全管理员"):
        operations.close_account(account_id=account(keeper.person_id).id, reason="调走", by=town.sysadmin, at=AT)
    with pytest.raises(Invalid, match="先由安全管理员"):
        operations.retire_person(person_id=keeper.person_id, reason="调走", by=town.sysadmin, at=AT)
    assert account(keeper.person_id).is_active and Appointment.objects.filter(person_id=keeper.person_id, ends_at=None)


def test_nobody_grants_himself_a_role(town: Town) -> None:
    person, day = town.person("短任"), timedelta(days=1)
    until = {"role": Role.SECURITY_ADMIN, "basis": "令", "by": town.secadmin, "at": AT, "until": AT + day}
    operations.appoint(person_id=person.id, **until)
    mine = queries.actor(person.id, AT)
    with pytest.raises(Invalid, match="不能给自己授予角色"):
        operations.appoint(
            person_id=person.id, role=Role.SECURITY_ADMIN, basis="续", by=mine, at=AT, since=AT + 2 * day
        )
    with pytest.raises(Forbidden):
        operations.appoint(person_id=town.sysadmin.person_id, role=Role.HANDLER, basis="令", by=town.sysadmin, at=AT)


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_the_platform_is_never_without_one_of_the_three(town: Town, role: str) -> None:
    keeper = getattr(town, role)
    end = {"person_id": keeper.person_id, "role": role, "basis": "免", "by": town.secadmin, "at": AT}
    with pytest.raises(Invalid, match="仅有的"):
        operations.dismiss(**end)
    town.person("接任者", role)
    assert operations.dismiss(**end).ends_at == AT
    with pytest.raises(Invalid):
        operations.dismiss(**end)


def test_an_organ_does_not_decide_where_it_belongs(town: Town) -> None:
    local = operations.register_organ(
        draft=draft("示县消防", "示消", "xf", parent_id=town.organ.id), by=town.sysadmin, at=AT
    )
    other = operations.register_organ(
        draft=draft("示县住建", "示建", "zj", parent_id=town.organ.id), by=town.sysadmin, at=AT
    )
    by = town.actor("局管", Role.SYSTEM_ADMIN, organ_id=local.id)
    for changes in (
        {"parent_id": None},
        {"parent_id": str(other.id)},
        {"government": "示市人民政府"},
        {"level": "city"},
    ):
        with pytest.raises(Forbidden, match="上级机关"):
            operations.amend_organ(organ_id=local.id, changes=dict(changes), reason="改", by=by, at=AT)
    assert (
        operations.amend_organ(organ_id=local.id, changes={"phone": "1"}, reason="改", by=by, at=AT).parent_id
        == town.organ.id
    )
    moved = operations.amend_organ(
        organ_id=local.id, changes={"parent_id": str(other.id)}, reason="改", by=town.sysadmin, at=AT
    )
    assert moved.parent_id == other.id


@pytest.mark.parametrize("nasty", ["a\x1bb", "a\u202eb", "a\u200bb", "\ufeffa", "a\ud800", "a\nb", "a\tb"])
def test_what_is_registered_shows_all_it_holds(town: Town, nasty: str) -> None:
    with pytest.raises(Invalid, match="控制字符"):
        operations.register_person(organ_id=town.organ.id, name=nasty, by=town.sysadmin, at=AT)
    person = town.person("张三")
    with pytest.raises(Invalid, match="控制字符"):
        operations.retire_person(person_id=person.id, reason=nasty + "x", by=town.sysadmin, at=AT)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_accounts_or_two_endings_at_once_leave_one() -> None:
    town = found()
    person, at = town.person("张三"), {"by": town.sysadmin, "at": AT}

    def open_as(name: str) -> Any:
        return lambda: operations.open_account(person_id=person.id, username=name, password=PASSWORD, **at)

    made = at_once(open_as("zhangsan"), open_as("zhangsan2"))
    assert sum(isinstance(one, Invalid) for one in made) == 1 and Account.objects.filter(person=person.id).count() == 1
    held = account(person.id).id
    ended = at_once(*(lambda: operations.close_account(account_id=held, reason="停", **at) for _ in "12"))
    assert sum(isinstance(one, Invalid) for one in ended) == 1
    two = town.person("另一审计", Role.AUDIT_ADMIN)
    people = (two.id, town.auditor.person_id)
    gone = at_once(
        *(
            lambda one=one: operations.dismiss(person_id=one, role="auditor", basis="免", by=town.secadmin, at=AT)
            for one in people
        )
    )
    left = Appointment.objects.filter(role="auditor", ends_at=None).count()
    assert left == 1 and sum(isinstance(one, Invalid) for one in gone) == 1


def test_who_looks_after_one_organ_makes_nobody_a_supervisor_of_all(town: Town) -> None:
    local = operations.register_organ(
        draft=draft("示县市场监督管理局", "示市监", "shi-sj", parent_id=town.organ.id), by=town.sysadmin, at=AT
    )
    keeper = town.actor("局安全", Role.SECURITY_ADMIN, organ_id=local.id)
    person = town.person("督二", organ_id=local.id)
    with pytest.raises(Forbidden, match="平台管理机关"):
        operations.appoint(person_id=person.id, role=Role.SUPERVISOR, basis="示市监党〔2026〕1号", by=keeper, at=AT)
    assert operations.appoint(person_id=person.id, role=Role.HEAD, basis="示市监党〔2026〕1号", by=keeper, at=AT)
    assert operations.appoint(
        person_id=person.id, role=Role.SUPERVISOR, basis="示司党〔2026〕1号", by=town.secadmin, at=AT
    )
