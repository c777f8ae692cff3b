"""A certificate authorises at one moment for one organ, or it does not."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.organs.town import AT, Town

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import operations, queries
from mingjing.organs.models import Certificate, Suspension
from mingjing.organs.rules import certificate_findings, change_findings
from mingjing.organs.terms import CertificateFacts, SuspensionFacts

HOME = uuid4()
HOUR = timedelta(hours=1)


def certificate(**more: object) -> CertificateFacts:
    given: dict[str, object] = {
        "id": uuid4(),
        "person_id": uuid4(),
        "person_name": "张三",
        "organ_id": HOME,
        "organ_name": "示县应急管理局",
        "number": "X01",
        "issuer": "省司法厅",
        "category": "应急",
        "area": "示县",
        "valid_from": date(2024, 1, 1),
        "valid_to": date(2026, 9, 1),
        "suspensions": (),
        "revoked_at": None,
        **more,
    }
    return CertificateFacts(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "problem"),
    [
        (datetime(2023, 12, 31, 15, 59, tzinfo=UTC), "尚未生效"),
        (datetime(2023, 12, 31, 16, 0, tzinfo=UTC), ""),
        (datetime(2026, 9, 1, 15, 59, tzinfo=UTC), ""),
        (datetime(2026, 9, 1, 16, 0, tzinfo=UTC), "到期"),
    ],
)
def test_validity_runs_from_the_first_to_the_last_day_in_beijing(moment: datetime, problem: str) -> None:
    text = certificate().problem_at(moment, HOME)
    assert bool(text) == bool(problem)
    assert problem in text


def test_another_organ_cannot_use_it() -> None:
    assert "不能用于其他机关" in certificate().problem_at(AT, uuid4())
    assert certificate().valid_at(AT)


def test_it_does_not_authorise_while_withheld_nor_once_revoked() -> None:
    held = certificate(suspensions=(SuspensionFacts(AT, AT + HOUR, "查"),))
    assert [held.valid_at(AT + n * HOUR / 2, HOME) for n in (-1, 0, 1, 2)] == [True, False, False, True]
    assert not certificate(suspensions=(SuspensionFacts(AT, None, "查"),)).valid_at(AT + HOUR, HOME)
    revoked = certificate(revoked_at=AT)
    assert [revoked.valid_at(AT - HOUR, HOME), revoked.valid_at(AT, HOME)] == [True, False]


def test_one_valid_certificate_is_enough_and_none_is_explained() -> None:
    gone = certificate(revoked_at=AT)
    assert certificate_findings("张三", [gone, certificate()], AT, HOME) == ()
    assert "没有登记执法证件" in certificate_findings("张三", [], AT, HOME)[0].message
    (finding,) = certificate_findings("张三", [gone], AT, HOME)
    assert finding.rule == "ORG-02"
    assert "吊销" in finding.message
    assert "行政处罚法第四十二条" in finding.cites


@pytest.mark.parametrize(
    ("facts", "change", "refused"),
    [
        (certificate(), "暂扣", False),
        (certificate(), "恢复", True),
        (certificate(suspensions=(SuspensionFacts(AT, None, "查"),)), "暂扣", True),
        (certificate(suspensions=(SuspensionFacts(AT, None, "查"),)), "恢复", False),
        (certificate(suspensions=(SuspensionFacts(AT + HOUR, None, "查"),)), "恢复", True),
        (certificate(revoked_at=AT), "注销", True),
        (certificate(), "注销", False),
    ],
)
def test_changes_follow_one_another(facts: CertificateFacts, change: str, refused: bool) -> None:
    assert bool(change_findings(facts, change, AT)) is refused


def test_a_certificate_is_withheld_restored_and_revoked(town: Town) -> None:
    person = town.officer("张三", "X01")
    (held,) = queries.certificates([person.id])[person.id]
    later, latest = AT + HOUR, AT + 2 * HOUR
    operations.suspend_certificate(certificate_id=held.id, reason="调查", by=town.sysadmin, at=AT)
    with pytest.raises(Refused, match="不能重复暂扣"):
        operations.suspend_certificate(certificate_id=held.id, reason="调查", by=town.sysadmin, at=later)
    facts = operations.lift_suspension(certificate_id=held.id, reason="查清", by=town.sysadmin, at=later)
    assert [facts.valid_at(AT, town.organ.id), facts.valid_at(later, town.organ.id)] == [False, True]
    gone = operations.revoke_certificate(certificate_id=held.id, reason="离岗", by=town.sysadmin, at=latest)
    assert not gone.valid_at(latest, town.organ.id)
    assert gone.valid_at(later, town.organ.id)
    with pytest.raises(Refused, match="不能再暂扣"):
        operations.suspend_certificate(certificate_id=held.id, reason="调查", by=town.sysadmin, at=latest)
    assert queries.certificate_by_number(" X01 ") == gone
    assert queries.certificate_by_number("X02") is None


def test_withholding_needs_a_reason_and_a_person_who_may(town: Town) -> None:
    person = town.officer("张三", "X01")
    (held,) = queries.certificates([person.id])[person.id]
    with pytest.raises(Invalid):
        operations.suspend_certificate(certificate_id=held.id, reason="  ", by=town.sysadmin, at=AT)
    for role in (Role.HANDLER, Role.HEAD, Role.REVIEWER):
        with pytest.raises(Forbidden):
            operations.suspend_certificate(
                certificate_id=held.id, reason="调查", by=town.actor(f"人{role}", role), at=AT
            )
    assert not Suspension.objects.exists()
    supervisor = town.actor("督一", Role.SUPERVISOR)
    assert not operations.suspend_certificate(certificate_id=held.id, reason="调查", by=supervisor, at=AT).valid_at(
        AT, town.organ.id
    )
    with pytest.raises(Invalid, match="没有登记这个执法证件"):
        operations.suspend_certificate(certificate_id=uuid4(), reason="调查", by=supervisor, at=AT)


def test_a_number_is_issued_once_and_its_span_runs_forward(town: Town) -> None:
    town.officer("张三", "X01")
    with pytest.raises(Invalid) as caught:
        town.officer("李四", "X01")
    assert "number" in caught.value.errors
    person = town.person("王五")
    with pytest.raises(Invalid) as caught:
        operations.issue_certificate(
            person_id=person.id, number="X03", issuer="厅", category="应急", area="示县",
            valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1), by=town.sysadmin, at=AT,
        )  # fmt: skip
    assert "valid_to" in caught.value.errors
    assert Certificate.objects.count() == 1


def test_who_lacks_a_certificate_is_named(town: Town) -> None:
    one, two = town.officer("张三", "X01"), town.person("李四")
    (finding,) = queries.unqualified([one.id, two.id], town.organ.id, AT)
    assert "李四" in finding.message
