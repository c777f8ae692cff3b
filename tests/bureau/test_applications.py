"""网上申请 at the desk: the work list, the case page, one click to the act that ends it, the written answer, the supervisor."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.bureau.case_desk import case_at, clock
from tests.bureau.test_public_lists import sent, text
from tests.publicity.test_applications import PDF
from tests.security.hostile import XSS, browser

from mingjing.cases import queries
from mingjing.cases.models import Act, Draft
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Application
from mingjing.records import queries as records
from mingjing.sites import wiring
from mingjing.sites.journeys.world import moment

pytestmark = pytest.mark.django_db
NOTIFIED = 23
NOW = moment("2026-09-30 10:00")
WORDS = "两名焊工已于九月取得证书"
LIST = "/bureau/applications/"


@pytest.fixture
def desks(shifan: Any) -> dict[str, Client]:
    return {key: browser(shifan.people[key]) for key in ("监", "己", "甲", "庚", "公", "市甲", "市己")}


def asked(
    case_id: UUID, kind: str = "statement", *, words: str = WORDS, once: str = "desk-0123456789abcdef"
) -> Application:
    wiring.progress_moved({"case": str(case_id)})
    told = queries.progress(case_id, NOW)
    assert told is not None
    draft = publicity.ApplicationDraft(
        kind=kind, text=words, applicant="柳申请", relation="legal", phone="0399-7200010", confirmed=True, number=told.numbers[-1],
        code=publicity.progress_code(str(queries.dossier_of(case_id))), files=(("证书.pdf", PDF),),
    )  # fmt: skip
    publicity.receive_application(draft=draft, once=once, by="system", at=NOW)
    return Application.objects.get(once__isnull=False, text=words)


def page_of(one: Application) -> str:
    return f"{LIST}{one.id}/"


def test_from_the_work_list_to_the_act_that_ends_it(shifan: Any, desks: dict[str, Client]) -> None:
    with clock(NOW):
        case_id = case_at(shifan, NOTIFIED)
        one = asked(case_id)
        me = desks["甲"]
        assert one.number in text(me, "/bureau/") and "网上申请" in text(me, "/bureau/")
        assert "当事人网上申请" in text(me, f"/bureau/cases/{case_id}/") and one.number in text(
            me, f"/bureau/cases/{case_id}/"
        )
        assert one.number in text(me, LIST) and one.number in text(me, f"{LIST}?q={one.about}")
        page = text(me, page_of(one))
        assert (
            WORDS in page
            and "0399-7200010" in page
            and "天数是默认值" in page
            and "记录陈述申辩" not in page.split("<main")[1]
        )
        sent(me, f"{page_of(one)}accept/", {})
        assert "记录陈述申辩" in text(me, page_of(one))
        answer = me.post(f"{page_of(one)}act/")
        assert answer["Location"] == f"/bureau/cases/{case_id}/acts/state_defence/"
        form = text(me, answer["Location"])
        assert WORDS in form and one.number in form and "柳申请" in form and "2026-09-30T10:00" in form
        assert [each.name for each in records.attachments(queries.dossier_of(case_id)) if one.number in each.name]
        files = records.attachments(queries.dossier_of(case_id))
        me.post(f"{page_of(one)}act/")
        assert records.attachments(queries.dossier_of(case_id)) == files, "the files are handed in once"
        kept = Draft.objects.get(code="state_defence", case_id=case_id).data
        done = me.post(answer["Location"], {
            "stated_at": kept["stated_at"], "mode": "online", "speaker": kept["speaker"], "content": kept["content"], "files": kept["files"],
        })  # fmt: skip
        assert done.status_code == 302, done.content.decode()
        act = Act.objects.get(case_id=case_id, code="state_defence")
        wiring.application_settled({"case": str(case_id), "seq": act.seq, "code": act.code})
        assert "已办结" in text(me, page_of(one)) and one.number in text(me, f"{LIST}?tab=ended")
        assert one.number not in text(me, "/bureau/").split("<tbody")[-1]


@pytest.mark.parametrize(
    ("kind", "code"), [("recusal", "request_recusal"), ("address", "confirm_address"), ("hearing", "request_hearing")]
)
def test_each_kind_opens_its_act(shifan: Any, desks: dict[str, Client], kind: str, code: str) -> None:
    with clock(NOW):
        case_id = case_at(shifan, NOTIFIED)
        one = asked(case_id, kind)
        sent(desks["甲"], f"{page_of(one)}accept/", {})
        answer = desks["甲"].post(f"{page_of(one)}act/")
        assert answer["Location"] == f"/bureau/cases/{case_id}/acts/{code}/"
        assert "柳申请" in text(desks["甲"], answer["Location"])


def test_a_written_answer_goes_by_the_head(shifan: Any, desks: dict[str, Client]) -> None:
    with clock(NOW):
        one = asked(case_at(shifan, NOTIFIED), "reading")
        sent(desks["甲"], f"{page_of(one)}accept/", {})
        refused = sent(desks["甲"], f"{page_of(one)}answer/", {"answer": "短"}, 409)
        assert "PUB-116" in refused and "短" in refused
        sent(desks["甲"], f"{page_of(one)}answer/", {"answer": "周五上午到档案室查阅"})
        assert "去审批" in text(desks["己"], "/bureau/")
        assert "批准答复" in text(desks["己"], page_of(one)) and "批准答复" not in text(desks["甲"], page_of(one))
        sent(desks["己"], f"{page_of(one)}return/", {"note": "请写明查阅的范围"})
        assert "请写明查阅的范围" in text(desks["甲"], page_of(one)) and "请写明查阅的范围" in text(
            desks["甲"], f"{page_of(one)}answer/"
        )
        sent(desks["甲"], f"{page_of(one)}answer/", {"answer": "周五上午到档案室查阅笔录"})
        sent(desks["己"], f"{page_of(one)}approve/", {})
        sent(desks["己"], f"{page_of(one)}approve/", {}, 409)
        assert "周五上午到档案室查阅笔录" in text(desks["甲"], page_of(one))


def test_turning_away_says_why_and_keeps_what_was_typed(shifan: Any, desks: dict[str, Client]) -> None:
    with clock(NOW):
        one = asked(case_at(shifan, NOTIFIED), "hearing")
        refused = sent(desks["甲"], f"{page_of(one)}decline/", {"ground": "late", "reason": "我们认为迟了"}, 409)
        assert "PUB-115" in refused and "我们认为迟了" in refused
        sent(desks["甲"], f"{page_of(one)}decline/", {"ground": "not_party", "reason": "不是当事人，没有委托书"})
        assert "不是当事人，没有委托书" in text(desks["甲"], page_of(one))
        text(desks["甲"], f"{page_of(one)}fly/", 404)
        assert desks["甲"].get(f"{page_of(one)}act/").status_code == 404


def test_who_may_not_sees_nothing(shifan: Any, desks: dict[str, Client]) -> None:
    with clock(NOW):
        one = asked(case_at(shifan, NOTIFIED), words=f"申辩{XSS}")
        for who in ("市甲", "市己", "公"):
            text(desks[who], page_of(one), 404)
            assert desks[who].post(f"{page_of(one)}accept/").status_code == 404, who
            assert desks[who].get(f"{page_of(one)}file/1/").status_code == 404, who
            assert one.number not in text(desks[who], LIST), who
        watched = text(desks["监"], page_of(one))
        assert (
            "不向监督员显示" in watched
            and "0399-7200010" not in watched
            and "柳申请" not in watched
            and XSS not in watched
        )
        assert desks["监"].post(f"{page_of(one)}accept/").status_code == 403
        assert desks["监"].get(f"{page_of(one)}file/1/").status_code == 403
        file = desks["甲"].get(f"{page_of(one)}file/1/")
        assert file.content == PDF and file["Content-Disposition"].startswith("attachment")
        assert desks["甲"].get(f"{page_of(one)}file/2/").status_code == 404
        assert XSS not in text(desks["甲"], page_of(one))
        sent(desks["甲"], f"{page_of(one)}accept/", {})
        assert desks["庚"].post(f"{page_of(one)}act/").status_code == 403, "the act is for the case's own handlers"
        assert Application.objects.get().state == "accepted"


def test_a_supervisor_and_the_head_see_what_is_overdue(shifan: Any, desks: dict[str, Client]) -> None:
    with clock(NOW):
        one = asked(case_at(shifan, NOTIFIED))
    with clock(NOW + timedelta(days=40)):
        for who in ("监", "己"):
            page = text(browser(shifan.people[who]), "/bureau/supervision/")
            assert one.number in page and "PUB-112" in page, who
        assert one.number not in text(browser(shifan.people["市己"]), "/bureau/supervision/")


def test_many_are_paged_by_their_day(shifan: Any, desks: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    from mingjing.sites.bureau.views import applications

    monkeypatch.setattr(applications, "PAGE", 1)
    with clock(NOW):
        case_id = case_at(shifan, NOTIFIED)
        numbers = {
            asked(case_id, words=f"第{at}次申辩的内容", once=f"many-0123456789abc{at}").number for at in range(3)
        }
        first = text(desks["甲"], LIST)
        assert sum(one in first for one in numbers) == 1 and "after=" in first
        assert "没有找到" in text(desks["甲"], f"{LIST}?q=没有的号&after=x")
