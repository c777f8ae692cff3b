"""An organ's own list of material: it adds, never takes away; drafted and set by two; what is missing is told in one list."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.review.desk import MONDAY, TWO, Desk, bundle, material, profile
from tests.review.listed import EXPERTS, TALKED, TODAY, drafted, fixed, handed, plan

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook.terms import CATEGORY_NAMES, Condition, ConditionKind, PenaltyKind
from mingjing.ledger.models import Entry
from mingjing.review import operations, queries
from mingjing.review.models import HandedIn, MaterialList, Submission
from mingjing.review.queries.agreeing import lists_unlike_the_ledger
from mingjing.review.rules import figures, list_findings, setting_findings, term_findings
from mingjing.review.terms import Bundle, Check, ListItem
from mingjing.review.terms.lists import PUBLIC_CODES

SUMMARY = "专家评估摘要"


def test_a_list_is_drafted_by_one_and_set_by_another(desk: Desk) -> None:
    organ = desk.head.organ_id
    one = drafted(desk)
    assert queries.material_list(organ, "penalty", TODAY) is None and queries.lists_waiting(organ) == (one,)
    held = operations.set_list(list_id=one.id, valid_from=TODAY, by=desk.head, at=MONDAY)
    assert (held.number, held.state_name, held.items) == (1, "已确定", (EXPERTS,))
    assert queries.material_list(organ, "penalty", TODAY) == held and not queries.lists_waiting(organ)
    assert queries.material_list(organ, "penalty", date(2026, 9, 20)) is None, "one day before"
    assert queries.material_list(organ, "licence", TODAY) is None
    second = fixed(desk, EXPERTS, TALKED, on=date(2026, 10, 8))
    assert second.number == 2
    first = queries.material_list(organ, "penalty", date(2026, 10, 7))
    assert first and (first.number, first.valid_to) == (1, date(2026, 10, 8))
    now = queries.material_list(organ, "penalty", date(2026, 10, 8))
    assert now and now.number == 2
    told = Entry.objects.filter(stream=f"review-staff:{organ}").order_by("stream_seq")
    assert [each.kind for each in told] == ["review:list:drafted", "review:list:set"] * 2
    assert list(lists_unlike_the_ledger()) == []


def test_a_draft_is_changed_until_it_is_set(desk: Desk) -> None:
    first = drafted(desk)
    again = drafted(desk, TALKED, term=3)
    assert first.id == again.id and MaterialList.objects.count() == 1
    assert (again.items, again.term) == ((TALKED,), 3)
    assert list(lists_unlike_the_ledger()) == []


@pytest.mark.parametrize(
    ("items", "more", "told"),
    [
        ((ListItem("证据材料"),), {}, "最低送审材料"),
        ((ListItem("report"),), {}, "最低送审材料"),
        ((ListItem("听证笔录"),), {}, "最低送审材料"),
        ((ListItem("说"),), {}, "没有写明材料名称"),
        ((EXPERTS, EXPERTS), {}, "写了两次"),
        ((ListItem("复印件", form="no_such_form"),), {}, "文书平台没有"),
        ((ListItem("复印件", (Condition(ConditionKind.FINE_UNIT_MIN),)),), {}, "条件没有写全"),
        ((ListItem("复印件", (Condition(ConditionKind.PENALTY_KINDS),)),), {}, "条件没有写全"),
        ((EXPERTS,), {"basis": " "}, "没有写明依据"),
        ((EXPERTS,), {"term": 11}, "不在 1 至 10 之间"),
        ((EXPERTS,), {"term": 0}, "不在 1 至 10 之间"),
        ((EXPERTS,), {"manner": "pigeon"}, "没有选定送审方式"),
    ],
)
def test_what_is_no_list_is_refused(desk: Desk, items: Any, more: Any, told: str) -> None:
    with pytest.raises(Refused, match=told):
        drafted(desk, *items, **more)
    assert not MaterialList.objects.exists()


def test_an_empty_shell_is_no_list(desk: Desk) -> None:
    with pytest.raises(Refused, match="没有增加材料"):
        operations.draft_list(draft=replace(plan(), items=()), by=desk.reviewer, at=MONDAY)
    made = operations.draft_list(draft=replace(plan(), items=(), term=3), by=desk.reviewer, at=MONDAY)
    assert made.term == 3, "a term alone is one"
    with pytest.raises(Invalid, match="没有这个类别"):
        drafted(desk, category="weather")
    with pytest.raises(Invalid, match="最多 60 项"):
        drafted(desk, *(ListItem(f"材料{place}") for place in range(61)))


def test_a_list_is_set_once_and_never_backwards(desk: Desk) -> None:
    one = fixed(desk)
    with pytest.raises(Refused, match="已确定") as caught:
        operations.set_list(list_id=one.id, valid_from=date(2026, 9, 22), by=desk.head, at=MONDAY)
    assert "REV-42" in caught.value.rules
    draft = drafted(desk, TALKED)
    for day, told in ((date(2026, 9, 20), "在今天之前"), (TODAY, "不晚于第1版")):
        with pytest.raises(Refused, match=told):
            operations.set_list(list_id=draft.id, valid_from=day, by=desk.head, at=MONDAY)
    with pytest.raises(Refused, match="不能作废"):
        operations.drop_list(list_id=one.id, reason="重新起草", by=desk.head, at=MONDAY)
    gone = operations.drop_list(list_id=draft.id, reason="重新起草", by=desk.reviewer, at=MONDAY)
    assert (gone.state, gone.drop_reason) == ("dropped", "重新起草")
    with pytest.raises(Refused, match="已作废"):
        operations.set_list(list_id=draft.id, valid_from=date(2026, 9, 22), by=desk.head, at=MONDAY)
    with pytest.raises(Invalid, match="没有这份清单"):
        operations.set_list(list_id=uuid4(), valid_from=TODAY, by=desk.head, at=MONDAY)
    assert list(lists_unlike_the_ledger()) == []


def test_who_drafts_does_not_set(desk: Desk) -> None:
    both = desk.town.actor("兼职", Role.REVIEWER, Role.HEAD)
    one = drafted(desk, by=both)
    with pytest.raises(Refused, match="同一个人"):
        operations.set_list(list_id=one.id, valid_from=TODAY, by=both, at=MONDAY)
    for by in (desk.handler, desk.head):
        with pytest.raises(Forbidden):
            drafted(desk, by=by)
    for by in (desk.handler, desk.reviewer):
        with pytest.raises(Forbidden):
            operations.set_list(list_id=one.id, valid_from=TODAY, by=by, at=MONDAY)
    with pytest.raises(Forbidden):
        operations.drop_list(list_id=one.id, reason="不采用", by=desk.handler, at=MONDAY)


def test_everything_missing_is_told_in_one_list(desk: Desk) -> None:
    """Also of a dossier that no case room keeps: the review room asks, whoever submits."""
    fixed(desk, EXPERTS, TALKED)
    half = replace(bundle(), materials=(material("report", "调查终结报告"),))
    with pytest.raises(Refused) as caught:
        desk.submit(bundle=half, profile=profile(desk.head.organ_id, complex=True))
    (finding,) = caught.value.findings
    assert finding.rule == "REV-10"
    assert finding.message == "送审材料缺少：拟作决定文稿、法律依据、证据材料、专家论证意见、集体讨论记录"
    assert not Submission.objects.exists()


def test_a_condition_asks_only_where_it_holds(desk: Desk) -> None:
    fixed(desk, EXPERTS)
    organ = desk.head.organ_id
    for more in ({}, {"unknown": frozenset({"complex"})}):
        (own,) = [one for one in queries.demands(profile(organ, **more), TODAY) if not one.national]
        assert not own.missing and own.fit == ("unknown" if more else "no")
    with pytest.raises(Refused, match="专家论证意见"):
        desk.submit(profile=profile(organ, complex=True))
    assert desk.submit().materials[-1].kind == "evidence", "an easy case needs none"


@pytest.mark.parametrize(
    ("condition", "more", "asked"),
    [
        (Condition(ConditionKind.FINE_UNIT_MIN, Decimal(50000)), {"fine": Decimal(50000)}, True),
        (Condition(ConditionKind.FINE_UNIT_MIN, Decimal(50000)), {"fine": Decimal("49999.99")}, False),
        (Condition(ConditionKind.PENALTY_KINDS, kinds=frozenset({PenaltyKind.WARNING})), {"kinds": ("warning",)}, True),
        (Condition(ConditionKind.PENALTY_KINDS, kinds=frozenset({PenaltyKind.WARNING})), {"kinds": ("fine",)}, False),
        (Condition(ConditionKind.AFTER_HEARING), {"after_hearing": True}, True),
    ],
)
def test_the_conditions_are_those_of_the_catalogue(desk: Desk, condition: Any, more: Any, asked: bool) -> None:
    fixed(desk, ListItem(SUMMARY, (condition,)))
    found = queries.demands(profile(desk.head.organ_id, **more), TODAY)
    assert (SUMMARY in [one.name for one in found if one.missing]) is asked


def test_the_minimum_stays_whatever_the_list_says(desk: Desk) -> None:
    fixed(desk)
    found = queries.demands(profile(desk.head.organ_id, after_hearing=True), TODAY)
    assert [one.name for one in found if one.national] == [
        "调查终结报告", "拟作决定文稿", "法律依据", "证据材料", "听证笔录",
    ]  # fmt: skip
    assert all(one.missing for one in found if one.national)
    with pytest.raises(Refused, match="证据材料"):
        desk.submit(bundle=replace(bundle(), materials=bundle().materials[:3]))


def test_what_was_handed_in_is_not_asked_for_again(desk: Desk) -> None:
    fixed(desk, EXPERTS, TALKED)
    hard: dict[str, Any] = {"profile": profile(desk.head.organ_id, complex=True)}
    handed(desk)
    with pytest.raises(Refused, match="送审材料缺少：集体讨论记录"):
        desk.submit(**hard)
    talked = Bundle(
        **{**_parts(bundle()), "materials": (*bundle().materials, material("集体讨论记录", "集体讨论记录"))}
    )
    first = desk.submit(bundle=talked, **hard)
    assert [one.title for one in first.materials if one.kind == "专家论证意见"] == [
        "专家论证意见（纸质，正卷第 12 页）"
    ]
    desk.opine(Check.SUBJECT)
    desk.respond()
    again = Bundle(**{**_parts(talked), "digest": TWO})
    assert len(desk.submit(bundle=again, **hard).materials) == len(first.materials)
    assert list(lists_unlike_the_ledger()) == []


def _parts(one: Bundle) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("title", "digest", "summary", "materials")}


def test_a_material_is_handed_in_once_and_made_void_with_a_reason(desk: Desk) -> None:
    with pytest.raises(Refused, match="清单里没有这一项"):
        handed(desk)
    fixed(desk)
    one = handed(desk)
    with pytest.raises(Refused, match="已经提交过"):
        handed(desk)
    with pytest.raises(Refused, match="没有文件，也没有写明"):
        handed(desk, dossier_id=uuid4(), place=" ")
    for by in (desk.reviewer, desk.head):
        with pytest.raises(Forbidden):
            handed(desk, dossier_id=uuid4(), by=by)
    gone = operations.void_material(material_id=one.id, reason="不是本案的意见", by=desk.handler, at=MONDAY)
    assert gone.void_reason == "不是本案的意见" and not queries.handed_in(desk.dossier_id)
    with pytest.raises(Invalid, match="已经作废"):
        operations.void_material(material_id=one.id, reason="再次作废", by=desk.handler, at=MONDAY)
    assert handed(desk).id != one.id
    assert list(lists_unlike_the_ledger()) == []


def test_the_term_is_the_organs_own(desk: Desk) -> None:
    assert desk.submit(dossier_id=uuid4()).due_on > date(2026, 9, 24), "the default is five working days"
    fixed(desk, term=3)
    assert desk.submit().due_on == date(2026, 9, 24), "Tuesday, Wednesday, Thursday"
    assert queries.own_term(desk.head.organ_id, "penalty", date(2026, 9, 20)) is None
    assert figures.term(figures.parameters(), TODAY, 3, extended=True).n == 8
    assert queries.bounds(desk.head.organ_id, TODAY) == (1, 10)


def test_the_audit_sees_what_was_changed_behind_it(desk: Desk) -> None:
    one = fixed(desk)
    given = handed(desk)
    MaterialList.objects.filter(id=one.id).update(items=[])
    HandedIn.objects.filter(id=given.id).update(place="别处")
    assert [each.message for each in lists_unlike_the_ledger()] == ["与台账登记的不符"] * 2
    HandedIn.objects.filter(id=given.id).delete()
    MaterialList.objects.filter(id=one.id).delete()
    assert [each.message for each in lists_unlike_the_ledger()] == ["台账记有，业务库里没有（被删除）"] * 3


def test_the_lawful_destruction_takes_the_handed_in_along(desk: Desk) -> None:
    fixed(desk)
    handed(desk)
    streams = operations.erase_dossier(dossier_id=desk.dossier_id, by=desk.head, at=MONDAY)
    assert f"review-handed:{desk.dossier_id}" in streams and not HandedIn.objects.exists()


def test_demands_cost_few_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    fixed(desk, EXPERTS, TALKED, *(ListItem(f"材料{place}") for place in range(30)))
    whom = profile(desk.head.organ_id, domain="emergency", level="county")
    with django_assert_max_num_queries(4):
        queries.demands(whom, TODAY)


def test_the_rules_alone() -> None:
    least = {"report": "调查终结报告"}
    assert not list(list_findings(plan(), least, ()))
    assert not list(term_findings(None, "online", 1, 10)) and not list(term_findings(10, "both", 1, 10))
    assert [one.rule for one in term_findings(11, "both", 1, 10)] == ["REV-41"]


def test_setting_alone(desk: Desk) -> None:
    one = drafted(desk)
    assert not list(setting_findings(one, TODAY, desk.head.person_id, TODAY, None))


def test_every_category_has_a_public_number_of_its_own() -> None:
    assert PUBLIC_CODES.keys() == CATEGORY_NAMES.keys() and len(set(PUBLIC_CODES.values())) == len(PUBLIC_CODES)
