"""Two people at the same moment: one draft, one check, one answer, one end of a matter of public opinion."""

from datetime import datetime
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.supervision.test_gradings_at_once import one_of_two

from mingjing.kernel.days import CHINA
from mingjing.publicity.models import Edition
from mingjing.supervision import operations
from mingjing.supervision.models import ConcernStep
from mingjing.supervision.queries.agreeing_appraisals import concerns_unlike_the_ledger
from mingjing.supervision.terms.concerns import OUTSIDE, ConcernDraft

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    return kept.county()


def test_every_step_is_done_once(county: Any) -> None:
    drafter, checker, head = (county.actor(who, AT) for who in ("公", "丁", "己"))
    said = ConcernDraft(
        county.organs["应急局"], "网传没有出示证件", "online", "", "网帖说没有出示执法证件。", AT, "general"
    )
    key = operations.register_concern(draft=said, by=drafter, at=AT).id
    given = {"text": "经查，当日出示了证件。", "why": "事实来自值班记录", "record_ids": ()}
    one_of_two(lambda: operations.draft_response(concern_id=key, by=drafter, at=AT, **given))
    one_of_two(lambda: operations.check_response(concern_id=key, text="对照记录，一致", by=checker, at=AT))
    one_of_two(lambda: operations.release_response(concern_id=key, channel=OUTSIDE, by=head, at=AT))
    one_of_two(lambda: operations.close_concern(concern_id=key, text="情况不属实", by=head, at=AT))
    assert Edition.objects.count() == 1 and list(ConcernStep.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]


def test_two_registrations_have_two_numbers_and_a_matter_ends_once(county: Any) -> None:
    by, head = county.actor("监", AT), county.actor("己", AT)
    said = ConcernDraft(
        county.organs["应急局"], "网传没有出示证件", "online", "", "网帖说没有出示执法证件。", AT, "general"
    )
    answers = at_once(*[lambda: operations.register_concern(draft=said, by=by, at=AT)] * 2)
    assert len({one.number for one in answers}) == 2, answers
    key = answers[0].id
    given = {"text": "经查，当日出示了证件。", "why": "事实来自值班记录", "record_ids": ()}
    operations.draft_response(concern_id=key, by=county.actor("公", AT), at=AT, **given)
    one_of_two(lambda: operations.return_response(concern_id=key, text="时间没有写", by=head, at=AT))
    one_of_two(lambda: operations.drop_concern(concern_id=key, text="与本机关无关，已转公安", by=head, at=AT))
    assert not list(concerns_unlike_the_ledger())
