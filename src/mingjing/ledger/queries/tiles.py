"""The log as plain files: tiles and entries in the layout of C2SP tlog-tiles, for anybody to mirror and to audit."""

from collections.abc import Iterator

from mingjing.ledger import notes
from mingjing.ledger.models import Entry, Tile
from mingjing.ledger.trees import HASHERS, WIDTH, integrate


def log_files() -> Iterator[tuple[str, bytes]]:
    """(path, content) of every tile of both trees, of every bundle of public entries, and of both checkpoints.

    `tile/…` is the SHA-256 tree with its entries, `sm3/tile/…` the SM3 tree over the same entries. Entries are the
    salted commitments that the trees hash: nothing of a case can be read from them. All of the newest checkpoint.
    """
    head = integrate()
    for tree in HASHERS:
        folder = "" if tree == "sha256" else f"{tree}/"
        yield f"{folder}checkpoint", (head.checkpoint256 if tree == "sha256" else head.checkpointsm3).encode()
        for level, index, data in _tiles(tree, head.size):
            yield f"{folder}tile/{level}/{_path(index, len(data) // 32)}", data
    yield from _bundles(head.size)


def sealed(text: str, name: str) -> str:
    """A text signed by the log's key as a C2SP signed note under `<origin>/<name>`. Raises KeyMissing."""
    return notes.sign_text(text, f"{notes.origin()}/{name}")


def _tiles(tree: str, size: int) -> Iterator[tuple[int, int, bytes]]:
    """Level, index and hashes of each tile, cut to the size of the checkpoint."""
    rows = Tile.objects.filter(tree=tree).order_by("level", "index").values_list("level", "index", "data")
    for level, index, data in rows.iterator(chunk_size=500):
        whole = min(WIDTH, size // WIDTH**level - index * WIDTH)
        if whole > 0:
            yield level, index, bytes(data)[: whole * 32]


def _bundles(size: int) -> Iterator[tuple[str, bytes]]:
    """Each 256 entries as tlog-tiles wants them: two bytes of length, then the entry."""
    for start in range(0, size, WIDTH):
        stop = min(start + WIDTH, size)
        rows = Entry.objects.filter(index__gte=start, index__lt=stop).order_by("index").values_list("public", flat=True)
        entries = [bytes(row) for row in rows]
        data = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
        yield f"tile/entries/{_path(start // WIDTH, len(entries))}", data


def _path(index: int, width: int) -> str:
    """x001/x234/067, and .p/<width> for a tile that is not full."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")
