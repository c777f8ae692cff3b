"""What an audit checks: one entry, one stream, the tiles of one tree, one signed head. Each names faults in Chinese."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mingjing.ledger import notes, signers
from mingjing.ledger.keys import Known
from mingjing.ledger.merkle import SHA256, SM3, Frontier, perfect
from mingjing.ledger.models import Head, KeyChange, Tile
from mingjing.ledger.terms import CLOSED, public_entry, written
from mingjing.ledger.trees import HASHERS, WIDTH
from mingjing.ledger.verifier.keychains import change_of
from mingjing.ledger.verifier.saying import Bad

_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its opening, as stored; event and salt are None where they are gone."""

    index: int
    leaf256: bytes
    leafsm3: bytes
    public: bytes
    stream: str
    stream_seq: int
    event_hash: str
    kind: str
    at: datetime | None
    event: bytes | None
    salt: bytes | None

    @classmethod
    def stored(cls, index: int, *columns: Any) -> "Row":
        """The row as it lies in a database that may hold anything: what is of the wrong sort fits nothing."""
        leaf256, leafsm3, public, stream, seq, event_hash, kind, at, event, salt = columns
        return cls(
            index, blob(leaf256), blob(leafsm3), blob(public), str(stream), seq if isinstance(seq, int) else -1,
            event_hash if _HASH.fullmatch(str(event_hash)) else "", str(kind), _moment(str(at)),
            None if event is None else blob(event), None if salt is None else blob(salt),
        )  # fmt: skip


