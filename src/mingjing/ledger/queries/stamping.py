"""Time stamps over checkpoints: what is asked, what is held, and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from mingjing.foundation import timestamps
from mingjing.foundation.timestamps import NotStamped, Stamped
from mingjing.ledger.models import Head, Stamp
from mingjing.ledger.terms import NotLogged
from mingjing.ledger.verifier.sm2 import sm2


@dataclass(frozen=True, slots=True)
class StampFacts:
    """A time stamp: which checkpoint, when, by whom, and the token itself."""

    size: int
    tree: str
    at: datetime
    authority: str
    token: bytes


def certificates() -> Sequence[Any]:
    """The certificates of the authorities we trust. Raises NotStamped where none are set."""
    told = settings.MINGJING_TSA_CERTIFICATES
    if not told:
        raise NotStamped("没有设置时间戳机构的证书：请把机构的证书链（PEM）存成文件，写在 MINGJING_TSA_CERTIFICATES")
    try:
        return timestamps.certificates(Path(told).read_bytes())
    except OSError as failure:
        raise NotStamped(f"时间戳机构的证书文件 {told} 读不了：{failure.strerror}") from None


def stamped_content(head: Head, tree: str) -> bytes:
    """What is stamped: the signed checkpoint, without the lines of witnesses."""
    return (head.checkpointsm3 if tree == "sm3" else head.checkpoint256).encode()


def stamp_request(tree: str, algorithm: str, nonce: int, size: int) -> bytes:
    """The request for the checkpoint of this size. Raises NotLogged."""
    return timestamps.request(stamped_content(head_of(size), tree), algorithm, nonce)


def stamped_text(size: int, tree: str) -> bytes:
    """The checkpoint that was stamped. Raises NotLogged."""
    return stamped_content(head_of(size), tree)


def head_of(size: int) -> Head:
    """The head of this size. Raises NotLogged."""
    head = Head.objects.filter(size=size).first()
    if head is None:
        raise NotLogged(f"台账没有 {size} 条的检查点。")
    return head


def checked(head: Head, tree: str, token: bytes, nonce: int | None = None) -> Stamped:
    """What a token says of a checkpoint. Raises NotStamped."""
    return timestamps.verify(token, stamped_content(head, tree), trusted=certificates(), nonce=nonce, sm2=sm2)


def stamps(limit: int = 50) -> tuple[StampFacts, ...]:
    """The newest time stamps."""
    rows = Stamp.objects.order_by("-at", "tree")[:limit]
    return tuple(StampFacts(row.size, row.tree, row.at, row.authority, bytes(row.token)) for row in rows)


def last_stamp() -> StampFacts | None:
    """The newest time stamp."""
    return next(iter(stamps(1)), None)
