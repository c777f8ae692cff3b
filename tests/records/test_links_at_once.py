"""A link opened by several at the same moment, on a database that commits."""

from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT, dossier

from mingjing.records import operations, queries
from mingjing.records.models import Viewing
from mingjing.records.terms.links import Reader

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def test_the_last_opening_is_given_once_and_one_decision_is_made(shifan: Any) -> None:
    case, by, head = dossier(shifan), shifan.actor("甲", AT), shifan.actor("己", AT)
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    file = operations.add_file(dossier_id=case, name="照片.png", content=png, at=AT, by=by, limit=1000)
    grant = operations.ask_reading(
        dossier_id=case, chosen=[("attachment", file.id)], reader=Reader("马恒源", "party", "核对居民身份证"), purpose="准备听证",
        days=3, most=1, by=by, at=AT,
    )  # fmt: skip
    decided = at_once(
        *[lambda: operations.decide_reading(grant_id=grant.id, granted=True, note="", by=head, at=AT)] * 2
    )
    assert sorted(type(each).__name__ for each in decided) == ["GrantFacts", "Invalid"]
    token = operations.issue_link(grant_id=grant.id, by=by, at=AT)[1]
    answers = at_once(*[lambda: operations.open_item(token=token, place=1, at=AT)] * 2)
    assert sorted(type(each).__name__ for each in answers) == ["Refused", "tuple"]
    assert (queries.grant(grant.id).opened, Viewing.objects.filter(object_id=file.id).count()) == (1, 1)
