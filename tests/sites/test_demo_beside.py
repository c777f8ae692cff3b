"""Cases of the other procedures in the example county, on whatever day somebody tries the product."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from mingjing.cases import queries
from mingjing.cases.models import Case
from mingjing.cases.queries.facts import context, load
from mingjing.cases.rules.engine import hindrances
from mingjing.cases.rules.guidance import advice
from mingjing.cases.terms import ORDINARY, Proposed
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import blocking
from mingjing.sites.journeys import beside, demo, registers
from mingjing.sites.journeys.world import moment, read


@pytest.mark.django_db
@pytest.mark.parametrize("now", [datetime(2026, 11, 22, 9, tzinfo=CHINA), datetime(2026, 10, 9, 9, tzinfo=CHINA), datetime(2027, 2, 1, 9, tzinfo=CHINA)])  # fmt: skip
def test_the_county_has_cases_of_every_other_procedure(shifan, now):
    for home in shifan.teams:  # Published benchmarks bind these cases too.
        registers.publish(shifan, home, moment(read()["founded_at"]) + timedelta(hours=1))
    demo.play_beside(shifan, now, queries.calendar())
    rows = Case.objects.exclude(procedure=ORDINARY)
    assert rows.count() == len(beside.PLAN)
    spots = Counter(rows.filter(procedure="summary_penalty").values_list("stage", flat=True))
    assert spots == {"served": 2, "archived": 1, "not_filed": 1}
    checks = Counter(rows.filter(procedure="inspection").values_list("stage", flat=True))
    assert checks == {"prepared": 1, "visited": 1, "archived": 1, "closed": 1}
    permits = Counter(rows.filter(procedure="licence").values_list("stage", flat=True))
    assert permits == {"applied": 1, "accepted": 1, "archived": 1}
    for case in rows:
        facts = load(case)
        ctx = context(facts.organ, now)
        told = advice(facts, ctx)
        assert (told is None) == (case.stage == "archived"), case.party_name
        if told and told.act:
            asked = Proposed(told.act, now, case.id, None, {}, now)
            assert not blocking(hindrances(facts, asked, ctx)), (case.party_name, told)
