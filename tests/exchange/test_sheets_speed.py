"""Ten thousand rows go out within twenty seconds, each checked; two thousand come in within a minute.

Measured is processor time, and half or a third of the promise is asked for: wall clocks lie on shared cores.
"""

import time
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from tests.exchange.books import PENALTY
from tests.exchange.test_feeding import AT, feed, sheet

from mingjing.exchange import operations, queries
from mingjing.exchange.models import Fed
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.publicity.models import Publication, Version

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MANY = 10_000


def _released(shifan: Any) -> None:
    """Ten thousand public decisions that were fed, as rows: what made them is not what is measured."""
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


def test_ten_thousand_rows_go_out_within_twenty_seconds(shifan: Any, django_assert_max_num_queries: Any) -> None:
    _released(shifan)
    organ = shifan.organs["应急局"]
    start = time.process_time()
    operations.export_sheet(
        organ_id=organ, edition="2019", since=date(2026, 1, 1), until=AT.date(), by=shifan.actor("公", AT), at=AT
    )
    assert time.process_time() - start < 10
    with django_assert_max_num_queries(2 + MANY // 500 + 1):
        rows = queries.fed_rows(organ, editions("penalty")["2019"], date(2026, 1, 1), AT.date(), AT.date())
    assert len(rows) == MANY
    assert all(row.good for row in rows)


def test_two_thousand_rows_come_in_within_a_minute(shifan: Any) -> None:
    content = sheet(*[PENALTY | {"number": f"示应急罚〔2026〕{at}号"} for at in range(2000)])
    start = time.process_time()
    done = feed(shifan, content)
    assert time.process_time() - start < 20
    assert done.entered == 2000
