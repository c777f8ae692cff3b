"""What an interview must ask: offered, put in, missed once aloud, entered as it was where it was not asked."""

from typing import Any
from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened, rules_on, typed

from mingjing.cases.models import Act
from mingjing.cases.terms import procedure
from mingjing.cases.terms.asking import musts
from mingjing.records.models import QuestionSet
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def filled(shifan: World, answers: list[tuple[str, str]]) -> dict[str, Any]:
    """A form of an interview as a browser sends it."""
    data = {
        "started_at": "2026-11-22 08:00", "ended_at": "2026-11-22 09:00", "place": "询问室", "person_name": "刘在场", "relation": "现场负责人",
        "officers": [str(shifan.people["甲"]), str(shifan.people["乙"])], "recorder": str(shifan.people["乙"]), "certificate_shown": True,
        "rights_told": True, "signed": "signed", "answers": [{"question": one, "answer": two} for one, two in answers],
    }  # fmt: skip
    return typed(procedure().acts["interview"].fields, data)


def address(case_id: UUID) -> str:
    return f"/bureau/cases/{case_id}/acts/interview/"


def test_every_interview_is_offered_what_it_must_ask(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        page = client.get(address(case_id)).content.decode()
        assert all(one.question in page for one in musts().must) and page.count("没有问到</") == len(musts().must)
        assert 'accesskey="1"' in page
        page = client.post(
            address(case_id), {"_questions": "must", "answers-0-question": "你的姓名？", "place": "会议室"}
        ).content.decode()
        assert page.count("没有问到</") == 0 and "已加进必问的问题的 4 个问题" in page and 'value="会议室"' in page
        assert f"{musts().must[0].question}</textarea>" not in page
        again = client.post(
            address(case_id), {"_questions": "must", "answers-0-question": "你的姓名？"}
        ).content.decode()
        assert again.count(f"{musts().must[1].question}</textarea>") == 1


def test_what_was_not_asked_is_said_once_and_then_entered_as_it_was(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client, before = enter(shifan, "甲"), Act.objects.filter(case=case_id).count()
        sent = filled(shifan, [("何时上岗？", "八月。")])
        answer = client.post(address(case_id), {**opened(client, address(case_id)), **sent})
        page = answer.content.decode()
        assert answer.status_code == 422 and rules_on(page) == {"INT-01"} and "照实记录" in page and "八月。" in page
        assert Act.objects.filter(case=case_id).count() == before
        assert 'name="_anyway" value="1">' in page
        page = client.post(
            address(case_id), {**opened(client, address(case_id)), **sent, "place": "", "_anyway": "1"}
        ).content.decode()
        assert "INT-01" not in rules_on(page) and 'name="_anyway" value="1" checked>' in page, "ticked once is enough"
        client.post(address(case_id), {**opened(client, address(case_id)), **sent, "_anyway": "1"})
        assert Act.objects.filter(case=case_id).count() == before + 1


def test_an_interview_that_asks_everything_is_entered_at_once(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        sent = filled(shifan, [(one.question, "听清楚了。") for one in musts().must])
        answer = client.post(address(case_id), {**opened(client, address(case_id)), **sent})
        assert answer.status_code == 302


def test_the_musts_of_a_list_of_the_organ_are_missed_where_the_list_was_used(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        head, client = enter(shifan, "己"), enter(shifan, "甲")
        kept = {"name": "动火提纲", "cause": "", "questions": "★谁批准动火？\n用什么焊机？", "retired": "no"}
        assert head.post("/bureau/questions/new/", kept | {"questions": "★"}).status_code == 409
        head.post("/bureau/questions/new/", kept)
        page = client.get(address(case_id)).content.decode()
        assert "1 个必问" in page and "★" not in page.split("询问提纲<small>")[1].split("</section>")[0]
        whole = [(one.question, "是。") for one in musts().must]
        sent = filled(shifan, [*whole, ("用什么焊机？", "电焊机。")])
        page = client.post(address(case_id), {**opened(client, address(case_id)), **sent}).content.decode()
        assert "“谁批准动火？”（动火提纲）" in page


def test_a_list_changed_by_a_handler_waits_for_the_head_again(shifan: World, case_id: UUID) -> None:
    with clock(NOW):
        head, client = enter(shifan, "己"), enter(shifan, "甲")
        kept = {"name": "用电提纲", "cause": "", "questions": "谁接的线？", "retired": "no"}
        head.post("/bureau/questions/new/", kept)
        row = QuestionSet.objects.get(name="用电提纲")
        assert not row.retired and "<b>用电提纲</b>" in client.get(address(case_id)).content.decode()
        client.post(f"/bureau/questions/{row.id}/", kept | {"questions": "谁接的线？\n何时接的？"})
        row.refresh_from_db()
        assert row.retired and "<b>用电提纲</b>" not in client.get(address(case_id)).content.decode()
        assert enter(shifan, "市甲").post(f"/bureau/questions/{row.id}/release/").status_code in (403, 404)
        assert "发布<" in head.get("/bureau/questions/").content.decode()
        assert "发布<" not in client.get("/bureau/questions/").content.decode()
        head.post(f"/bureau/questions/{row.id}/release/")
        row.refresh_from_db()
        assert not row.retired and row.questions == ["谁接的线？", "何时接的？"]
