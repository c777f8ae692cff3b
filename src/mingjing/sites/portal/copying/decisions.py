"""The pages of decisions, many at a time: page or tombstone, older versions, proofs, QR code."""

import multiprocessing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.urls import reverse

from mingjing.kernel.batches import in_batches
from mingjing.publicity import queries
from mingjing.publicity.terms import CopiedDecision
from mingjing.sites.portal.copying.addresses import file_of
from mingjing.sites.portal.copying.folder import Folder
from mingjing.sites.portal.copying.rendering import Painter
from mingjing.sites.portal.copying.rewriting import Rewriter
from mingjing.sites.portal.copying.terms import Dead, State
from mingjing.sites.portal.views.codes import drawn_code
from mingjing.sites.portal.views.decisions import told, told_version

BATCH, SHARE = 200, 400
_WRITER: "Decisions | None" = None


@dataclass(frozen=True, slots=True)
class Done:
    """What another process wrote, for the one that began: as the folder, the rewriter and the state would know it."""

    count: int
    pages: int
    written: int
    digests: dict[str, str]
    links: dict[str, tuple[str, ...]]
    wanted: tuple[tuple[str, str], ...]
    assets: dict[str, bytes]
    dead: tuple[Dead, ...]


class Decisions:
    """Writes decisions into the folder. `pages` counts what was drawn."""

    def __init__(self, folder: Folder, rewriter: Rewriter, painter: Painter, state: State) -> None:
        self.folder, self.rewriter, self.painter, self.state = folder, rewriter, painter, state
        self.common: frozenset[str] = frozenset()
        self.pages = 0

    def write(self, ids: Iterable[UUID], progress: Callable[[int], None]) -> None:
        """Draw and write the decisions of these ids."""
        for some in in_batches(ids, BATCH):
            found = queries.copied_decisions(some)
            for one in found:
                self._page(one)
                self._code(one)
            self._proofs(found)
            progress(len(some))

    def write_together(self, ids: Sequence[UUID], progress: Callable[[int], None], workers: int) -> None:
        """The same by several processes at once. Only outside a transaction: each process has its own connection."""
        global _WRITER  # noqa: PLW0603 what the processes begin with
        _WRITER = self
        connections.close_all()
        with multiprocessing.get_context("fork").Pool(workers, _apart) as pool:
            for done in pool.imap_unordered(_some, in_batches(ids, SHARE)):
                self._take(done)
                progress(done.count)
        _WRITER = None

    def _take(self, done: Done) -> None:
        self.pages += done.pages
        self.folder.written += done.written
        self.folder.digests |= done.digests
        self.state.links |= done.links
        self.rewriter.assets.files |= done.assets
        self.rewriter.dead += done.dead
        for address, path in done.wanted:
            if address not in self.rewriter.addresses.wanted:
                self.rewriter.addresses.wanted[address] = path
                self.rewriter.addresses.waiting.append((address, path))

    def share(self, ids: Sequence[UUID]) -> Done:
        """Write some in a process of its own, and tell what the first process must know."""
        folder, addresses, assets = self.folder, self.rewriter.addresses, self.rewriter.assets
        folder.digests, folder.written, self.pages, self.state.links, self.rewriter.dead = {}, 0, 0, {}, []
        addresses.waiting.clear()
        known = set(assets.files)
        self.write(ids, lambda count: None)
        fresh = {path: content for path, content in assets.files.items() if path not in known}
        return Done(
            len(ids), self.pages, folder.written, folder.digests, self.state.links, tuple(addresses.waiting), fresh,
            tuple(self.rewriter.dead),
        )  # fmt: skip

    def _page(self, one: CopiedDecision) -> None:
        row, base = one.shown.row, one.shown.row.address
        needed = self._draw(*told(one.shown, one.files), base, file_of(base))
        for old in one.shown.older:
            address = reverse("portal:version", args=[row.organ_code, row.number, old.seq])
            needed |= self._draw(
                "portal/version.html",
                told_version((row.organ_code, row.number), old, one.files),
                address,
                file_of(address),
            )
        self.state.links[base] = tuple(sorted(needed - self.common))

    def _draw(self, template: str, facts: Mapping[str, object], address: str, path: str) -> set[str]:
        self.folder.write(path, self.rewriter.page(self.painter.draw(template, facts, address), address, path))
        self.pages += 1
        return self.rewriter.needed

    def _code(self, one: CopiedDecision) -> None:
        if one.shown.version is not None:
            address = one.shown.row.address
            self.folder.write(file_of(f"{address}qr.svg"), drawn_code(f"{settings.MINGJING_PORTAL_URL}{address}"))

    def _proofs(self, found: Sequence[CopiedDecision]) -> None:
        wanted = [(one, text) for one in found for text in one.texts]
        made = queries.proof_files((one.shown.row.number, *text) for one, text in wanted)
        for (one, (seq, _, _)), content in zip(wanted, made, strict=True):
            self.folder.write(_proof_path(one, seq), content)


def _apart() -> None:
    """A process begins without the connection of the first one: two on one socket would read each other's answers."""
    for one in connections.all(initialized_only=True):
        if one.vendor != "sqlite":
            one.connection = None


def _some(ids: Sequence[UUID]) -> Done:
    if _WRITER is None:
        raise RuntimeError("the processes were not begun by write_together")
    return _WRITER.share(ids)


def _proof_path(one: CopiedDecision, seq: int) -> str:
    """The proof of the present text lies beside the page, that of an older one under its version."""
    newest = one.shown.version
    folder = "" if newest is not None and newest.seq == seq else f"v/{seq}/"
    return file_of(f"{one.shown.row.address}{folder}proof.json")
