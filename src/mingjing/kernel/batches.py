"""A long row of things, so many at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(things: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """The things in their order, `size` at a time, the last batch maybe shorter; nothing is held beyond one batch."""
    left = iter(things)
    while some := tuple(islice(left, size)):
        yield some
