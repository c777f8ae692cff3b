"""审核意见分歧 as its people meet it: raised, answered, consulted on, settled; and no ruling opens the way to a decision."""

from uuid import UUID

import pytest
from django.test import Client
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened, rules_on
from tests.bureau.test_case_lists import queries, text

from mingjing.cases import operations
from mingjing.cases import queries as cases
from mingjing.kernel.findings import Refused
from mingjing.review import queries as reviews
from mingjing.review.queries.agreeing import disputes_unlike_the_ledger
from mingjing.review.terms import DisputeFacts
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
STATED = {"position": "证据来源清楚，应予处罚", "reasons": "查询打印件由登记机关出具", "basis": "行政处罚法第四十六条"}
CONSULTED = {
    "consulted_on": "2026-11-22", "consulted_with": "双方各一人", "consultation": "双方各执一词", "agreed": "no",
}  # fmt: skip
RULED = {"settlement": "head", "outcome": "采纳审核机构意见，补充说明后重新送审", "responsible": "承办人"}
STEPS = (("甲", "raise", STATED), ("丁", "answer", STATED), ("甲", "consult", CONSULTED), ("己", "settle", RULED))


def address(case_id: UUID, move: str) -> str:
    return f"/bureau/cases/{case_id}/dispute/{move}/"


def walk(shifan: World, case_id: UUID, upto: int) -> None:
    """The first steps of a disagreement, each by its person at the page."""
    for key, move, sent in STEPS[:upto]:
        assert enter(shifan, key).post(address(case_id, move), sent).status_code == 302, move


def kept(case_id: UUID) -> DisputeFacts:
    found = reviews.last_dispute(cases.dossier_of(case_id))
    assert found
    return found


def waits(client: Client, case_id: UUID) -> bool:
    return f"/bureau/cases/{case_id}/dispute/" in text(client, "/bureau/?tab=todo")


