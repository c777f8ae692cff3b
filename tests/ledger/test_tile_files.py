"""The log as files: whoever has only the files comes to the root that the checkpoint signs."""

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mingjing.ledger import merkle, operations, queries
from mingjing.ledger.merkle import SHA256, SM3
from mingjing.ledger.queries import tiles
from mingjing.ledger.terms import SYSTEM, Draft

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"


def unpacked(data: bytes) -> list[bytes]:
    """The entries of a bundle: two bytes of length, then the entry."""
    found = []
    while data:
        size = int.from_bytes(data[:2], "big")
        found.append(data[2 : 2 + size])
        data = data[2 + size :]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 256, 600])
def test_the_files_alone_give_the_root_of_the_checkpoint(count: int) -> None:
    operations.append_many(
        drafts=[Draft("case:act:made", f"case:{n % 3}", AT, {"secret": f"秘密{n}"}) for n in range(count)], by=SYSTEM
    )
    held = dict(queries.log_files())
    widths = [256] * (count // 256) + ([count % 256] if count % 256 else [])
    names = [f"{at:03d}" + (f".p/{width}" if width < 256 else "") for at, width in enumerate(widths)]
    entries = [entry for name in names for entry in unpacked(held[f"tile/entries/{name}"])]
    assert len(entries) == count
    for folder, hasher in (("", SHA256), ("sm3/", SM3)):
        leaves = b"".join(held[f"{folder}tile/0/{name}"] for name in names)
        assert leaves == b"".join(hasher.leaf(entry) for entry in entries)
        origin, size, root, *_ = held[f"{folder}checkpoint"].decode().split("\n")
        assert int(size) == count
        hashes = [leaves[at : at + 32] for at in range(0, len(leaves), 32)]
        assert base64.b64decode(root) == merkle.root_of(hasher, iter(hashes))
        full = [merkle.root_of(hasher, iter(hashes[at : at + 256])) for at in range(0, count - 255, 256)]
        if full:
            assert held[f"{folder}tile/1/000.p/{len(full)}"] == b"".join(full)
    assert "秘密".encode() not in b"".join(held.values())
    assert b"case:0" not in b"".join(held.values())


@pytest.mark.parametrize(
    ("index", "width", "path"),
    [
        (0, 256, "000"),
        (0, 70, "000.p/70"),
        (999, 256, "999"),
        (1000, 256, "x001/000"),
        (1234067, 1, "x001/x234/067.p/1"),
    ],
)
def test_tiles_are_named_as_the_standard_says(index: int, width: int, path: str) -> None:
    assert tiles._path(index, width) == path


@pytest.mark.django_db
def test_the_tip_changes_with_every_entry_and_is_empty_before() -> None:
    assert queries.tip() == ""
    seen = []
    for n in range(3):
        operations.append(kind="case:act:made", stream="case:1", at=AT, by=SYSTEM, payload={"n": n})
        seen.append(queries.tip())
    assert len(set(seen)) == 3 and all(len(one) == hashlib.sha256().digest_size * 2 for one in seen)
