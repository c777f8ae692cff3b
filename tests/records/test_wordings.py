"""用语指引: every guided step exists, a reading is kept once, a changed guide is read anew."""

from dataclasses import replace
from typing import Any

import pytest
from tests.records.films import AT

from mingjing.cases.terms import procedure
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import WordingRead
from mingjing.records.terms import NotFound

pytestmark = pytest.mark.django_db


def test_every_guide_is_of_a_step_and_says_something() -> None:
    acts = procedure().acts
    for act, one in queries.wordings().items():
        assert act in acts and one.say and one.avoid and len(one.version) == 16
    assert {"inspect", "interview", "notify", "serve", "hold_hearing", "sample", "preserve"} <= set(queries.wordings())


def test_a_reading_is_kept_once(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    guide = queries.wording("interview")
    assert guide is not None and not queries.has_read(by.person_id, guide)
    assert [operations.acknowledge_wording(act="interview", by=by, at=AT) for _ in range(2)] == [True, False]
    assert queries.has_read(by.person_id, guide) and queries.read_by(by.person_id) == {"interview"}
    assert [(one.act, one.person_name) for one in queries.readings(by.organ_id)] == [("interview", "张三")]
    assert [one.kind for one in ledger.whole(f"wording:{by.organ_id}")] == ["record:wording:read"]


def test_a_changed_guide_is_read_anew(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    operations.acknowledge_wording(act="interview", by=by, at=AT)
    WordingRead.objects.update(version="0" * 16)
    guide = queries.wording("interview")
    assert guide is not None and not queries.has_read(by.person_id, guide)
    assert queries.readings(by.organ_id) == () and queries.read_by(by.person_id) == frozenset()
    assert not queries.has_read(by.person_id, replace(guide, version="1" * 16))


def test_a_step_without_a_guide_is_not_read(shifan: Any) -> None:
    with pytest.raises(NotFound):
        operations.acknowledge_wording(act="close", by=shifan.actor("甲", AT), at=AT)