def test_both_sides_write_consult_and_the_head_rules(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        handler, reviewer, head = (enter(shifan, key) for key in ("甲", "丁", "己"))
        rounds = f"/bureau/cases/{case_id}/?tab=review"
        assert "提出分歧" in text(handler, rounds) and "提出分歧" not in text(reviewer, rounds)
        walk(shifan, case_id, 1)
        assert waits(reviewer, case_id) and not waits(handler, case_id) and not waits(head, case_id)
        assert "查询打印件由登记机关出具" in text(reviewer, address(case_id, "answer"))
        assert "没有注明来源" in text(reviewer, address(case_id, "answer")), "the opinion lies beside the form"
        assert "待审核机构答复" in text(handler, f"/bureau/cases/{case_id}/")
        assert "分歧还没有处理" in text(handler, f"/bureau/cases/{case_id}/acts/submit_review/")
        walk_on = enter(shifan, "丁").post(address(case_id, "answer"), STATED)
        assert walk_on.status_code == 302
        assert waits(handler, case_id) and waits(reviewer, case_id)
        handler.post(address(case_id, "consult"), CONSULTED)
        assert waits(head, case_id) and not waits(handler, case_id)
        assert "双方各执一词" in text(head, address(case_id, "settle"))
        assert head.post(address(case_id, "settle"), RULED).status_code == 302
        told = text(enter(shifan, "监"), rounds)
        assert "报请行政机关负责人决定" in told and "采纳审核机构意见" in told and "双方各执一词" in told
        assert not any(waits(client, case_id) for client in (handler, reviewer, head))
    assert list(disputes_unlike_the_ledger()) == []


def test_no_ruling_opens_the_way_to_a_decision(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        walk(shifan, case_id, 4)
        by = shifan.actor("甲", NOW)
        move = next(one for one in cases.case_page(case_id, by, NOW).moves if one.spec.code == "decide_not_established")
        assert "G-26" in {one.rule for one in move.findings}
        handler = enter(shifan, "甲")
        form = f"/bureau/cases/{case_id}/acts/submit_review/"
        sent = {"reasons": "按处理结果再次送审", "statement": "1"}
        empty = handler.post(form, {**opened(handler, form), **sent})
        assert empty.status_code == 422 and rules_on(empty.content.decode()) == {"REV-08"}
        again = handler.post(
            form, {**opened(handler, form), **sent, "response": "分歧已由负责人处理，按结果补充说明。"}
        )
        assert again.status_code == 302
    assert [one.round for one in reviews.rounds(cases.dossier_of(case_id))] == [1, 2]


def test_an_open_disagreement_holds_up_the_next_round_at_the_page(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        walk(shifan, case_id, 2)
        handler = enter(shifan, "甲")
        form = f"/bureau/cases/{case_id}/acts/submit_review/"
        sent = {"reasons": "再次送审", "statement": "1", "response": "已经办理，请再审。"}
        answer = handler.post(form, {**opened(handler, form), **sent})
        assert answer.status_code == 422 and rules_on(answer.content.decode()) == {"REV-08"}


def test_everybody_plays_the_own_part_and_nothing_typed_is_lost(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        assert enter(shifan, "庚").post(address(case_id, "raise"), STATED).status_code == 403, "no handler of this case"
        assert enter(shifan, "监").get(address(case_id, "raise")).status_code == 403
        assert enter(shifan, "市甲").get(address(case_id, "raise")).status_code == 404
        assert enter(shifan, "甲").get(address(case_id, "burn")).status_code == 404
        handler = enter(shifan, "甲")
        half = handler.post(address(case_id, "raise"), STATED | {"basis": " "})
        assert half.status_code == 422 and STATED["reasons"] in half.content.decode()
        walk(shifan, case_id, 1)
        twice = handler.post(address(case_id, "raise"), STATED)
        assert twice.status_code == 409 and "已经提出过分歧" in twice.content.decode()
        assert STATED["reasons"] in twice.content.decode()
        assert handler.get(address(case_id, "answer")).status_code == 403
        assert enter(shifan, "己").get(address(case_id, "settle"))["Location"].endswith("?tab=review"), "not yet"
        early = enter(shifan, "己").post(address(case_id, "settle"), RULED)
        assert early.status_code == 409 and "REV-09" in early.content.decode()
        late = handler.post(address(case_id, "consult"), CONSULTED | {"consulted_on": "2026-11-23"})
        assert late.status_code == 409
    assert kept(case_id).waits_for == "answer"


def test_a_case_that_is_past_its_review_has_no_disagreement(shifan: World) -> None:
    case_id = case_at(shifan, 43)
    by = shifan.actor("甲", NOW)
    with pytest.raises(Refused) as caught:
        operations.raise_dispute(case_id=case_id, **STATED, by=by, now=NOW)
    assert caught.value.rules == {"STEP-01"}


def test_the_organ_that_chose_collective_discussion_writes_it_down(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        head = enter(shifan, "己")
        page = head.get("/bureau/disputes/route/").content.decode()
        assert "本机关没有确定" in page
        sent = {"route": "collective", "basis": "示应急〔2026〕5号"}
        assert head.post("/bureau/disputes/route/", sent).status_code == 302
        assert enter(shifan, "甲").get("/bureau/disputes/route/").status_code == 403
        walk(shifan, case_id, 3)
        assert "集体讨论的时间、参加人员和各自意见" in text(head, address(case_id, "settle"))
        ruled = RULED | {"settlement": "collective"}
        assert head.post(address(case_id, "settle"), ruled).status_code == 422
        assert (
            head.post(address(case_id, "settle"), ruled | {"meeting": "11月22日，三人参加，一致同意"}).status_code
            == 302
        )
    assert (kept(case_id).settlement, kept(case_id).meeting) == ("collective", "11月22日，三人参加，一致同意")


def test_the_list_is_for_the_organ_and_for_the_supervisor(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        walk(shifan, case_id, 4)
        for key in ("己", "监"):
            client = enter(shifan, key)
            page = text(client, "/bureau/disputes/?state=settled")
            assert "报请行政机关负责人决定" in page and f"/bureau/cases/{case_id}/" in page
            assert f"/bureau/cases/{case_id}/" not in text(client, "/bureau/disputes/?state=open")
            assert f"/bureau/cases/{case_id}/" not in text(client, "/bureau/disputes/?q=没有这案&after=x_y")
            assert queries(client, "/bureau/disputes/") <= 9
            table = client.get("/bureau/disputes/export.csv").content.decode("utf-8-sig")
            assert "采纳审核机构意见" in table
        assert f"/bureau/cases/{case_id}/" not in text(enter(shifan, "市己"), "/bureau/disputes/")
        assert queries(enter(shifan, "甲"), f"/bureau/cases/{case_id}/?tab=review") <= 16
        assert queries(enter(shifan, "甲"), "/bureau/") <= 17
