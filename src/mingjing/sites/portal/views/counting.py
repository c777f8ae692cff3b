"""Counts that cost a walk over everything, asked once for as long as nothing happened."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from mingjing.ledger import queries as ledger

T = TypeVar("T")
_KEPT = 3600


def counted(name: str, count: Callable[[], T]) -> T:
    """What `count` gives, kept until the log grows: every act that changes what is public is logged, so it is never old."""
    key = f"counted:{name}:{ledger.tip()}"
    found: T | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, _KEPT)
    return found
