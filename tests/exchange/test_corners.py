"""Corners of the exchange: what is not there, what cannot be read, what the other side may answer."""

import hmac
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.exchange import town
from tests.exchange.test_channels import receipts
from tests.exchange.test_credit import AFTER_SHORTEST, answered
from tests.exchange.test_feeding import AT, PENALTY, look, one, sheet, why
from tests.publicity import samples

from mingjing.exchange import operations
from mingjing.exchange.models import CreditRequest, Delivery
from mingjing.exchange.operations import credit
from mingjing.exchange.operations.delivering import queue_credit
from mingjing.exchange.rules.cells import value_of
from mingjing.exchange.rules.channels import light
from mingjing.exchange.rules.feeding import something_new
from mingjing.exchange.terms.feeding import Cell
from mingjing.exchange.terms.sheets import Column
from mingjing.kernel.findings import Invalid
from mingjing.kernel.workdays import national
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    settings.MINGJING_STORE = tmp_path / "store"


def test_a_channel_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(Invalid) as refused:
        operations.close_channel(channel_id=uuid4(), reason="平台撤并", by=town.ADMIN, at=town.NOW)
    assert set(refused.value.errors) == {"channel"}
    with pytest.raises(Invalid) as refused:
        operations.import_receipts(channel_id=uuid4(), content=b"{}", by=samples.PUBLICIST, at=town.NOW)
    assert set(refused.value.errors) == {"channel"}


@pytest.mark.parametrize("text", ["not json at all", "[1]", '"a"', '{"format": "mingjing-receipt@1", "receipts": {}}'])
def test_an_envelope_that_is_signed_and_says_nothing_settles_nothing(text: str) -> None:
    channel, key = town.channel("credit")
    mark = hmac.new(key.encode(), text.encode(), sha256).hexdigest()
    content = json.dumps({"signed": text, "hmac": mark}).encode()
    with pytest.raises(Invalid, match="格式不符"):
        operations.import_receipts(channel_id=channel.id, content=content, by=samples.PUBLICIST, at=town.NOW)


def test_a_receipt_for_what_was_overtaken_changes_nothing() -> None:
    channel, key = town.channel("credit")
    town.released()
    town.work()
    one = town.only()
    Delivery.objects.update(state="superseded")
    content = receipts(key, {"delivery": str(one.id), "sha256": one.sha256, "receipt": "XY-9", "accepted": True})
    settled, problems = operations.import_receipts(
        channel_id=channel.id, content=content, by=samples.PUBLICIST, at=town.NOW
    )
    assert settled == 0 and len(problems) == 1 and "不再收回执" in problems[0]
    assert town.only().state == "superseded"


def test_the_light_of_what_failed_for_good_is_red_and_of_what_is_settled_is_out() -> None:
    town.channel("credit")
    town.released()
    one, on = town.only(), town.NOW.date()
    assert light(one, on, national()) == "green"
    Delivery.objects.update(state="failed", next_at=None)
    assert light(town.only(), on, national()) == "red"
    Delivery.objects.update(state="failed", next_at=town.NOW)
    assert light(town.only(), on, national()) == "amber"
    Delivery.objects.update(state="acknowledged")
    assert light(town.only(), date(2030, 1, 1), national()) == ""


def test_credit_that_was_decided_meanwhile_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    town.released()
    asked, checked = town.asked(town.item().id, at=AFTER_SHORTEST), credit.rules.is_told

    def overtaken(*given: Any) -> Any:
        CreditRequest.objects.update(state="refused")
        return checked(*given)

    monkeypatch.setattr(credit.rules, "is_told", overtaken)
    with pytest.raises(Invalid, match="别人刚刚已经决定过"):
        answered(asked, granted=False)
    assert CreditRequest.objects.get().decided_at is None


def test_a_key_has_a_name_that_can_be_read() -> None:
    with pytest.raises(Invalid) as refused:
        operations.issue_key(
            organ_id=samples.ORGAN, name="看不见\u200b的", scopes=("feed",), person_id=uuid4(), expires_on=date(2027, 1, 1), by=town.ADMIN, at=AT
        )  # fmt: skip
    assert set(refused.value.errors) == {"name"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"id_type": "身份证", "id_number": ""}, "XCH-21"), ({"party_class": "自然人", "uscc": PENALTY["uscc"]}, "XCH-23"),
        ({"party_name": "NULL"}, "XCH-13"), ({"uscc": "91130821MA0HT(1/2)"}, "XCH-13"),
    ],
)  # fmt: skip
def test_what_a_row_says_wrongly_is_named_by_its_rule(shifan: Any, changes: dict[str, str], rule: str) -> None:
    assert rule in why(look(shifan, sheet(PENALTY | changes)))[0]


def test_a_source_number_has_an_end(shifan: Any) -> None:
    with pytest.raises(Invalid) as refused:
        operations.feed_decision(decision=one(shifan), source_ref="编" * 200, by=shifan.actor("公", AT), at=AT)
    assert set(refused.value.errors) == {"source_ref"}


def test_a_move_of_credit_whose_decision_was_destroyed_queues_nothing() -> None:
    town.channel("credit")
    made = town.released()
    Delivery.objects.all().delete()
    Publication.objects.update(state="expired")
    publicity.erase_source(source_ref=made.source_ref, by=town.ADMIN, at=town.NOW)
    assert queue_credit(item_id=town.item().id, act="remove", index=9, at=town.NOW) == 0
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("#REF!", "error", "公式错误"), ("9.11308E+17", "text", "科学记数"), ("911308210000000000", "number", "第 15 位以后"),
        ("91130821000", "number", "开头的零"), ("91130821MA0HTEA1XE公司", "text", "号码以外的字"), ("91130821()", "text", "括号里的序号"),
        ("91130821MA0HTEA1XE", "text", ""),
    ],
)  # fmt: skip
def test_a_code_that_excel_spoilt_is_named(text: str, kind: str, word: str) -> None:
    _, found = value_of(Column("C1", "统一社会信用代码", "uscc", 18), Cell(text, kind))
    assert [one.rule for one in found] == (["XCH-13"] if word else []) and word in "".join(map(str, found))


def test_an_import_enters_something() -> None:
    assert [one.rule for one in something_new(0, "都已登记过")] == ["XCH-10"] and something_new(1, "") == ()
