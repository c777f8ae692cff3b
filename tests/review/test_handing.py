"""What the public reads of an organ's review: handed over, checked and released by others; outdated until handed over anew."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.review.desk import MONDAY, Desk
from tests.review.listed import EXPERTS, TALKED, TODAY, drafted, fixed
from tests.review.test_staff import register

from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as published
from mingjing.publicity.models import RegisterEntry
from mingjing.publicity.queries.agreeing_lists import lists_unlike_the_ledger
from mingjing.publicity.rules.registers import is_outdated
from mingjing.publicity.terms import EditionFacts
from mingjing.review import operations, queries
from mingjing.review.rules import public_findings

DUTIES = "对重大执法决定进行法制审核\n出具书面审核意见"
LATER = MONDAY + timedelta(hours=1)


def hand_over(desk: Desk, **more: Any) -> EditionFacts:
    given: dict[str, Any] = {"duties": DUTIES, "names": False, "by": desk.reviewer, "at": MONDAY}
    return operations.hand_over_body(**{**given, **more})


def release(desk: Desk, made: EditionFacts, at: Any = MONDAY) -> None:
    publicity.check_entry(edition_id=made.id, by=desk.head, at=at)
    publicity.release_entry(edition_id=made.id, by=desk.head, at=at)


def standing(desk: Desk) -> queries.PublicStanding:
    return queries.public_standing(desk.head.organ_id, "review_body", "FS-01")


def test_the_body_is_handed_over_checked_and_released(desk: Desk) -> None:
    register(desk)
    made = hand_over(desk)
    assert standing(desk).waiting == made and standing(desk).public is None
    with pytest.raises(Refused, match="已有一版"):
        hand_over(desk)
    with pytest.raises(Refused, match="同一个人"):
        publicity.check_entry(edition_id=made.id, by=desk.reviewer, at=MONDAY)
    release(desk, made)
    found = published.public_entry(desk.town.organ.code, "review_body", "FS-01")
    assert found
    told = found.edition.readable
    assert (told["body"], told["basis"], told["phone"]) == ("政策法规股", "示应急〔2026〕5号", "0399-7200001")
    assert told["duties"] == DUTIES.split("\n") and told["number"] == "1 人" and "names" not in told
    assert found.edition.outdated == "" and not queries.outdated_in_public(desk.head.organ_id)


def test_the_names_are_told_where_the_organ_chose_to(desk: Desk) -> None:
    register(desk)
    made = hand_over(desk, names=True)
    assert made.readable["names"] == ["审一"]
    release(desk, made)
    with pytest.raises(Refused, match="与现在的一致"):
        hand_over(desk, names=True, reason="再送一次")
    again = hand_over(desk, names=False, reason="不再公开姓名")
    assert "names" not in again.readable


def test_a_new_body_outdates_what_is_public_until_it_is_handed_over_anew(desk: Desk) -> None:
    register(desk)
    release(desk, hand_over(desk))
    register(desk, name="法制审核股", since=date(2026, 9, 1), at=LATER)
    public = published.review_body_shown(desk.town.organ.code, TODAY)
    assert public and "改由法制审核股担任" in public.outdated and public.readable["body"] == "政策法规股"
    assert [one.code for one in queries.outdated_in_public(desk.head.organ_id)] == ["FS-01"]
    made = hand_over(desk, reason="审核机构更换", at=LATER + timedelta(minutes=1))
    assert not queries.outdated_in_public(desk.head.organ_id), "a new edition is under way"
    still = published.review_body_shown(desk.town.organ.code, TODAY)
    assert still and still.outdated, "the public one stays outdated until the new one is released"
    release(desk, made, LATER + timedelta(minutes=2))
    now = published.review_body_shown(desk.town.organ.code, TODAY)
    assert now and now.readable["body"] == "法制审核股" and now.outdated == ""
    assert list(lists_unlike_the_ledger()) == []


def test_nothing_public_is_nothing_outdated(desk: Desk) -> None:
    register(desk)
    assert not RegisterEntry.objects.exists()
    hand_over(desk)
    register(desk, name="法制审核股", since=date(2026, 9, 1), at=LATER)
    assert RegisterEntry.objects.get().outdated_at is None, "what waits is not public"


def test_the_flag_cannot_be_taken_off_behind_the_ledger(desk: Desk) -> None:
    register(desk)
    release(desk, hand_over(desk))
    register(desk, name="法制审核股", since=date(2026, 9, 1), at=LATER)
    assert list(lists_unlike_the_ledger()) == []
    RegisterEntry.objects.update(outdated_at=None, outdated_why="")
    assert [each.message for each in lists_unlike_the_ledger()] == ["登记变更的标明与台账记的不符"]


def test_empty_shells_and_strangers_are_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="没有登记法制审核机构"):
        hand_over(desk)
    register(desk)
    with pytest.raises(Refused, match="没有写明职责"):
        hand_over(desk, duties=" ")
    for by in (desk.handler, desk.town.actor("公一", Role.PUBLICIST)):
        with pytest.raises(Forbidden):
            hand_over(desk, by=by)
    assert not RegisterEntry.objects.exists()


def test_the_list_goes_to_the_public_with_the_minimum_first(desk: Desk) -> None:
    one = fixed(desk, EXPERTS, TALKED, term=3, manner="both")
    made = operations.hand_over_list(list_id=one.id, by=desk.reviewer, at=MONDAY)
    rows = made.readable["rows"]
    assert [row[0] for row in rows] == ["调查终结报告", "拟作决定文稿", "法律依据", "证据材料", "听证笔录", "专家论证意见", "集体讨论记录"]  # fmt: skip
    assert rows[4][1] == "经过听证的" and rows[5][1:] == ["案件情况疑难复杂、涉及多个法律关系", "上传文件或者提交纸质件", "复印件加盖公章"]  # fmt: skip
    assert made.readable["term"] == "3 个工作日" and "纸质" in made.readable["manner"]
    release(desk, made)
    with pytest.raises(Refused, match="与现在的一致"):
        operations.hand_over_list(list_id=one.id, by=desk.reviewer, at=MONDAY, reason="再送一次")
    draft = drafted(desk, EXPERTS)
    two = operations.set_list(list_id=draft.id, valid_from=date(2026, 9, 22), by=desk.head, at=LATER)
    (flagged,) = queries.outdated_in_public(desk.head.organ_id)
    assert "第2版自 2026-09-22 起施行" in flagged.outdated
    with pytest.raises(Invalid):
        operations.hand_over_list(list_id=one.id, by=desk.reviewer, at=MONDAY + timedelta(days=1), reason="旧的")
    made = operations.hand_over_list(
        list_id=two.id, by=desk.reviewer, at=LATER + timedelta(minutes=1), reason="第2版施行"
    )
    assert made.valid_from == date(2026, 9, 22)


def test_only_a_list_that_was_set_goes_to_the_public(desk: Desk) -> None:
    one = drafted(desk)
    with pytest.raises(Invalid, match="草稿"):
        operations.hand_over_list(list_id=one.id, by=desk.reviewer, at=MONDAY)
    with pytest.raises(Invalid, match="没有这份清单"):
        operations.hand_over_list(list_id=uuid4(), by=desk.reviewer, at=MONDAY)
    with pytest.raises(Forbidden):
        operations.hand_over_list(list_id=one.id, by=desk.handler, at=MONDAY)


def test_the_rules_alone() -> None:
    assert not is_outdated(None, MONDAY) and not is_outdated(MONDAY, MONDAY) and is_outdated(LATER, MONDAY)
    assert not list(public_findings("审核", same=False, waits=False))
    assert [one.rule for one in public_findings("审核", same=True, waits=True)] == ["REV-44"] * 2
