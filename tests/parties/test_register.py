"""Registering, amending by versions, finding."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.organs.at_once import at_once
from tests.organs.town import AT, Town
from tests.organs.town import town as founded
from tests.parties.numbers import resident, uscc
from tests.parties.test_rules import CITIZEN, COMPANY

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid
from mingjing.ledger.models import Entry
from mingjing.parties import operations, queries
from mingjing.parties.models import Party, PartyVersion
from mingjing.parties.terms import PartyFacts

LATER = AT + timedelta(days=30)


@pytest.fixture
def handler(town: Town) -> Actor:
    return town.actor("张三", Role.HANDLER)


def test_a_registered_party_is_found_again(handler: Actor) -> None:
    company = operations.register(draft=COMPANY, by=handler, at=AT)
    citizen = operations.register(draft=CITIZEN, by=handler, at=AT)
    assert queries.party(company.id) == company == queries.party(company.id, version=1)
    assert (citizen.birth_on, citizen.sex, citizen.age_on(AT.date())) == (date(1990, 5, 6), "男", 36)
    assert queries.parties([company.id, citizen.id, uuid4()]) == {company.id: company, citizen.id: citizen}
    assert queries.existing("legal_person", COMPANY.id_number.lower()) == company
    assert queries.existing("citizen", COMPANY.id_number) is None


def test_sex_follows_the_seventeenth_digit(handler: Actor) -> None:
    woman = replace(CITIZEN, id_number=resident(date(1990, 5, 6), serial=2))
    assert operations.register(draft=woman, by=handler, at=AT).sex == "女"


def test_the_same_number_is_registered_once(handler: Actor) -> None:
    operations.register(draft=COMPANY, by=handler, at=AT)
    with pytest.raises(Invalid, match="已经登记为法人“示县甲化工有限公司”"):
        operations.register(draft=replace(COMPANY, name="别名公司"), by=handler, at=AT)
    assert Party.objects.count() == PartyVersion.objects.count() == 1


@pytest.mark.parametrize(
    "draft", [replace(COMPANY, name="", id_number="", representative=""), replace(COMPANY, name=None)]
)
def test_an_empty_shell_is_refused_and_leaves_nothing(handler: Actor, draft: Any) -> None:
    lines = Entry.objects.count()
    with pytest.raises(Invalid) as caught:
        operations.register(draft=draft, by=handler, at=AT)
    assert "name" in caught.value.errors
    assert (Party.objects.count(), Entry.objects.count()) == (0, lines)


@pytest.mark.parametrize("role", [Role.PUBLICIST, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.ARCHIVIST])
def test_others_do_not_register(town: Town, role: Role) -> None:
    with pytest.raises(Forbidden):
        operations.register(draft=COMPANY, by=town.actor("某人", role), at=AT)


def test_a_change_adds_a_version_and_keeps_the_former(handler: Actor) -> None:
    first = operations.register(draft=COMPANY, by=handler, at=AT)
    change = {"name": "示县乙化工有限公司", "representative": "赵四"}
    second = operations.amend(party_id=first.id, changes=change, reason="变更登记", by=handler, at=LATER)
    assert (second.version, second.name, second.recorded_at) == (2, "示县乙化工有限公司", LATER)
    assert queries.party(first.id, version=1) == first
    assert queries.versions(first.id) == (first, second)
    assert queries.party(first.id) == second


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({}, "变更", "changes"),
        ({"name": COMPANY.name}, "变更", "changes"),
        ({"name": "新名"}, " ", "reason"),
        ({"name": "新名"}, "长" * 201, "reason"),
        ({"kind": "citizen"}, "变更", "kind"),
        ({"version": 9}, "变更", "version"),
        ({"id_number": "123"}, "变更", "id_number"),
        ({"name": 7}, "变更", "name"),
    ],
)
def test_a_change_that_is_none_or_wrong_is_refused(
    handler: Actor, changes: dict[str, Any], reason: str, field: str
) -> None:
    first = operations.register(draft=COMPANY, by=handler, at=AT)
    with pytest.raises(Invalid) as caught:
        operations.amend(party_id=first.id, changes=changes, reason=reason, by=handler, at=LATER)
    assert field in caught.value.errors
    assert queries.versions(first.id) == (first,)


def test_a_change_does_not_take_the_number_of_another(handler: Actor) -> None:
    operations.register(draft=COMPANY, by=handler, at=AT)
    other = operations.register(draft=replace(COMPANY, id_number=uscc(7), name="丙公司"), by=handler, at=AT)
    with pytest.raises(Invalid, match="已经登记"):
        operations.amend(
            party_id=other.id, changes={"id_number": COMPANY.id_number}, reason="更正", by=handler, at=LATER
        )
    with pytest.raises(Invalid, match="没有登记这个当事人"):
        operations.amend(party_id=uuid4(), changes={"name": "丁"}, reason="更正", by=handler, at=LATER)


def test_no_personal_detail_enters_the_ledger(handler: Actor) -> None:
    citizen = operations.register(draft=CITIZEN, by=handler, at=AT)
    entry = Entry.objects.get(stream=f"party:{citizen.id}")
    event = bytes(entry.opening.event) if hasattr(entry, "opening") else bytes(entry.public)
    assert CITIZEN.id_number.encode() not in event
    assert CITIZEN.name.encode() not in event


def test_parties_are_found_by_part_of_the_name_or_the_number(handler: Actor) -> None:
    company = operations.register(draft=COMPANY, by=handler, at=AT)
    branch = operations.register(
        draft=replace(COMPANY, name=f"{COMPANY.name}第二分公司", id_number=uscc(9)), by=handler, at=AT
    )
    assert queries.find("甲化工") == (company, branch)
    assert queries.find(COMPANY.name)[0] == company
    assert queries.find(COMPANY.id_number[:-2].lower() + COMPANY.id_number[-2:]) == (company,)
    assert queries.find("甲化工", limit=1) == (company,)
    for nothing in ("", "  ", "不存在", "9111", "%", "_", "a\x00b", "' OR 1=1 --"):
        assert queries.find(nothing) == ()


def test_a_name_that_no_document_could_print_is_refused_at_once(handler: Actor) -> None:
    with pytest.raises(Invalid, match="U\\+1F600") as caught:
        operations.register(draft=replace(COMPANY, address="示范县😀路1号"), by=handler, at=AT)
    assert set(caught.value.errors) == {"address"} and not Party.objects.exists()


def test_a_masked_number_is_not_told_digit_by_digit(handler: Actor) -> None:
    company = operations.register(draft=COMPANY, by=handler, at=AT)
    citizen = operations.register(draft=CITIZEN, by=handler, at=AT)
    assert queries.find(COMPANY.id_number[:6]) == (company,)
    assert queries.find(CITIZEN.id_number) == (citizen,)
    for length in range(6, len(CITIZEN.id_number)):
        assert queries.find(CITIZEN.id_number[:length]) == ()


@pytest.mark.parametrize("version", [0, 2])
def test_an_unknown_party_or_version_is_refused(handler: Actor, version: int) -> None:
    first = operations.register(draft=COMPANY, by=handler, at=AT)
    with pytest.raises(Invalid):
        queries.party(first.id, version=version)
    with pytest.raises(Invalid):
        queries.party(uuid4())


@pytest.mark.django_db(transaction=True)
def test_two_registrations_at_once_make_one_party() -> None:
    handler = founded().actor("张三", Role.HANDLER)
    answers = at_once(*[lambda: operations.register(draft=COMPANY, by=handler, at=AT)] * 2)
    (refusal,) = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(refusal, Invalid)
    assert "id_number" in refusal.errors
    assert Party.objects.count() == PartyVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_make_two_versions() -> None:
    handler = founded().actor("张三", Role.HANDLER)
    first = operations.register(draft=COMPANY, by=handler, at=AT)

    def change(name: str) -> PartyFacts:
        return operations.amend(party_id=first.id, changes={"name": name}, reason="变更", by=handler, at=LATER)

    made = at_once(lambda: change("甲一公司"), lambda: change("甲二公司"))
    assert sorted(one.version for one in made) == [2, 3]
    assert len(queries.versions(first.id)) == 3
