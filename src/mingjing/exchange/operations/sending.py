"""How a package leaves: into a folder for carrying, by HTTP POST, or by looking at our own portal."""

import http.client
import ipaddress
import json
import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from mingjing.exchange.models import Delivery
from mingjing.exchange.operations.packing import now_public
from mingjing.exchange.rules.channels import Address, Network, destination, reachable, receipt_fits
from mingjing.exchange.terms import ChannelKind, DeliveryAct, DeliveryState, PushAnswer, Receipt

TIMEOUT = 10.0
LONGEST = 3 * TIMEOUT
"""An attempt takes no longer in all, however the other side trickles; the worker has more to do."""
LONGEST_ANSWER = 64 * 1024
_RESOLVING = threading.BoundedSemaphore(8)
"""So many questions for a name may hang at once in a process; a resolver that is dead gathers no threads."""


def send(delivery: Delivery, content: bytes) -> PushAnswer:
    """One attempt. Never raises for what the other side, the network or the disk does: that is an answer too."""
    try:
        if delivery.channel.kind == ChannelKind.PORTAL:
            return look(delivery)
        if delivery.channel.kind == ChannelKind.CREDIT:
            return drop(delivery, content)
        return post(delivery, content)
    except (OSError, ValueError, http.client.HTTPException) as failure:
        return PushAnswer(False, failure=f"没有送到：{type(failure).__name__} {failure}"[:500])


def look(delivery: Delivery) -> PushAnswer:
    """Our own portal: what anybody reads there now is what should be there."""
    public = now_public(delivery.publication_id)
    shown = public.version.seq if public and public.version else None
    wanted = delivery.seq if delivery.act == DeliveryAct.SHOW else None
    if public is not None and shown == wanted:
        return PushAnswer(True, receipt=f"门户 {public.row.address}"[:120])
    return PushAnswer(False, failure="门户显示的不是这一版")


def folder_of(delivery: Delivery) -> Path:
    """Where files for a channel wait to be carried."""
    return Path(settings.MINGJING_DROP) / str(delivery.channel_id) / "out"


def drop(delivery: Delivery, content: bytes) -> PushAnswer:
    """A file in the channel's folder, whole or not at all; written again under the same name where it is sent again."""
    folder = folder_of(delivery)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).rename(folder / file_of(delivery))
    clear(delivery)
    return PushAnswer(True, waits=True)


def file_of(delivery: Delivery) -> str:
    """The name of its package."""
    return f"{delivery.index:010d}-{delivery.pk}.mjpush.json"


def clear(delivery: Delivery) -> None:
    """Take away the packages of the same decision (and party) that were settled or replaced: they hold what may be public no more."""
    folder = folder_of(delivery)
    rows = Delivery.objects.filter(
        channel_id=delivery.channel_id, publication_id=delivery.publication_id, item_id=delivery.item_id
    )
    for row in rows.filter(state__in=(DeliveryState.ACKNOWLEDGED, DeliveryState.SUPERSEDED)):
        (folder / file_of(row)).unlink(missing_ok=True)


def networks() -> tuple[Network, ...]:
    """The networks inside the wall that the settings allow."""
    told = str(settings.MINGJING_PUSH_NETWORKS)
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in told.split(",") if one.strip())


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name resolves to a moment later."""

    def __init__(self, parts: SplitResult, address: Address, context: ssl.SSLContext | None) -> None:
        super().__init__(parts.hostname or "", parts.port or (443 if context else 80), timeout=TIMEOUT)
        self._address, self._context = str(address), context

    def connect(self) -> None:
        """Connect to the checked address; TLS checks the certificate against the name."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def _addresses(parts: SplitResult) -> list[Address]:
    """What the name stands for now. Raises TimeoutError where nobody says within `TIMEOUT`, OSError where nobody knows it.

    The system's resolver knows no limit of ours: it asks in a thread of its own, which ends with its answer, heard or not.
    """
    answers: Queue[list[Any] | OSError | UnicodeError] = Queue()
    places = _RESOLVING

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as failure:
            answers.put(failure)
        finally:
            places.release()

    if not places.acquire(timeout=TIMEOUT):
        raise TimeoutError("域名解析没有回答，前面的解析还没有结束")
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=TIMEOUT)
    except Empty:
        raise TimeoutError("域名解析没有回答") from None
    if isinstance(found, Exception):
        raise found
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def post(delivery: Delivery, content: bytes) -> PushAnswer:
    """POST to the fixed address: TLS, no redirect, no proxy, ten seconds, a receipt that names what was sent."""
    target = delivery.channel.target
    plain = bool(settings.MINGJING_PUSH_PLAIN)
    if found := destination(ChannelKind.UPPER, target, plain_allowed=plain):
        return PushAnswer(False, failure=str(found[0]))
    parts = urlsplit(target)
    addresses = _addresses(parts)
    if found := reachable(addresses, networks()):
        return PushAnswer(False, failure=str(found[0]))
    context = ssl.create_default_context(cafile=settings.MINGJING_PUSH_CA or None) if parts.scheme == "https" else None
    connection = _Pinned(parts, addresses[0], context)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _ended(connection):
        connection.request("POST", path, content, _headers(delivery, content))
        response = connection.getresponse()
        body = _body(response)
    return _read(delivery, response.status, body)


@contextmanager
def _ended(connection: _Pinned) -> Iterator[None]:
    """Hang up after `LONGEST`, whatever comes meanwhile: endless headers, endless 100s, a byte now and then. Raises TimeoutError."""
    over = threading.Event()

    def hang_up() -> None:
        over.set()
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, ValueError, http.client.HTTPException):
        if over.is_set():
            raise TimeoutError("对方回答得太慢") from None
        raise
    finally:
        timer.cancel()
        connection.close()
    if over.is_set():
        raise TimeoutError("对方回答得太慢")


def _body(response: http.client.HTTPResponse) -> bytes:
    """As much of an answer as a receipt can be."""
    read = b""
    while len(read) <= LONGEST_ANSWER and (piece := response.read1(8192)):
        read += piece
    return read


def _headers(delivery: Delivery, content: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "mingjing-push/1",
        "Idempotency-Key": str(delivery.pk),
        "X-Content-SHA256": sha256(content).hexdigest(),
    }


def _read(delivery: Delivery, status: int, body: bytes) -> PushAnswer:
    if 300 <= status < 400:
        return PushAnswer(False, failure=f"对方要求跳转（{status}），推送不跟随跳转，请核对登记的地址")
    if status not in {200, 201, 202, 409}:
        return PushAnswer(False, failure=f"对方回答 {status}")
    if status == 202:
        return PushAnswer(True, waits=True)
    try:
        told = json.loads(body[:LONGEST_ANSWER]) if len(body) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return PushAnswer(False, failure="对方的回执不是 JSON")
    receipt = Receipt.read(told)
    if found := receipt_fits(delivery.facts(), receipt):
        return PushAnswer(False, failure=str(found[0]))
    if not receipt.accepted:
        return PushAnswer(False, failure=f"对方拒绝：{receipt.reason or '没有写明理由'}")
    return PushAnswer(True, receipt=receipt.receipt)
