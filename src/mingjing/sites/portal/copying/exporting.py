"""The export of the whole portal into a folder, from beginning to end."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from django.http import StreamingHttpResponse
from django.urls import reverse

from mingjing.ledger import queries as ledger
from mingjing.publicity import queries
from mingjing.sites.portal.copying import extras, finding, sealing
from mingjing.sites.portal.copying.addresses import LIVE, ONLINE, WITH_DECISIONS, Addresses, file_of
from mingjing.sites.portal.copying.assets import Assets
from mingjing.sites.portal.copying.checking import dead_links
from mingjing.sites.portal.copying.decisions import Decisions
from mingjing.sites.portal.copying.folder import Folder, opened
from mingjing.sites.portal.copying.rendering import Painter, answered, held
from mingjing.sites.portal.copying.rewriting import Rewriter
from mingjing.sites.portal.copying.shelves import Shelves
from mingjing.sites.portal.copying.taking import take_down
from mingjing.sites.portal.copying.terms import Dead, Report, Site, State
from mingjing.sites.portal.copying.together import Done, Links, done_apart, taken, together
from mingjing.sites.portal.views.sitemaps import part_addresses as sitemap_addresses

# Citations and organs come from decisions: where the library or the register has none, the portal's page says so.
_TOLD_MISSING = frozenset({"cite", "organ"})
# How often a portal that changes while it is copied is looked at again.
LOOKS = 5
# Fewer decisions, or other pages, than this are not worth a second process; how many pages a share has.
MANY, MANY_PAGES, PAGES = 1000, 300, 50
# Where the crawl begins; what these pages link to follows by itself.
SEEDS = (
    "home", "about", "organs", "lists", "charts", "log", "policy", "tlog_policy", "verify", "verifier",
    "robots", "sitemap", "atom", "csv", "json", "jsonl", "xlsx", "data", "catalog", "certificates", "letters",
    "words", "subjects", "rights", "visits", "progress", "subscribe", "checks", "rounds",
)  # fmt: skip
Tell = Callable[[str, int], None]


def export(
    root: Path, site: Site, *, since_last: bool = False, workers: int = 1, tell: Tell = lambda what, done: None
) -> Report:
    """Write the portal as it is now into a folder of its own; what is not public any more is gone from it afterwards.

    `site.base` must be the portal's address in the settings. `since_last` draws only decisions that changed since the
    export before; `workers` processes draw them, where there are many. Where the portal changes meanwhile, the changes are fetched before the end. Raises NotOurs.
    """
    opened(root)
    ledger.checkpoint()
    one = _Export(root, site, since_last, workers, tell)
    for look in range(LOOKS):
        before = queries.last_change()
        one.run(anew=not since_last and look == 0)
        if queries.last_change() == before:
            break
    return one.finish()


class _Export:
    def __init__(self, root: Path, site: Site, since_last: bool, workers: int, tell: Tell) -> None:
        self.root, self.site, self.workers, self.tell = root, site, workers, tell
        self.made_with = sealing.made_with(site)
        self.state = sealing.read_state(root)
        if self.state.made_with != self.made_with:
            self.state.shelves = {}
        self.same_makers = since_last and self.state.made_with == self.made_with
        self.pages = self.written = self.removed = 0
        self.manifest = ""
        self.dead: list[Dead] = []

    def run(self, *, anew: bool) -> None:
        """One pass over everything; what stands there already and did not change is left as it is."""
        self.folder = Folder(self.root, sealing.read_manifest(self.root))
        self.addresses, self.assets = Addresses(self.site), Assets()
        self.rewriter = Rewriter(self.addresses, self.assets)
        self.painter = Painter(self.site)
        self.anew = anew or not self.same_makers
        self._take_down()
        self._crawl([*(reverse(f"portal:{name}") for name in SEEDS), *sitemap_addresses(), *self._organs()])
        common = frozenset(self.addresses.wanted)
        Shelves(self.folder, self.state, self._draw, anew=self.anew).write()
        self._decisions(common)
        self._extras()
        self._crawl([])
        self._assets()
        self.folder.sweep()
        self.dead = [*self.rewriter.dead, *dead_links(self.folder)]
        self.written += self.folder.written
        self.removed += self.folder.removed
        self.state.made_with, self.same_makers = self.made_with, True
        self.manifest = sealing.seal(self.folder, self.state, self.site)

    def finish(self) -> Report:
        """What was done."""
        return Report(
            len(self.folder.digests),
            self.written,
            self.removed,
            self.pages,
            len(self.state.stamps),
            tuple(self.dead),
            self.manifest,
        )

    def _take_down(self) -> None:
        """Compare with the last export; note what is about to be written; take down what changed or went."""
        self.public = {address: (pk, _digest(stamp), gone) for pk, address, stamp, gone in queries.stamps()}
        self.stamps = {address: stamp for address, (_, stamp, _) in self.public.items()}
        old = self.state.stamps
        touched = {address for address, stamp in old.items() if self.stamps.get(address) != stamp}
        self.state.stamps = {
            address: stamp if old.get(address) == stamp else "" for address, stamp in self.stamps.items()
        }
        sealing.write_state(self.root, State(self.state.made_with, old | self.state.stamps, self.state.links, {}))
        gone = take_down(self.folder, touched)
        if gone:
            self.tell("先撤下有变动的文件", gone)

    def _organs(self) -> Iterator[str]:
        """The page of every organ that decided anything: lists that are left as they are lead there."""
        for code in sorted({address.split("/")[2] for address in self.public}):
            yield reverse("portal:organ", args=[unquote(code)])

    def _decisions(self, common: frozenset[str]) -> None:
        writer = Decisions(self.folder, self.rewriter, self.painter, self.state)
        writer.common = common
        folders = sealing.by_folder(self.folder.last) if not self.anew else {}
        wanted = []
        for address, (pk, _, gone) in self.public.items():
            # Whether a withdrawn decision has a successor is no change of its own: its page is always drawn.
            known = self.state.stamps.get(address) and not gone
            if not known or not self.folder.keep(folders.get(_folder(address), ())):
                wanted.append(pk)
                continue
            for further in self.state.links.get(address, ()):
                self.addresses.place(further, address)
        done = 0

        def progress(more: int) -> None:
            nonlocal done
            done += more
            self.tell("决定", done)

        if self.workers > 1 and len(wanted) > MANY:
            writer.write_together(wanted, progress, self.workers)
        else:
            writer.write(wanted, progress)
        self.state.stamps = self.stamps
        self.state.links = {address: links for address, links in self.state.links.items() if address in self.stamps}
        self.pages += writer.pages

    def _crawl(self, begin: list[str]) -> None:
        """Draw every page that is linked to and was not drawn yet."""
        for address in begin:
            self.addresses.place(address, "/")
        while self.addresses.waiting:
            if self.workers > 1 and len(self.addresses.waiting) > MANY_PAGES:
                self._crawl_together()
                continue
            address, path = self.addresses.waiting.popleft()
            if path not in self.folder.digests:
                self._one(address, path)

    def _crawl_together(self) -> None:
        """Draw all that waits by several processes: the pages of organisations are as many as a quarter of the decisions."""
        waiting = {path: address for address, path in self.addresses.waiting if path not in self.folder.digests}
        self.addresses.waiting.clear()
        for done in together(self._share, [(address, path) for path, address in waiting.items()], PAGES, self.workers):
            self.pages += done.pages
            taken(done, self.folder, self.rewriter)

    def _share(self, some: Sequence[tuple[str, str]]) -> Done:
        def write() -> tuple[int, Links]:
            self.pages = 0
            for address, path in some:
                self._one(address, path)
            return self.pages, {}

        return done_apart(some, self.folder, self.rewriter, write)

    def _one(self, address: str, path: str) -> None:
        name = sealing.view_name(address)
        if name in WITH_DECISIONS:
            return
        if name in LIVE:
            self._notice(address)
            return
        response, _ = answered(address, self.site)
        if isinstance(response, StreamingHttpResponse):
            self.folder.stream(path, (bytes(piece) for piece in response))
            return
        answer = held(response)
        if answer.private:
            self._notice(address)
        elif answer.html and (answer.status == 200 or name in _TOLD_MISSING):
            self.folder.write(path, self.rewriter.page(answer.content.decode(), address, path))
            self.pages += 1
        elif answer.status == 200:
            self.folder.write(path, answer.content)
        else:
            self.rewriter.dead.append(Dead(path, address))

    def _notice(self, address: str) -> None:
        plain = address.partition("?")[0]
        title, words = extras.service(sealing.view_name(plain), unquote(plain))
        facts = {"title": title, "words": words, "live": self.site.live, "leads": self.site.live + address}
        self._draw("portal/copy_notice.html", facts, plain)

    def _draw(self, template: str, facts: Mapping[str, object], address: str) -> None:
        path = file_of(address)
        self.folder.write(path, self.rewriter.page(self.painter.draw(template, facts, address), address, path))
        self.pages += 1

    def _extras(self) -> None:
        """Pages and files that only the copy has: search, where the live services are, the log's tiles, server settings."""
        found = finding.index()
        if found is not None:
            self.folder.write("s/index.json", found)
        self._draw(
            "portal/copy_search.html", {"indexed": found is not None, "live": self.site.live}, reverse("portal:search")
        )
        self._draw("portal/copy_online.html", {"services": extras.services(), "live": self.site.live}, ONLINE)
        missing = self.painter.draw("portal/missing.html", {"what": "没有找到这一页", "steps": ()})
        self.folder.write("404.html", self.rewriter.page(missing, "/", "404.html"))
        for path, content in ledger.log_files():
            self.folder.write(f"log/{path}", content)
            if path == "sm3/checkpoint":
                self.folder.write("log/checkpoint-sm3", content)
        self.folder.write("web.config", extras.WEB_CONFIG)

    def _assets(self) -> None:
        for path, content in self.assets.files.items():
            self.folder.write(path, content)


def _folder(address: str) -> str:
    return file_of(address).removesuffix("/index.html")


def _digest(stamp: str) -> str:
    return hashlib.sha256(stamp.encode()).hexdigest()[:20]
