"""Which file of the copy stands for which address of the portal, on every server and every file system."""

import hashlib
import re
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import quote, unquote, urlencode, urljoin

from django.http import QueryDict
from django.urls import Resolver404, resolve

from mingjing.publicity.terms import Category
from mingjing.sites.portal.copying.terms import Site

URLS = "mingjing.sites.portal.urls.alone"
# What is answered by the live portal only: it speaks of this very moment, or takes something in.
LIVE = frozenset({
    "letters", "letter_new", "letter_query", "certificates", "certificate", "display", "progress", "apply", "apply_repair", "application_query", "visit",
    "subscribe", "subscription_confirm", "subscription_end", "suggest", "reading", "reading_item", "reading_page", "reading_film",
})  # fmt: skip
# The only keys of a query that lead to a page of their own in the copy.
KEYS = {
    "cite": ("c",),
    "entry": ("v",),
    "list": ("after",),
    "checks": ("after",),
    "rounds": ("after",),
    "guiding_cases": ("after",),
    "draws": ("after",),
    "draw": ("after",),
    "year_plans": ("after",),
    "year_plan": ("v",),
    "subject": ("after",),
    "chart": ("version",),
    "proof": ("v",),
}
# Drawn together with their decision, many at a time.
WITH_DECISIONS = frozenset({"decision", "version", "proof", "qr"})
# Pages that only the copy has: decisions by month, organ, category and state; where the live services are.
SHELVES, ONLINE = "/all/", "/online/"
# States whose decisions have a shelf of their own.
STATE_SHELVES = ("corrected", "withdrawn", "ended")
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/~%#+]|^\.+|[. ]+$')
# Page, proof, code and versions of one decision: so many that the portal is not asked for each.
_OF_A_DECISION = re.compile(r"/gs/[^/]+/[^/]+/(?:proof\.json|qr\.svg|v/\d+/)?$")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST, REMEMBERED = 200, 50_000


def segment(text: str) -> str:
    """A part of an address as the name of a folder or file that Linux and Windows alike take; never `..`."""
    name = _UNFIT.sub(lambda found: "".join(f"~{byte:02x}" for byte in found[0].encode()), text)
    if _RESERVED.fullmatch(name):
        name = f"~{name}"
    if len(name.encode()) > _LONGEST:
        name = f"{name[:40]}~{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return name or "~"


@lru_cache(maxsize=REMEMBERED)
def file_of(path: str) -> str:
    """The file of a plain address: a page is the index.html of its folder, anything else a file of its own name."""
    parts = [segment(unquote(part)) for part in path.split("/") if part]
    return "/".join([*parts, "index.html"] if path.endswith("/") else parts)


def shelf(kind: str, key: str, month: str = "", page: int = 1) -> str:
    """The address of a page of decisions that only the copy has."""
    parts = [kind, key, month, str(page) if page > 1 else ""]
    return SHELVES + "".join(f"{quote(part, safe='')}/" for part in parts if part)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads: a file of the copy with the address it is drawn from, or (`href`) an address elsewhere."""

    path: str = ""
    address: str = ""
    href: str = ""


@dataclass
class Addresses:
    """Finds the place of each link; remembers which addresses were asked for, so that all of them are drawn."""

    site: Site
    wanted: dict[str, str] = field(default_factory=dict)
    waiting: deque[tuple[str, str]] = field(default_factory=deque)
    _names: dict[str, str | None] = field(default_factory=dict)
    _known: dict[str, Place | None] = field(default_factory=dict)

    def place(self, link: str, here: str) -> Place | None:
        """The place of a link as it stands in a page (escaped) drawn from the address `here`; None where it is dead."""
        if link.startswith("?") or not link.startswith("/"):
            link = urljoin(here, unescape(link))
            return self._remembered(link.partition("#")[0])
        return self._remembered(unescape(link.partition("#")[0]))

    def _remembered(self, address: str) -> Place | None:
        if address not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            found = self._known[address] = self._found(address)
            if found and found.address and found.address not in self.wanted:
                self.wanted[found.address] = found.path
                self.waiting.append((found.address, found.path))
        return self._known[address]

    def _found(self, address: str) -> Place | None:
        path, _, query = address.partition("?")
        if path.startswith((SHELVES, ONLINE)):
            return Place(file_of(path))
        if not query and _OF_A_DECISION.match(path):
            return Place(file_of(path))
        name = self._name(path)
        if name is None:
            return None
        if name == "search":
            return Place(file_of(path))
        if name in LIVE and not self.site.live:
            return Place(file_of(path), path)
        values = {key: str(value) for key, value in QueryDict(query).items() if value}
        if name == "decisions":
            return self._shelf(values, address)
        if name in LIVE:
            return self._live(address) if values else Place(file_of(path), path)
        kept = {key: values.pop(key) for key in KEYS.get(name, ()) if key in values}
        if values and self.site.live:
            return self._live(address)
        place = self._kept(path, kept)
        return Place(place.path) if name in WITH_DECISIONS else place

    def _name(self, path: str) -> str | None:
        """The name of the portal's page behind a path; None where there is none."""
        if path not in self._names:
            if len(self._names) > REMEMBERED:
                self._names.clear()
            try:
                self._names[path] = resolve(unquote(path), URLS).url_name or ""
            except Resolver404:
                self._names[path] = None
        return self._names[path]

    def _live(self, address: str) -> Place:
        return Place(href=self.site.live + address)

    def _kept(self, path: str, kept: dict[str, str]) -> Place:
        if not kept:
            return Place(file_of(path), path)
        folder, _, name = path.rpartition("/")
        further = "".join(f"/{key}/{quote(value, safe='')}" for key, value in kept.items())
        return Place(file_of(f"{folder}{further}/{name}"), f"{path}?{urlencode(kept)}")

    def _shelf(self, values: dict[str, str], address: str) -> Place:
        """The list of decisions narrowed by one thing is a shelf of the copy; by several, a question to the live portal."""
        if not values:
            return Place(file_of("/gs/"))
        (key, value), *more = values.items()
        if not more and (key == "organ" or (key == "category" and value in set(Category))):
            return Place(file_of(shelf(key, value)))
        if not more and key == "state" and value in STATE_SHELVES:
            return Place(file_of(shelf(key, value)))
        return self._live(address) if self.site.live else Place(file_of("/gs/"))