def blob(value: object) -> bytes:
    """A binary column; anything else in its place becomes bytes that equal no hash, no event and no salt."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b"\xff" + str(value).encode("utf-8", "replace")


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def entry_faults(row: Row, *, erased: bool = False) -> Iterator[str]:
    """Whether event, salt, commitment, public entry, leaves and columns of one entry fit together.

    Of one that was `erased` lawfully the commitment in the public entry is all that is left to compare.
    """
    leaves = SHA256.leaf(row.public), SM3.leaf(row.public)
    if (row.leaf256, row.leafsm3) != leaves:
        yield "叶散列与公开条目不符（叶或公开条目被改动）"
    if erased and row.event == b"" and row.salt == b"":
        if f'"c256":"{row.event_hash}"'.encode() not in row.public:
            yield "已销毁条目的承诺与登记的事件散列不符"
        return
    if row.event is None or row.salt is None:
        yield "私有事件或盐不见了"
        return
    sealed = row.salt + row.event
    c256, csm3 = SHA256.digest(sealed).hex(), SM3.digest(sealed).hex()
    try:
        event = json.loads(row.event)
        expected = public_entry(event["kind"], event["at"], c256, csm3)
        columns = event["stream"], event["seq"], event["kind"], event["at"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield "私有事件不是完整的记录（事件被改动）"
        return
    if expected != row.public:
        yield "私有事件或盐与公开条目里的承诺不符（事件、盐或公开条目被改动）"
    if row.event_hash != c256 or columns != (row.stream, row.stream_seq, row.kind, row.at and written(row.at)):
        yield "登记的序列、序号、种类、时间或事件散列与私有事件不符"


@dataclass(slots=True)
class Stream:
    """What was seen of one stream so far."""

    seq: int = 0
    last: str = ""
    roots: tuple[Frontier, Frontier] = field(default_factory=lambda: (Frontier(SHA256), Frontier(SM3)))

    def faults(self, row: Row, *, erased: bool = False) -> Iterator[str]:
        """Whether this entry is the next of its stream and points at the last; then count it in."""
        if row.stream_seq != self.seq + 1:
            yield f"序列“{row.stream}”应为第 {self.seq + 1} 号，实为第 {row.stream_seq} 号（缺号、重号或调换）"
        event = _event(row)
        if not erased and event.get("prev") != self.last:
            yield f"序列“{row.stream}”第 {row.stream_seq} 号所记上一事件散列与前一条不符"
        if not erased and row.kind == CLOSED and not self._sealed(event):
            yield f"序列“{row.stream}”的封存条数或根与实有记录不符"
        self.seq, self.last = row.stream_seq, row.event_hash
        for root in self.roots:
            root.append(root.hasher.leaf(bytes.fromhex(row.event_hash)))

    def _sealed(self, event: Mapping[str, Any]) -> bool:
        payload = event.get("payload")
        root256, rootsm3 = (root.root().hex() for root in self.roots)
        return isinstance(payload, dict) and payload.get("seal") == {
            "count": self.roots[0].size,
            "root256": root256,
            "rootsm3": rootsm3,
        }


class TileCheck:
    """Builds the tiles of one tree again from its leaves and compares each with the stored one."""

    def __init__(self, tree: str) -> None:
        self.tree = tree
        self.seen = 0
        self._rows: list[list[bytes]] = []
        self._done: list[int] = []

    def add(self, found: bytes, level: int = 0) -> Iterator[str]:
        """Take one hash at a level; a full tile is compared and its root goes up."""
        if level == len(self._rows):
            self._rows.append([])
            self._done.append(0)
        self._rows[level].append(found)
        if len(self._rows[level]) == WIDTH:
            row = self._rows[level]
            yield from self._compare(level)
            yield from self.add(perfect(HASHERS[self.tree], row), level + 1)

    def finish(self) -> Iterator[str]:
        """Compare the tiles that are not full, and look for tiles that should not be there."""
        for level, row in enumerate(self._rows):
            if row:
                yield from self._compare(level)
        held = Tile.objects.filter(tree=self.tree).count()
        if held > self.seen:
            yield f"{self.tree} 树多出 {held - self.seen} 个瓦片"

    def _compare(self, level: int) -> Iterator[str]:
        index, wanted = self._done[level], b"".join(self._rows[level])
        self._rows[level] = []
        self._done[level] += 1
        tile = Tile.objects.filter(tree=self.tree, level=level, index=index).first()
        if tile is None:
            yield f"{self.tree} 树缺少瓦片 {level}/{index}"
            return
        self.seen += 1
        if blob(tile.data) != wanted:
            yield f"{self.tree} 树的瓦片 {level}/{index} 与重新计算的不符"


def head_faults(head: Head, keys256: Sequence[Known], sm2: Sequence[Known]) -> Iterator[str]:
    """Whether both checkpoints of a head are signed by the keys of its time and say what its columns say."""
    for tree, note, root in (
        ("sha256", head.checkpoint256, head.root256),
        ("sm3", head.checkpointsm3, head.rootsm3),
    ):
        try:
            checkpoint = notes.opened(str(note), name=notes.origin(tree), public=_signer(keys256, head.size))
        except notes.BadNote as failure:
            yield f"{tree} 检查点：{failure}"
            continue
        if (checkpoint.size, checkpoint.root) != (head.size, blob(root)):
            yield f"{tree} 检查点记载的条数或根与库中登记的不符"
    own = next((key for key in sm2 if key.signs(head.size)), None)
    if own and not notes.sm2_signed(str(head.checkpointsm3), name=notes.origin("sm3"), public=own.public):
        yield "sm3 检查点没有有效的 SM2 签名"


def key_faults(logged: int) -> Iterator[str]:
    """Whether every change of key is signed by the key before and by the new one, says what its columns say, and is logged."""
    rows = list(KeyChange.objects.all())
    if len(rows) != logged:
        yield f"台账记有 {logged} 次密钥更换，登记的有 {len(rows)} 次（登记被删除或添加）"
    for row in rows:
        try:
            change = change_of(row.statement, notes.origin())
        except Bad:
            yield f"{row.algorithm} 密钥（{row.begins} 条之后）的更换声明没有新旧两把密钥的有效签名"
            continue
        kind = signers.KINDS.get(row.algorithm, b"?")
        told = (
            row.begins,
            hashlib.sha256(row.statement.encode()).hexdigest(),
            f"\ntime {written(row.at)}\n" in row.statement,
        )
        if told != (change.after, row.digest, True) or change.next != kind + blob(row.public):
            yield f"{row.algorithm} 密钥（{row.begins} 条之后）登记的公钥、条数或时间与更换声明不符"


def _signer(keys256: Sequence[Known], size: int) -> bytes:
    return next((key.public for key in keys256 if key.signs(size)), b"")


def _event(row: Row) -> dict[str, Any]:
    try:
        event = json.loads(row.event or b"{}")
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}
