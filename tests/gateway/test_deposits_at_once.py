"""Two systems, or one that asks twice, at the same moment, on a database that commits."""

from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT, film, said

from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Deposit, DepositItem
from mingjing.records.terms.deposits import DocumentDraft

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def names(answers: list[Any]) -> set[str]:
    return {type(one).__name__ for one in answers}


def test_the_same_told_twice_at_once_is_kept_once(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    opened = at_once(*[lambda: operations.open_deposit(source_ref="AJ-1", title="动火作业案", by=by, at=AT)] * 3)
    assert names(opened) <= {"DepositFacts"}, opened
    row = Deposit.objects.get()
    paper = DocumentDraft("笔录.pdf", "a" * 64, 10, "evidence")
    committed = at_once(*[lambda: operations.deposit_document(dossier_id=row.pk, source_ref="WS-1", draft=paper, by=by, at=AT)] * 3)  # fmt: skip
    assert names(committed) == {"ItemFacts"}, committed
    tape = said(film())
    filed = at_once(*[lambda: operations.deposit_recording(dossier_id=row.pk, source_ref="YX-1", draft=tape, step="evidence", collector="", by=by, at=AT)] * 3)  # fmt: skip
    assert names(filed) == {"ItemFacts"}, filed
    assert DepositItem.objects.count() == 2
    assert len(ledger.whole(f"dossier:{row.pk}")) == 4


def test_what_comes_while_the_file_is_closed_is_either_in_it_or_refused(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    file = operations.open_deposit(source_ref="AJ-1", title="动火作业案", by=by, at=AT)
    paper = DocumentDraft("笔录.pdf", "a" * 64, 10, "evidence")
    operations.deposit_document(dossier_id=file.id, source_ref="WS-1", draft=paper, by=by, at=AT)
    one = queries.deposit_items(file.id)[0]
    operations.excuse_item(item_id=one.id, reason="原件在火灾中烧毁，另附说明", by=by, at=AT)
    late = DocumentDraft("补充.pdf", "b" * 64, 10, "evidence")
    answers = at_once(
        lambda: operations.close_deposit(dossier_id=file.id, by=by, at=AT),
        lambda: operations.deposit_document(dossier_id=file.id, source_ref="WS-2", draft=late, by=by, at=AT),
        lambda: operations.close_deposit(dossier_id=file.id, by=by, at=AT),
    )
    assert names(answers) <= {"DepositFacts", "ItemFacts", "Refused"}
    events = ledger.whole(f"dossier:{file.id}")
    kinds = [each.kind for each in events]
    if "ItemFacts" in names(answers):  # it came first: the file waits for it
        assert "record:deposit:closed" not in kinds
    else:
        assert kinds.count("record:deposit:closed") == kinds.count("ledger:stream:closed") == 1
        assert kinds[-1] == "ledger:stream:closed"
