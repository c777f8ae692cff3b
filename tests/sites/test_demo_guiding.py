"""The demonstration's guiding cases: two in force, one of them followed in a case that is open; nothing unlike the ledger."""

from datetime import datetime

import pytest

from mingjing.cases import queries
from mingjing.cases.models import GuidingNote
from mingjing.kernel.days import CHINA
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.queries.guiding_cases import guiding_unlike_the_ledger
from mingjing.sites.journeys import county, demo, guiding

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=CHINA)


def test_two_are_in_force_and_one_is_followed(shifan):
    calendar = queries.calendar()
    told = next(one for one in county.PLAN if one.matter == "AQ097-7" and one.until == "hearing_asked")
    demo.play(shifan, told, NOW, calendar)
    guiding.write(shifan, NOW)
    found = lawbook.guiding_cases()
    assert {(one.number, one.spec.source) for one in found} == {("第1号", "own"), ("第4号", "superior")}
    assert all(one.spec.fictional for one in found)
    note = GuidingNote.objects.get()
    assert note.followed and note.title == guiding.WELDERS.title
    assert list(guiding_unlike_the_ledger()) == []
