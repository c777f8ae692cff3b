"""RFC 6962 Merkle trees over any 32-byte hash: roots, inclusion and consistency proofs, and their verification.

Trees are read through a function `node(level, index)` that gives the hash of the complete subtree of 2**level leaves
that starts at leaf index * 2**level, so the same proofs come from memory, from tiles or from a table.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from mingjing.kernel.hashing import Hash, sm3_hash

Node = Callable[[int, int], bytes]


class Hasher:
    """One hash function with the domain separation of RFC 6962 §2.1: 0x00 before a leaf, 0x01 before a node.

    The prefixes are hashed once and the running hash is copied, which for SM3 is a third faster than starting anew.
    """

    def __init__(self, name: str, new: Callable[[bytes], Hash]) -> None:
        self.name = name
        self._plain, self._leaf, self._node = new(b""), new(b"\x00"), new(b"\x01")

    def digest(self, data: bytes) -> bytes:
        """The plain hash."""
        running = self._plain.copy()
        running.update(data)
        return running.digest()

    def leaf(self, entry: bytes) -> bytes:
        """The hash of one entry."""
        running = self._leaf.copy()
        running.update(entry)
        return running.digest()

    def fold(self, row: bytes) -> bytes:
        """The row above a row of hashes, both end to end; a last hash without a partner is left out."""
        begun, above = self._node, []
        for at in range(0, len(row) - 63, 64):
            running = begun.copy()
            running.update(row[at : at + 64])
            above.append(running.digest())
        return b"".join(above)

    def join(self, left: bytes, right: bytes) -> bytes:
        """The hash over two subtrees."""
        running = self._node.copy()
        running.update(left + right)
        return running.digest()


SHA256 = Hasher("sha256", hashlib.sha256)
SM3 = Hasher("sm3", sm3_hash)


def perfect(hasher: Hasher, hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    row = hashes
    while len(row) > 1:
        row = [hasher.join(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


class Frontier:
    """The roots of the complete subtrees of a growing tree: enough to know its root, not enough for proofs."""

    def __init__(self, hasher: Hasher) -> None:
        self.hasher = hasher
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        self.size += 1
        carry = self.size
        while not carry & 1:
            leaf = self.hasher.join(self._peaks.pop(), leaf)
            carry >>= 1
        self._peaks.append(leaf)

    def root(self) -> bytes:
        """The root at the present size; the plain hash of nothing for an empty tree."""
        if not self._peaks:
            return self.hasher.digest(b"")
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = self.hasher.join(peak, found)
        return found


def root_of(hasher: Hasher, leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    frontier = Frontier(hasher)
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def root(hasher: Hasher, size: int, node: Node) -> bytes:
    """The root at a size, from stored nodes."""
    return _span(hasher, node, 0, size) if size else hasher.digest(b"")


def inclusion(hasher: Hasher, index: int, size: int, node: Node) -> list[bytes]:
    """The path of RFC 6962 §2.1.1 from leaf `index` to the root at `size`. Raises ValueError out of range."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_span(hasher, node, middle, high))
            high = middle
        else:
            path.append(_span(hasher, node, low, middle))
            low = middle
    return path[::-1]


def consistency(hasher: Hasher, old: int, new: int, node: Node) -> list[bytes]:
    """The proof of RFC 6962 §2.1.2 that the tree of `old` leaves begins the tree of `new`. Raises ValueError."""
    if not 1 <= old <= new:
        raise ValueError(f"no consistency proof from {old} to {new}")
    low, high, path = 0, new, []
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_span(hasher, node, middle, high))
            high = middle
        else:
            path.append(_span(hasher, node, low, middle))
            low = middle
    if low:
        path.append(_span(hasher, node, low, high))
    return path[::-1]


def verify_inclusion(
    hasher: Hasher, *, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the path leads from this leaf hash to this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != 32 or len(root) != 32:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if not last or len(step) != 32:
            return False
        if place & 1 or place == last:
            found = hasher.join(step, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = hasher.join(found, step)
        place, last = place >> 1, last >> 1
    return not last and found == root


def verify_consistency(
    hasher: Hasher, *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the smaller tree is the beginning of the larger (RFC 9162 §2.1.4.2). `old` must be at least 1."""
    if not 1 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if not proof:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    steps = list(proof) if place else [old_root, *proof]
    small = large = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            small, large = hasher.join(step, small), hasher.join(step, large)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            large = hasher.join(large, step)
        place, last = place >> 1, last >> 1
    return not last and small == old_root and large == new_root


def _split(count: int) -> int:
    """The largest power of two smaller than count."""
    return 1 << ((count - 1).bit_length() - 1)


def _span(hasher: Hasher, node: Node, low: int, high: int) -> bytes:
    """The hash over leaves low … high - 1, where low is a multiple of the enclosing power of two."""
    count = high - low
    if not count & (count - 1):
        level = count.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(count)
    return hasher.join(_span(hasher, node, low, middle), _span(hasher, node, middle, high))
