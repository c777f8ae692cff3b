"""What the law says of fed decisions, by every way in: kinds and fine, whose numbers, and by when a channel must have it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.exchange import books, town
from tests.exchange.books import LICENCE, PENALTY
from tests.exchange.test_feeding import enter, feed, look, one, release, sheet, why
from tests.publicity import samples

from mingjing.exchange import queries
from mingjing.exchange.models import Fed
from mingjing.exchange.terms import CreditState
from mingjing.foundation import outbox
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as publications
from mingjing.publicity.terms import Publishable

pytestmark = pytest.mark.django_db
CHILD_ID = "130821201305071236"


def penalty(shifan: Any, **changes: Any) -> Publishable:
    told = {"category": "penalty", "number": "示应急罚〔2026〕950号", "kinds": ("warning", "fine"), "fine": "2000"}
    return one(shifan, **(told | changes))


def source_of(number: str) -> Publishable:
    found = publications.source(Fed.objects.get(number=number).publication_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("told", "kinds", "fine"),
    [
        ({}, ("fine",), "2000.00"), ({"kinds": "警告、罚款"}, ("warning", "fine"), "2000.00"),
        ({"kinds": "吊销;罚款", "licence": "许可证 1 号", "fine": "0.000001"}, ("revoke_licence", "fine"), "0.01"),
        ({"kinds": "其他-责令关停", "fine": ""}, ("other",), ""),
    ],
)  # fmt: skip
def test_a_row_tells_kinds_and_fine_in_yuan(
    told: dict[str, Any], kinds: tuple[str, ...], fine: str, shifan: Any
) -> None:
    feed(shifan, sheet(PENALTY | told))
    found = source_of(PENALTY["number"])
    assert (found.kinds, found.fine) == (kinds, fine)


def test_of_several_parties_the_largest_fine_counts(shifan: Any) -> None:
    other = {"party_name": "示范县另一家公司", "uscc": books.OTHER_USCC, "fine": "3.5"}
    feed(shifan, sheet(PENALTY, PENALTY | other))
    assert source_of(PENALTY["number"]).fine == "35000.00"


@pytest.mark.parametrize("way", ["sheet", "form"])
def test_a_fed_penalty_reaches_the_credit_channel_with_its_class_and_terms(
    way: str, shifan: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    if way == "sheet":
        feed(shifan, sheet(PENALTY))
        key = Fed.objects.get(number=PENALTY["number"]).publication_id
    else:
        key = enter(shifan, penalty(shifan, decided_on=date(2026, 11, 5))).publication_id
    release(key, shifan)
    outbox.hear_waiting()
    (item,) = [one for one in queries.credit_items(None, ("shown",)) if one.publication_id == key]
    # 一般: three months to a year from the day of the decision.
    assert (item.klass, item.shortest, item.longest) == ("ordinary", date(2027, 2, 5), date(2027, 11, 5))


def test_a_decision_against_several_makes_an_item_of_each(shifan: Any, settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    other = {"party_name": "示范县另一家公司", "uscc": books.OTHER_USCC, "fine": "3.5"}
    feed(shifan, sheet(PENALTY, PENALTY | other))
    key = Fed.objects.get(number=PENALTY["number"]).publication_id
    release(key, shifan)
    outbox.hear_waiting()
    found = {
        one.party_name: one.fine for one in queries.credit_items(None, tuple(CreditState)) if one.publication_id == key
    }
    assert found == {PENALTY["party_name"]: "2000.00", other["party_name"]: "35000.00"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party_kind": "legal_person", "party_id_no": CHILD_ID}, "party_id_no"),
        ({"party_kind": "unincorporated", "party_id_no": books.WELDER_ID}, "party_id_no"),
        ({"party_kind": "legal_person", "party_id_no": "0" * 17 + "X"}, "party_id_no"),
        ({"party_kind": "individual_business", "party_id_no": "0" * 18}, "party_id_no"),
        ({"party_kind": "citizen", "party_id_no": "0" * 17 + "X"}, "party_id_no"),
        ({"party_kind": "citizen", "party_id_no": books.USCC}, "party_id_no"), ({"party_kind": "firm"}, "party_kind"),
        ({"kinds": ("fine", "金额"), "fine": "1"}, "kinds"), ({"kinds": ("fine",), "fine": ""}, "fine"),
        ({"fine": "-3"}, "fine"), ({"fine": "三千"}, "fine"), ({"category": "coercion", "kinds": ("warning",), "fine": ""}, "kinds"),
        ({"category": "coercion", "kinds": ()}, "fine"),
    ],
)  # fmt: skip
def test_form_and_api_ask_of_the_party_and_the_penalty_what_the_sheet_asks(
    changes: dict[str, Any], field: str, shifan: Any
) -> None:
    with pytest.raises(Invalid) as refusal:
        enter(shifan, penalty(shifan, **changes))
    assert set(refusal.value.errors) == {field}
    assert not Fed.objects.exists()


@pytest.mark.parametrize(
    "party",
    [("individual_business", "0" * 17 + "X"), ("individual_business", books.WELDER_ID), ("citizen", books.WELDER_ID),
     ("legal_person", books.USCC), ("legal_person", ""), ("citizen", "E12345678")],
)  # fmt: skip
def test_what_is_right_comes_in(party: tuple[str, str], shifan: Any) -> None:
    assert enter(shifan, penalty(shifan, party_kind=party[0], party_id_no=party[1])).fresh


@pytest.mark.parametrize("kind", ["individual_business", "citizen"])
def test_a_child_fed_by_form_is_never_released(kind: str, shifan: Any) -> None:
    made = enter(shifan, penalty(shifan, party_kind=kind, party_id_no=CHILD_ID))
    with pytest.raises(Refused) as refusal:
        release(made.publication_id, shifan)
    assert "PUB-05" in refusal.value.rules


@pytest.mark.parametrize(
    ("told", "expected"),
    [({}, set()), ({"rep_id_number": "", "rep_id_type": ""}, {"XCH-02"}),
     ({"rep_id_type": "", "rep_id_number": "E12345678"}, {"XCH-02"}), ({"rep_id_type": ""}, set())],
)  # fmt: skip
def test_a_licence_of_a_unit_names_the_number_of_its_representative(
    told: dict[str, str], expected: set[str], shifan: Any
) -> None:
    assert why(look(shifan, sheet(LICENCE | told, kind="licence"))) == [expected]


@pytest.mark.parametrize(
    ("known", "withdrawn", "due"),
    [
        # Known on Monday 16 November 2026: three working days end on Thursday, whenever the portal itself was emptied.
        (date(2026, 11, 16), datetime(2026, 11, 16, 9, tzinfo=CHINA), date(2026, 11, 19)),
        (date(2026, 11, 16), datetime(2026, 11, 19, 9, tzinfo=CHINA), date(2026, 11, 19)),
        # Withdrawn late already: at once.
        (date(2026, 11, 16), datetime(2026, 11, 25, 9, tzinfo=CHINA), date(2026, 11, 25)),
    ],
)
def test_a_withdrawal_is_everywhere_within_three_days_from_knowing(
    known: date, withdrawn: datetime, due: date, settings: Any, tmp_path: Path
) -> None:
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    town.channel("static")
    made = town.released()
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", known_on=known, by=samples.PUBLICIST,
        at=withdrawn,
    )  # fmt: skip
    outbox.hear_waiting()
    (gone,) = [one for one in town.moves() if one.act == "remove"]
    assert gone.due == due


@pytest.mark.parametrize(
    ("category", "due"),
    [("penalty", date(2026, 11, 16)), ("licence", date(2026, 11, 16)), ("inspection", date(2026, 12, 3))],
)
def test_what_may_be_published_within_twenty_days_may_be_pushed_within_twenty(
    category: str, due: date, settings: Any, tmp_path: Path
) -> None:
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    town.channel("static")
    made = samples.released(samples.decision(category=category))
    outbox.hear_waiting()
    # From Thursday 5 November 2026: seven working days end on Monday the 16th, twenty on Thursday 3 December.
    assert made.decided_on == date(2026, 11, 5)
    assert town.only().due == due
