"""Events are heard in the order they happened, and one that is heard late sets nothing back."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from tests.exchange import town
from tests.publicity import ends, samples

from mingjing.cases import operations as cases
from mingjing.exchange.models import CreditItem
from mingjing.foundation import outbox
from mingjing.foundation.models import OutboxEntry, next_place
from mingjing.kernel.days import CHINA
from mingjing.publicity import operations as publicity
from mingjing.publicity.events import Event
from mingjing.sites import wiring

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 10, 10, tzinfo=CHINA)


def test_events_of_one_moment_are_heard_as_they_were_told(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(outbox, "_listeners", lambda: {"counted": (lambda event: heard.append(event["number"]),)})
    for number in range(40):
        outbox.emit("counted", at=AT, number=number)
    assert outbox.hear_waiting() == 40
    assert heard == list(range(40))


def test_no_two_places_are_the_same_though_the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1)
    places = [next_place() for _ in range(100)]
    assert places == sorted(set(places))


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the case is told of its publication."""
    told: list[str] = []
    monkeypatch.setattr(cases, "note_publication", lambda *, state, **_: told.append(state))
    return told


def test_a_release_heard_after_the_withdrawal_sets_neither_case_nor_credit_back(noted: list[str]) -> None:
    town.channel("credit")
    made = samples.released(ends.market())
    released = OutboxEntry.objects.get(name=Event.RELEASED).payload
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW
    )
    for hear in wiring.LISTENERS[Event.RELEASED]:
        hear(released)
    assert noted == ["withdrawn"]
    assert not CreditItem.objects.exists()


def test_an_event_whose_publication_is_unknown_is_taken_at_its_word(noted: list[str]) -> None:
    event: dict[str, Any] = {"publication_id": str(uuid4()), "source_ref": "x", "state": "due"}
    wiring.publication_moved(event)
    assert noted == ["due"]
