"""Two at the same moment: one lodging of a case, one report, one registration, one note of a change."""

from datetime import date, datetime
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.security.hostile import JOURNEYS
from tests.security.town import play
from tests.supervision.test_gradings_at_once import one_of_two

from mingjing.cases.models import Case
from mingjing.kernel.days import CHINA
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Lodging, LodgingStep, Order
from mingjing.supervision.queries.lodgings import lodgings_unlike_the_ledger
from mingjing.supervision.terms.lodgings import LodgingDraft

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    found = kept.county()
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(found, steps, party="恒源")
    return found


def test_a_case_has_one_lodging_and_every_step_is_done_once(county: Any) -> None:
    case = Case.objects.get(decision_number__gt="")
    LodgingStep.objects.all().delete()
    Lodging.objects.all().delete()
    answers = at_once(*[lambda: operations.reckon_lodging(case_id=case.pk, by="system", at=AT)] * 2)
    assert len(set(answers)) == 1 and Lodging.objects.count() == 1, answers
    assert list(LodgingStep.objects.values_list("move", flat=True)) == ["serve"]
    key, by, watch = answers[0], county.actor("己", AT), county.actor("监", AT)
    files = tuple(one.id for one in queries.lodgeable(case.pk) if one.decision)
    draft = LodgingDraft(county.organs["司法局"], "", files)
    one_of_two(lambda: operations.report_lodging(lodging_id=key, draft=draft, by=by, at=AT))
    back = date(2026, 12, 20)
    one_of_two(lambda: operations.return_lodging(lodging_id=key, text="没有附审核意见", due=back, by=watch, at=AT))
    operations.report_lodging(lodging_id=key, draft=draft, by=by, at=AT)
    one_of_two(lambda: operations.register_lodging(lodging_id=key, by=watch, at=AT))
    assert list(LodgingStep.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert Lodging.objects.get().number == "示司备〔2026〕1号" and not Order.objects.exists()
    Lodging.objects.update(changed=True)
    one_of_two(lambda: operations.note_change(lodging_id=key, by=watch, at=AT))


def test_what_waits_is_found_not_owed_or_reported_and_not_both(county: Any) -> None:
    row = Lodging.objects.get()
    files = tuple(one.id for one in queries.lodgeable(row.case_id) if one.decision)
    draft, by, watch = LodgingDraft(county.organs["司法局"], "", files), county.actor("己", AT), county.actor("监", AT)
    at_once(
        lambda: operations.report_lodging(lodging_id=row.pk, draft=draft, by=by, at=AT),
        lambda: operations.waive_lodging(lodging_id=row.pk, text="本县办法没有要求", by=watch, at=AT),
    )
    moves = set(LodgingStep.objects.values_list("move", flat=True)) - {"serve"}
    assert len(moves) == 1 and not list(lodgings_unlike_the_ledger())
