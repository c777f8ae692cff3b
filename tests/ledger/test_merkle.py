"""The trees against the public vectors, an independent recursive definition, and their tiles."""

import base64
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.ledger.carried import mingjing_verify

from mingjing.ledger import merkle, trees
from mingjing.ledger.merkle import SHA256, SM3, Frontier, Hasher
from mingjing.ledger.models import Tile
from mingjing.ledger.verifier.merkle_paths import consistent

VECTORS = Path(__file__).resolve().parents[2] / ".." / "shared" / "vectors" / "merkle" / "testdata"
HASHERS = pytest.mark.parametrize("hasher", [SHA256, SM3], ids=lambda hasher: hasher.name)
needed = pytest.mark.skipif(not VECTORS.is_dir(), reason="没有 ../shared/vectors/merkle，跳过 196 个公开向量")


def vectors(kind: str) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted((VECTORS / kind).rglob("*.json"))]


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@needed
def test_all_98_inclusion_vectors() -> None:
    cases = vectors("inclusion")
    assert len(cases) == 98
    for case in cases:
        proof = [raw(step) for step in case["proof"] or []]
        leaf, root = raw(case["leafHash"]), raw(case["root"])
        index, size = case["leafIdx"], case["treeSize"]
        found = merkle.verify_inclusion(SHA256, index=index, size=size, leaf=leaf, proof=proof, root=root)
        assert found is not case["wantErr"], case["desc"]
        assert mingjing_verify.included("sha256", index, size, leaf, proof, root) is found, case["desc"]


@needed
def test_all_98_consistency_vectors() -> None:
    cases = vectors("consistency")
    assert len(cases) == 98
    for case in cases:
        proof = [raw(step) for step in case["proof"] or []]
        roots = {"old_root": raw(case["root1"]), "new_root": raw(case["root2"])}
        found = merkle.verify_consistency(SHA256, old=case["size1"], new=case["size2"], proof=proof, **roots)
        assert found is not case["wantErr"], case["desc"]
        if all(len(step) == 32 for step in proof):  # what a witness takes; it refuses other lengths when it reads them
            own = consistent("sha256", case["size1"], case["size2"], roots["old_root"], roots["new_root"], proof)
            assert own is found, case["desc"]
        else:
            assert not consistent("sha256", case["size1"], case["size2"], roots["old_root"], roots["new_root"], proof)


def plain(hasher: Hasher, data: bytes) -> bytes:
    return hashlib.new(hasher.name, data).digest()


