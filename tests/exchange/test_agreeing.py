"""`mingjing audit` holds what was fed, pushed, kept for credit, ended and repaired against the ledger: as made, nothing differs; changed behind its back, it does."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.exchange import town
from tests.exchange.books import PENALTY
from tests.exchange.test_feeding import AT, enter, feed, one, sheet
from tests.publicity import ends, samples

from mingjing.exchange import operations
from mingjing.exchange.models import ApiKey, Channel, CreditItem, CreditStep, Delivery, Fed, FedFile
from mingjing.exchange.queries.agreeing import exchange_unlike_the_ledger
from mingjing.foundation import outbox
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Publication, PublishedChart, PublishedRights, Repair
from mingjing.publicity.queries.agreeing import unlike_the_ledger
from mingjing.publicity.queries.agreeing_told import told_unlike_the_ledger
from mingjing.publicity.terms import RightsStep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"


def faults() -> list[str]:
    return [str(one) for one in (*unlike_the_ledger(), *exchange_unlike_the_ledger(), *told_unlike_the_ledger())]


def handed_over() -> None:
    """Shown on a portal and a credit channel, acknowledged; the credit repaired."""
    channel, _ = town.channel("portal")
    town.channel("static")
    town.released()
    town.work()
    operations.acknowledge_copies(
        delivery_ids=[row.id for row in town.moves()], manifest="0" * 64, by="system", at=town.NOW
    )
    operations.close_channel(channel_id=channel.id, reason="平台撤并", by=town.ADMIN, at=town.NOW)


CHANGES: dict[str, Callable[[], Any]] = {
    "channel": lambda: Channel.objects.update(target="别处"),
    "channel closed": lambda: Channel.objects.filter(kind="portal").update(until=date(2030, 1, 1)),
    "receipt": lambda: Delivery.objects.filter(state="acknowledged").update(receipt="假的"),
    "acknowledged": lambda: Delivery.objects.filter(state="acknowledged").update(state="queued"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_channels_and_receipts_agree_until_they_are_changed(what: str) -> None:
    handed_over()
    assert faults() == []
    CHANGES[what]()
    assert faults() != [], what


CREDIT: dict[str, Callable[[], Any]] = {
    "class": lambda: CreditItem.objects.update(klass="light"),
    "state": lambda: CreditItem.objects.update(state="shown"),
    "step": lambda: CreditStep.objects.order_by("-pk")[0].delete(),
    "gone": lambda: (
        Delivery.objects.all().delete(),
        CreditStep.objects.all().delete(),
        CreditItem.objects.all().delete(),
    ),
}


@pytest.mark.parametrize("what", CREDIT)
def test_credit_agrees_until_it_is_changed(what: str) -> None:
    town.channel("credit")
    made = town.released(kinds=("fine",), fine="80000")
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="示范县人民政府复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW
    )  # fmt: skip
    outbox.hear_waiting()
    assert town.item().state == "cancelled" and faults() == []
    CREDIT[what]()
    assert faults() != [], what


FED: dict[str, Callable[[], Any]] = {
    "digest": lambda: FedFile.objects.update(sha256="0" * 64),
    "counts": lambda: FedFile.objects.update(bad=7),
    "row gone": lambda: Fed.objects.exclude(file=None).delete(),
    "form": lambda: Fed.objects.filter(file=None).update(channel="api"),
    "key": lambda: ApiKey.objects.update(scopes=["feed", "read", "recall"]),
    "key accepted": lambda: ApiKey.objects.update(accepted_at=AT),
    "key unrevoked": lambda: ApiKey.objects.update(revoked_reason=""),
}


@pytest.mark.parametrize("what", FED)
def test_what_was_fed_agrees_until_it_is_changed(what: str, shifan: Any) -> None:
    feed(shifan, sheet(PENALTY))
    enter(shifan, one(shifan))
    by = shifan.actor("系小管", AT)
    key, _ = operations.issue_key(
        organ_id=shifan.organs["应急局"], name="县办案系统", scopes=("read",), person_id=shifan.people["公"], by=by, at=AT,
        expires_on=date(2027, 1, 1),
    )  # fmt: skip
    operations.revoke_key(key_id=key.id, reason="换了系统", by=by, at=AT)
    assert [str(one) for one in exchange_unlike_the_ledger()] == []
    FED[what]()
    assert list(exchange_unlike_the_ledger()) != [], what


@pytest.mark.parametrize("end", ends.ENDS)
def test_every_end_and_the_way_back_agree(end: str) -> None:
    made = ends.ENDS[end]()
    assert faults() == []
    Publication.objects.filter(pk=made.id).update(state="withdrawn" if end != "withdrawn" else "expired")
    assert faults() != []


def test_what_was_made_public_again_agrees() -> None:
    ends.republished()
    assert faults() == []


def test_an_application_for_an_early_end_agrees_until_it_is_changed() -> None:
    ends.repaired()
    assert faults() == []
    Repair.objects.update(state="refused")
    assert faults() != []
    Repair.objects.update(state="granted", due=date(2030, 1, 1))
    assert faults() != []


def test_charts_and_rights_agree_until_they_are_changed() -> None:
    publicity.publish_chart(
        key="ordinary_penalty", version="1", title="普通程序", svg="<svg xmlns='http://www.w3.org/2000/svg'/>", bpmn="<a/>", text="立案。",
        by="system", at=samples.NOW,
    )  # fmt: skip
    publicity.publish_rights(
        key="ordinary_penalty", version="1", title="普通程序", cites=("行政处罚法第四十四条",), periods=(), by="system", at=samples.NOW,
        steps=(RightsStep("拟作出处罚前", ("行政处罚法第四十四条",), "行政处罚事先告知书", ("陈述、申辩",), (), False),),
    )  # fmt: skip
    assert faults() == []
    PublishedChart.objects.update(title="改过的")
    assert len(faults()) == 1
    PublishedRights.objects.update(content={"cites": [], "steps": [], "periods": []})
    assert len(faults()) == 2
