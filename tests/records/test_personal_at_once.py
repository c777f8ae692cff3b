"""Several hands signing one document at the same moment, on a database that commits: each signature stands or leaves nothing."""

from pathlib import Path
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.records.films import AT
from tests.records.sealed import asked, document, registered
from tests.records.test_personal import known, public, signed

from mingjing.foundation import storage
from mingjing.foundation.sealing import validator
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import PersonCertificate, PersonSigning

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def names(answers: list[Any]) -> list[str]:
    return sorted(type(each).__name__ for each in answers)


def test_of_two_tries_of_one_person_one_stands(shifan: Any, tmp_path: Path) -> None:
    p12, _ = known(shifan, tmp_path)
    one = document(shifan)
    answers = at_once(*[lambda: signed(shifan, one, p12)] * 2)
    assert names(answers) == ["PersonSigningFacts", "Refused"]
    assert PersonSigning.objects.count() == 1


def test_two_people_at_once_never_lose_a_signature(shifan: Any, tmp_path: Path) -> None:
    """Both made theirs on the same file: the later one is told to sign again, or came late enough to see the first."""
    head, _ = known(shifan, tmp_path)
    officer, _ = known(shifan, tmp_path, "甲")
    one = document(shifan)
    answers = at_once(lambda: signed(shifan, one, head), lambda: signed(shifan, one, officer, "甲"))
    stood = [each for each in answers if not isinstance(each, Refused)]
    given = queries.person_signings(one.id)
    assert len(stood) == len(given) >= 1
    reports = validator().examine(storage.read(given[-1].sha256), now=AT)
    assert len(reports) == len(given) and all(each.state != "bad" for each in reports)
    kinds = [each.kind for each in ledger.whole(operations.stream(one.dossier_id))]
    assert kinds.count("record:signing:made") == len(given)


def test_a_seal_and_a_signature_at_once_leave_no_signature_outside_the_sealed_file(shifan: Any, tmp_path: Path) -> None:
    p12, _ = known(shifan, tmp_path)
    seal, one = registered(shifan), document(shifan)
    waiting, keeper = asked(shifan, one), shifan.actor("档", AT)
    at_once(
        lambda: operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=keeper, at=AT),
        lambda: signed(shifan, one, p12),
    )
    done, given = queries.sealing_of(one.id), queries.person_signings(one.id)
    assert done is not None
    if done.sealed:
        reports = validator().examine(storage.read(done.sha256), now=AT)
        assert len(reports) == len(given) + 1 and all(each.state != "bad" for each in reports)


def test_of_two_who_register_one_certificate_one_does(shifan: Any, tmp_path: Path) -> None:
    from tests.records.test_personal import issued

    content, head = public(issued(tmp_path, "甲")[0]), shifan.actor("己", AT)
    answers = at_once(
        *[
            lambda key=key: operations.register_certificate(
                person_id=shifan.people[key], content=content, by=head, at=AT
            )
            for key in ("甲", "乙")
        ]
    )
    assert names(answers) == ["Refused", "SignerCertificate"] and PersonCertificate.objects.count() == 1
