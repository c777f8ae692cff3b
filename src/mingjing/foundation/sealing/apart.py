"""The signing library runs an event loop of its own; where this thread has one already, the work is done in another."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

R = TypeVar("R")


def apart(work: Callable[[], R]) -> R:
    """What the work gives back or raises. It must ask no database: another thread has another connection."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as others:
        return others.submit(work).result()
