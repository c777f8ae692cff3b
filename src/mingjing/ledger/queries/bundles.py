"""Proof bundles: everything that one event needs to be checked without us.

Asking for a proof first brings the trees up to date, so call these after the transaction that appended.
"""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from mingjing.kernel.batches import in_batches
from mingjing.ledger import keys, notes
from mingjing.ledger.models import Entry, Head
from mingjing.ledger.queries.witnessing import best_head, lines_of, witnessed_note
from mingjing.ledger.terms import CLOSED, EntryFacts, HeadFacts, NotLogged
from mingjing.ledger.trees import ARMS, HASHERS, Tiles, integrate
from mingjing.ledger.verifier.policies import key_text
from mingjing.ledger.verifier.sm2 import SM2_TYPE

Bundle = dict[str, Any]
# By hand and by one whole key each, for the reasons that the tiles are: as a join of two tables SQLite may walk either.
_OPENED = (
    "SELECT e.idx, e.public, (SELECT o.event FROM mj_ledger_opening o WHERE o.idx = e.idx),"
    " (SELECT o.salt FROM mj_ledger_opening o WHERE o.idx = e.idx) FROM mj_ledger_entry e WHERE "
)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An entry and what opens its commitments; without event where they were destroyed lawfully."""

    index: int
    public: bytes
    event: bytes
    salt: bytes


class Prover:
    """Proofs of many entries against one checkpoint; each tile is read once.

    The checkpoint is the newest that enough witnesses cosigned, where it covers what is asked for; else the newest.
    """

    def __init__(self) -> None:
        self._newest = self._head = integrate()
        self._lines: dict[tuple[int, str], str] = {}
        self._public, self._more = b"", dict[str, Any]()
        self._tiles = {tree: Tiles(tree) for tree in HASHERS}

    def bundles(self, indexes: Sequence[int]) -> Iterator[Bundle]:
        """The self-contained proof of each entry (format mingjing-bundle@1), in this order. Raises NotLogged."""
        self._choose(max(indexes, default=0))
        found = {
            row.index: row for some in in_batches(indexes, ARMS) for row in _opened(["e.idx = %s"] * len(some), some)
        }
        for index in indexes:
            if index not in found or index >= self._head.size:
                raise NotLogged(f"台账里没有第 {index} 条记录。")
            yield self._bundle(found[index])

    def of_stream(self, stream: str) -> tuple[Bundle, ...]:
        """The same of every event of a stream, in order. Raises NotLogged."""
        last = Entry.objects.filter(stream=stream).order_by("-stream_seq").values_list("index", flat=True).first()
        self._choose(last or 0)
        rows = _opened(["e.stream = %s AND e.idx < %s ORDER BY e.stream_seq"], [stream, self._head.size])
        found = tuple(map(self._bundle, rows))
        if not found:
            raise NotLogged(f"台账里没有“{stream}”的记录。")
        return found

    def _choose(self, covering: int) -> None:
        self._head = best_head(covering) or self._newest
        self._lines = lines_of([self._head.size])
        ring = keys.ring()
        self._public = ring.signing(self._head.size)
        self._more = _more(ring, self._head.size)

    def _bundle(self, row: _Opened) -> Bundle:
        if not row.event:
            raise NotLogged(f"第 {row.index} 条记录的明文和盐已经依法销毁，只留下承诺。")
        return {
            "format": "mingjing-bundle@1",
            "origin": notes.origin(),
            "public_key": _encode(self._public),
            "key": notes.verifier_key(notes.origin(), self._public),
            **self._more,
            "index": row.index,
            "event": row.event.decode(),
            "salt": row.salt.hex(),
            "entry": row.public.decode(),
            "trees": {
                tree: {
                    "proof": [_encode(step) for step in self._tiles[tree].inclusion(row.index, self._head.size)],
                    "checkpoint": witnessed_note(self._head, tree, self._lines),
                }
                for tree in HASHERS
            },
        }


def _opened(wheres: Sequence[str], values: Sequence[int | str]) -> Iterator[_Opened]:
    """The entries of some conditions with what opens them. One query. Raises LookupError where the opening is missing."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_OPENED + where for where in wheres), values)
        for index, *rest in cursor.fetchall():
            if None in rest:
                raise LookupError(f"entry {index} has no opening: run the audit")
            yield _Opened(index, *map(bytes, rest))


