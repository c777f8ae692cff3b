"""Roles in time, the separation of the three administrators, legal qualification."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.organs.at_once import at_once
from tests.organs.town import AT, Town
from tests.organs.town import town as founded

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.models import Entry
from mingjing.organs import operations, queries
from mingjing.organs.models import Appointment
from mingjing.organs.rules import incompatible, required_reviewers

LATER = AT + timedelta(days=1)


@pytest.mark.parametrize(
    ("held", "wanted", "clash"),
    [
        ((), Role.SYSTEM_ADMIN, False),
        ((Role.HANDLER,), Role.EXAMINER, False),
        ((Role.HANDLER,), Role.SYSTEM_ADMIN, True),
        ((Role.SYSTEM_ADMIN,), Role.SECURITY_ADMIN, True),
        ((Role.AUDIT_ADMIN,), Role.HANDLER, True),
        ((Role.SECURITY_ADMIN,), Role.SECURITY_ADMIN, False),
    ],
)
def test_the_three_administrators_hold_nothing_else(held: tuple[Role, ...], wanted: Role, clash: bool) -> None:
    assert bool(incompatible("张三", held, wanted)) is clash


def test_every_administrator_is_refused_every_other_role(town: Town) -> None:
    for role in Role:
        if role in town.sysadmin.roles:
            continue
        with pytest.raises(Refused) as caught:
            operations.appoint(person_id=town.sysadmin.person_id, role=role, basis="令", by=town.secadmin, at=AT)
        assert caught.value.rules == {"ORG-01"}
    assert queries.actor(town.sysadmin.person_id, AT).roles == {Role.SYSTEM_ADMIN}


def test_a_role_holds_from_appointment_up_to_dismissal(town: Town) -> None:
    person = town.person("张三", Role.HANDLER)
    operations.dismiss(person_id=person.id, role=Role.HANDLER, basis="调岗", by=town.secadmin, at=LATER)
    moments = (AT - timedelta(seconds=1), AT, LATER - timedelta(seconds=1), LATER)
    assert [queries.actor(person.id, one).has(Role.HANDLER) for one in moments] == [False, True, True, False]
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3))
    found = [len(queries.people(town.organ.id, Role.HANDLER, one)) for one in days]
    assert found == [0, 1, 1, 0]
    assert queries.people(town.organ.id, Role.HANDLER) == ()


def test_appointing_or_dismissing_twice_is_refused(town: Town) -> None:
    person = town.person("张三", Role.HANDLER)
    with pytest.raises(Invalid, match="无须再次任命"):
        operations.appoint(person_id=person.id, role=Role.HANDLER, basis="令", by=town.secadmin, at=AT)
    operations.dismiss(person_id=person.id, role=Role.HANDLER, basis="调岗", by=town.secadmin, at=LATER)
    with pytest.raises(Invalid, match="现在不是承办人"):
        operations.dismiss(person_id=person.id, role=Role.HANDLER, basis="调岗", by=town.secadmin, at=LATER)
    operations.appoint(person_id=person.id, role=Role.HANDLER, basis="令", by=town.secadmin, at=LATER)
    assert len(queries.appointments(person.id)) == 2


def test_only_the_security_administrator_appoints(town: Town) -> None:
    person = town.person("张三")
    for by in (town.sysadmin, town.auditor, town.actor("领导", Role.HEAD)):
        with pytest.raises(Forbidden):
            operations.appoint(person_id=person.id, role=Role.HEAD, basis="令", by=by, at=AT)
    assert not queries.actor(person.id, AT).roles


@pytest.mark.parametrize(
    ("role", "basis", "field"), [("king", "令", "role"), ("", "令", "role"), ("handler", " ", "basis")]
)
def test_an_empty_shell_is_refused(town: Town, role: str, basis: str, field: str) -> None:
    person = town.person("张三")
    with pytest.raises(Invalid) as caught:
        operations.appoint(person_id=person.id, role=role, basis=basis, by=town.secadmin, at=AT)
    assert field in caught.value.errors


def test_a_dismissal_before_the_beginning_lets_the_role_never_begin(town: Town) -> None:
    person = town.person("张三")
    grant = {"person_id": person.id, "role": Role.HANDLER, "basis": "令", "by": town.secadmin, "at": AT}
    coming = operations.appoint(**grant, since=LATER)
    ended = operations.dismiss(**grant)
    assert (ended.id, ended.starts_at, ended.ends_at) == (coming.id, LATER, LATER)
    assert not any(queries.actor(person.id, LATER + timedelta(hours=n)).roles for n in (-1, 0, 1))


def test_a_role_may_be_given_for_a_time(town: Town) -> None:
    person = town.person("张三")
    grant = {"person_id": person.id, "role": Role.HANDLER, "basis": "令", "by": town.secadmin, "at": AT}
    operations.appoint(**grant, until=LATER)
    assert [queries.actor(person.id, one).has(Role.HANDLER) for one in (AT, LATER)] == [True, False]
    with pytest.raises(Invalid, match="已经是承办人"):
        operations.appoint(**grant, since=LATER - timedelta(hours=1))
    operations.appoint(**grant, since=LATER)
    assert queries.actor(person.id, LATER).has(Role.HANDLER)


def test_a_time_that_cannot_be_is_refused(town: Town) -> None:
    person = town.person("张三")
    grant = {"person_id": person.id, "role": Role.HANDLER, "basis": "令", "by": town.secadmin, "at": AT}
    for more, field in (({"since": AT - timedelta(days=1)}, "since"), ({"until": AT}, "until")):
        with pytest.raises(Invalid) as caught:
            operations.appoint(**grant, **more)
        assert field in caught.value.errors
    assert queries.appointments(person.id) == ()


def test_incompatible_roles_may_follow_one_another_but_not_overlap(town: Town) -> None:
    person = town.person("张三")
    act = {"person_id": person.id, "basis": "令", "by": town.secadmin, "at": AT}
    operations.appoint(**act, role=Role.HANDLER, until=LATER)
    with pytest.raises(Refused):
        operations.appoint(**act, role=Role.AUDIT_ADMIN)
    operations.appoint(**act, role=Role.AUDIT_ADMIN, since=LATER)
    assert queries.actor(person.id, LATER).roles == {Role.AUDIT_ADMIN}


def test_who_leaves_loses_roles_and_account(town: Town) -> None:
    person = town.person("张三", Role.HANDLER)
    account = operations.open_account(
        person_id=person.id, username="zhangsan", password="Abc-river-20261", by=town.sysadmin, at=AT
    )
    operations.retire_person(person_id=person.id, reason="退休", by=town.sysadmin, at=LATER)
    assert queries.actor(person.id, AT).has(Role.HANDLER)
    assert not queries.actor(person.id, LATER).roles
    assert queries.actor_for_account(account.id, LATER) is None
    assert person.id not in {one.id for one in queries.people(town.organ.id)}
    with pytest.raises(Invalid, match="已经离岗"):
        operations.appoint(person_id=person.id, role=Role.HANDLER, basis="令", by=town.secadmin, at=LATER)


def test_legal_qualification_is_recorded_and_replaced(town: Town) -> None:
    person = town.person("审一", Role.REVIEWER)
    given = {"person_id": person.id, "by": town.sysadmin, "at": AT}
    first = operations.record_legal_qualification(first_review_on=date(2016, 5, 1), **given)
    assert first.number == ""
    operations.record_legal_qualification(number="A1", obtained_on=date(2020, 1, 1), **given)
    assert queries.qualification(person.id).number == "A1"  # type: ignore[union-attr]
    assert queries.reviewers(town.organ.id)[0][1] == queries.qualification(person.id)
    other = town.person("审二")
    with pytest.raises(Invalid):
        operations.record_legal_qualification(
            person_id=other.id, number="A1", obtained_on=date(2020, 1, 1), by=town.sysadmin, at=AT
        )


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"number": "A1"},
        {"obtained_on": date(2020, 1, 1)},
        {"number": "A1", "obtained_on": date(2027, 1, 1)},
        {"first_review_on": date(2027, 1, 1)},
    ],
)
def test_an_impossible_qualification_is_refused(town: Town, given: dict[str, object]) -> None:
    person = town.person("审一")
    with pytest.raises(Invalid):
        operations.record_legal_qualification(person_id=person.id, by=town.sysadmin, at=AT, **given)  # type: ignore[arg-type]


def test_every_act_leaves_one_line_in_the_organs_stream(town: Town) -> None:
    before = Entry.objects.filter(stream=f"organ:{town.organ.id}").count()
    person = town.person("张三", Role.HANDLER)
    assert Entry.objects.filter(stream=f"organ:{town.organ.id}").count() == before + 2
    with pytest.raises(Invalid):
        operations.appoint(person_id=person.id, role=Role.HANDLER, basis="令", by=town.secadmin, at=AT)
    assert Entry.objects.filter(stream=f"organ:{town.organ.id}").count() == before + 2


def test_unknown_people_are_refused(town: Town) -> None:
    for question in (queries.person, lambda one: queries.actor(one, AT)):
        with pytest.raises(Invalid, match="没有登记这个人员"):
            question(uuid4())
    assert not Appointment.objects.filter(person_id=uuid4()).exists()


@pytest.mark.parametrize(("officers", "reviewers"), [(0, 0), (1, 1), (20, 1), (21, 2), (100, 5), (101, 6)])
def test_one_reviewer_for_every_twenty_officers_rounded_up(officers: int, reviewers: int) -> None:
    share = queries.figures().at("organs.reviewer_share", date(2026, 1, 1)).value
    assert required_reviewers(officers, share) == reviewers


def test_the_ratio_counts_valid_certificates_only(town: Town) -> None:
    for number in range(3):
        town.officer(f"员{number}", f"X{number}")
    town.person("无证", Role.HANDLER)
    ratio = queries.reviewer_ratio(town.organ.id, AT.date())
    assert (ratio.officers, ratio.reviewers, ratio.required, ratio.met) == (3, 0, 1, False)
    town.reviewer()
    assert queries.reviewer_ratio(town.organ.id, AT.date()).met
    assert queries.reviewer_ratio(town.organ.id, date(2029, 1, 1)).officers == 0


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_once_cannot_break_the_separation() -> None:
    town = founded()
    person = town.person("张三")

    def appoint(role: Role) -> object:
        return operations.appoint(person_id=person.id, role=role, basis="令", by=town.secadmin, at=AT)

    answers = at_once(lambda: appoint(Role.SYSTEM_ADMIN), lambda: appoint(Role.HANDLER))
    (refusal,) = [one for one in answers if isinstance(one, Exception)]
    assert isinstance(refusal, Refused)
    assert Appointment.objects.filter(person_id=person.id).count() == 1
