"""Who collects, checks, releases: decided per kind with a reason; a vacant part stops the release (PUB-60, PUB-61)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.publicity.test_public_lists import AT, collected, organ, people

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.models import KindStaff
from mingjing.publicity.queries.agreeing_lists import lists_unlike_the_ledger
from mingjing.publicity.rules.staff import every_part_is_given, nobody_missing
from mingjing.publicity.terms import PART_TITLES, STAFF_ROLES, kinds

__all__ = ["organ", "people"]
pytestmark = pytest.mark.django_db
PARTS = {"collect": ["handler"], "check": ["reviewer"], "release": ["head"]}


def staffed(organ: UUID, by: Actor, **changes: Any) -> Any:
    told = {"kind": "random_check", **PARTS, "reason": "人员调整，改由承办人采集", "at": AT, **changes}
    return operations.staff_kind(organ_id=organ, by=by, **told)


def test_the_head_decides_and_it_holds_for_this_organ_and_kind_only(organ: UUID, people: dict[str, Actor]) -> None:
    made = staffed(organ, people["releaser"])
    assert (made.collect, made.check, made.release) == ({"handler"}, {"reviewer"}, {"head"})
    assert queries.staffed(organ, "random_check") == made
    assert queries.staffed(organ, "guide") == kinds()["guide"]
    assert queries.staffed(uuid4(), "random_check") == kinds()["random_check"]
    with pytest.raises(Forbidden, match="承办人"):
        collected(organ, people["collector"])
    assert collected(organ, people["handler"]).collected.name == "张三"
    with pytest.raises(Forbidden, match="行政机关负责人"):
        operations.may_work(made, "release").require(people["collector"], organ, doing="发布")


def test_every_decision_is_kept_with_its_reason_and_its_line(organ: UUID, people: dict[str, Actor]) -> None:
    staffed(organ, people["releaser"])
    staffed(organ, people["releaser"], collect=["publicist"], reason="恢复由公示员采集", at=AT + timedelta(days=1))
    told = KindStaff.objects.filter(organ_id=organ, kind="random_check").order_by("-seq")
    assert [(one.seq, one.reason, one.collect) for one in told] == [
        (2, "恢复由公示员采集", ["publicist"]),
        (1, "人员调整，改由承办人采集", ["handler"]),
    ]
    lines = ledger.whole(f"pubstaff:{organ}")
    assert [one.index for one in lines] == [told[1].ledger_index, told[0].ledger_index]
    assert lines[0].payload["collect"] == ["handler"]
    assert queries.last_staffings(organ)["random_check"].seq == 2


@pytest.mark.parametrize("who", ["collector", "checker", "handler", "archivist", "supervisor", "stranger", "keeper"])
def test_nobody_else_decides(organ: UUID, people: dict[str, Actor], who: str) -> None:
    with pytest.raises(Forbidden):
        staffed(organ, people[who])
    assert not KindStaff.objects.exists()


def test_the_same_again_and_an_empty_shell_are_refused(organ: UUID, people: dict[str, Actor]) -> None:
    staffed(organ, people["releaser"])
    with pytest.raises(Invalid, match="没有改动"):
        staffed(organ, people["releaser"])
    for part in PART_TITLES:
        with pytest.raises(Refused, match="PUB-60"):
            staffed(organ, people["releaser"], **{part: []})
    with pytest.raises(Refused, match="PUB-60"):
        staffed(organ, people["releaser"], check=["secadmin"])
    with pytest.raises(Refused, match="PUB-60"):
        staffed(organ, people["releaser"], check=["no-such-role"])
    with pytest.raises(Refused, match="PUB-27"):
        staffed(organ, people["releaser"], collect=["head"], reason="改")
    with pytest.raises(Invalid):
        staffed(organ, people["releaser"], kind="no-such-kind")
    assert KindStaff.objects.count() == 1


def test_the_collector_never_checks_his_own_work_whoever_may_what(organ: UUID, people: dict[str, Actor]) -> None:
    both = ["publicist", "reviewer"]
    staffed(organ, people["releaser"], collect=both, check=both)
    one = collected(organ, people["collector"])
    with pytest.raises(Refused, match="PUB-21"):
        operations.check_entry(edition_id=one.id, by=people["collector"], at=AT)
    assert operations.check_entry(edition_id=one.id, by=people["checker"], at=AT).checked


def test_a_vacant_part_stops_the_release_and_is_shown(organ: UUID, people: dict[str, Actor]) -> None:
    assert "random_check" not in queries.vacancies(organ, AT)
    one = collected(organ, people["collector"])
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    staffed(organ, people["releaser"], check=["examiner"])
    holders = organs.role_holders(organ, AT)
    gone = {role: held for role, held in holders.items() if role != Role.EXAMINER}
    found = nobody_missing(queries.staffed(organ, "random_check"), gone)
    assert [one.rule for one in found] == ["PUB-61"]
    assert "案件审查人" in found[0].message


def test_release_is_refused_while_a_part_is_vacant(
    organ: UUID, people: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = collected(organ, people["collector"])
    operations.check_entry(edition_id=one.id, by=people["checker"], at=AT)
    real = organs.role_holders(organ, AT)
    without = {role: held for role, held in real.items() if role not in {Role.REVIEWER, Role.HEAD}}
    monkeypatch.setattr(organs, "role_holders", lambda *_: without)
    for _ in range(2):
        with pytest.raises(Refused, match="PUB-61"):
            operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT)
    assert set(queries.vacancies(organ, AT)) == {key for key, one in kinds().items() if not one.kept_by}
    monkeypatch.undo()
    assert operations.release_entry(edition_id=one.id, by=people["releaser"], at=AT).released


def test_one_person_alone_cannot_collect_and_check() -> None:
    alone, other = uuid4(), uuid4()
    spec = kinds()["guide"]
    holders = {str(Role.HANDLER): {alone}, str(Role.REVIEWER): {alone}, str(Role.HEAD): {alone}}
    assert [one.rule for one in nobody_missing(spec, holders)] == ["PUB-61"]
    assert nobody_missing(spec, {**holders, str(Role.HEAD): {other}}) == ()
    assert len(nobody_missing(spec, {})) == 3


def test_only_posts_of_enforcement_can_be_given_a_part() -> None:
    assert every_part_is_given({part: [str(role) for role in STAFF_ROLES] for part in PART_TITLES}) == ()
    assert {one.field for one in every_part_is_given({})} == set(PART_TITLES)


def test_an_appointment_that_ended_is_no_holder(organ: UUID, shifan: Any) -> None:
    now = organs.role_holders(organ, AT)
    assert shifan.actor("丁", AT).person_id in now[Role.REVIEWER]
    before = organs.role_holders(organ, AT - timedelta(days=4000))
    assert before == {}


def test_the_ledger_notices_a_staffing_that_was_altered_or_lost(organ: UUID, people: dict[str, Actor]) -> None:
    staffed(organ, people["releaser"])
    assert list(lists_unlike_the_ledger()) == []
    KindStaff.objects.update(check_by=["handler"])
    assert ["分工" in one.message for one in lists_unlike_the_ledger()] == [True]
    KindStaff.objects.all().delete()
    assert ["分工" in one.message for one in lists_unlike_the_ledger()] == [True]
