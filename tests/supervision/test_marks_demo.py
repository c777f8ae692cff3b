"""What the example county shows of appraisal, public opinion and early warning can be made, and agrees with the ledger."""

from datetime import datetime
from typing import Any

import pytest
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.kernel.days import CHINA
from mingjing.sites.journeys import lodging, marks
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import queries
from mingjing.supervision.queries.agreeing_appraisals import appraisals_unlike_the_ledger, concerns_unlike_the_ledger
from mingjing.supervision.queries.agreeing_liabilities import circulars_unlike_the_ledger, liabilities_unlike_the_ledger
from mingjing.supervision.queries.lodgings import lodgings_unlike_the_ledger

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)


def test_the_example_county_has_its_marks(shifan: Any) -> None:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    marks.write(shifan, AT)
    supervisor = shifan.actor("监", AT)
    (made,) = queries.schemes(supervisor)
    states = {one.organ_name: one.state for one in queries.appraisals(made.id, supervisor)}
    assert states == {"示范县应急管理局": "objected", "示范县市场监督管理局": "told"}
    (answered,) = queries.concerns(supervisor, ("answered",))
    assert answered.cases and answered.steps[0].refs
    assert [one.organ_name for one in queries.concerns(supervisor, ("open",))] == ["示范县市场监督管理局"]
    (item,) = queries.liabilities(supervisor, ("examined",))
    assert [one.standing.fault_name for one in item.persons] == ["一般过失", "没有过错"]
    (told,) = queries.circulars(supervisor, closed=False)
    assert {one.organ_name: one.state for one in told.organs} == {
        "示范县应急管理局": "sent",
        "示范县市场监督管理局": "received",
    }
    assert not [*liabilities_unlike_the_ledger(), *circulars_unlike_the_ledger()]
    assert not [*appraisals_unlike_the_ledger(), *concerns_unlike_the_ledger()]


def test_the_example_county_lodges_its_decisions(shifan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(shifan, steps, party="恒源")
    monkeypatch.setattr(lodging, "LEFT", 0)
    lodging.lodge(shifan, AT)
    (one,) = queries.lodgings(shifan.actor("监", AT), ("reported",))
    assert one.to_name == "示范县司法局" and not list(lodgings_unlike_the_ledger())
