"""Both trees in their tiles: reading nodes, growing the tiles by new leaves, and signing the new head."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from mingjing.ledger import keys, merkle, notes, signers
from mingjing.ledger.merkle import SHA256, SM3
from mingjing.ledger.models import Entry, Head, Tile

WIDTH = 256
HASHERS = {"sha256": SHA256, "sm3": SM3}
APPENDING, INTEGRATING = 0x6D6A0001, 0x6D6A0002
BATCH = 8192
# By hand: proofs are asked for by every visitor, and building these with the ORM costs more than running them. One whole
# unique key an arm: SQLite then goes by the index whatever its statistics say; by two lists it walked every tile of the log.
_TILE = "SELECT level, idx, data FROM mj_ledger_tile WHERE tree = %s AND level = %s AND idx = %s"
ARMS = 100
"""How many tiles one statement asks for: SQLite takes at most 500 arms."""


def only_writer(lock: int) -> None:
    """Wait until this transaction is the only one with this lock. SQLite's write transactions are alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def count() -> int:
    """How many entries there are: the index is dense."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(idx) FROM mj_ledger_entry")
        last: int | None = cursor.fetchone()[0]
    return 0 if last is None else last + 1


class Tiles:
    """Reads the nodes of one tree from its tiles: each is fetched once and folded once, as far up as is asked.

    A tile is held as its rows, each its hashes end to end: a proof asks for few of them, so none is cut out.
    """

    def __init__(self, tree: str) -> None:
        self.tree = tree
        self.hasher = HASHERS[tree]
        self._held: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The root of a complete subtree. Raises LookupError where the tiles do not reach so far."""
        tile, inner = level // 8, level % 8
        number, place = divmod(index, WIDTH >> inner)
        if (tile, number) not in self._held:
            self._fetch([(tile, number)])
        rows = self._held[(tile, number)]
        while len(rows) <= inner:
            rows.append(self.hasher.fold(rows[-1]))
        found = rows[inner][place * 32 : place * 32 + 32]
        if len(found) < 32:
            raise LookupError(f"{self.tree} tile {tile}/{number} is too short")
        return found

    def _fetch(self, wanted: Iterable[tuple[int, int]]) -> None:
        """Fetch tiles, a hundred with one query; a missing tile is an empty one. Nothing but these tiles is read."""
        missing = sorted({key for key in wanted if key not in self._held})
        for start in range(0, len(missing), ARMS):
            chosen = missing[start : start + ARMS]
            values = [value for key in chosen for value in (self.tree, *key)]
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join([_TILE] * len(chosen)), values)
                held = {(level, index): bytes(data) for level, index, data in cursor.fetchall()}
            for key in chosen:
                self._held[key] = [held.get(key, b"")]

    def _edge(self, index: int) -> Iterator[tuple[int, int]]:
        """The tiles above one leaf."""
        level = 0
        while index or not level:
            index //= WIDTH
            yield level, index
            level += 1

    def root(self, size: int) -> bytes:
        """The root at a size."""
        return merkle.root(self.hasher, size, self.node)

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The inclusion proof of one leaf."""
        self._fetch({*self._edge(index), *self._edge(size - 1)})
        return merkle.inclusion(self.hasher, index, size, self.node)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree only grew."""
        return merkle.consistency(self.hasher, old, new, self.node)


def grow(tree: str, size: int, leaves: Sequence[bytes]) -> None:
    """Append leaf hashes to the tiles of a tree of `size` leaves; the root of every tile that fills goes one level up."""
    level, start, row = 0, size, list(leaves)
    while row:
        filled = []
        for index, at, piece in _pieces(start, row):
            data = _extend(tree, level, index, at, piece)
            if len(data) == WIDTH * 32:
                filled.append(merkle.perfect(HASHERS[tree], _hashes(data)))
        level, start, row = level + 1, start // WIDTH, filled


def integrate() -> Head:
    """Bring tiles and signed head up to the entries, and give back the newest head. Does nothing where it is up to date.

    Entries become visible in the order of their index, so what is seen is always dense. Raises notes.KeyMissing.
    """
    head = Head.objects.order_by("-size").first()
    if head is not None and head.size == count():
        return head
    with transaction.atomic():
        only_writer(INTEGRATING)
        head = Head.objects.order_by("-size").first()
        size, total = (head.size if head else 0), count()
        if head is not None and size >= total:
            return head
        for chunk in _new_leaves(size, total):
            for tree, leaves in zip(HASHERS, zip(*chunk, strict=True), strict=True):
                grow(tree, size, leaves)
            size += len(chunk)
        return _new_head(total, first=head is None)


def _new_leaves(size: int, total: int) -> Iterator[list[tuple[bytes, bytes]]]:
    for start in range(size, total, BATCH):
        stop = min(start + BATCH, total)
        rows = Entry.objects.filter(index__gte=start, index__lt=stop).order_by("index")
        chunk = [(bytes(leaf256), bytes(leafsm3)) for leaf256, leafsm3 in rows.values_list("leaf256", "leafsm3")]
        if len(chunk) != stop - start:
            raise LookupError(f"entries {start} to {stop} are not dense: run the audit")
        yield chunk


def _new_head(size: int, *, first: bool) -> Head:
    for algorithm in signers.FILES:
        keys.settle(algorithm)
    roots = {tree: Tiles(tree).root(size) for tree in HASHERS}
    signed = {
        tree: notes.sign(notes.Checkpoint(notes.origin(tree), size, found), first=first)
        for tree, found in roots.items()
    }
    if any(key.signs(size) for key in keys.known("sm2")):
        text = signed["sm3"].rpartition("\n\n")[0] + "\n"
        signed["sm3"] += notes.line(text, notes.origin("sm3"), signers.signer("sm2"))
    return Head.objects.create(
        size=size,
        root256=roots["sha256"],
        rootsm3=roots["sm3"],
        checkpoint256=signed["sha256"],
        checkpointsm3=signed["sm3"],
    )


def _pieces(start: int, row: Sequence[bytes]) -> Iterator[tuple[int, int, Sequence[bytes]]]:
    """Cut a row of new hashes at tile borders: tile index, place in the tile, hashes."""
    taken = 0
    while taken < len(row):
        at = (start + taken) % WIDTH
        piece = row[taken : taken + WIDTH - at]
        yield (start + taken) // WIDTH, at, piece
        taken += len(piece)


def _extend(tree: str, level: int, index: int, at: int, piece: Sequence[bytes]) -> bytes:
    data = b"".join(piece)
    if not at:
        Tile.objects.create(tree=tree, level=level, index=index, data=data)
        return data
    tile = Tile.objects.get(tree=tree, level=level, index=index)
    if len(tile.data) != at * 32:
        raise LookupError(f"{tree} tile {level}/{index} does not end where the head says: run the audit")
    tile.data = bytes(tile.data) + data
    tile.save(update_fields=["data"])
    return bytes(tile.data)


def _hashes(data: bytes) -> list[bytes]:
    return [data[i : i + 32] for i in range(0, len(data), 32)]
