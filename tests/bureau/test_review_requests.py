"""审核中的说明和联合审核 at the pages: asked by the reviewer, answered by the handler and by another reviewer, in everybody's list of work."""

from datetime import date
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import NOW, case_at, clock, enter, opened, rules_on
from tests.bureau.test_case_lists import text
from tests.bureau.test_case_majority import opinion
from tests.security.hostile import browser

from mingjing.cases import queries as cases
from mingjing.foundation.people import Role
from mingjing.organs import operations as organs
from mingjing.organs import queries as people
from mingjing.review import queries as reviews
from mingjing.review.queries.agreeing import requests_unlike_the_ledger
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
QUESTION = "第二份笔录与检查记录的人数不一致，以哪一份为准？"


def second(shifan: World) -> UUID:
    """Another reviewer of the organ."""
    system, security = (
        next(
            one for one in people.people(shifan.organs["应急局"], role) or people.people(shifan.organs["司法局"], role)
        )
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    )
    made = organs.register_person(
        organ_id=shifan.organs["应急局"], name="孔三", by=people.actor(system.id, NOW), at=NOW
    )
    organs.appoint(
        person_id=made.id, role="reviewer", basis="示应急党〔2026〕2号", by=people.actor(security.id, NOW), at=NOW
    )
    organs.record_legal_qualification(
        person_id=made.id, number="A20173308210003", obtained_on=date(2017, 3, 1), by=people.actor(system.id, NOW), at=NOW
    )  # fmt: skip
    organs.open_account(
        person_id=made.id, username="kongsan", password="Shifan-2026-demo", by=people.actor(system.id, NOW), at=NOW
    )
    get_user_model().objects.filter(person_id=made.id).update(must_change_password=False)
    return made.id


def waiting(shifan: World) -> tuple[UUID, str]:
    """A case that waits for its opinion."""
    case_id = case_at(shifan, 15)
    return case_id, f"/bureau/cases/{case_id}/review/ask/"


def test_the_handler_explains_and_the_opinion_waits(shifan: World) -> None:
    case_id, where = waiting(shifan)
    with clock(NOW):
        handler, reviewer = enter(shifan, "甲"), enter(shifan, "丁")
        rounds = f"/bureau/cases/{case_id}/?tab=review"
        assert "请承办机构说明" in text(reviewer, rounds) and "请承办机构说明" not in text(handler, rounds)
        empty = reviewer.post(f"{where}explain/", {"question": "短"})
        assert (
            empty.status_code == 409
            and "REV-70" in empty.content.decode()
            and "短</textarea>" in empty.content.decode()
        )
        assert reviewer.post(f"{where}explain/", {"question": QUESTION}).status_code == 302
        again = reviewer.post(f"{where}explain/", {"question": QUESTION})
        assert again.status_code == 409 and "已经问过" in again.content.decode()
        (one,) = reviews.round_requests(cases.dossier_of(case_id))
        answer = f"{where}{one.id}/answer/"
        assert answer in text(handler, "/bureau/?tab=todo") and answer not in text(reviewer, "/bureau/?tab=todo")
        assert QUESTION in text(handler, answer)
        assert handler.post(answer, {"answer": "以检查记录为准，笔录是口误，已经补正"}).status_code == 302
        assert handler.post(answer, {"answer": "再说明一次也是一样的"}).status_code == 404
        with CaptureQueriesContext(connection) as asked:
            shown = text(reviewer, rounds)
        assert "笔录是口误" in shown and "已答复" in shown and len(asked) <= 19, len(asked)
        assert "笔录是口误" in text(reviewer, f"/bureau/cases/{case_id}/acts/give_opinion/")
        assert "笔录是口误" in text(enter(shifan, "监"), rounds)
    assert list(requests_unlike_the_ledger()) == []


def test_another_reviewer_gives_a_view_and_a_stranger_nothing(shifan: World) -> None:
    case_id, where = waiting(shifan)
    other = second(shifan)
    with clock(NOW):
        reviewer, joint = enter(shifan, "丁"), browser(other)
        page = text(reviewer, f"{where}joint/")
        assert "孔三" in page and "赵六</option>" not in page
        none = reviewer.post(f"{where}joint/", {"question": QUESTION, "to": ""})
        assert none.status_code == 422
        sent = reviewer.post(f"{where}joint/", {"question": QUESTION, "to": str(other)})
        assert sent.status_code == 302
        (one,) = reviews.round_requests(cases.dossier_of(case_id))
        answer = f"{where}{one.id}/answer/"
        assert answer in text(joint, "/bureau/?tab=todo")
        for who in ("甲", "己", "市丁", "监"):
            client: Client = enter(shifan, who)
            assert client.get(answer).status_code in {403, 404}, who
        bad = joint.post(answer, {"answer": "幅度偏重，按较轻的阶次更适当"})
        assert bad.status_code == 422 and "幅度偏重" in bad.content.decode()
        assert joint.post(answer, {"answer": "幅度偏重，按较轻的阶次更适当", "verdict": "dissent"}).status_code == 302
        assert "有不同意见" in text(reviewer, f"/bureau/cases/{case_id}/?tab=review")
        assert reviewer.get(f"{where}{one.id}/nonsense/").status_code == 404
        assert reviewer.get(f"{where}something/").status_code == 404


def test_a_request_is_called_off_with_a_reason(shifan: World) -> None:
    case_id, where = waiting(shifan)
    with clock(NOW):
        reviewer = enter(shifan, "丁")
        reviewer.post(f"{where}explain/", {"question": QUESTION})
        (one,) = reviews.round_requests(cases.dossier_of(case_id))
        off = f"{where}{one.id}/call-off/"
        assert enter(shifan, "甲").get(off).status_code == 404
        assert reviewer.post(off, {"reason": ""}).status_code == 422
        assert reviewer.post(off, {"reason": "案卷里已经找到依据"}).status_code == 302
        assert reviewer.get(off).status_code == 404
        assert "案卷里已经找到依据" in text(reviewer, f"/bureau/cases/{case_id}/?tab=review")


def test_the_opinion_is_refused_at_the_form_while_a_question_waits(shifan: World) -> None:
    case_id, where = waiting(shifan)
    with clock(NOW):
        reviewer = enter(shifan, "丁")
        reviewer.post(f"{where}explain/", {"question": QUESTION})
        form = f"/bureau/cases/{case_id}/acts/give_opinion/"
        answer = reviewer.post(form, {**opinion(is_major="yes"), **opened(reviewer, form)})
        assert "REV-72" in rules_on(answer.content.decode()) and "还没有答复" in answer.content.decode()


def test_nobody_else_may_ask(shifan: World) -> None:
    case_id, where = waiting(shifan)
    with clock(NOW):
        for who in ("甲", "己", "监"):
            assert enter(shifan, who).get(f"{where}explain/").status_code == 403, who
        assert enter(shifan, "市丁").get(f"{where}explain/").status_code == 404
