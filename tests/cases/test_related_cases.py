"""Which other cases the guards are told about: one fine for one act must not be forgotten because a party has many cases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import related_cases

pytestmark = pytest.mark.django_db
PARTY, OURS, OTHERS = uuid4(), uuid4(), uuid4()
START = datetime(2026, 1, 5, tzinfo=UTC)


def row(day: int, organ: UUID = OURS, matter: str = "AQ097-7", **more: Any) -> Case:
    usual = {
        "procedure": "ordinary_penalty", "procedure_version": 1, "lead_number": f"{organ}{day}", "cause": "x", "party_name": "y",
        "source": "other", "stage": "decided", "opened_at": START + timedelta(days=day), "updated_at": START, "filed_on": date(2026, 1, 6),
    }  # fmt: skip
    return Case(dossier_id=uuid4(), organ_id=organ, matter_code=matter, party_id=PARTY, **(usual | more))


def test_many_cases_of_other_matters_do_not_push_out_the_one_that_counts() -> None:
    old, mine = row(0, decided_on=date(2026, 2, 1), fine=20000, outcome="decide"), row(99)
    Case.objects.bulk_create([old, mine, *(row(n, matter="AQ105-2") for n in range(1, 61))])
    assert [each.id for each in related_cases(mine)] == [old.id]


def test_what_another_organ_filed_counts_whatever_its_matter_and_a_mere_lead_does_not() -> None:
    theirs, lead, mine = row(1, OTHERS, "SP126-3"), row(2, OTHERS, filed_on=None), row(3)
    Case.objects.bulk_create([theirs, lead, mine])
    assert [(each.id, each.organ_name) for each in related_cases(mine)] == [(theirs.id, "本县另一机关")]
