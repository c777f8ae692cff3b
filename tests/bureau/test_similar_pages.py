"""类案 at the pages: the tab, the page of its own with its drawing, beside review and decision, the answer; no name leaks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.bureau.case_desk import clock, enter

from mingjing.cases.models import Case, Precedent, SuggestionAnswer
from mingjing.cases.operations.drafts import hand_in
from mingjing.sites.journeys.player import Player, read_story
from mingjing.sites.journeys.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-09-25 10:00")
HERE = Path(__file__).parents[1] / "journeys"
WHY = "当事人主动停产整改，消除了隐患"


def told(shifan: World, until: str, *, done: bool = True) -> Player:
    """The common story until an act is done, or is to be done."""
    story = read_story(HERE / "basic.yaml")
    last = next(at for at, one in enumerate(story.steps) if one.get("act") == until)
    player = Player(shifan, replace(story, steps=story.steps[: last + done]))
    assert player.play().good, player.report.text()
    return player


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    """A fine of 20,000 is announced."""
    return told(shifan, "notify").case_id()


@pytest.fixture
def others(case_id: UUID) -> list[Precedent]:
    """Six decided cases of the organ, five of the same tier, all below."""
    case = Case.objects.get(id=case_id)
    rows = [
        Precedent(
            case_id=uuid4(), dossier_id=uuid4(), organ_id=case.organ_id, number=f"示应急罚〔2026〕{80 + at}号", decided_on=date(2026, 3, 1 + at),
            matter_code=case.matter_code, basis="；".join(case.matter["penalises"]), tier="较轻" if at else "较重", addressee="unit",
            kinds="fine", fine=Decimal(1000 * (at + 1)), domain="emergency", region="示范县", harm="none", corrected="yes",
        )
        for at in range(6)
    ]  # fmt: skip
    return Precedent.objects.bulk_create(rows)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_tab_and_the_page_show_reasons_the_spread_and_the_warning(
    shifan: World, case_id: UUID, others: Any
) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        tab = read(client, f"/bureau/cases/{case_id}/?tab=similar")
        page = read(client, f"/bureau/cases/{case_id}/similar/")
    for shown in (tab, page):
        assert "偏离同类：拟罚款 20,000.00 元，比同类都高；同类 5 件的中间一段是 3,000.00 至 5,000.00 元" in shown
        assert "同一违法行为" in shown and "同一裁量阶次：较轻" in shown and others[-1].number in shown
    assert '<svg class="mj-chart"' in page and "中位数 4,000" in page and "本案 20,000" in page
    assert "罚款 5 件" in page and "写明偏离同类的理由" in page
    assert page.index(others[5].number) < page.index(others[1].number) < page.index(others[0].number)


def test_the_answer_is_asked_for_kept_and_shown_and_nothing_typed_is_lost(
    shifan: World, case_id: UUID, others: Any
) -> None:
    where = f"/bureau/cases/{case_id}/similar/answer/"
    with clock(NOW):
        client = enter(shifan, "甲")
        assert "偏离同类" in read(client, where)
        for sent, status in (
            ({"taken": "", "reason": ""}, 422),
            ({"taken": "no", "reason": ""}, 422),
            ({"taken": "no", "reason": "情节不同"}, 409),
        ):
            back = client.post(where, sent)
            assert back.status_code == status
            assert sent["reason"] in back.content.decode()
        assert not SuggestionAnswer.objects.exists()
        assert client.post(where, {"taken": "no", "reason": WHY}).status_code == 302
        assert client.post(where, {"taken": "no", "reason": WHY}).status_code == 409
        page = read(client, f"/bureau/cases/{case_id}/similar/")
        tab = read(client, f"/bureau/cases/{case_id}/?tab=similar")
    assert SuggestionAnswer.objects.get().by_name == "张三"
    for shown in (page, tab):
        assert WHY in shown and "已写明理由" in shown and "张三" in shown and "写明偏离同类的理由" not in shown


def test_beside_the_review_and_the_decision_the_same_stands(shifan: World, others: Any) -> None:
    with clock(moment("2026-09-22 10:00")):
        player = told(shifan, "submit_review")
        page = read(enter(shifan, "丁"), f"/bureau/cases/{player.case_id()}/acts/give_opinion/")
    assert "八项审核" in page and "偏离同类" in page and f"/bureau/cases/{player.case_id()}/similar/" in page


def test_beside_the_draft_that_the_head_decides(shifan: World, others: Any) -> None:
    player, now = told(shifan, "decide", done=False), moment("2026-10-10 09:30")
    key = player.case_id()
    data, by = player.data_for("decide", now, key, {}), shifan.actor("甲", now)
    with clock(now):
        draft = hand_in(case_id=key, code="decide", data=data, by=by, now=now)
        page = read(enter(shifan, "己"), f"/bureau/decisions/{draft}/")
    assert "偏离同类" in page and "写明理由" in page and "罚款中位数" in page


def test_a_case_without_like_says_so_and_one_without_a_proposal_too(shifan: World, case_id: UUID) -> None:
    early = told(shifan, "file_case").case_id()
    with clock(NOW):
        client = enter(shifan, "甲")
        page = read(client, f"/bureau/cases/{early}/similar/")
        assert "还没有拟处罚款" in page and "没有可以参考的类案" in page and 'mj-chart"' not in page
        assert "同类不足 5 件" in read(client, f"/bureau/cases/{case_id}/similar/")


def test_who_may_not_see_the_case_learns_nothing_and_who_may_not_answer_is_not_offered_it(
    shifan: World, case_id: UUID, others: Any
) -> None:
    with clock(NOW):
        for who in ("市甲", "市己"):
            client = enter(shifan, who)
            for address in ("similar/", "similar.csv", "similar/answer/"):
                assert client.get(f"/bureau/cases/{case_id}/{address}").status_code in {403, 404}
        for who in ("戊", "公", "档", "监"):
            client = enter(shifan, who)
            assert "similar/answer/" not in read(client, f"/bureau/cases/{case_id}/similar/")
            assert client.post(f"/bureau/cases/{case_id}/similar/answer/", {"taken": "yes"}).status_code in {403, 404}


def test_no_name_of_a_party_or_person_of_another_case_is_on_any_of_it(shifan: World, case_id: UUID) -> None:
    """A decided case of a citizen of the same offence: its number is shown, the name nowhere."""
    decided = Case.objects.get(id=told(shifan, "decide").case_id())
    name = "牛大力"
    Case.objects.filter(id=decided.id).update(party_name=name, party={**decided.party, "name": name, "kind": "citizen"})
    with clock(moment("2026-10-12 09:00")):
        client = enter(shifan, "甲")
        for address in ("similar/", "similar.csv", "?tab=similar"):
            shown = read(client, f"/bureau/cases/{case_id}/{address}")
            assert decided.decision_number in shown
            assert name not in shown


def test_the_table_goes_out_and_the_pages_ask_few_questions(shifan: World, case_id: UUID, others: Any) -> None:
    with clock(NOW):
        client = enter(shifan, "甲")
        table = read(client, f"/bureau/cases/{case_id}/similar.csv")
        assert table.count("示应急罚") == 6 and "像在哪里" in table
        assert client.get(f"/bureau/cases/{case_id}/similar.xlsx").status_code == 200
        # Three of them for the guiding cases beside: what rests on the articles, the words, the notes.
        assert asked(lambda: read(client, f"/bureau/cases/{case_id}/similar/")) <= 24
        assert asked(lambda: read(client, f"/bureau/cases/{case_id}/?tab=similar")) <= 24


def asked(call: Callable[[], Any]) -> int:
    call()
    with CaptureQueriesContext(connection) as seen:
        call()
    return len([one for one in seen.captured_queries if one["sql"].startswith("SELECT")])
