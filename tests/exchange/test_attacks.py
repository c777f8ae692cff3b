"""Attacks on the channels: a receiver that never ends, addresses in disguise, packages that stay behind."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.exchange import town
from tests.exchange.receiver import listening
from tests.publicity import samples

from mingjing.exchange.operations import delivering, sending
from mingjing.exchange.rules import channels as rules
from mingjing.foundation import outbox
from mingjing.publicity import operations as publicity

pytestmark = pytest.mark.django_db
ENDLESS = {
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "status": (b"HTTP/1.1 ", b"1"),
    "headers": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b"x"),
}


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    """Keys and packages in a folder of the test's own; the loopback may be reached, without TLS."""
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"
    settings.MINGJING_PUSH_NETWORKS, settings.MINGJING_PUSH_PLAIN = "127.0.0.0/8", True


@contextmanager
def trickling(first: bytes, again: bytes) -> Iterator[str]:
    """A receiver that takes everything and answers a little for as long as anybody listens."""
    door = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        held, _ = door.accept()
        with held:
            held.recv(1 << 16)
            try:
                held.sendall(first)
                while not over.wait(0.05):
                    held.sendall(again)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}/push"
    finally:
        over.set()
        thread.join(5)
        door.close()


@pytest.mark.parametrize("how", sorted(ENDLESS))
def test_a_receiver_that_never_ends_does_not_hold_the_worker(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same worker takes withdrawn decisions out of every other channel."""
    monkeypatch.setattr(sending, "LONGEST", 0.5)
    with trickling(*ENDLESS[how]) as address:
        town.channel("upper", "省平台", address)
        town.released()
        town.work()  # an endless answer that is not cut would never come back from here
    assert town.only().state == "failed"
    assert "回答得太慢" in town.only().failure


@pytest.mark.parametrize(
    "address",
    ["64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::", "::127.0.0.1", "fec0::1", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_no_address_inside_the_wall_is_reached_in_disguise(address: str) -> None:
    assert [one.rule for one in rules.reachable([ip_address(address)], [])] == ["XCH-43"]
    assert rules.reachable([ip_address(address)], [ip_network("::/0")]) == ()


def packages() -> list[str]:
    """The acts of the packages that wait to be carried."""
    from django.conf import settings

    found = sorted(Path(settings.MINGJING_DROP).rglob("*.json"))
    return [json.loads(json.loads(one.read_bytes())["signed"])["act"] for one in found]


def test_a_withdrawn_decision_does_not_stay_in_the_folder_that_is_carried() -> None:
    """The package names the party with its number; it was never carried, and must not be any more."""
    town.channel("credit")
    made = town.released()
    town.work()
    assert packages() == ["show"]
    publicity.withdraw(
        publication_id=made.id, trigger="revoked", reason="复议决定撤销本决定", by=samples.PUBLICIST, at=town.NOW
    )
    outbox.hear_waiting()
    town.work()
    assert packages() == ["remove"]


def test_what_was_acknowledged_does_not_stay_in_the_folder(django_capture_on_commit_callbacks: Any) -> None:
    town.channel("credit")
    town.released()
    town.work()
    with django_capture_on_commit_callbacks(execute=True):
        assert delivering.acknowledge(delivery_id=town.only().id, receipt="XY-1", by=samples.PUBLICIST, at=town.NOW)
    assert packages() == []


SPOILT = ("HZ-\ud800", "HZ-\0", "HZ-\u202e1", "HZ\r\nX: 1", "\ud800")


@pytest.mark.parametrize("told", SPOILT, ids=ascii)
@pytest.mark.parametrize("accepted", [True, False])
def test_no_receipt_breaks_the_worker(told: str, accepted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no database keeps is left out of the receipt, of the failure and of the ledger."""

    def answers(delivery: Any, status: int, body: bytes) -> Any:
        said = {
            "delivery": str(delivery.pk),
            "sha256": delivery.sha256,
            "receipt": told,
            "accepted": accepted,
            "reason": told,
        }
        return reads(delivery, 200, json.dumps(said).encode())

    reads = sending._read
    monkeypatch.setattr(sending, "_read", answers)
    with listening() as platform:
        town.channel("upper", "省平台", platform.address)
        town.released()
        town.work()
    kept = town.only()
    assert kept.state == ("acknowledged" if accepted and "HZ" in told else "failed")
    assert (kept.receipt + kept.failure).isprintable()


def test_one_delivery_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    town.channel("credit")
    town.channel("portal")
    town.released()
    monkeypatch.setattr(delivering, "package", lambda row: 1 / 0)
    town.work()
    assert {one.channel.kind: one.state for one in town.moves()} == {"credit": "failed", "portal": "acknowledged"}


def test_a_resolver_that_never_answers_holds_up_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker goes on, no thread is gathered, and what comes late is not connected to."""
    silent = threading.Event()

    def hanging(*_given: Any, **_more: Any) -> Any:
        silent.wait(30)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 9))]

    monkeypatch.setattr(sending, "TIMEOUT", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    monkeypatch.setattr(sending, "_RESOLVING", threading.BoundedSemaphore(2))
    before = threading.active_count()
    try:
        for word in ("没有回答", "没有回答", "还没有结束", "还没有结束"):
            with pytest.raises(TimeoutError, match=word):
                sending._addresses(urlsplit("https://gs.example.gov.cn/push"))
        assert threading.active_count() <= before + 2
    finally:
        silent.set()


def test_a_name_that_nobody_knows_is_an_answer_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_given: Any, **_more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    town.channel("upper", "省平台", "https://gs.example.gov.cn/push")
    town.released()
    town.work()
    assert "没有送到" in town.only().failure
