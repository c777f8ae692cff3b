"""Many rows go out and come in with as few questions as few rows: how long it takes is measured by `mingjing bench`."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.exchange.books import PENALTY
from tests.exchange.test_feeding import AT, feed, sheet

from mingjing.exchange import operations, queries
from mingjing.exchange.models import Fed
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.publicity.models import Publication, Version

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MANY = 2_000
PER_ROW = (
    18  # eight savepoints, nine statements and on PostgreSQL a lock: each row is a decision of its own in the ledger
)


def _released(shifan: Any) -> None:
    """Public decisions that were fed, as rows: what made them is not what is measured."""
    organ = shifan.organs["应急局"]
    made = [
        Publication(
            id=uuid4(), source_ref=f"fed:{at}", organ_id=organ, organ_name=PENALTY["organ"], organ_code="示应急", number=f"示应急罚〔2026〕{at}号",
            category="penalty", decided_on=date(2026, 11, 5), digest="", state="released", due=date(2026, 11, 16), scheduled_at=AT, updated_at=AT, released_at=AT,
        )
        for at in range(MANY)
    ]  # fmt: skip
    parts = {"violation": PENALTY["facts"] * 20, "result": PENALTY["content"]}
    texts = [
        Version(publication=one, seq=1, parts=parts, text="", sha256="", released_at=AT, ledger_index=0, ledger_hash="")
        for one in made
    ]
    Publication.objects.bulk_create(made, batch_size=500)
    Version.objects.bulk_create(texts, batch_size=500)
    for one, text in zip(made, Version.objects.order_by("id"), strict=True):
        one.current = text
    Publication.objects.bulk_update(made, ["current"], batch_size=500)
    Fed.objects.bulk_create(
        [
            Fed(
                organ_id=organ, number=one.number, source_ref=one.number, channel="sheet", publication=one, kind="penalty",
                rows=[PENALTY | {"number": one.number}], decided_on=one.decided_on, person_id=shifan.people["公"], at=AT,
            )
            for one in made
        ],
        batch_size=500,
    )  # fmt: skip


def test_many_rows_go_out_with_the_questions_of_few(shifan: Any, django_assert_max_num_queries: Any) -> None:
    _released(shifan)
    organ = shifan.organs["应急局"]
    with django_assert_max_num_queries(2 + MANY // 500 + 1):
        rows = queries.fed_rows(organ, editions("penalty")["2019"], date(2026, 1, 1), AT.date(), AT.date())
    assert len(rows) == MANY
    assert all(row.good for row in rows)
    with django_assert_max_num_queries(40):
        operations.export_sheet(
            organ_id=organ, edition="2019", since=date(2026, 1, 1), until=AT.date(), by=shifan.actor("公", AT), at=AT
        )


def test_a_row_that_comes_in_asks_no_more_however_many_came(shifan: Any) -> None:
    def asked(first: int, count: int) -> int:
        rows = [PENALTY | {"number": f"示应急罚〔2026〕{at}号"} for at in range(first, first + count)]
        with CaptureQueriesContext(connection) as seen:
            done = feed(shifan, sheet(*rows))
        assert done.entered == count
        return len(seen)

    few, many = asked(0, 20), asked(100, 120)
    assert (many - few) / 100 <= PER_ROW
