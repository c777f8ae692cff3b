"""Two people at the same moment: one draw, one result, one answer, one end, one analysis, one signature."""

from datetime import date, datetime
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Analysis, GradedFile
from mingjing.supervision.terms.gradings import GradingDraft

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
JAN = datetime(2027, 1, 6, 10, 0, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    made = kept.county()
    steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
    play(made, steps, party="恒源")
    return made


def one_of_two(act: Any) -> None:
    """One is done; the other is told, and nothing else goes wrong."""
    answers = at_once(act, act)
    assert sum(isinstance(one, Refused | Invalid) for one in answers) == 1, answers
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused | Invalid)]


def test_every_step_is_done_once(county: Any) -> None:
    supervisor, head = county.actor("监", AT), county.actor("己", AT)
    draft = GradingDraft("案卷评查", (county.organs["应急局"],), date(2026, 1, 1), date(2026, 12, 6), 3)
    made = operations.plan_grading(draft=draft, by=supervisor, at=AT)
    one_of_two(lambda: operations.draw_files(grading_id=made.id, by=supervisor, at=AT))
    row = GradedFile.objects.select_related("grading").get()
    marks = queries.proposal(row.facts(), AT).marks
    one_of_two(lambda: operations.mark_file(file_id=row.pk, marks=marks, by=supervisor, at=AT))
    one_of_two(lambda: operations.object_grade(file_id=row.pk, text="请核对副卷", by=head, at=AT))
    one_of_two(
        lambda: operations.answer_objection(file_id=row.pk, text="予以维持。", marks=marks, by=supervisor, at=AT)
    )
    one_of_two(lambda: operations.finish_grading(grading_id=made.id, summary="总体规范。", by=supervisor, at=AT))


def test_one_analysis_one_signature(county: Any) -> None:
    head = county.actor("己", JAN)
    one_of_two(lambda: operations.begin_analysis(year=2026, quarter=4, whole_region=False, by=head, at=JAN))
    made = Analysis.objects.get()
    at_once(*[lambda: operations.count_waiting(by="system", now=JAN)] * 2)
    made.refresh_from_db()
    assert (made.state, made.looked) == ("ready", 1)
    texts = {"causes": "新到岗人员对期限不熟悉。", "measures": "二月底以前培训一次，法规股负责。"}
    one_of_two(lambda: operations.sign_analysis(analysis_id=made.pk, by=head, at=JAN, **texts))
