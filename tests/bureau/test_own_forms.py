"""文书格式备案 at the pages: from the draft to every document made from it; a form of one's own; questions beside the form."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter

from mingjing.cases.models import Case
from mingjing.cases.operations import attempt
from mingjing.foundation import storage, typesetting
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Document, OrganForm, QuestionSet, QuestionUse
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
FORM = "/bureau/forms/standard/interview_record/"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def typed(**more: Any) -> dict[str, Any]:
    """The page of an adjustment as a browser sends it."""
    rows = {
        f"add-{at}-{name}": text for at in range(4) for name, text in (("label", ""), ("kind", "text"), ("need", "no"))
    }
    return rows | {
        "title": "调查询问笔录", "valid_from": "2026-09-01", "valid_to": "", "reason": "统一全县格式", "opening": "", "closing": "", "copies": "",
        "large": "no", "add-0-label": "同步录音录像编号", "add-0-need": "yes",
    } | more  # fmt: skip


def drafted(world: World, **more: Any) -> OrganForm:
    answer = enter(world, "甲").post(FORM, typed(**more))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return OrganForm.objects.latest("drafted_at", "version")


def approved(world: World, **more: Any) -> OrganForm:
    row = drafted(world, **more)
    assert enter(world, "己").post(f"/bureau/forms/{row.id}/approve/").status_code == 302
    row.refresh_from_db()
    return row


def test_the_way_of_a_filing_through_the_pages(shifan: World) -> None:
    with clock(NOW):
        refused = enter(shifan, "甲").post(FORM, typed(left_out=["place"]))
        assert refused.status_code == 422 and "必备栏目不能去掉（FORM-01）" in refused.content.decode()
        assert "统一全县格式" in refused.content.decode(), "what was typed stays"
        row = approved(shifan)
        page = enter(shifan, "甲").get(f"/bureau/forms/{row.id}/").content.decode()
        assert "没有备案（FORM-04）" in page and "增加的栏目" in page and "同步录音录像编号" in page
        assert enter(shifan, "甲").post(f"/bureau/forms/{row.id}/send/", {"materials": "备案报告"}).status_code == 302
        watch = enter(shifan, "监")
        assert "调查询问笔录" in watch.get("/bureau/forms/").content.decode()
        assert "FORM-04" in watch.get("/bureau/supervision/").content.decode()
        assert watch.post(f"/bureau/forms/{row.id}/answer/", {"answer": "accept"}).status_code == 409
        given = {"answer": "accept", "number": "示司备〔2026〕1号", "filed_on": "", "reason": ""}
        assert watch.post(f"/bureau/forms/{row.id}/answer/", given).status_code == 302
        assert "FORM-04" not in watch.get("/bureau/supervision/").content.decode()
        assert "示司备〔2026〕1号" in enter(shifan, "档").get("/bureau/forms/?state=accepted&q=询问").content.decode()
        assert enter(shifan, "监").get("/bureau/forms/export/")["Content-Type"].startswith("application/vnd.openxml")
        pdf = enter(shifan, "甲").get(f"/bureau/forms/{row.id}/sample/")
        assert pdf["Content-Type"] == "application/pdf" and "同步录音录像编号" in "".join(
            typesetting.text_of(pdf.content)
        )
        assert (
            enter(shifan, "己").post(f"/bureau/forms/{row.id}/retire/", {"valid_to": "2026-12-31"}).status_code == 302
        )


def test_a_draft_is_changed_and_dropped(shifan: World) -> None:
    with clock(NOW):
        row = drafted(shifan)
        page = enter(shifan, "甲").get(f"/bureau/forms/{row.id}/change/").content.decode()
        assert 'value="同步录音录像编号"' in page
        enter(shifan, "甲").post(f"/bureau/forms/{row.id}/change/", typed(title="询问（调查）笔录"))
        row.refresh_from_db()
        assert (row.version, row.content["title"]) == (1, "询问（调查）笔录")
        assert enter(shifan, "监").get(f"/bureau/forms/{row.id}/").status_code == 404
        enter(shifan, "甲").post(f"/bureau/forms/{row.id}/drop/")
        assert not OrganForm.objects.exists()
        assert enter(shifan, "甲").get("/bureau/forms/standard/nothing/").status_code == 404


def test_documents_are_made_from_the_version_of_the_day_and_old_ones_stay(shifan: World, case_id: UUID) -> None:
    dossier = Case.objects.get(id=case_id).dossier_id
    old = {one.id: (one.title, one.data_sha256) for one in Document.objects.filter(dossier_id=dossier)}
    with clock(NOW):
        approved(shifan, **{"label-relation": "与当事人的关系"})
        form = enter(shifan, "甲").get(f"/bureau/cases/{case_id}/acts/interview/").content.decode()
        assert "同步录音录像编号" in form and "与当事人的关系" in form and "FORM-04" in form
        at = NOW + timedelta(hours=6)
        player = Player(shifan, read_story_of())
        player.report.cases["本案"] = case_id
        data = player.data_for("interview", at, case_id)
        with pytest.raises(Exception, match="同步录音录像编号"):
            attempt(case_id=case_id, code="interview", data=data, by=shifan.actor("甲", at), at=at, now=at)
        data["interview_record__f1"] = "LX-0901 #1"
        attempt(case_id=case_id, code="interview", data=data, by=shifan.actor("甲", at), at=at, now=at)
        page = enter(shifan, "甲").get(f"/bureau/cases/{case_id}/?tab=documents").content.decode()
        assert "格式没有备案" in page
    made = Document.objects.filter(dossier_id=dossier).exclude(id__in=old).get()
    assert made.title == "调查询问笔录" and made.edition_id == OrganForm.objects.get().id
    assert made.data["form"]["own"]["version"] == 1 and len(made.data["form"]["hash"]) == 64
    facts = operations.render(dossier_id=dossier, document_id=made.id, at=NOW, by=shifan.actor("甲", NOW))
    said = "".join(typesetting.text_of(storage.read(facts.pdf_sha256))).replace("\n", "")
    assert "调查询问笔录" in said and "同步录音录像编号" in said and "LX-0901 #1" in said and "第1版本机关第1版" in said
    for key, (title, digest) in old.items():
        row = Document.objects.get(id=key)
        assert (row.title, row.data_sha256, row.edition_id) == (title, digest, None)


def read_story_of() -> Any:
    return read_story(Path(__file__).parents[1] / "journeys" / "worked-example.yaml")


def test_a_document_of_ones_own_form_is_made_in_a_case(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        sent = typed(title="约谈记录", family="record", **{"add-1-label": "约谈日期", "add-1-kind": "date"})
        rows = {
            f"add-{at}-{name}": text
            for at in range(4, 10)
            for name, text in (("label", ""), ("kind", "text"), ("need", "no"))
        }
        assert enter(shifan, "甲").post("/bureau/forms/add/", rows | sent).status_code == 302
        row = OrganForm.objects.get()
        assert row.form.startswith("own-") and row.family == "record"
        address = f"/bureau/cases/{case_id}/own/{row.id}/"
        assert enter(shifan, "甲").post(address, {}).status_code == 422
        enter(shifan, "己").post(f"/bureau/forms/{row.id}/approve/")
        assert "制作《约谈记录》" in enter(shifan, "甲").get(f"/bureau/cases/{case_id}/?tab=documents").content.decode()
        assert "FORM-04" in enter(shifan, "甲").get(address).content.decode()
        filled = {f"{row.form}__f1": "LX-1", f"{row.form}__f2": "2026-11-20"}
        assert enter(shifan, "甲").post(address, filled).status_code == 302
        assert enter(shifan, "己").get(address).status_code == 403
        assert enter(shifan, "市甲").get(address).status_code == 404
    made = Document.objects.get(form=row.form)
    facts = operations.render(dossier_id=made.dossier_id, document_id=made.id, at=NOW, by=shifan.actor("甲", NOW))
    assert facts.pages == 1 and made.title == "约谈记录"
    assert not list(queries.unlike_the_ledger(made.dossier_id, ledger.whole(f"dossier:{made.dossier_id}")))
    Document.objects.filter(id=made.id).update(data_sha256="0" * 64)
    assert list(queries.unlike_the_ledger(made.dossier_id, ledger.whole(f"dossier:{made.dossier_id}")))


def test_questions_are_offered_beside_the_interview_and_their_use_is_kept(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        for wrong in (
            {"name": "无"},
            {"questions": " \n "},
            {"questions": "问" * 201},
            {"questions": "看不见\u200b的"},
        ):
            sent = {
                "name": "特种作业提纲",
                "cause": "特种作业",
                "questions": "何时上岗？\n有无证书？",
                "retired": "no",
            } | wrong
            assert client.post("/bureau/questions/new/", sent).status_code in (409, 422), wrong
        sent = {"name": "特种作业提纲", "cause": "特种作业", "questions": "何时上岗？\n\n有无证书？", "retired": "no"}
        assert client.post("/bureau/questions/new/", sent).status_code == 302
        assert client.post("/bureau/questions/new/", sent).status_code == 409
        client.post("/bureau/questions/new/", sent | {"name": "别的案由", "cause": "食品"})
        client.get("/bureau/questions/")
        row = QuestionSet.objects.get(name="特种作业提纲")
        form = f"/bureau/cases/{case_id}/acts/interview/"
        assert "特种作业提纲" not in client.get(form).content.decode()
        assert client.post(f"/bureau/questions/{row.id}/release/").status_code == 403
        assert enter(shifan, "己").get(f"/bureau/questions/{row.id}/release/").status_code == 405
        assert enter(shifan, "己").post(f"/bureau/questions/{row.id}/release/").status_code == 302
        page = client.get(form).content.decode()
        assert "特种作业提纲" in page and "别的案由" not in page
        page = client.post(
            form, {"_questions": str(row.id), "answers-0-question": "何时上岗？", "place": "会议室"}
        ).content.decode()
        assert page.count("何时上岗？</textarea>") == 1 and "有无证书？</textarea>" in page and 'value="会议室"' in page
        assert "没有这份询问提纲" in client.post(form, {"_questions": "x"}).content.decode()
        assert "本案用过：特种作业提纲" in client.get(form).content.decode()
        client.post(f"/bureau/questions/{row.id}/", sent | {"retired": "yes"})
        assert "适用于本案案由" in client.get(form).content.decode()
        assert "停用" in client.get("/bureau/questions/").content.decode()
        assert enter(shifan, "市甲").get(f"/bureau/questions/{row.id}/").status_code == 404
    use = QuestionUse.objects.get()
    assert (use.sha256, use.person_name) == (row.sha256, "张三")
    events = ledger.whole(f"dossier:{use.dossier_id}")
    assert events[-1].kind == "record:questions:used" and events[-1].payload["sha256"] == row.sha256
