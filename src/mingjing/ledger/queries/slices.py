"""The audit in pieces: any stretch of the log is checked by itself, with what lies around it looked up, nothing carried over.

What `audits.audit` does in one pass with everything in memory, these do in slices that end in a moment: every entry, its
place in its stream, the seals of closed streams, the tiles upwards, every signed head, and what outsiders vouch for.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from mingjing.ledger import keys
from mingjing.ledger.erasing import ERASED
from mingjing.ledger.merkle import perfect
from mingjing.ledger.models import Entry, Erasure, Head, Opening, Tile
from mingjing.ledger.queries.checks import Row, Stream, blob, entry_faults, head_faults, key_faults
from mingjing.ledger.queries.vouching import OWN_CLOCK, Vouched
from mingjing.ledger.terms import BY_WITNESS, CLOSED, Difference, Event, KeyMissing
from mingjing.ledger.trees import HASHERS, WIDTH, Tiles, count

_COLUMNS = ("index", "leaf256", "leafsm3", "public", "stream", "stream_seq", "event_hash", "kind")


def signed_size() -> int:
    """How many entries the newest signed head covers: what a pass looks at."""
    return Head.objects.order_by("-size").values_list("size", flat=True).first() or 0


def signed_root(size: int) -> str:
    """The SHA-256 root that was signed at a size; empty where there is no such head."""
    found = Head.objects.filter(size=size).values_list("root256", flat=True).first()
    return blob(found).hex() if found is not None else ""


def entries_slice(start: int, stop: int) -> Iterator[Difference]:
    """Check the entries from `start` (a multiple of 256) up to, not including, `stop`."""
    rows = tuple(_rows(start, stop))
    erased = dict(Erasure.objects.filter(index__gte=start, index__lt=stop).values_list("index", "by_index"))
    held = {row.index for row in rows}
    missing = [index for index in range(start, stop) if index not in held]
    if missing:
        more = f" 等 {len(missing)} 条" if len(missing) > 1 else ""
        yield Difference(f"第 {missing[0]} 条", f"缺少第 {missing[0]} 条{more}（被删除）")
    for row in rows:
        place = f"第 {row.index} 条"
        yield from (Difference(place, fault) for fault in entry_faults(row, erased=row.index in erased))
    yield from _streams(rows, erased)
    yield from _founded(rows, erased)
    if not missing:
        for block in range(start, stop, WIDTH):
            yield from _tiles(block // WIDTH, rows[block - start : block - start + WIDTH])


def _rows(start: int, stop: int) -> Iterator[Row]:
    told = Entry.objects.filter(index__gte=start, index__lt=stop).order_by("index").annotate(told=Cast("at", TextField()))  # fmt: skip
    for values in told.values_list(*_COLUMNS, "told", "opening__event", "opening__salt"):
        yield Row.stored(*values)


def _streams(rows: tuple[Row, ...], erased: Mapping[int, int]) -> Iterator[Difference]:
    """Each entry is the only one with its number in its stream, and points at the one before, which lies before it."""
    here = {(row.stream, row.stream_seq): row.event_hash for row in rows}
    twice = [key for key, times in Counter((row.stream, row.stream_seq) for row in rows).items() if times > 1]
    for stream, seq in twice:
        yield Difference(f"序列“{stream}”", f"第 {seq} 号有两条（重号）")
    for row in rows:
        place = f"第 {row.index} 条"
        before = "" if row.stream_seq == 1 else here.get((row.stream, row.stream_seq - 1)) or _before(row)
        if before is None or row.stream_seq < 1:
            yield Difference(place, f"序列“{row.stream}”缺第 {row.stream_seq - 1} 号（缺号或调换）")
        elif row.index not in erased and _told(row).get("prev") != before:
            yield Difference(place, f"序列“{row.stream}”第 {row.stream_seq} 号所记上一事件散列与前一条不符")
        if row.kind == CLOSED and row.index not in erased and _told(row).get("payload", {}).get("seal") != _seal(row):
            yield Difference(place, f"序列“{row.stream}”的封存条数或根与实有记录不符")


def _before(row: Row) -> str | None:
    found = Entry.objects.filter(stream=row.stream, stream_seq=row.stream_seq - 1, index__lt=row.index)
    return found.values_list("event_hash", flat=True).first()


def _seal(row: Row) -> dict[str, object]:
    """What a stream's seal must say: all that was in it before."""
    held = Stream()
    found = Entry.objects.filter(stream=row.stream, stream_seq__lt=row.stream_seq).order_by("stream_seq")
    for event_hash in found.values_list("event_hash", flat=True).iterator():
        for root in held.roots:
            root.append(root.hasher.leaf(bytes.fromhex(event_hash)))
    root256, rootsm3 = (root.root().hex() for root in held.roots)
    return {"count": held.roots[0].size, "root256": root256, "rootsm3": rootsm3}


def _told(row: Row) -> dict[str, Any]:
    try:
        event = json.loads(row.event or b"{}")
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) and isinstance(event.get("payload", {}), dict) else {}


def _founded(rows: tuple[Row, ...], erased: Mapping[int, int]) -> Iterator[Difference]:
    """Whatever is blank was destroyed by an event that names it."""
    named: dict[int, frozenset[str]] = {}
    for row in rows:
        by = erased.get(row.index)
        if by is None or row.kind == ERASED:
            continue
        if by not in named:
            named[by] = _commitments(by)
        if row.event_hash not in named[by]:
            yield Difference(f"第 {row.index} 条", "明文和盐被抹去，却没有登记在案的销毁")


