"""LAW-28: of two presses at the same moment one note is kept; on a database that commits."""

from dataclasses import replace

import pytest
from tests import kept
from tests.cases.test_guiding_notes import NOW, WHY
from tests.journeys.test_at_once import played
from tests.organs.at_once import at_once

from mingjing.cases import operations
from mingjing.cases.models import Case, GuidingNote
from mingjing.cases.terms.guiding_cases import GuidingNoteFacts
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.sites.journeys import guiding, world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> world.World:
    return kept.county()


def test_one_note_is_kept_though_two_windows_press(county: world.World) -> None:
    key = played(county, "basic.yaml", "2026-09-24 16:00").case_id()
    matter = Case.objects.get(id=key).matter
    spec = replace(
        guiding.WELDERS, offences=(matter["name"],), violates=tuple(matter["violates"]), penalises=tuple(matter["penalises"])
    )  # fmt: skip
    out, by = guiding.released(county, spec, NOW), county.actor("甲", NOW)

    def press() -> GuidingNoteFacts:
        return operations.note_guiding_case(case_id=key, guiding_id=out.id, followed="yes", reason=WHY, by=by, now=NOW)

    answers = at_once(press, press)
    assert sorted(type(one).__name__ for one in answers) == ["GuidingNoteFacts", "Refused"], answers
    assert next(one for one in answers if isinstance(one, Refused)).rules == {"LAW-28"}
    assert GuidingNote.objects.count() == len(list(ledger.every("case:guiding_case:noted"))) == 1
