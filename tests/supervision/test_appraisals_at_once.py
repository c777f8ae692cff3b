"""Two people at the same moment: one scheme a year, one release, one counting, one objection, one answer, one signed table."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.supervision.test_gradings_at_once import one_of_two

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.supervision import operations
from mingjing.supervision.models import Appraisal, Scheme
from mingjing.supervision.queries.agreeing_appraisals import appraisals_unlike_the_ledger
from mingjing.supervision.terms.appraisals import Given, SchemeDraft, SchemeItem

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
JAN = datetime(2027, 1, 11, 10, 0, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    return kept.county()


def both_done(act: Any) -> None:
    """What may be said twice stands once."""
    answers = at_once(act, act)
    assert not [one for one in answers if isinstance(one, Exception)], answers


def test_every_step_is_done_once(county: Any) -> None:
    early, supervisor, head = county.actor("监", AT), county.actor("监", JAN), county.actor("己", JAN)
    item = SchemeItem("hand1", "组织领导", Decimal(100), "", "有专人负责得满分")
    draft = SchemeDraft(2026, "评议考核方案", date(2026, 1, 1), date(2026, 12, 31), (county.organs["应急局"],), (item,))
    one_of_two(lambda: operations.draft_scheme(draft=draft, by=early, at=AT))
    key = Scheme.objects.get().pk
    one_of_two(lambda: operations.release_scheme(scheme_id=key, by=early, at=AT))
    one_of_two(lambda: operations.begin_scoring(scheme_id=key, by=supervisor, at=JAN))
    score = Appraisal.objects.get().pk
    given = {"hand1": Given(Decimal(90), "推进会只开了一次", "示府办纪〔2026〕3号")}
    both_done(lambda: operations.enter_points(appraisal_id=score, given=given, by=supervisor, at=JAN))
    one_of_two(lambda: operations.tell_appraisal(appraisal_id=score, by=supervisor, at=JAN))
    one_of_two(lambda: operations.object_appraisal(appraisal_id=score, text="推进会开过两次", by=head, at=JAN))
    one_of_two(
        lambda: operations.answer_appraisal(appraisal_id=score, text="予以维持", given={}, by=supervisor, at=JAN)
    )
    one_of_two(lambda: operations.finish_scheme(scheme_id=key, conclusion="总体较好", by=supervisor, at=JAN))
    assert not list(appraisals_unlike_the_ledger())


def test_a_draft_is_changed_one_after_the_other_and_a_score_is_accepted_or_objected_to(county: Any) -> None:
    early, supervisor, head = county.actor("监", AT), county.actor("监", JAN), county.actor("己", JAN)
    item = SchemeItem("hand1", "组织领导", Decimal(100), "", "有专人负责得满分")
    draft = SchemeDraft(2026, "评议考核方案", date(2026, 1, 1), date(2026, 12, 31), (county.organs["应急局"],), (item,))
    key = operations.draft_scheme(draft=draft, by=early, at=AT).id
    both_done(lambda: operations.change_scheme(scheme_id=key, draft=draft, by=early, at=AT))
    operations.release_scheme(scheme_id=key, by=early, at=AT)
    again = replace(draft, reason="增加一项内容")
    one_of_two(lambda: operations.draft_scheme(draft=again, by=early, at=AT))
    operations.begin_scoring(scheme_id=key, by=supervisor, at=JAN)
    score = Appraisal.objects.get().pk
    given = {"hand1": Given(Decimal(90), "推进会只开了一次", "示府办纪〔2026〕3号")}
    operations.enter_points(appraisal_id=score, given=given, by=supervisor, at=JAN)
    operations.tell_appraisal(appraisal_id=score, by=supervisor, at=JAN)
    answers = at_once(
        lambda: operations.accept_appraisal(appraisal_id=score, by=head, at=JAN),
        lambda: operations.object_appraisal(appraisal_id=score, text="推进会开过两次", by=head, at=JAN),
    )
    assert sum(isinstance(one, Refused) for one in answers) == 1, answers
    row = Appraisal.objects.get()
    assert (row.state == "objected") is bool(row.objection)
    assert not list(appraisals_unlike_the_ledger())
