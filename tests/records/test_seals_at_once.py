"""Several hands on one seal at the same moment, on a database that commits."""

from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT
from tests.records.sealed import asked, document, draft, registered, sealed

from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations as organs
from mingjing.organs.models import Seal
from mingjing.records import operations
from mingjing.records.models import HandSignature, Sealing, SignatureSheet
from mingjing.records.terms.seals import SignatureDraft

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def names(answers: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


def test_of_two_who_ask_one_does_and_of_two_who_seal_one_does(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    assert names(at_once(*[lambda: asked(shifan, one)] * 2)) == ["Refused", "SealingFacts"]
    waiting = Sealing.objects.get()
    answers = at_once(
        *[
            lambda key=key: operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=shifan.actor(key, AT), at=AT)
            for key in ("档", "甲")
        ]
    )
    assert names(answers) == ["Refused", "SealingFacts"]
    assert next(each for each in answers if isinstance(each, Refused)).rules == {"REC-41"}
    kinds = [each.kind for each in ledger.whole(operations.stream(one.dossier_id))]
    assert kinds.count("record:document:sealed") == 1


def test_a_file_that_is_closed_while_it_is_sealed_is_either_sealed_or_not(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    waiting, by = asked(shifan, one), shifan.actor("档", AT)
    answers = at_once(
        lambda: operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT),
        lambda: operations.seal(dossier_id=one.dossier_id, at=AT, by=by),
    )
    assert names(answers) in (["NoneType", "SealingFacts"], ["NoneType", "Refused"])
    events = ledger.whole(f"dossier:{one.dossier_id}")
    assert events[-1].kind == "ledger:stream:closed"
    row = Sealing.objects.get()
    assert (row.stage == "sealed") == any(each.kind == "record:document:sealed" for each in events) == bool(row.sha256)


def test_of_two_who_register_the_same_number_one_does(shifan: Any) -> None:
    by = shifan.actor("己", AT)
    answers = at_once(*[lambda: organs.register_seal(draft=draft(shifan), by=by, at=AT)] * 2)
    assert names(answers) == ["Refused", "SealFacts"]
    assert Seal.objects.count() == 1


def test_two_signatures_and_two_sheets_at_once(shifan: Any) -> None:
    one, by = document(shifan), shifan.actor("甲", AT)
    shown = operations.render(dossier_id=one.dossier_id, document_id=one.id, at=AT, by=by).pdf_sha256
    strokes = (tuple((900 * n, 4000, 500, n) for n in range(9)),)
    drafts = [
        SignatureDraft(role, name, shown, strokes) for role, name in (("party", "李某四"), ("witness", "王某社区"))
    ]
    at_once(
        *[
            lambda told=told: operations.sign_by_hand(
                dossier_id=one.dossier_id, document_id=one.id, draft=told, by=by, at=AT
            )
            for told in drafts
        ]
    )
    assert HandSignature.objects.count() == 2
    made = at_once(*[lambda: operations.set_sheet(dossier_id=one.dossier_id, document_id=one.id, at=AT, by=by)] * 2)
    assert names(made) == ["SheetFacts", "SheetFacts"] and SignatureSheet.objects.count() == 1


def test_the_same_document_sealed_twice_in_a_row(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    sealed(shifan, one, seal)
    with pytest.raises(Refused, match="REC-40"):
        asked(shifan, one)
