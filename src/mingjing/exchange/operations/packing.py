"""Packages: what a channel receives, signed with the channel's own key; and the reading of what comes back signed."""

import hmac
import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from mingjing.exchange.models import Delivery
from mingjing.exchange.partners.credit_china import mapping as credit
from mingjing.exchange.partners.upper import mapping as upper
from mingjing.exchange.queries.credit import shares_of
from mingjing.exchange.terms import ChannelKind, DeliveryAct
from mingjing.kernel.findings import Invalid
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms import PublicDecision

PUSH, RECEIPT = "mingjing-push@1", "mingjing-receipt@1"


class Stale(Exception):
    """What the delivery should carry is not so any more; a later delivery carries what is."""


def _key_path(channel_id: UUID) -> Path:
    return Path(settings.MINGJING_KEYS) / "channels" / f"{channel_id}.key"


def make_key(channel_id: UUID) -> str:
    """A new key for a channel, kept beside the ledger's and readable by this account only."""
    path = _key_path(channel_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    key = secrets.token_urlsafe(48)
    path.write_text(key)
    return key


def key_of(channel_id: UUID) -> bytes:
    """The channel's key. Raises Invalid where the file is gone: restore it from the backup."""
    try:
        return _key_path(channel_id).read_text().strip().encode()
    except FileNotFoundError:
        raise Invalid({"channel": ["这个渠道的密钥不在了，请从备份恢复，或者停用后重新开通"]}) from None


def package(delivery: Delivery) -> bytes:
    """The bytes that go out. Raises Stale, and Invalid where the channel's key is gone."""
    told = {
        "format": PUSH,
        "delivery": str(delivery.pk),
        "channel": str(delivery.channel_id),
        "act": delivery.act,
        "number": delivery.number,
        "version": delivery.seq,
        "index": delivery.index,
        "made_at": delivery.made_at.isoformat(),
    }
    return signed(told | {"content": _content(delivery)}, key_of(delivery.channel_id))


def _content(delivery: Delivery) -> dict[str, Any]:
    public = now_public(delivery.publication_id)
    shows = delivery.act == DeliveryAct.SHOW
    if public is None or (shows and (public.version is None or public.version.seq != delivery.seq)):
        raise Stale
    if delivery.channel.kind == ChannelKind.CREDIT:
        return _of_credit(delivery, public)
    return upper.package(public) if shows else upper.removal(public)


def _of_credit(delivery: Delivery, public: PublicDecision) -> dict[str, Any]:
    item, decision = delivery.item, publicity.source(delivery.publication_id)
    if item is None or decision is None:
        raise Stale
    item.refresh_from_db()
    share = shares_of(delivery.publication_id, decision)[item.place]
    if delivery.act == DeliveryAct.REMOVE:
        return credit.removal(item.facts(), share, decision)
    if item.state != "shown" or public.version is None:
        raise Stale
    return credit.package(item.facts(), share, decision, public.version)


def now_public(publication_id: UUID) -> PublicDecision | None:
    """What the portal shows of it now: the decision or its tombstone."""
    facts = publicity.publication(publication_id)
    return publicity.decision(facts.organ_code, facts.number) if facts else None


def signed(told: Mapping[str, Any], key: bytes) -> bytes:
    """An envelope: the text that was signed, exactly as it was signed, and its HMAC-SHA256."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    mark = hmac.new(key, text.encode(), sha256).hexdigest()
    return json.dumps({"signed": text, "hmac": mark}, ensure_ascii=False).encode()


def opened(content: bytes, key: bytes) -> dict[str, Any]:
    """What an envelope says. Raises Invalid where it cannot be read, or was not signed with this key."""
    try:
        envelope = json.loads(content.decode("utf-8-sig"))
        text, mark = str(envelope["signed"]), str(envelope["hmac"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Invalid({"file": ["这不是回执文件：应是带 signed 和 hmac 两项的 JSON"]}) from None
    if not hmac.compare_digest(hmac.new(key, text.encode(), sha256).hexdigest().encode(), mark.encode()):
        raise Invalid({"file": ["签名不符：文件被改过，或者不是这个渠道的回执"]})
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("format") != RECEIPT or not isinstance(told.get("receipts"), list):
        raise Invalid({"file": [f"格式不符：应是 {RECEIPT}，带 receipts 清单"]})
    return told
