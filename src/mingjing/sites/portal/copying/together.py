"""Several processes write the copy at once: each does a share, and tells the first process what it must know of it."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections

from mingjing.kernel.batches import in_batches
from mingjing.sites.portal.copying.folder import Folder
from mingjing.sites.portal.copying.rewriting import Rewriter
from mingjing.sites.portal.copying.terms import Dead

Links = dict[str, tuple[str, ...]]
_WORK: "Callable[[Sequence[Any]], Done] | None" = None


@dataclass(frozen=True, slots=True)
class Done:
    """What another process wrote, for the one that began: as the folder, the rewriter and the state would know it."""

    count: int
    pages: int
    written: int
    digests: dict[str, str]
    links: Links
    wanted: tuple[tuple[str, str], ...]
    assets: dict[str, bytes]
    dead: tuple[Dead, ...]


def done_apart(
    things: Sequence[Any], folder: Folder, rewriter: Rewriter, write: Callable[[], tuple[int, Links]]
) -> Done:
    """Do a share in a process of its own; `write` gives back the pages it drew and the links it found."""
    addresses, assets = rewriter.addresses, rewriter.assets
    folder.digests, folder.written, rewriter.dead = {}, 0, []
    addresses.waiting.clear()
    known = set(assets.files)
    pages, links = write()
    fresh = {path: content for path, content in assets.files.items() if path not in known}
    return Done(
        len(things), pages, folder.written, folder.digests, links, tuple(addresses.waiting), fresh, tuple(rewriter.dead)
    )


def taken(done: Done, folder: Folder, rewriter: Rewriter) -> None:
    """Know in the first process what another one wrote, and what it still wants drawn."""
    folder.written += done.written
    folder.digests |= done.digests
    rewriter.assets.files |= done.assets
    rewriter.dead += done.dead
    for address, path in done.wanted:
        if address not in rewriter.addresses.wanted:
            rewriter.addresses.wanted[address] = path
            rewriter.addresses.waiting.append((address, path))


def together(work: Callable[[Sequence[Any]], Done], things: Sequence[Any], share: int, workers: int) -> Iterator[Done]:
    """Let processes do the shares. Only outside a transaction: each process has its own connection."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(workers, _begin, (work,)) as pool:
        yield from pool.imap_unordered(_some, in_batches(things, share))


def _begin(work: "Callable[[Sequence[Any]], Done]") -> None:
    """A process begins without the connection of the first one: two on one socket would read each other's answers."""
    global _WORK  # noqa: PLW0603 what this process does
    _WORK = work
    for one in connections.all(initialized_only=True):
        if one.vendor != "sqlite":
            one.connection = None


def _some(things: Sequence[Any]) -> Done:
    if _WORK is None:
        raise RuntimeError("the processes were not begun by together")
    return _WORK(things)