def tree(hasher: Hasher, entries: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not entries:
        return plain(hasher, b"")
    if len(entries) == 1:
        return plain(hasher, b"\x00" + entries[0])
    k = split(len(entries))
    return plain(hasher, b"\x01" + tree(hasher, entries[:k]) + tree(hasher, entries[k:]))


def split(count: int) -> int:
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def path(hasher: Hasher, m: int, entries: Sequence[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(hasher, m, entries[:k]), tree(hasher, entries[k:])]
    return [*path(hasher, m - k, entries[k:]), tree(hasher, entries[:k])]


def subproof(hasher: Hasher, m: int, entries: Sequence[bytes], whole: bool) -> list[bytes]:
    """RFC 6962 §2.1.2."""
    if m == len(entries):
        return [] if whole else [tree(hasher, entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(hasher, m, entries[:k], whole), tree(hasher, entries[k:])]
    return [*subproof(hasher, m - k, entries[k:], False), tree(hasher, entries[:k])]


class Levels:
    """Every complete subtree, in memory."""

    def __init__(self, hasher: Hasher, entries: Sequence[bytes]) -> None:
        self.rows = [[hasher.leaf(entry) for entry in entries]]
        while len(self.rows[-1]) > 1:
            row = self.rows[-1]
            self.rows.append([hasher.join(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)])

    def node(self, level: int, index: int) -> bytes:
        return self.rows[level][index]


@HASHERS
def test_roots_equal_the_recursive_definition_up_to_130(hasher: Hasher) -> None:
    entries = [b"%d" % n for n in range(130)]
    frontier, node = Frontier(hasher), Levels(hasher, entries).node
    for size in range(131):
        expected = tree(hasher, entries[:size])
        assert frontier.root() == merkle.root(hasher, size, node) == expected
        assert mingjing_verify.tree_root(hasher.name, [hasher.leaf(e) for e in entries[:size]]) == expected
        if size < 130:
            frontier.append(hasher.leaf(entries[size]))


@HASHERS
def test_inclusion_proofs_equal_the_recursive_definition_up_to_130(hasher: Hasher) -> None:
    entries = [b"%d" % n for n in range(130)]
    node = Levels(hasher, entries).node
    for size in [*range(1, 70), 100, 127, 128, 129, 130]:
        root = tree(hasher, entries[:size])
        for index in range(size):
            proof = merkle.inclusion(hasher, index, size, node)
            assert proof == path(hasher, index, entries[:size])
            facts = {"index": index, "size": size, "leaf": hasher.leaf(entries[index]), "root": root}
            assert merkle.verify_inclusion(hasher, proof=proof, **facts)
            for bad in broken(proof, root):
                assert not merkle.verify_inclusion(hasher, proof=bad, **facts)
                assert not mingjing_verify.included(hasher.name, index, size, facts["leaf"], bad, root)
            assert mingjing_verify.included(hasher.name, index, size, facts["leaf"], proof, root)


@HASHERS
def test_consistency_proofs_equal_the_recursive_definition_up_to_130(hasher: Hasher) -> None:
    entries = [b"%d" % n for n in range(130)]
    node = Levels(hasher, entries).node
    roots = [tree(hasher, entries[:size]) for size in range(131)]
    for new in [*range(1, 50), 64, 65, 100, 128, 129, 130]:
        for old in range(1, new + 1):
            proof = merkle.consistency(hasher, old, new, node)
            assert proof == subproof(hasher, old, entries[:new], True)
            facts = {"old": old, "new": new, "proof": proof, "new_root": roots[new]}
            assert merkle.verify_consistency(hasher, old_root=roots[old], **facts)
            assert not merkle.verify_consistency(hasher, old_root=roots[old - 1], **facts)
            assert consistent(hasher.name, old, new, roots[old], roots[new], proof)
            for bad in broken(proof, roots[new]):
                assert not merkle.verify_consistency(hasher, old_root=roots[old], **{**facts, "proof": bad})
                assert not consistent(hasher.name, old, new, roots[old], roots[new], bad)


def broken(proof: list[bytes], root: bytes) -> list[list[bytes]]:
    """The kinds of damage that the public vectors know: longer, shorter, reordered, a bit, a wrong length."""
    found = [[*proof, root], [root, *proof], [*proof, b""]]
    if proof:
        found += [
            proof[:-1],
            proof[1:],
            [bytes([proof[0][0] ^ 1]) + proof[0][1:], *proof[1:]],
            [*proof[:-1], proof[-1][:31]],
        ]
    if len(set(proof)) > 1:
        found.append(proof[::-1])
    return [one for one in found if one != proof]


def test_proofs_out_of_range_are_refused() -> None:
    node = Levels(SHA256, [b"a"]).node
    for index, size in [(1, 1), (-1, 1), (0, 0)]:
        with pytest.raises(ValueError, match="leaf"):
            merkle.inclusion(SHA256, index, size, node)
    for old, new in [(0, 1), (2, 1)]:
        with pytest.raises(ValueError, match="consistency"):
            merkle.consistency(SHA256, old, new, node)


@pytest.mark.django_db
@HASHERS
def test_tiles_grown_in_uneven_steps_give_the_same_tree(hasher: Hasher) -> None:
    leaves = [os.urandom(32) for _ in range(70_000)]
    size = 0
    for step in (1, 255, 1, 700, 65_000, 3, 4_040):
        trees.grow(hasher.name, size, leaves[size : size + step])
        size += step
    assert size == 70_000
    reader = trees.Tiles(hasher.name)
    root = merkle.root_of(hasher, leaves)
    assert reader.root(size) == root
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        proof = trees.Tiles(hasher.name).inclusion(index, size)
        assert merkle.verify_inclusion(hasher, index=index, size=size, leaf=leaves[index], proof=proof, root=root)
    for old in (1, 256, 65_536, 69_999, 70_000):
        proof, old_root = reader.consistency(old, size), merkle.root_of(hasher, leaves[:old])
        facts = {"old": old, "new": size, "old_root": old_root, "new_root": root}
        assert merkle.verify_consistency(hasher, proof=proof, **facts)


@pytest.mark.django_db
def test_tiles_have_the_widths_of_the_c2sp_example_of_70000() -> None:
    trees.grow("sha256", 0, [bytes(32)] * 70_000)
    widths = {(t.level, t.index): len(t.data) // 32 for t in Tile.objects.all()}
    assert sum(level == 0 and width == 256 for (level, _), width in widths.items()) == 273
    assert (widths[0, 273], widths[1, 0], widths[1, 1], widths[2, 0]) == (112, 256, 17, 1)
    assert len(widths) == 277


@pytest.mark.django_db
def test_a_tile_that_is_too_short_is_said_and_never_papered_over() -> None:
    trees.grow("sm3", 0, [bytes(32)] * 5)
    with pytest.raises(LookupError):
        trees.Tiles("sm3").root(6)
    with pytest.raises(LookupError, match="audit"):
        trees.grow("sm3", 4, [bytes(32)])
