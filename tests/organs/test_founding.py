"""The first organ and its three administrators; afterwards nobody acts as the system."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from tests.organs.town import AT, Town, administrators, draft

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import operations, queries
from mingjing.organs.models import Account, Organ
from mingjing.organs.terms import SYSTEM, OrganKind


@pytest.mark.django_db
def test_founding_makes_one_organ_and_three_separate_administrators() -> None:
    organ = operations.found(organ=draft(), administrators=administrators(), by=SYSTEM, at=AT)
    roles = [queries.actor(one.id, AT).roles for one in queries.people(organ.id)]
    assert sorted(roles, key=str) == sorted([{Role.SYSTEM_ADMIN}, {Role.SECURITY_ADMIN}, {Role.AUDIT_ADMIN}], key=str)
    assert queries.founded()
    assert all(account.must_change_password for account in queries.accounts(organ.id))


def test_founding_twice_is_forbidden(town: Town) -> None:
    with pytest.raises(Forbidden, match="系统已有账号"):
        operations.found(organ=draft("乙局", "乙", "yi"), administrators=administrators(), by=SYSTEM, at=AT)
    assert Organ.objects.count() == 1


@pytest.mark.django_db
def test_founding_needs_exactly_the_three() -> None:
    with pytest.raises(Invalid, match="须各指定一人"):
        operations.found(organ=draft(), administrators=administrators()[:2], by=SYSTEM, at=AT)
    with pytest.raises(Invalid, match="须各指定一人"):
        operations.found(organ=draft(), administrators=[], by=SYSTEM, at=AT)


@pytest.mark.django_db
def test_a_weak_password_leaves_nothing_behind() -> None:
    weak = [replace(one, password="123456") for one in administrators()]
    with pytest.raises(Invalid) as caught:
        operations.found(organ=draft(), administrators=weak, by=SYSTEM, at=AT)
    assert "password" in caught.value.errors
    assert not Organ.objects.exists()
    assert not Account.objects.exists()


def test_a_second_organ_is_registered_by_the_keeper_of_the_platform(town: Town) -> None:
    facts = operations.register_organ(draft=draft("示县市场监管局", "示市监", "shi-sj"), by=town.sysadmin, at=AT)
    assert queries.organ_by_slug("shi-sj") == facts == queries.organ(facts.id)
    assert [one.name for one in queries.organs(AT.date())] == ["示县市场监管局", "示县应急管理局"]


def test_an_administrator_of_a_lower_organ_rules_only_there(town: Town) -> None:
    lower = operations.register_organ(
        draft=draft("某镇政府", "某镇", "mou", parent_id=town.organ.id, level="township"), by=town.sysadmin, at=AT
    )
    other = operations.register_organ(draft=draft("示县司法局", "示司", "shi-sf"), by=town.sysadmin, at=AT)
    admin = town.actor("镇管", Role.SYSTEM_ADMIN, organ_id=lower.id)
    assert operations.register_person(organ_id=lower.id, name="张三", by=admin, at=AT).organ_id == lower.id
    for organ_id in (town.organ.id, other.id):
        with pytest.raises(Forbidden):
            operations.register_person(organ_id=organ_id, name="李四", by=admin, at=AT)
    assert queries.below(town.organ.id) == {town.organ.id, lower.id}


def test_a_handler_registers_nothing(town: Town) -> None:
    handler = town.actor("张三", Role.HANDLER)
    with pytest.raises(Forbidden, match="须由系统管理员"):
        operations.register_organ(draft=draft("乙局", "乙", "yi"), by=handler, at=AT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "坏\x00名"),
        ("name", "坏\n名"),
        ("code", "字" * 21),
        ("slug", "有空 格"),
        ("level", "moon"),
        ("domain", "space"),
        ("kind", "self-made"),
    ],
)
def test_a_wrong_field_is_named(town: Town, field: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        operations.register_organ(draft=replace(draft("乙局", "乙", "yi"), **{field: value}), by=town.sysadmin, at=AT)
    assert field in caught.value.errors


def test_the_same_name_code_or_address_is_refused(town: Town) -> None:
    with pytest.raises(Invalid) as caught:
        operations.register_organ(draft=draft(), by=town.sysadmin, at=AT)
    assert {"name", "code", "slug"} <= caught.value.errors.keys()


def test_an_entrusted_body_needs_its_principal(town: Town) -> None:
    one = draft("执法大队", "执", "zhifa", kind=OrganKind.ENTRUSTED)
    with pytest.raises(Refused) as caught:
        operations.register_organ(draft=one, by=town.sysadmin, at=AT)
    assert caught.value.rules == {"ORG-04"}
    made = operations.register_organ(draft=replace(one, principal_id=town.organ.id), by=town.sysadmin, at=AT)
    assert made.principal_id == town.organ.id


def test_a_delegated_body_names_the_law_and_others_have_no_principal(town: Town) -> None:
    for one in (
        draft("乙站", "乙", "yi", kind=OrganKind.DELEGATED),
        draft("乙站", "乙", "yi", principal_id=town.organ.id),
    ):
        with pytest.raises(Refused):
            operations.register_organ(draft=one, by=town.sysadmin, at=AT)


def test_an_organ_is_amended_with_a_reason(town: Town) -> None:
    changes = {"address": "示县新华路2号", "bank": "示县农商行", "bank_account": "6228001"}
    facts = operations.amend_organ(organ_id=town.organ.id, changes=changes, reason="搬迁", by=town.sysadmin, at=AT)
    assert (facts.address, facts.bank) == ("示县新华路2号", "示县农商行")
    for wrong in ({}, {"nothing": "x"}, {"keeps_platform": True}, {"effective_to": "昨天"}, {"phone": "1\x00"}):
        with pytest.raises(Invalid):
            operations.amend_organ(organ_id=town.organ.id, changes=wrong, reason="改", by=town.sysadmin, at=AT)
    for reason in (" ", "长" * 201, "坏\x00因"):
        with pytest.raises(Invalid):
            operations.amend_organ(
                organ_id=town.organ.id, changes={"phone": "1"}, reason=reason, by=town.sysadmin, at=AT
            )
    for day in ("2018-12-31", date(2018, 12, 31)):
        with pytest.raises(Invalid, match="不能早于生效日期"):
            operations.amend_organ(
                organ_id=town.organ.id, changes={"effective_to": day}, reason="改", by=town.sysadmin, at=AT
            )
    with pytest.raises(Invalid, match="没有登记这个机关"):
        operations.amend_organ(organ_id=uuid4(), changes={"phone": "1"}, reason="改", by=town.sysadmin, at=AT)


def test_organs_do_not_stand_above_themselves(town: Town) -> None:
    lower = operations.register_organ(
        draft=draft("某镇政府", "某镇", "mou", parent_id=town.organ.id), by=town.sysadmin, at=AT
    )
    for parent in (lower.id, town.organ.id):
        with pytest.raises(Invalid):
            operations.amend_organ(
                organ_id=town.organ.id, changes={"parent_id": parent}, reason="改", by=town.sysadmin, at=AT
            )


def test_unknown_ids_are_answered_in_chinese(town: Town) -> None:
    unknown = town.sysadmin.person_id
    with pytest.raises(Invalid, match="没有登记这个机关"):
        queries.organ(unknown)
    assert queries.organ_by_slug("nowhere") is queries.organ_by_slug("a\x00") is None
    assert queries.certificate_by_number("X\x00") is None
    assert str(Organ.objects.get()) == town.organ.name
    with pytest.raises(Forbidden, match="须写明由谁办理"):
        operations.register_person(organ_id=town.organ.id, name="某人", by=None, at=AT)  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="没有登记这个人员"):
        operations.retire_person(person_id=uuid4(), reason="退休", by=town.sysadmin, at=AT)


def test_a_lost_race_is_answered_and_no_server_error(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Organ, "full_clean", lambda self: None)
    with pytest.raises(Invalid, match="重复"):
        operations.register_organ(draft=draft(), by=town.sysadmin, at=AT)
