"""Units of an organ: from when somebody is in which, what is refused, which are counted by themselves, kept by the ledger."""

import importlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from tests.organs.town import AT, Town

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import operations, queries
from mingjing.organs.models import Person, UnitStay
from mingjing.organs.queries.agreeing import units_unlike_the_ledger
from mingjing.organs.rules.units import counted_by_itself, required_in_unit, stay_begins, unit_on
from mingjing.organs.terms import PersonFacts
from mingjing.organs.terms.units import StayFacts

TODAY = AT.date()
LATER = AT + timedelta(days=40)


@pytest.mark.parametrize(
    ("officers", "least", "counted"), [(2, 3, False), (3, 3, True), (20, 0, False), (0, 0, False), (1, 1, True)]
)
def test_which_units_are_counted(officers: int, least: int, counted: bool) -> None:
    assert counted_by_itself("执法大队", officers, least) is counted
    assert counted_by_itself("", 50, 1) is False


@pytest.mark.parametrize(("officers", "needed"), [(0, 0), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_five_per_cent_is_rounded_up(officers: int, needed: int) -> None:
    assert required_in_unit(officers, Decimal("0.05")) == needed


def test_a_day_belongs_to_one_unit() -> None:
    key = UnitStay(person_id=None).person_id
    stays = tuple(
        StayFacts(key, unit, since, None)
        for unit, since in (("一队", date(2026, 1, 5)), ("二队", date(2026, 3, 2)), ("三队", date(2026, 3, 2)))
    )
    told = {day: unit_on(stays, date.fromisoformat(day)) for day in ("2026-01-04", "2026-01-05", "2026-03-01", "2026-03-02")}  # fmt: skip
    assert told == {"2026-01-04": "", "2026-01-05": "一队", "2026-03-01": "一队", "2026-03-02": "三队"}


def test_the_day_is_neither_ahead_nor_before_the_last_one() -> None:
    day = date(2026, 3, 2)
    assert stay_begins(day, day, None) == () and stay_begins(day, day, day) == ()
    assert [one.rule for one in stay_begins(day + timedelta(days=1), day, None)] == ["REV-63"]
    assert [one.rule for one in stay_begins(day, day, day + timedelta(days=1))] == ["REV-63"]


pytestmark = pytest.mark.django_db


def join(town: Town, **more: Any) -> PersonFacts:
    given = {"organ_id": town.organ.id, "name": "新人", "unit": "执法一队", "by": town.sysadmin, "at": AT}
    return operations.register_person(**(given | more))


def move(town: Town, person: PersonFacts, unit: str, at: datetime = LATER, **more: Any) -> PersonFacts:
    given = {"person_id": person.id, "name": person.name, "unit": unit, "post": "", "reason": "机构调整", "by": town.sysadmin, "at": at}  # fmt: skip
    return operations.amend_person(**(given | more))


def told(person: PersonFacts) -> list[tuple[str, date, date | None]]:
    return [(one.unit, one.since, one.until) for one in queries.unit_stays(person.id)]


def test_somebody_joins_moves_and_leaves_a_unit(town: Town) -> None:
    one = join(town, unit_since=TODAY - timedelta(days=9))
    move(town, one, "执法二队", unit_since=TODAY)
    move(town, one, "")
    since = LATER.date()
    assert told(one) == [("执法一队", TODAY - timedelta(days=9), TODAY), ("执法二队", TODAY, since), ("", since, None)]
    other = join(town, name="没有机构", unit="")
    assert told(other) == [] and not list(units_unlike_the_ledger())
    move(town, other, "执法一队")
    assert told(other) == [("执法一队", since, None)] and not list(units_unlike_the_ledger())


def test_a_wrong_day_is_refused_and_nothing_stays(town: Town) -> None:
    before = Person.objects.count()
    with pytest.raises(Refused, match="在今天之后"):
        join(town, unit_since=TODAY + timedelta(days=1))
    with pytest.raises(Invalid):
        join(town, unit="", unit_since=TODAY)
    assert Person.objects.count() == before
    one = join(town)
    with pytest.raises(Refused, match="早于上一次变更"):
        move(town, one, "执法二队", unit_since=TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        move(town, one, "执法一队", unit_since=TODAY)
    with pytest.raises(Invalid):
        move(town, one, "队" * 61)
    moved = move(town, one, "执法二队")
    with pytest.raises(Invalid, match="没有要变更的事项"):
        move(town, moved, "执法二队")
    with pytest.raises(Forbidden):
        move(town, moved, "执法三队", by=town.secadmin)
    assert len(told(one)) == 2 and not list(units_unlike_the_ledger())


@pytest.mark.parametrize("change", ["unit", "since", "carried", "gone", "register", "more"])
def test_what_was_changed_behind_the_ledger_is_found(town: Town, change: str) -> None:
    one = join(town)
    rows = UnitStay.objects.filter(person_id=one.id)
    if change == "gone":
        rows.delete()
    elif change == "register":
        Person.objects.filter(id=one.id).update(unit="别的队")
    elif change == "more":
        UnitStay.objects.create(person_id=one.id, unit="执法一队", since=TODAY, carried=True)
    else:
        rows.update(**{change: {"unit": "别的队", "since": date(2020, 1, 1), "carried": True}[change]})
    assert len(list(units_unlike_the_ledger())) == 1


def test_what_stood_in_the_register_is_carried_over(town: Town) -> None:
    one = join(town, unit="")
    Person.objects.filter(id=one.id).update(unit="老队")
    UnitStay.objects.all().delete()
    importlib.import_module("mingjing.organs.migrations.0008_units").carry_over(apps, None)
    rows = UnitStay.objects.filter(person_id=one.id)
    assert [(row.unit, row.since, row.carried) for row in rows] == [("老队", TODAY, True)]


def certified(town: Town, person: PersonFacts, number: str) -> None:
    operations.issue_certificate(
        person_id=person.id, number=number, issuer="示范县人民政府", category="综合执法", area="示范县", valid_from=TODAY,
        valid_to=TODAY + timedelta(days=900), by=town.sysadmin, at=AT,
    )  # fmt: skip


def test_units_are_counted_day_by_day(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [join(town, name=f"员{n}", unit="执法一队" if n < 4 else "执法二队") for n in range(6)]
    for n, one in enumerate(people):
        certified(town, one, f"9900{n}")
    (now,) = queries.forces_of([town.organ.id], [TODAY])[town.organ.id]
    counted = {one.unit: (one.officers, one.reviewers, one.required, one.missing) for one in now.units}
    assert counted["执法一队"] == (4, 0, 1, 1) and "执法二队" not in counted
    operations.appoint(person_id=people[0].id, role="reviewer", basis="文件", by=town.secadmin, at=AT)
    move(town, people[1], "执法二队")
    days = [TODAY, LATER.date()]
    ratios = queries.reviewer_ratios([town.organ.id], days)[town.organ.id]
    first, second = queries.forces_of([town.organ.id], days)[town.organ.id]
    assert (first.ratio, second.ratio) == ratios
    assert {one.unit: (one.officers, one.reviewers) for one in first.units}["执法一队"] == (4, 1)
    later = {one.unit: (one.officers, one.reviewers, one.missing) for one in second.units}
    assert later["执法一队"] == (3, 1, 0) and later["执法二队"] == (3, 0, 1)


def test_the_questions_are_as_many_however_many_organs(town: Town, django_assert_max_num_queries: Any) -> None:
    ids = [one.id for one in queries.organs()]
    with django_assert_max_num_queries(6):
        queries.forces_of(ids, [TODAY, TODAY - timedelta(days=90), TODAY - timedelta(days=180)])
