"""A lodged decision that is changed or revoked: told to whom it was lodged with, noted once."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.bureau.case_desk import clock
from tests.bureau.test_gradings import signed_in
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import JOURNEYS
from tests.security.town import play
from tests.supervision.test_concerns import refused
from tests.supervision.test_lodgings import AT, case, opened, report, say, seen

from mingjing.cases import queries as cases
from mingjing.sites.journeys.player import Player
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Lodging
from mingjing.supervision.queries.lodgings import lodgings_unlike_the_ledger

pytestmark = pytest.mark.django_db
REVOKED = cases.ChangeTold(90, date(2026, 12, 4), "revoked", "示范县人民政府 示政复决〔2026〕3号", "主要事实不清")


@pytest.fixture
def county(shifan: Any) -> Any:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    return shifan


def revoke(monkeypatch: pytest.MonkeyPatch) -> None:
    told = cases.decision_told(case().pk, AT)
    assert told is not None
    monkeypatch.setattr(cases, "decision_told", lambda *_: replace(told, changes=(REVOKED,)))
    for _ in range(2):
        operations.reckon_lodging(case_id=told.case_id, by="system", at=AT)


def test_a_change_is_told_to_whom_it_was_lodged_with(county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one = opened(county)
    report(county, one)
    say(county, one, "register")
    revoke(monkeypatch)
    now = seen(county, one.id, "监")
    assert now.changed and now.state == "registered" and [step.move for step in now.steps].count("change") == 1
    assert "撤销" in now.steps[-1].text and "示政复决〔2026〕3号" in now.steps[-1].text
    (asked,) = [duty for duty in queries.duties(county.actor("监", AT), AT.date()) if duty.page == "lodging"]
    assert asked.action == "去知悉"
    with clock(AT):
        desks, here = signed_in(county), f"/bureau/lodgings/{one.id}/"
        assert "决定有变更" in text(desks["监"], here) and desks["己"].get(f"{here}note/").status_code == 404
        sent(desks["监"], f"{here}note/", {"text": ""})
    assert not seen(county, one.id, "监").changed and not list(lodgings_unlike_the_ledger())
    assert refused(lambda: say(county, one, "note")) == {"SUP-132"}


def test_a_change_before_the_report_stands_in_the_report(county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one = opened(county)
    revoke(monkeypatch)
    assert not Lodging.objects.get().changed and not list(lodgings_unlike_the_ledger())
    with clock(AT):
        page = text(signed_in(county)["己"], f"/bureau/lodgings/{one.id}/report/")
    assert "主要事实不清" in page


def test_a_revoked_decision_of_a_whole_journey(shifan: Any) -> None:
    done = Player(shifan, read_story(JOURNEYS / "branch-d.yaml")).play()
    assert done.good, done.text()
    rows = {row.steps.filter(move="change").count(): row for row in Lodging.objects.all()}
    assert set(rows) <= {0, 1} and 1 in rows
    assert rows[1].steps.get(move="change").text.startswith("撤销（2027-02-01") and not list(
        lodgings_unlike_the_ledger()
    )