def _commitments(by: int) -> frozenset[str]:
    event = Opening.objects.filter(entry_id=by, entry__kind=ERASED).values_list("event", flat=True).first()
    try:
        return frozenset(map(str, json.loads(blob(event or b"{}"))["payload"]["erased"]["commitments"]))
    except (ValueError, LookupError, TypeError):
        return frozenset()


def _tiles(number: int, rows: tuple[Row, ...]) -> Iterator[Difference]:
    """The leaves of one tile are those stored, and the root of a full tile stands in the tile above, as far up as it fills."""
    for (tree, hasher), leaves in zip(HASHERS.items(), zip(*((r.leaf256, r.leafsm3) for r in rows), strict=True), strict=True):  # fmt: skip
        data = b"".join(leaves)
        level, index = 0, number
        while True:
            held = _tile(tree, level, index)
            if held is None or not (held == data if len(data) == WIDTH * 32 else held.startswith(data)):
                what = "缺少" if held is None else "与重新计算的不符"
                yield Difference("瓦片", f"{tree} 树的瓦片 {level}/{index} {what}")
                break
            if len(data) < WIDTH * 32:
                break
            root = perfect(hasher, [data[at : at + 32] for at in range(0, len(data), 32)])
            place, (level, index) = index % WIDTH, (level + 1, index // WIDTH)
            above = _tile(tree, level, index) or b""
            if above[place * 32 : place * 32 + 32] != root:
                yield Difference("瓦片", f"{tree} 树的瓦片 {level}/{index} 与下一层重新计算的不符")
                break
            if place < WIDTH - 1:
                break
            data = above


def _tile(tree: str, level: int, index: int) -> bytes | None:
    found = Tile.objects.filter(tree=tree, level=level, index=index).values_list("data", flat=True).first()
    return None if found is None else blob(found)


def heads_slice(after: int, upto: int, limit: int) -> tuple[tuple[Difference, ...], int]:
    """Check the signed heads beyond `after`, at most so many: signatures, and the root as the tiles give it; and the last size."""
    found: list[Difference] = []
    rows = list(Head.objects.filter(size__gt=after, size__lte=upto).order_by("size")[:limit])
    try:
        keys256, sm2 = (keys.known("ed25519") if rows else ()), keys.known("sm2")
    except KeyMissing as failure:
        return (Difference("签名密钥", str(failure)),), upto
    tiles = {tree: Tiles(tree) for tree in HASHERS}
    for head in rows:
        place = f"检查点（{head.size} 条）"
        found += (Difference(place, fault) for fault in head_faults(head, keys256, sm2))
        for tree, held in (("sha256", head.root256), ("sm3", head.rootsm3)):
            if _root(tiles[tree], head.size) != blob(held):
                found.append(Difference(place, f"{tree} 树的根与重新计算的不符"))
    return tuple(found), rows[-1].size if len(rows) == limit else upto


def _root(tiles: Tiles, size: int) -> bytes:
    try:
        return tiles.root(size)
    except (LookupError, ValueError, IndexError):
        return b""


class _Heads(Mapping[int, Head]):
    """The heads by size, looked up one by one: a year of them is too much to hold."""

    def __getitem__(self, size: int) -> Head:
        found = Head.objects.filter(size=size).first()
        if found is None:
            raise KeyError(size)
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(Head.objects.values_list("size", flat=True))

    def __len__(self) -> int:
        return Head.objects.count()


def outsiders_slice() -> Iterator[Difference]:
    """What witnesses and authorities signed fits what lies here, and the machine's own times fit theirs."""
    vouched = Vouched(_Heads())
    yield from vouched.faults()
    own = Entry.objects.filter(stream__in=OWN_CLOCK).order_by("index")
    for index, stream, at in own.values_list("index", "stream", "at").iterator():
        yield from vouched.clock(index, stream, at)


def whole_slice(size: int, root: str, before: tuple[int, str]) -> Iterator[Difference]:
    """What is asked of the log as a whole: nothing cut off since the pass began or since the one before, no tile, opening or key too many."""
    signed, held = signed_size(), count()
    if held < signed or signed < size or signed_root(size) != root:
        yield Difference("台账尾部", f"检查点记载 {max(signed, size)} 条，库中只有 {held} 条（尾部被截断或者退回）")
    if before[0] and (before[0] > signed or signed_root(before[0]) != before[1]):
        yield Difference("以前的自查", f"上一次自查时有 {before[0]} 条，现在的台账不是它的延续（历史被改写或者退回）", BY_WITNESS)  # fmt: skip
    for tree in HASHERS:
        wanted, row = 0, signed
        while row:
            wanted, row = wanted + -(-row // WIDTH), row // WIDTH
        if (many := Tile.objects.filter(tree=tree).count()) > wanted:
            yield Difference("瓦片", f"{tree} 树多出 {many - wanted} 个瓦片")
    faults = key_faults(Entry.objects.filter(kind=Event.KEY_CHANGED).count())
    yield from (Difference("签名密钥", fault) for fault in faults)
    if orphans := Opening.objects.filter(~Exists(Entry.objects.filter(index=OuterRef("entry_id")))).count():
        yield Difference("私有事件", f"有 {orphans} 条私有事件没有对应的条目")
