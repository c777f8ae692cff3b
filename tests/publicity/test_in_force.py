"""An edition with a later day is public and not in force until then: at the boundary, in every way it is read (PUB-62)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.publicity.test_public_lists import AT, collected, organ, people

from mingjing.foundation import search
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.queries.agreeing_lists import lists_unlike_the_ledger
from mingjing.publicity.rules.registers import in_force
from mingjing.publicity.terms import REGISTER_SEARCH, EditionFacts, EditionState

__all__ = ["organ", "people"]
pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
EVE, MIDNIGHT = datetime(2026, 10, 31, 23, 59, 59, tzinfo=CHINA), datetime(2026, 11, 1, 0, 0, tzinfo=CHINA)


def released(organ: UUID, people: dict[str, Actor], at: datetime = AT, **changes: Any) -> EditionFacts:
    one = collected(organ, people["collector"], at=at, **changes)
    operations.check_entry(edition_id=one.id, by=people["checker"], at=at)
    return operations.release_entry(edition_id=one.id, by=people["releaser"], at=at)


@pytest.fixture
def pair(organ: UUID, people: dict[str, Actor]) -> tuple[EditionFacts, EditionFacts]:
    """One in force, and the next that waits for 1 November."""
    old = released(organ, people, values={"ratio": "每年 10%"})
    later = AT + timedelta(days=1)
    return old, released(organ, people, later, values={"ratio": "每年 25%"}, valid_from=DAY, reason="新办法施行")


def shown(on: date) -> list[int]:
    return [one.seq for one in queries.public_entries("random_check", "示应急", on=on)]


@pytest.mark.parametrize(
    ("on", "answer"),
    [(date(2026, 10, 31), False), (date(2026, 11, 1), True), (date(2026, 11, 2), True), (date(2025, 11, 1), False)],
)
def test_the_day_itself_counts(on: date, answer: bool) -> None:
    assert in_force(DAY, on) is answer


def test_the_former_stays_until_the_eve_and_the_new_one_holds_from_midnight(
    pair: tuple[EditionFacts, EditionFacts],
) -> None:
    old, new = pair
    assert shown(EVE.date()) == [1]
    assert shown(DAY) == [2]
    assert queries.edition(old.id).state == EditionState.RELEASED  # type: ignore[union-attr]
    before = queries.public_entry("示应急", "random_check", old.code, on=EVE.date())
    after = queries.public_entry("示应急", "random_check", old.code, on=DAY)
    assert before
    assert after
    assert (before.edition.seq, before.coming and before.coming.seq) == (1, 2)
    assert (after.edition.seq, after.coming) == (2, None)
    assert new.waits_on(EVE.date())
    assert not new.waits_on(DAY)
    assert [one.seq for one in queries.waiting_entries("random_check", "示应急", EVE.date())] == [2]
    assert queries.waiting_entries("random_check", "示应急", DAY) == ()


def test_search_finds_the_words_that_hold(pair: tuple[EditionFacts, EditionFacts]) -> None:
    old = pair[0]
    assert [one.seq for one in queries.found_entries("危险化学品企业抽查", on=EVE.date())] == [1]
    assert not search.search(REGISTER_SEARCH, "每年 25%", 5)
    operations.bring_into_force(by="system", at=MIDNIGHT)
    assert [hit.object_id for hit in search.search(REGISTER_SEARCH, "25%", 5)] == [old.entry_id]
    assert [one.seq for one in queries.found_entries("危险化学品企业抽查", on=DAY)] == [2]


def test_the_books_follow_at_midnight_once(pair: tuple[EditionFacts, EditionFacts]) -> None:
    old, new = pair
    assert operations.bring_into_force(by="system", at=EVE) == 0
    assert operations.bring_into_force(by="system", at=MIDNIGHT) == 1
    assert operations.bring_into_force(by="system", at=MIDNIGHT + timedelta(hours=1)) == 0
    entry = RegisterEntry.objects.get(pk=old.entry_id)
    assert (entry.current_id, entry.coming_id) == (new.id, None)
    ended = Edition.objects.get(pk=old.id)
    assert (ended.state, ended.ended_at) == (EditionState.ENDED, MIDNIGHT)
    kinds = [event.kind for event in ledger.events(f"pubreg:{old.entry_id}")]
    assert kinds.count("publicity:entry:in-force") == 1
    assert list(lists_unlike_the_ledger()) == []


def test_the_ledger_agrees_while_one_waits(pair: tuple[EditionFacts, EditionFacts]) -> None:
    assert list(lists_unlike_the_ledger()) == []
    RegisterEntry.objects.filter(pk=pair[0].entry_id).update(coming=None)
    assert [one.message for one in lists_unlike_the_ledger()] == ["公开的版本与台账登记的不符"]


def test_a_first_edition_is_public_before_its_day(organ: UUID, people: dict[str, Actor]) -> None:
    one = released(organ, people, code="SJ-901", valid_from=DAY)
    found = queries.public_entry("示应急", "random_check", "SJ-901", on=EVE.date())
    assert found
    assert found.edition.id == one.id
    assert found.edition.waits_on(EVE.date())
    assert queries.in_force_on(organ, EVE.date()).get("random_check", ()) == ()
    assert [each.id for each in queries.in_force_on(organ, DAY)["random_check"]] == [one.id]


def test_a_newer_release_ends_the_one_that_waited(
    organ: UUID, people: dict[str, Actor], pair: tuple[EditionFacts, EditionFacts]
) -> None:
    newest = released(organ, people, AT + timedelta(days=3), reason="提前施行", values={"ratio": "每年 30%"})
    assert shown(EVE.date()) == shown(DAY) == [3]
    assert Edition.objects.get(pk=pair[1].id).ended_reason == "没有施行，由第 3 版代替"
    assert newest.changes[0].before == "每年 25%"
    assert list(lists_unlike_the_ledger()) == []


def test_withdrawing_the_one_that_waits_leaves_the_other(
    people: dict[str, Actor], pair: tuple[EditionFacts, EditionFacts]
) -> None:
    operations.retire_entry(edition_id=pair[1].id, reason="新办法推迟施行", by=people["releaser"], at=EVE)
    assert shown(DAY) == [1]
    assert list(lists_unlike_the_ledger()) == []


def test_after_its_day_the_former_cannot_be_stopped_nor_come_back(
    people: dict[str, Actor], pair: tuple[EditionFacts, EditionFacts]
) -> None:
    """No round of background work came between midnight and this act."""
    with pytest.raises(Refused, match="PUB-25"):
        operations.retire_entry(edition_id=pair[0].id, reason="不再抽查", by=people["releaser"], at=MIDNIGHT)
    operations.retire_entry(edition_id=pair[1].id, reason="不再抽查", by=people["releaser"], at=MIDNIGHT)
    assert shown(DAY) == []
    assert not search.search(REGISTER_SEARCH, "危险化学品企业抽查", 5)


def test_in_force_on_any_day_of_the_past(pair: tuple[EditionFacts, EditionFacts], organ: UUID) -> None:
    operations.bring_into_force(by="system", at=MIDNIGHT)
    told = {
        on: [one.seq for one in queries.in_force_on(organ, on).get("random_check", ())]
        for on in (AT.date() - timedelta(days=1), AT.date(), EVE.date(), DAY, DAY + timedelta(days=400))
    }
    assert list(told.values()) == [[], [1], [1], [2], [2]]
