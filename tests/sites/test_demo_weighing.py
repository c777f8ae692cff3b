"""The demonstration's questions to a benchmark: one open, one answered, of a case that is not decided; nothing unlike the ledger."""

from datetime import datetime

import pytest
from tests.cases.test_benchmarks import publish

from mingjing.cases import queries
from mingjing.cases.models import DiscretionAsked
from mingjing.cases.queries import agreeing
from mingjing.kernel.days import CHINA
from mingjing.sites.journeys import county, demo, weighing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=CHINA)


def test_an_open_case_was_asked_twice(shifan: World) -> None:
    publish(shifan, "AQ099-3")
    told = next(one for one in county.PLAN if one.matter == "AQ099-3" and one.until != "served")
    demo.play(shifan, told, NOW, queries.calendar())
    weighing.ask(shifan, NOW)
    assert [row.answer["tier"] for row in DiscretionAsked.objects.all()] == ["", "较轻"]
    assert list(agreeing.unlike_the_ledger()) == []
