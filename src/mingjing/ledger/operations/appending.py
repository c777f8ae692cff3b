"""Writing the log: append in the caller's transaction, close a stream, bring trees and checkpoint up to date."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from mingjing.foundation.operations import operation
from mingjing.kernel.batches import in_batches
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical
from mingjing.ledger import merkle, trees
from mingjing.ledger.erasing import ERASED
from mingjing.ledger.merkle import SHA256, SM3
from mingjing.ledger.models import Entry, Erasure, Opening
from mingjing.ledger.terms import (
    CLOSED,
    EVENT_LIMIT,
    SYSTEM,
    By,
    Draft,
    EntryFacts,
    ErasedFacts,
    HeadFacts,
    NotLogged,
    ObjectRef,
    public_entry,
    quoted,
    written,
)

_INSERT_ENTRY = (
    "INSERT INTO mj_ledger_entry (idx, leaf256, leafsm3, public, stream, stream_seq, event_hash, kind, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_INSERT_OPENING = "INSERT INTO mj_ledger_opening (idx, event, salt) VALUES (%s, %s, %s)"
_TIP = "SELECT stream_seq, event_hash FROM mj_ledger_entry WHERE stream = %s ORDER BY stream_seq DESC LIMIT 1"


@operation("ledger:entry:append")
def append(
    *, kind: str, stream: str, at: datetime, by: By, payload: Mapping[str, Any], objects: Sequence[ObjectRef] = ()
) -> EntryFacts:
    """Log one event as a salted commitment, in the caller's transaction.

    `kind` is the event's name (`case:decision:made`), `stream` the string it belongs to (one per case), `payload`
    plain JSON without floats. Raises Invalid where kind, stream, time or payload cannot be logged. 行政处罚法第四十七条。
    """
    return _append([Draft(kind, stream, at, payload, objects)], by)[0]


@operation("ledger:entry:append-many")
def append_many(*, drafts: Iterable[Draft], by: By) -> tuple[EntryFacts, ...]:
    """Log many events in their order, as `append` does, with one statement per table."""
    return _append(list(drafts), by)


@operation("ledger:stream:close")
def close_stream(*, stream: str, at: datetime, by: By, payload: Mapping[str, Any] | None = None) -> EntryFacts:
    """Log how many events a stream has and the Merkle root over them, so that an export can prove to be complete.

    A stream may go on and be closed again. Raises NotLogged where it is empty.
    """
    trees.only_writer(trees.APPENDING)
    rows = Entry.objects.filter(stream=stream).order_by("stream_seq").values_list("event_hash", flat=True)
    hashes = [bytes.fromhex(event_hash) for event_hash in rows]
    if not hashes:
        raise NotLogged(f"台账里没有“{stream}”的记录，不能封存。")
    seal = {
        "count": len(hashes),
        "root256": merkle.root_of(SHA256, map(SHA256.leaf, hashes)).hex(),
        "rootsm3": merkle.root_of(SM3, map(SM3.leaf, hashes)).hex(),
    }
    return _append([Draft(CLOSED, stream, at, {**(payload or {}), "seal": seal})], by)[0]


@operation("ledger:stream:erase")
def erase(*, stream: str, also: Sequence[str] = (), at: datetime, by: By, payload: Mapping[str, Any]) -> ErasedFacts:
    """Destroy event and salt of every entry of a stream (and of those in `also`) on a lawful basis.

    Commitments, sequence numbers and both trees stay, so every other proof still holds; what is erased becomes a random
    string. One event in the stream names the commitments and carries `payload` (basis, approvers; nothing of the
    content). Raises NotLogged where nothing is left to erase. 个人信息保护法第四十七条。
    """
    trees.only_writer(trees.APPENDING)
    gone = Erasure.objects.values("index")
    rows = Entry.objects.filter(stream__in=[stream, *also]).exclude(index__in=gone).exclude(kind=ERASED)
    found = list(rows.order_by("index").values_list("index", "event_hash"))
    if not found:
        raise NotLogged(f"台账里没有“{stream}”的可以抹去的记录。")
    commitments = tuple(event_hash for _, event_hash in found)
    leaves = [bytes.fromhex(each) for each in commitments]
    told = {
        "count": len(found), "commitments": list(commitments), "root256": merkle.root_of(SHA256, map(SHA256.leaf, leaves)).hex(),
        "rootsm3": merkle.root_of(SM3, map(SM3.leaf, leaves)).hex(),
    }  # fmt: skip
    made = _append([Draft(ERASED, stream, at, {**payload, "erased": told})], by)[0]
    Erasure.objects.bulk_create([Erasure(index=index, by_index=made.index) for index, _ in found])
    for some in in_batches((index for index, _ in found), 500):
        Opening.objects.filter(entry_id__in=some).update(event=b"", salt=b"")
    return ErasedFacts(made.index, commitments)


@operation("ledger:head:integrate")
def integrate(*, by: By = SYSTEM) -> HeadFacts:
    """Bring both trees and the signed checkpoint up to the entries; harmless to repeat. Raises KeyMissing."""
    head = trees.integrate()
    return HeadFacts(
        head.size, bytes(head.root256).hex(), bytes(head.rootsm3).hex(), head.checkpoint256, head.checkpointsm3
    )


def _append(drafts: list[Draft], by: By) -> tuple[EntryFacts, ...]:
    for draft in drafts:
        _check(draft)
    who = _who(by)
    trees.only_writer(trees.APPENDING)
    first = trees.count()
    tips: dict[str, tuple[int, str]] = {}
    moments: dict[datetime, tuple[datetime, str, Any]] = {}
    salts = os.urandom(16 * len(drafts))
    entries, openings, facts = [], [], []
    with connection.cursor() as cursor:
        for place, draft in enumerate(drafts):
            seq, previous = tips.get(draft.stream) or _tip(cursor, draft.stream)
            at, time, stored = moments.get(draft.at) or moments.setdefault(draft.at, _moment(draft.at))
            event = _event(draft, who, time, seq + 1, previous)
            salt = salts[16 * place : 16 * place + 16]
            c256 = SHA256.digest(salt + event).hex()
            public = public_entry(draft.kind, time, c256, SM3.digest(salt + event).hex())
            leaves = SHA256.leaf(public), SM3.leaf(public)
            entries.append((first + place, *leaves, public, draft.stream, seq + 1, c256, draft.kind, stored))
            openings.append((first + place, event, salt))
            facts.append(EntryFacts(first + place, draft.stream, seq + 1, c256, draft.kind, at))
            tips[draft.stream] = seq + 1, c256
        cursor.executemany(_INSERT_ENTRY, entries)
        cursor.executemany(_INSERT_OPENING, openings)
    return tuple(facts)


def _tip(cursor: Any, stream: str) -> tuple[int, str]:
    cursor.execute(_TIP, [stream])
    found: tuple[int, str] | None = cursor.fetchone()
    return found or (0, "")


def _check(draft: Draft) -> None:
    errors: dict[str, list[str]] = {}
    if not 0 < len(draft.kind) <= 80:
        errors["kind"] = ["事件种类须为 1 至 80 个字符"]
    if not 0 < len(draft.stream) <= 100:
        errors["stream"] = ["事件所属序列须为 1 至 100 个字符"]
    if draft.at.tzinfo is None:
        errors["at"] = ["时间须带时区"]
    if errors:
        raise Invalid(errors)


def _moment(at: datetime) -> tuple[datetime, str, Any]:
    """The second in UTC, as a fact, as text and as the database takes it."""
    second = at.astimezone(UTC).replace(microsecond=0)
    return second, written(second), connection.ops.adapt_datetimefield_value(second)


def _who(by: By) -> tuple[str, str]:
    """The acting person as logged, in canonical JSON: id, roles and the interface key where one was used, never a name or
    personal number; and the organ's id.
    """
    if isinstance(by, str):
        return f'"{SYSTEM}"', ""
    person = {"person": str(by.person_id), "roles": sorted(str(role) for role in by.roles)}
    person |= {"key": by.via} if by.via else {}
    return canonical(person).decode(), str(by.organ_id)


def _event(draft: Draft, who: tuple[str, str], time: str, seq: int, previous: str) -> bytes:
    """The private event as canonical JSON: put together from its parts, which is twice as fast as dumping the whole."""
    try:
        payload = canonical(draft.payload).decode()
        kind, stream = quoted(draft.kind), quoted(draft.stream)
        objects = canonical([asdict(named) for named in draft.objects]).decode() if draft.objects else "[]"
    except (TypeError, ValueError, RecursionError) as failure:
        raise Invalid({"payload": [f"内容不能写成规范 JSON（{failure}）"]}) from failure
    event = (
        f'{{"actor":{who[0]},"at":"{time}","kind":{kind},"objects":{objects},"organ":"{who[1]}","payload":{payload},'
        f'"prev":"{previous}","seq":{seq},"stream":{stream},"time_source":"server","v":1}}'
    ).encode()
    if len(event) > EVENT_LIMIT:
        raise Invalid({"payload": ["一条记录超过 1 MiB，请把正文作为文件存储，只登记其摘要"]})
    return event
