"""The audit: recompute everything from the private events upwards and say what differs."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from mingjing.ledger import keys, notes
from mingjing.ledger.erasing import ERASED
from mingjing.ledger.merkle import SHA256, SM3, Frontier
from mingjing.ledger.models import Entry, Erasure, Head, Opening
from mingjing.ledger.queries.checks import Row, Stream, TileCheck, blob, entry_faults, head_faults, key_faults
from mingjing.ledger.queries.vouching import Vouched
from mingjing.ledger.terms import BY_AUDIT, BY_WITNESS, AuditReport, Difference, Event, KeyMissing
from mingjing.ledger.trees import HASHERS

_KEPT = 1000
_BATCH = 5000
_COLUMNS = ("index", "leaf256", "leafsm3", "public", "stream", "stream_seq", "event_hash", "kind")


def audit(remembered: str = "", *, progress: Callable[[int], None] = lambda done: None) -> AuditReport:
    """Recompute commitments, leaves, streams, tiles, roots and signatures; change nothing.

    `remembered` is a checkpoint text (of either tree) kept elsewhere on an earlier day: a log that was cut back or
    rewritten since then no longer has its root. `progress` hears how many entries are done.
    """
    with _one_moment():
        return _Audit().run(remembered, progress)


@contextmanager
def _one_moment() -> Iterator[None]:
    """The log as it is now, from the first row read to the last: nobody waits, and what is written meanwhile is not seen.

    Without this, a tile that grows during the audit looks as if it had been tampered with.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class _Audit:
    def __init__(self) -> None:
        self.kept: list[Difference] = []
        self.found = 0
        self.heads = {head.size: head for head in Head.objects.order_by("size")}
        self.integrated = max(self.heads, default=0)
        self.streams: dict[str, Stream] = {}
        self.roots = (Frontier(SHA256), Frontier(SM3))
        self.tiles = {tree: TileCheck(tree) for tree in HASHERS}
        self.vouched = Vouched(self.heads)
        self.key_changes = 0
        self.unreadable = False
        self.erased = dict(Erasure.objects.values_list("index", "by_index"))
        self.founded: set[tuple[int, str]] = set()
        self.blank: list[tuple[int, str, str]] = []
        self.remembered: tuple[str, notes.Checkpoint] | None = None

    def run(self, remembered: str, progress: Callable[[int], None]) -> AuditReport:
        """One pass over the entries."""
        self._signatures(remembered)
        self._keep(self.vouched.faults())
        size = 0
        self._compare_roots(0)
        for row in _rows():
            if row.index > size:
                self._note(f"第 {size} 条", [f"缺少第 {size} 条至第 {row.index - 1} 条（被删除）"])
            size = row.index + 1
            self._entry(row)
            self._compare_roots(size)
            if not size % _BATCH:
                progress(size)
        self._rest(size)
        seen = sum(check.seen for check in self.tiles.values())
        return AuditReport(
            size,
            self.integrated,
            len(self.streams),
            len(self.heads),
            seen,
            self.found,
            tuple(self.kept),
            self.unreadable,
        )

    def _note(self, place: str, faults: Iterable[str], by: str = BY_AUDIT) -> None:
        self._keep(Difference(place, fault, by) for fault in faults)

    def _keep(self, faults: Iterable[Difference]) -> None:
        for fault in faults:
            self.found += 1
            if len(self.kept) < _KEPT:
                self.kept.append(fault)

    def _signatures(self, remembered: str) -> None:
        try:
            keys256, sm2 = (keys.known("ed25519") if self.heads else ()), keys.known("sm2")
            for size, head in self.heads.items():
                self._note(f"检查点（{size} 条）", head_faults(head, keys256, sm2))
            if remembered:
                self._recall(remembered)
        except KeyMissing as failure:
            self._note("签名密钥", [str(failure)])

    def _recall(self, remembered: str) -> None:
        name = remembered.split("\n", 1)[0]
        tree = "sm3" if name == notes.origin("sm3") else "sha256"
        try:
            self.remembered = tree, _opened(remembered, tree)
        except notes.BadNote as failure:
            self.unreadable = isinstance(failure, notes.NotACheckpoint)
            self._note("留存的检查点", [str(failure)])

    def _entry(self, row: Row) -> None:
        place = f"第 {row.index} 条"
        erased = row.index in self.erased
        self._note(place, entry_faults(row, erased=erased))
        self.key_changes += row.kind == Event.KEY_CHANGED
        self._keep(self.vouched.clock(row.index, row.stream, row.at))
        self._note(place, self.streams.setdefault(row.stream, Stream()).faults(row, erased=erased))
        if row.kind == ERASED:
            self.founded |= {(row.index, each) for each in _commitments(row)}
        elif erased:
            self.blank.append((self.erased[row.index], row.event_hash, place))
        for root, check in zip(self.roots, self.tiles.values(), strict=True):
            leaf = root.hasher.leaf(row.public)
            root.append(leaf)
            if row.index < self.integrated:
                self._note(f"第 {row.index} 条处", check.add(leaf))

    def _compare_roots(self, size: int) -> None:
        head = self.heads.get(size)
        if head is not None:
            for root, held in zip(self.roots, (head.root256, head.rootsm3), strict=True):
                if root.root() != blob(held):
                    self._note(f"检查点（{size} 条）", [f"{root.hasher.name} 树的根与重新计算的不符"])
        if self.remembered and self.remembered[1].size == size:
            tree, checkpoint = self.remembered
            if self.roots[list(HASHERS).index(tree)].root() != checkpoint.root:
                self._note("留存的检查点", ["台账不是它的延续：当时的根与现在重新计算的不符（历史被改写）"], BY_WITNESS)

    def _rest(self, size: int) -> None:
        if size < self.integrated:
            self._note("台账尾部", [f"检查点记载 {self.integrated} 条，库中只有 {size} 条（尾部被截断）"])
        if self.remembered and self.remembered[1].size > size:
            self._note(
                "台账尾部",
                [f"留存的检查点有 {self.remembered[1].size} 条，库中只有 {size} 条（尾部被截断）"],
                BY_WITNESS,
            )
        for by_index, commitment, place in self.blank:
            if (by_index, commitment) not in self.founded:
                self._note(place, ["明文和盐被抹去，却没有登记在案的销毁"])
        for check in self.tiles.values():
            self._note("瓦片", check.finish())
        self._note("签名密钥", key_faults(self.key_changes))
        owned = Exists(Entry.objects.filter(index=OuterRef("entry_id")))
        orphans = Opening.objects.filter(~owned).count()
        if orphans:
            self._note("私有事件", [f"有 {orphans} 条私有事件没有对应的条目"])


def _opened(remembered: str, tree: str) -> notes.Checkpoint:
    """A checkpoint kept elsewhere, signed by any key that the log ever had. Raises BadNote."""
    failure: notes.BadNote | None = None
    for key in keys.known("ed25519"):
        try:
            return notes.opened(remembered, name=notes.origin(tree), public=key.public)
        except notes.BadNote as problem:
            failure = failure or problem
    raise failure or notes.BadNote("检查点没有本日志密钥的签名")


def _commitments(row: Row) -> Iterable[str]:
    """What the event of a destruction names."""
    try:
        told = json.loads(row.event or b"{}")["payload"]["erased"]["commitments"]
        return [str(each) for each in told]
    except (ValueError, LookupError, TypeError):
        return []


def _rows() -> Iterator[Row]:
    """Every entry as it lies there. The time is asked for as text: what is no time must be found, not stumbled over."""
    told = Entry.objects.order_by("index").annotate(told=Cast("at", TextField()))
    for values in told.values_list(*_COLUMNS, "told", "opening__event", "opening__salt").iterator(chunk_size=2000):
        yield Row.stored(*values)
