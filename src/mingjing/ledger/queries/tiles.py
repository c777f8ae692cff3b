"""The log as plain files: tiles and entries in the layout of C2SP tlog-tiles, for anybody to mirror and to audit."""

import re
from collections.abc import Iterator

from django.db.models import Max

from mingjing.ledger import notes
from mingjing.ledger.models import Entry, Head, Tile
from mingjing.ledger.queries.witnessing import best_head, lines_of, witnessed_note
from mingjing.ledger.trees import HASHERS, WIDTH, integrate


def log_files() -> Iterator[tuple[str, bytes]]:
    """(path, content) of every tile of both trees, of every bundle of public entries, and of both checkpoints.

    `tile/…` is the SHA-256 tree with its entries, `sm3/tile/…` the SM3 tree over the same entries. Entries are the
    salted commitments that the trees hash: nothing of a case can be read from them. All of the newest checkpoint.
    """
    head = integrate()
    lines = lines_of([head.size])
    for tree in HASHERS:
        folder = "" if tree == "sha256" else f"{tree}/"
        yield f"{folder}checkpoint", witnessed_note(head, tree, lines).encode()
        for level, index, data in _tiles(tree, head.size):
            yield f"{folder}tile/{level}/{_path(index, len(data) // 32)}", data
    yield from _bundles(head.size)
    best = best_head(-1)
    if best and best.size <= head.size:
        yield "cosigned", witnessed_note(best, "sha256", lines_of([best.size])).encode()


def log_file(tree: str, path: str) -> bytes | None:
    """One tile (`<L>/<N>[.p/<W>]`) or bundle of entries (`entries/<N>[.p/<W>]`); None where the signed log has none such.

    A partial one is given in every width that it ever had, so that whoever holds an older checkpoint can go on.
    """
    found = _PATH.fullmatch(path)
    if not found or (found["level"] == "entries" and tree != "sha256"):
        return None
    index, width = int(found["index"].replace("/", "").replace("x", "")), int(found["width"] or WIDTH)
    level = 0 if found["level"] == "entries" else int(found["level"])
    size = Head.objects.aggregate(size=Max("size"))["size"] or 0
    if level > 8 or index * WIDTH + width > size // WIDTH**level:
        return None
    if found["level"] == "entries":
        return _bundle(index * WIDTH, index * WIDTH + width)
    row = Tile.objects.filter(tree=tree, level=level, index=index).first()
    return bytes(row.data)[: width * 32] if row and len(row.data) >= width * 32 else None


def sealed(text: str, name: str) -> str:
    """A text signed by the log's key as a C2SP signed note under `<origin>/<name>`. Raises KeyMissing."""
    return notes.sign_text(text, f"{notes.origin()}/{name}")


_PATH = re.compile(
    r"(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


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
        yield f"tile/entries/{_path(start // WIDTH, stop - start)}", _bundle(start, stop)


def _bundle(start: int, stop: int) -> bytes:
    rows = Entry.objects.filter(index__gte=start, index__lt=stop).order_by("index").values_list("public", flat=True)
    return b"".join(len(row).to_bytes(2, "big") + bytes(row) for row in rows)


def _path(index: int, width: int) -> str:
    """x001/x234/067, and .p/<width> for a tile that is not full."""
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")
