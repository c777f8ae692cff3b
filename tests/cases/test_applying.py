"""A case and its party's online applications: what each stage allows, and that the act they ask for ends them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from mingjing.cases import operations, queries
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Application
from mingjing.publicity.terms import ApplicationState
from mingjing.sites import wiring
from mingjing.sites.journeys import county
from mingjing.sites.journeys.player import Player

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)


def played(shifan: Any, until: str, **more: Any) -> Player:
    told = county.Told(
        "应急局", more.pop("party", "宏远"), more.pop("matter", "AQ097-3"), until, **{"fine": 18000, **more}
    )
    player = Player(shifan, county.story(told, NOW.date(), queries.calendar()))
    report = player.play()
    assert report.good, report.text()
    wiring.progress_moved({"case": str(player.case_id())})
    return player


def kinds(player: Player, at: datetime = NOW) -> dict[str, date | None]:
    found = queries.progress(player.case_id(), at)
    assert found is not None and found.organ_id is not None
    return {one.kind: one.due for one in found.applicable}


def applied(player: Player, kind: str, *, once: str = "once-0123456789abcdef", at: datetime = NOW) -> UUID:
    source = str(queries.dossier_of(player.case_id()))
    found = queries.progress(player.case_id(), at)
    assert found is not None
    draft = publicity.ApplicationDraft(
        kind=kind, text="请依法办理这一项", applicant="郝二喜", relation="legal", phone="13800000000", confirmed=True,
        number=found.numbers[-1], code=publicity.progress_code(source),
    )  # fmt: skip
    publicity.receive_application(draft=draft, once=once, by="system", at=at)
    return Application.objects.order_by("-received_at", "-number").values_list("pk", flat=True)[0]


def taken(key: UUID, by: Actor) -> Application:
    publicity.accept_application(application_id=key, by=by, at=NOW)
    publicity.take_up(application_id=key, by=by, at=NOW)
    return Application.objects.get(pk=key)


def did(player: Player, code: str, data: dict[str, Any], by: Actor) -> int:
    case_id = player.case_id()
    done = operations.attempt(case_id=case_id, code=code, data=data, by=by, at=NOW, now=NOW)
    wiring.application_settled({"case": str(case_id), "seq": done.seq, "code": code})
    wiring.application_settled({"case": str(case_id), "seq": done.seq, "code": code})
    return done.seq


@pytest.mark.parametrize(
    ("until", "allowed"),
    [
        ("lead", {"recusal", "address"}), ("filed", {"recusal", "address"}), ("noticed", {"statement", "recusal", "address", "reading"}),
        ("decided", {"address", "reading"}), ("served", {"instalments", "address", "reading"}), ("closed", {"reading"}),
        ("transferred", set()), ("not_filed", set()),
    ],
)  # fmt: skip
def test_each_stage_allows_its_own(shifan: Any, until: str, allowed: set[str]) -> None:
    assert kinds(played(shifan, until)).keys() == allowed


def test_a_hearing_is_offered_where_it_was_told_of_and_once(shifan: Any) -> None:
    told = {"route": "hearing", "matter": "AQ097-7", "party": "蓝天", "fine": 70000}
    asked = played(shifan, "hearing_asked", **told)
    assert "hearing" not in kinds(asked)
    fresh = played(shifan, "noticed", **{**told, "party": "通达"})
    due = kinds(fresh)["hearing"]
    notice = next(
        one
        for one in queries.case_page(fresh.case_id(), shifan.actor("甲", NOW), NOW).clocks
        if one.code == "hearing_request"
    )
    assert due == notice.due_on and "hearing" in kinds(fresh, NOW + timedelta(days=60)), "a late one is still taken"


def test_a_statement_goes_into_the_file_and_ends_the_application(shifan: Any) -> None:
    player = played(shifan, "noticed")
    row = taken(applied(player, "statement"), shifan.actor("甲", NOW))
    other = applied(player, "statement", once="another-0123456789abcdef")
    publicity.accept_application(application_id=other, by=shifan.actor("甲", NOW), at=NOW)
    words = f"网上申请{row.number}：\n请依法办理这一项"
    data = {"stated_at": "2026-11-20T08:30", "mode": "online", "speaker": "郝二喜", "content": words}
    seq = did(player, "state_defence", data, shifan.actor("甲", NOW))
    done = Application.objects.get(pk=row.pk)
    assert (done.state, done.act_code, done.act_seq) == (ApplicationState.DONE, "state_defence", seq)
    assert Application.objects.get(pk=other).state == ApplicationState.ACCEPTED, "the number stands in one act"


def test_a_recusal_is_registered_and_then_decided(shifan: Any) -> None:
    player = played(shifan, "filed")
    row = taken(applied(player, "recusal"), shifan.actor("甲", NOW))
    data = {
        "applicant": "郝二喜",
        "person": str(shifan.people["乙"]),
        "reason": f"网上申请{row.number}：是竞争对手的亲属",
    }
    seq = did(player, "request_recusal", data, shifan.actor("甲", NOW))
    row.refresh_from_db()
    assert (row.state, row.act_seq) == (ApplicationState.ACTING, seq)
    did(
        player,
        "decide_recusal",
        {"request_seq": seq, "granted": "no", "reason": "经核实没有亲属关系"},
        shifan.actor("己", NOW),
    )
    row.refresh_from_db()
    assert row.state == ApplicationState.DONE and "驳回" in row.answer


def test_a_confirmed_address_ends_the_application_that_is_acted_on(shifan: Any) -> None:
    player = played(shifan, "filed")
    row = taken(applied(player, "address"), shifan.actor("甲", NOW))
    data = {
        "address": "示范县产业大道8号", "receiver": "郝二喜", "phone": "13800000000", "electronic": "no",
        "consequences_told": True, "signer": "郝二喜",
    }  # fmt: skip
    did(player, "confirm_address", data, shifan.actor("甲", NOW))
    row.refresh_from_db()
    assert row.state == ApplicationState.DONE


def test_an_act_that_carries_no_number_ends_nothing(shifan: Any) -> None:
    player = played(shifan, "noticed")
    row = taken(applied(player, "statement"), shifan.actor("甲", NOW))
    data = {"stated_at": "2026-11-20T08:30", "mode": "oral", "speaker": "别人", "content": "口头陈述，与网上申请无关"}
    did(player, "state_defence", data, shifan.actor("甲", NOW))
    row.refresh_from_db()
    assert row.state == ApplicationState.ACTING
    wiring.application_settled({"case": str(UUID(int=3)), "seq": 1, "code": "state_defence"})
    assert queries.settled(player.case_id(), 1) is None