def bundle(index: int) -> Bundle:
    """The self-contained proof of one entry (format mingjing-bundle@1). Raises NotLogged."""
    return next(Prover().bundles([index]))


def stream_bundles(stream: str) -> tuple[Bundle, ...]:
    """The proofs of every event of a stream, in order, all against one checkpoint. Raises NotLogged."""
    return Prover().of_stream(stream)


def tlog_proof(index: int, tree: str = "sha256") -> str:
    """The proof of one entry as C2SP tlog-proof text. Raises NotLogged."""
    head = integrate()
    if not 0 <= index < head.size:
        raise NotLogged(f"台账里没有第 {index} 条记录。")
    return notes.proof_text(index, Tiles(tree).inclusion(index, head.size), _note(head, tree))


def consistency(old: int, new: int, tree: str = "sha256") -> tuple[str, ...]:
    """The proof (Base64) that the log of `new` entries continues the log of `old`. Raises NotLogged."""
    head = integrate()
    if not 1 <= old <= new <= head.size:
        raise NotLogged(f"台账没有从 {old} 条到 {new} 条的延续证明。")
    return tuple(map(_encode, Tiles(tree).consistency(old, new)))


def checkpoint() -> HeadFacts:
    """The newest signed head of both trees."""
    return _head_facts(integrate())


def cosigned() -> HeadFacts | None:
    """The newest head that enough witnesses cosigned; None where there is none, or no quorum is asked for."""
    found = best_head(-1)
    return _head_facts(found) if found else None


def _head_facts(head: Head) -> HeadFacts:
    """A head with the lines of witnesses below each checkpoint."""
    lines = lines_of([head.size])
    texts = [witnessed_note(head, tree, lines) for tree in HASHERS]
    return HeadFacts(head.size, bytes(head.root256).hex(), bytes(head.rootsm3).hex(), *texts)


def public_key() -> str:
    """The log's public key as C2SP text, to be printed, published and pinned by verifiers."""
    size = integrate().size
    return notes.verifier_key(notes.origin(), keys.ring().signing(size))


def policy() -> dict[str, Any]:
    """What a verifier must know beforehand: the log's names and keys, and how each key came in."""
    size = integrate().size
    ring = keys.ring()
    public = ring.signing(size)
    return {
        "format": "mingjing-policy@1",
        "origin": notes.origin(),
        "key": notes.verifier_key(notes.origin(), public),
        "key_sm3": notes.verifier_key(notes.origin("sm3"), public),
        **_more(ring, size),
    }


def _more(ring: keys.Ring, size: int) -> dict[str, Any]:
    """The SM2 key of the SM3 checkpoint, and the statements of every change of key; nothing where there are none."""
    own, changes = ring.sm2_of(size), [key.statement for key in ring.ed25519 if key.statement]
    found: dict[str, Any] = {"key_changes": changes} if changes else {}
    if own:
        found |= {"key_sm2": key_text(notes.origin("sm3"), SM2_TYPE + own.public), "key_sm2_statement": own.statement}
    return found


def entry(index: int) -> EntryFacts:
    """Where one entry stands. Raises NotLogged."""
    row = Entry.objects.filter(index=index).first()
    if row is None:
        raise NotLogged(f"台账里没有第 {index} 条记录。")
    return _facts(row)


def entries(stream: str) -> tuple[EntryFacts, ...]:
    """The entries of a stream, in order."""
    return tuple(map(_facts, Entry.objects.filter(stream=stream).order_by("stream_seq")))


def is_closed(stream: str) -> bool:
    """Whether the last entry of the stream is its seal."""
    last = Entry.objects.filter(stream=stream).order_by("-stream_seq").first()
    return last is not None and last.kind == CLOSED


def _facts(row: Entry) -> EntryFacts:
    return EntryFacts(row.index, row.stream, row.stream_seq, row.event_hash, row.kind, row.at)


def _note(head: Head, tree: str) -> str:
    return head.checkpointsm3 if tree == "sm3" else head.checkpoint256


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()
