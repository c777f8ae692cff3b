"""Registers kept by a county's own staff: numbers that prove themselves, stale forms, renewal with its gap."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.organs.at_once import at_once
from tests.organs.town import AT, Town, draft
from tests.organs.town import town as founded

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations, queries

GOOD = "11130821MB0000001W"


def code() -> str:
    """A made-up credit code whose check digit fits."""
    from stdnum.cn import uscc

    return GOOD[:-1] + uscc.calc_check_digit(GOOD[:-1])


def amend(town: Town, **more: Any) -> Any:
    given = {"organ_id": town.organ.id, "reason": "更名", "by": town.sysadmin, "at": AT, **more}
    return operations.amend_organ(**given)


@pytest.mark.parametrize(("uscc", "told"), [("123", "应为18位"), (GOOD[:-1] + "0", "校验位"), ("I" * 18, "不可用")])
def test_a_credit_code_must_prove_itself(town: Town, uscc: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        amend(town, changes={"uscc": uscc})
    with pytest.raises(Invalid, match=told):
        operations.register_organ(
            draft=draft("乙局", "乙", "yi", uscc=uscc, parent_id=town.organ.id), by=town.sysadmin, at=AT
        )


def test_a_credit_code_belongs_to_one_organ(town: Town) -> None:
    assert amend(town, changes={"uscc": code().lower()}).uscc == code()
    with pytest.raises(Invalid, match="已经登记给示县应急管理局"):
        operations.register_organ(
            draft=draft("乙局", "乙", "yi", uscc=code(), parent_id=town.organ.id), by=town.sysadmin, at=AT
        )
    assert amend(town, changes={"supervision": "0000-12345"}).supervision == "0000-12345"


def test_a_form_that_shows_an_older_state_is_refused(town: Town) -> None:
    seen = town.organ.mark
    amend(town, changes={"phone": "1"}, seen=seen)
    with pytest.raises(Invalid, match="别人已经改过"):
        amend(town, changes={"phone": "2"}, seen=seen)
    assert queries.organ(town.organ.id).phone == "1"


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_stale() -> None:
    town = founded()
    seen = town.organ.mark
    found = at_once(*(lambda n=n: amend(town, changes={"phone": str(n)}, seen=seen) for n in range(2)))  # type: ignore[misc]
    assert sum(isinstance(one, Invalid) for one in found) == 1


def test_a_person_is_changed_with_a_reason(town: Town) -> None:
    person = town.person("张三")
    given = {"person_id": person.id, "name": "张三", "post": "中队长", "at": AT}
    with pytest.raises(Forbidden):
        operations.amend_person(**given, unit="", reason="任职", by=town.secadmin)
    for reason, seen in (("", ""), ("任职", "old")):
        with pytest.raises(Invalid):
            operations.amend_person(**given, unit="", reason=reason, seen=seen, by=town.sysadmin)
    after = operations.amend_person(**given, unit="大队", reason="任职", seen=person.mark, by=town.sysadmin)
    assert (after.unit, after.post) == ("大队", "中队长")
    with pytest.raises(Invalid, match="没有要变更"):
        operations.amend_person(**given, unit="大队", reason="任职", by=town.sysadmin)
    (last, *_) = ledger.events(f"organ:{town.organ.id}", holding=str(person.id))
    assert last.payload["changed"] == {"unit": ["", "大队"], "post": ["", "中队长"]}
    assert last.person_id == town.sysadmin.person_id


def renewed(town: Town, until: date, at: datetime, **more: Any) -> Any:
    person = town.person("张三")
    issued = operations.issue_certificate(
        person_id=person.id, number="X1", issuer="示县", category="安全", area="示县", valid_from=date(2020, 1, 1),
        valid_to=until, by=town.sysadmin, at=AT,
    )  # fmt: skip
    given = {"certificate_id": issued.id, "valid_to": date(2030, 1, 1), "reason": "换证", "by": town.sysadmin, **more}
    return operations.renew_certificate(**given, at=at)


def test_a_renewal_in_time_leaves_no_gap(town: Town) -> None:
    facts = renewed(town, date(2026, 12, 31), AT)
    assert facts.valid_to == date(2030, 1, 1) and facts.suspensions == ()


def test_a_late_renewal_keeps_its_gap(town: Town) -> None:
    facts = renewed(town, date(2026, 8, 20), AT)
    inside = datetime(2026, 8, 21, 0, 0, tzinfo=CHINA)
    moments = (inside - timedelta(seconds=1), inside, AT - timedelta(seconds=1), AT)
    assert [facts.valid_at(one) for one in moments] == [True, False, False, True]


@pytest.mark.parametrize("more", [{"valid_to": date(2026, 8, 31)}, {"valid_to": date(2026, 9, 1)}, {"reason": " "}])
def test_a_renewal_that_renews_nothing_is_refused(town: Town, more: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        renewed(town, date(2026, 8, 31), AT, **more)


def test_a_withheld_or_revoked_certificate_is_not_renewed(town: Town) -> None:
    facts = renewed(town, date(2026, 12, 31), AT)
    act = {"certificate_id": facts.id, "reason": "调查", "by": town.sysadmin, "at": AT}
    operations.suspend_certificate(**act)
    with pytest.raises(Refused, match="先恢复"):
        operations.renew_certificate(**act, valid_to=date(2031, 1, 1))
    operations.revoke_certificate(**act)
    with pytest.raises(Refused, match="不能再延续"):
        operations.renew_certificate(**act, valid_to=date(2031, 1, 1))
    with pytest.raises(Forbidden):
        operations.renew_certificate(**{**act, "by": town.secadmin}, valid_to=date(2031, 1, 1))


def test_the_log_is_read_by_person_stream_and_day(town: Town) -> None:
    person = town.person("张三", "handler")
    whole = ledger.log(limit=500)
    assert whole.before == 0 and [one.index for one in whole.events] == sorted(
        (one.index for one in whole.events), reverse=True
    )
    granted = ledger.log(people={town.secadmin.person_id})
    assert {one.kind for one in granted.events} == {"organ:role:appointed"}
    assert granted.events[0].payload["person"] == str(person.id)
    assert ledger.log(streams=["nothing"]).events == () == ledger.log(until=AT - timedelta(days=1)).events
    first = ledger.log(limit=2)
    assert ledger.log(limit=2, before=first.before).events[0].index == first.before - 1
