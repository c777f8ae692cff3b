"""Several hands on one file or one decision at the same moment, on a database that commits."""

from datetime import date
from typing import Any

import pytest
from tests import kept
from tests.exchange.books import PENALTY
from tests.exchange.test_credit_parties import THREE
from tests.exchange.test_feeding import AT, one, release, sheet
from tests.organs.at_once import at_once

from mingjing.exchange import operations
from mingjing.exchange.models import ApiOnce, CreditItem, Fed, FedFile
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.exchange.terms import Answer
from mingjing.foundation.models import OutboxEntry
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity.models import Publication

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shifan(transactional_db: None) -> Any:
    """The county, in a database that commits."""
    return kept.county()


def told(answers: list[Any]) -> list[str]:
    """What each got: done, fresh or again, the rules that refused, or invalid."""
    words = []
    for answer in answers:
        if isinstance(answer, Refused):
            words.append(",".join(sorted(answer.rules)))
        elif isinstance(answer, Invalid):
            words.append("invalid")
        elif isinstance(answer, Exception):
            raise answer
        else:
            words.append("done")
    return sorted(words)


def test_of_two_confirmations_of_one_file_one_enters_it(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    parked, _ = operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=sheet(PENALTY), by=by, at=AT)
    answers = at_once(*[lambda: operations.feed_file(upload_id=parked.id, by=by, at=AT)] * 3)
    assert told(answers) == ["done", "invalid", "invalid"]
    assert (FedFile.objects.count(), Fed.objects.count(), Publication.objects.count()) == (1, 1, 1)
    assert len([e for e in ledger.events(f"feeding:{by.organ_id}") if e.kind == "exchange:file:fed"]) == 1


def test_one_decision_fed_twice_at_once_is_one(shifan: Any) -> None:
    def feed(who: str, ref: str) -> Any:
        return lambda: operations.feed_decision(decision=one(shifan), source_ref=ref, by=shifan.actor(who, AT), at=AT)

    answers = at_once(feed("公", "a"), feed("甲", "a"))
    assert told(answers) == ["done", "done"]
    assert sorted(answer.fresh for answer in answers) == [False, True]
    assert (Fed.objects.count(), Publication.objects.count()) == (1, 1)


def test_one_reference_for_two_decisions_at_once_is_one(shifan: Any) -> None:
    def feed(number: str) -> Any:
        decision = one(shifan, number=number)
        return lambda: operations.feed_decision(decision=decision, source_ref="a", by=shifan.actor("公", AT), at=AT)

    assert told(at_once(feed("示应急强〔2026〕5号"), feed("示应急强〔2026〕6号"))) == ["XCH-18", "done"]
    assert (Fed.objects.count(), Publication.objects.count()) == (1, 1)


def test_one_idempotency_key_acts_once(shifan: Any) -> None:
    admin, by, ran = shifan.actor("系小管", AT), shifan.actor("公", AT), []
    key, _ = operations.issue_key(
        organ_id=by.organ_id,
        name="办案系统",
        scopes=("feed",),
        person_id=by.person_id,
        expires_on=date(2027, 1, 1),
        by=admin,
        at=AT,
    )

    def answer() -> Answer:
        ran.append(1)
        return Answer(201, str(len(ran)))

    def ask(digest: str) -> Any:
        return lambda: operations.answer_once(key_id=key.id, name="k", digest=digest, answer=answer, by=by, at=AT)

    assert told(at_once(ask("a"), ask("a"), ask("b"))) in (["XCH-26", "done", "done"], ["XCH-26", "XCH-26", "done"])
    assert len(ran) == ApiOnce.objects.count() == 1


def test_what_others_hear_of_a_fed_decision_fails_nowhere(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    parked, _ = operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=sheet(PENALTY), by=by, at=AT)
    operations.feed_file(upload_id=parked.id, by=by, at=AT)
    release(Fed.objects.get().publication_id, shifan)
    assert OutboxEntry.objects.exists()
    assert not OutboxEntry.objects.exclude(failure="").exists()


def test_of_two_that_open_the_credit_of_several_parties_each_party_has_one_item(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    parked, _ = operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=sheet(*THREE), by=by, at=AT)
    operations.feed_file(upload_id=parked.id, by=by, at=AT)
    key = Fed.objects.get().publication_id
    release(key, shifan)
    ask = {"publication_id": key, "by": by, "at": AT}
    assert told(at_once(lambda: operations.open_credit(**ask), lambda: operations.open_late(**ask))) == ["done", "done"]
    assert sorted(CreditItem.objects.values_list("place", flat=True)) == [0, 1, 2]
    assert len(ledger.streams("credit:")) == 3


def test_of_two_that_accept_one_key_at_once_one_does(shifan: Any) -> None:
    admin, by = shifan.actor("系小管", AT), shifan.actor("公", AT)
    asked = {"name": "办案系统", "scopes": ("feed",), "person_id": by.person_id, "expires_on": date(2027, 1, 1)}
    made, _ = operations.issue_key(organ_id=by.organ_id, **asked, by=admin, at=AT)
    answers = at_once(*[lambda: operations.accept_key(key_id=made.id, by=by, at=AT)] * 2)
    assert told(answers) == ["done", "invalid"]
    kinds = [one.kind for one in ledger.events(f"feeding:{by.organ_id}")]
    assert kinds.count("exchange:key:accepted") == 1


def test_of_two_that_complete_one_decision_at_once_one_does(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    decision = one(
        shifan, number=PENALTY["number"], decided_on=date(2026, 11, 5), category="penalty", kinds=("fine",), fine="2000"
    )
    key = operations.feed_decision(decision=decision, by=by, at=AT).publication_id
    rows = [{each.code: str(PENALTY.get(each.key, "")) for each in editions("penalty")["2019"].columns}]
    answers = at_once(*[lambda: operations.complete_sheet(publication_id=key, rows=rows, by=by, at=AT)] * 2)
    assert told(answers) == ["done", "invalid"]
