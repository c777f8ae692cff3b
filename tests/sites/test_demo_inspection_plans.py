"""The example county shows classes, caps and an amended annual plan; what follows is drawn and inspected under them."""

from datetime import datetime
from typing import Any

import pytest

from mingjing.inspections import queries
from mingjing.inspections.queries.agreeing_plans import inspection_plans_unlike_the_ledger
from mingjing.kernel.days import CHINA
from mingjing.sites.journeys import draws, inspection_plans, registers, visits

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


@pytest.mark.django_db
def test_the_county_has_classes_caps_and_a_plan(shifan: Any) -> None:
    registers.publish(shifan, "应急局", NOW.replace(month=1))
    inspection_plans.plan(shifan, NOW)
    visits.make(shifan, NOW)
    draws.hold(shifan, NOW)
    organ, by = shifan.organs["应急局"], shifan.actor("甲", NOW)
    assert len(queries.classes_on(organ, NOW.date())) == 40 and queries.lot_counts(by) == {"standing": 1, "waiting": 1}
    table = queries.cap_in_force(organ, NOW.date())
    assert table is not None and table.figures["low.A"] == 1 and table.figures["high.D"] == 6
    for plan in queries.public_year_plans():
        assert plan.amended == 1 and [one.seq for one in queries.versions(plan.id, public=True)] == [2, 1]
        assert [one.wanted for one in queries.lines(queries.versions(plan.id)[0].id)] == [40, 12, 8]
    assert list(inspection_plans_unlike_the_ledger()) == []
