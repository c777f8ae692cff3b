"""What the copy was made of and with: the list of its files, signed by the log's key, and what the next export must know."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.urls import resolve

from mingjing import __version__
from mingjing.ledger import queries as ledger
from mingjing.sites.portal.copying.addresses import URLS
from mingjing.sites.portal.copying.folder import Folder
from mingjing.sites.portal.copying.terms import FORMAT, MANIFEST, SEAL, STATE, Site, State

# What a page is drawn by: where one of these files changes, every page is drawn anew.
_MAKERS = ("sites/portal", "foundation/jinja2", "foundation/static", "foundation/pages.py", "ledger/static")


def made_with(site: Site) -> str:
    """What changes whenever a page may look different though its decision did not change."""
    told = [__version__, site.base, site.live, json.dumps(settings.MINGJING_SITE, sort_keys=True), _makers()]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


@cache
def _makers() -> str:
    seen = hashlib.sha256()
    for name in _MAKERS:
        place = Path(settings.PACKAGE) / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                seen.update(path.read_bytes())
    return seen.hexdigest()


def view_name(address: str) -> str:
    """The name of the portal's view behind an address."""
    return resolve(unquote(address.partition("?")[0]), URLS).url_name or ""


def read_state(root: Path) -> State:
    """What the last export left; nothing where there was none or it cannot be read."""
    try:
        told = json.loads((root / STATE).read_text(encoding="utf-8"))
        links = {address: tuple(names) for address, names in told["links"].items()}
        return State(told["made_with"], dict(told["stamps"]), links, dict(told["shelves"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def write_state(root: Path, state: State) -> None:
    """Keep what the next export must know. Nothing of it is secret."""
    told = {"made_with": state.made_with, "stamps": state.stamps, "links": state.links, "shelves": state.shelves}
    draft = root / f"{STATE}.new"
    draft.write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    draft.replace(root / STATE)


def read_manifest(root: Path) -> dict[str, str]:
    """Path → SHA-256 as the last export listed them; empty where there is no list that can be read."""
    try:
        told = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
        return {str(path): str(digest) for path, digest in told["files"].items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}


def by_folder(files: Mapping[str, str]) -> dict[str, list[str]]:
    """The files of each decision's folder."""
    found: dict[str, list[str]] = {}
    for path in files:
        if path.startswith("gs/") and path.count("/") >= 3:
            found.setdefault("/".join(path.split("/")[:3]), []).append(path)
    return found


def seal(folder: Folder, state: State, site: Site) -> str:
    """Write the list of all files with the log's newest checkpoint, its signature, and the state; lists last.

    Gives back the SHA-256 (hex) of the list.
    """
    checkpoint = (folder.root / "log" / "checkpoint").read_text(encoding="utf-8")
    about = {"format": FORMAT, "base": site.base, "made_with": __version__, "checkpoint": checkpoint}
    body = "".join(_pieces(about, folder.digests))
    draft = folder.root / f".{MANIFEST}"
    draft.write_text(body, encoding="utf-8")
    draft.replace(folder.root / MANIFEST)
    digest = hashlib.sha256(body.encode()).hexdigest()
    note = ledger.sealed(f"{settings.MINGJING_LOG_ORIGIN}/static\n{checkpoint.split(chr(10))[1]}\n{digest}\n", "static")
    (folder.root / SEAL).write_text(note, encoding="utf-8")
    write_state(folder.root, state)
    return digest


def _pieces(about: Mapping[str, str], files: Mapping[str, str]) -> Iterator[str]:
    """The manifest, one file a line, in order."""
    yield json.dumps(about, ensure_ascii=False, indent=1)[:-2] + ',\n "files": {'
    for at, path in enumerate(sorted(files)):
        yield f'{"," if at else ""}\n  {json.dumps(path, ensure_ascii=False)}: "{files[path]}"'
    yield "\n }\n}\n"
