"""The pages of decisions, many at a time: page or tombstone, older versions, proofs, QR code."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from mingjing.kernel.batches import in_batches
from mingjing.publicity import queries
from mingjing.publicity.terms import CopiedDecision
from mingjing.sites.portal.copying.addresses import file_of
from mingjing.sites.portal.copying.folder import Folder
from mingjing.sites.portal.copying.rendering import Painter
from mingjing.sites.portal.copying.rewriting import Rewriter
from mingjing.sites.portal.copying.terms import State
from mingjing.sites.portal.copying.together import Done, Links, done_apart, taken, together
from mingjing.sites.portal.views.codes import drawn_code
from mingjing.sites.portal.views.decisions import told, told_version

BATCH, SHARE = 200, 400


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
        for done in together(self.share, ids, SHARE, workers):
            self.pages += done.pages
            self.state.links |= done.links
            taken(done, self.folder, self.rewriter)
            progress(done.count)

    def share(self, ids: Sequence[UUID]) -> Done:
        """Write some in a process of its own, and tell what the first process must know."""

        def write() -> tuple[int, Links]:
            self.pages, self.state.links = 0, {}
            self.write(ids, lambda count: None)
            return self.pages, self.state.links

        return done_apart(ids, self.folder, self.rewriter, write)

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


def _proof_path(one: CopiedDecision, seq: int) -> str:
    """The proof of the present text lies beside the page, that of an older one under its version."""
    newest = one.shown.version
    folder = "" if newest is not None and newest.seq == seq else f"v/{seq}/"
    return file_of(f"{one.shown.row.address}{folder}proof.json")
