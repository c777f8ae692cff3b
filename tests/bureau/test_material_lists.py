"""送审材料清单 as its people meet it: drafted, set, asked for at submission in one list, handed in once, read by the public."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened, rules_on
from tests.bureau.test_case_lists import queries as asked
from tests.bureau.test_case_lists import text

from mingjing.cases import queries as cases
from mingjing.organs import queries as organs
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as published
from mingjing.review import queries
from mingjing.review.models import HandedIn, MaterialList
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
HOME = "/bureau/material-lists/"
EXPERTS, TALKED = "专家论证意见", "集体讨论记录"
DRAFT = {
    "basis": "示应急〔2026〕5号", "manner": "both", "term": "3", "count": "4",
    "name-0": EXPERTS, "form-0": "", "note-0": "复印件加盖公章", "flags-0": [],
    "name-1": TALKED, "form-1": "discussion_record", "note-1": "",
    "name-2": "价格认定书", "unit-2": "900,000",
}  # fmt: skip
BEFORE = moment("2026-09-19 10:00")


def draft(client: Client, **more: Any) -> Any:
    return client.post(f"{HOME}new/penalty/", DRAFT | more)


def in_force(shifan: World) -> UUID:
    """Drafted by 丁, set by 己, in force before the case is submitted."""
    with clock(BEFORE):
        assert draft(enter(shifan, "丁")).status_code == 302
        one = MaterialList.objects.get()
        there = f"{HOME}{one.id}/set/"
        assert enter(shifan, "己").post(there, {"valid_from": "2026-09-19"}).status_code == 302
    return one.id


def submit(shifan: World, case_id: UUID) -> Any:
    handler = enter(shifan, "甲")
    form = f"/bureau/cases/{case_id}/acts/submit_review/"
    sent = {"reasons": "涉及重大权益，送审", "statement": "1"}
    return handler.post(form, {**opened(handler, form), **sent})


def test_legal_staff_drafts_and_the_head_sets(shifan: World) -> None:
    with clock(NOW):
        reviewer, head = enter(shifan, "丁"), enter(shifan, "己")
        page = text(reviewer, f"{HOME}new/penalty/")
        assert "调查终结报告" in page and "默认的 5 个工作日" in page
        wrong = draft(reviewer, **{"term": "30", "name-2": "证据材料"})
        told = wrong.content.decode()
        assert wrong.status_code == 409 and "不在 1 至 10 之间" in told and "一律照送" in told
        assert "复印件加盖公章" in told and "900,000" in told, "nothing typed is lost"
        assert draft(reviewer, **{"unit-2": "很多"}).status_code == 422
        assert draft(reviewer).status_code == 302
        one = MaterialList.objects.get().facts()
        assert [each.name for each in one.items] == [EXPERTS, TALKED, "价格认定书"]
        assert "（REV-42）" in text(head, "/bureau/?tab=todo") and "（REV-42）" not in text(
            reviewer, "/bureau/?tab=todo"
        )
        there = f"{HOME}{one.id}/"
        assert "对单位罚款900,000元以上" in text(head, there) and "确定、施行" in text(head, there)
        assert "确定、施行" not in text(reviewer, there)
        assert reviewer.post(f"{there}set/", {"valid_from": "2026-11-22"}).status_code == 404
        early = head.post(f"{there}set/", {"valid_from": "2026-11-21"})
        assert early.status_code == 409 and "在今天之前" in early.content.decode()
        assert head.post(f"{there}set/", {"valid_from": "2026-11-22"}).status_code == 302
        assert "第 1 版" in text(enter(shifan, "甲"), HOME)
        again = text(reviewer, f"{HOME}new/penalty/")
        assert EXPERTS in again and "示应急〔2026〕5号" in again, "the next version begins with this one"
        sheet = enter(shifan, "监").get(f"{there}export.csv").content.decode("utf-8-sig")
        assert "最低送审材料" in sheet and EXPERTS in sheet


def test_drafting_and_setting_are_for_their_people(shifan: World) -> None:
    with clock(NOW):
        for key in ("甲", "己", "监"):
            assert enter(shifan, key).get(f"{HOME}new/penalty/").status_code == 403
        assert enter(shifan, "丁").get(f"{HOME}new/weather/").status_code == 404
        assert enter(shifan, "档").get(HOME).status_code == 403
        draft(enter(shifan, "丁"))
        one = MaterialList.objects.get().id
        assert enter(shifan, "市甲").get(f"{HOME}{one}/").status_code == 404, "another organ's"
        assert enter(shifan, "市己").get(f"{HOME}{one}/set/").status_code == 404
        assert enter(shifan, "己").get(f"{HOME}{one}/burn/").status_code == 404
        gone = enter(shifan, "己").post(f"{HOME}{one}/drop/", {"reason": "与新办法不一致"})
        slug = organs.organ(shifan.actor("己", NOW).organ_id).slug
        assert gone.status_code == 302 and "与新办法不一致" in text(enter(shifan, "监"), f"{HOME}?organ={slug}")
        assert enter(shifan, "监").get(f"{HOME}?organ=nowhere").status_code == 404


def test_submission_says_everything_missing_at_once_and_takes_what_was_handed_in(shifan: World) -> None:
    in_force(shifan)
    case_id = case_at(shifan, 14)
    at = moment("2026-09-21 09:00")
    with clock(at):
        handler = enter(shifan, "甲")
        form = text(handler, f"/bureau/cases/{case_id}/acts/submit_review/")
        assert "缺 2 项" in form and EXPERTS in form and "线上送审，纸质材料同时送达" in form
        assert f"/bureau/cases/{case_id}/acts/discuss/" in form, "the step that makes the document"
        refused = submit(shifan, case_id)
        told = refused.content.decode()
        assert refused.status_code == 422 and rules_on(told) == {"REV-10"}
        assert f"{EXPERTS}、{TALKED}" in told and "涉及重大权益，送审" in told
        new = f"/bureau/cases/{case_id}/materials/new/"
        assert handler.post(new, {"item": EXPERTS}).status_code == 409, "neither file nor place"
        paper = SimpleUploadedFile("专家意见.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        assert handler.post(new, {"item": EXPERTS, "file": paper, "place": ""}).status_code == 302
        assert handler.post(new, {"item": TALKED, "place": "正卷第 9 页"}).status_code == 302
        page = text(handler, f"/bureau/cases/{case_id}/materials/")
        assert "齐全" in page and "专家意见.pdf" in page and "纸质，正卷第 9 页" in page
        done = submit(shifan, case_id)
        assert done.status_code == 302
        (one,) = queries.rounds(cases.dossier_of(case_id))
        assert {EXPERTS, TALKED} <= {each.kind for each in one.materials}
        assert f"{one.due_on}" == "2026-09-24", "three working days by the organ's own list"
        clock_line = next(
            each for each in cases.case_page(case_id, shifan.actor("甲", at), at).clocks if each.code == "review"
        )
        assert f"{clock_line.due_on}" == "2026-09-24"
        beside = text(enter(shifan, "丁"), f"/bureau/cases/{case_id}/acts/give_opinion/")
        assert "按本机关清单第 1 版" in beside and "3 个工作日" in beside
        assert "专家意见.pdf" in text(handler, f"/bureau/cases/{case_id}/?tab=documents"), "it lies in the file"


def test_only_handlers_of_the_case_hand_in_and_make_void(shifan: World) -> None:
    in_force(shifan)
    case_id = case_at(shifan, 14)
    with clock(moment("2026-09-21 09:00")):
        new = f"/bureau/cases/{case_id}/materials/new/"
        sent = {"item": EXPERTS, "place": "正卷第 9 页"}
        assert enter(shifan, "庚").post(new, sent).status_code == 403, "no handler of this case"
        assert enter(shifan, "丁").get(new).status_code == 403
        assert enter(shifan, "市甲").get(new).status_code == 404
        handler = enter(shifan, "甲")
        assert handler.post(new, sent).status_code == 302
        assert handler.post(new, sent).status_code == 422, "it is not offered again"
        one = HandedIn.objects.get()
        void = f"/bureau/cases/{case_id}/materials/{one.id}/void/"
        assert enter(shifan, "丁").get(void).status_code == 403
        assert enter(shifan, "庚").post(void, {"reason": "传错了"}).status_code == 403
        assert handler.post(void, {"reason": ""}).status_code == 422
        assert handler.post(void, {"reason": "传错了文件"}).status_code == 302
        assert handler.post(void, {"reason": "再次作废"}).status_code == 422
        assert "缺 2 项" in text(handler, f"/bureau/cases/{case_id}/materials/")
        assert asked(handler, f"/bureau/cases/{case_id}/materials/") <= 40


def test_the_public_reads_the_list_and_the_body(shifan: World, client: Client) -> None:
    one = in_force(shifan)
    with clock(NOW):
        reviewer, head = enter(shifan, "丁"), enter(shifan, "己")
        body = {"name": "政策法规股", "basis": "示应急〔2026〕5号", "phone": "0399-7200001", "since": "2026-01-05"}
        assert reviewer.get("/bureau/review-staff/body/publish/").status_code == 404, "no body yet"
        assert head.post("/bureau/review-staff/body/new/", body).status_code == 302
        assert "没有公开" in text(head, "/bureau/review-staff/")
        sent = {"duties": "对重大执法决定进行法制审核", "names": "yes"}
        assert reviewer.post("/bureau/review-staff/body/publish/", sent | {"duties": ""}).status_code == 422
        assert reviewer.post("/bureau/review-staff/body/publish/", sent).status_code == 302
        again = reviewer.post("/bureau/review-staff/body/publish/", sent)
        assert again.status_code == 409 and "已有一版" in again.content.decode()
        assert reviewer.post(f"{HOME}{one}/publish/", {}).status_code == 302
        code = shifan.actor("己", NOW).organ_id
        _release(shifan, code)
        organ = _code(shifan)
        page = text(client, _organ_address(organ))
        assert "法制审核机构" in page and "政策法规股" in page and "0399-7200001" in page
        listed = text(client, reverse("portal:entry", args=[organ, "review_list", "SS-01"]))
        assert EXPERTS in listed and "调查终结报告" in listed and "3 个工作日" in listed and "流程图" in listed
    later = NOW + timedelta(hours=2)
    with clock(later):
        head.post("/bureau/review-staff/body/new/", body | {"name": "法制审核股", "since": "2026-11-01"})
        entry = reverse("portal:entry", args=[organ, "review_body", "FS-01"])
        assert "登记已变更，正在更新" in text(client, entry) and "改由法制审核股担任" in text(
            client, _organ_address(organ)
        )
        assert "登记已变更" in text(client, reverse("portal:list", args=[organ, "review_body"]))
        assert "重新送公示" in text(reviewer, "/bureau/?tab=todo") and "需要更新" in text(head, "/bureau/review-staff/")
        fresh = {"duties": "对重大执法决定进行法制审核", "names": "no", "reason": "审核机构更换"}
        assert reviewer.post("/bureau/review-staff/body/publish/", fresh).status_code == 302
        assert "重新送公示" not in text(reviewer, "/bureau/?tab=todo")
        _release(shifan, code, later)
        assert "正在更新" not in text(client, entry) and "法制审核股" in text(client, entry)


def _code(shifan: World) -> str:
    return organs.organ(shifan.actor("己", NOW).organ_id).code


def _organ_address(code: str) -> str:
    return reverse("portal:organ", args=[code])


def _release(shifan: World, organ_id: UUID, at: Any = NOW) -> None:
    """What waits is checked and released by the head."""
    by = shifan.actor("己", at)
    for kind in ("review_body", "review_list"):
        for one in published.editions(organ_id, kind):
            if one.state == "collected":
                publicity.check_entry(edition_id=one.id, by=by, at=at)
                publicity.release_entry(edition_id=one.id, by=by, at=at)


def test_the_lists_ask_few_questions(shifan: World) -> None:
    in_force(shifan)
    with clock(NOW):
        assert asked(enter(shifan, "己"), HOME) <= 30
