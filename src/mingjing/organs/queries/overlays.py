"""Local figures as they lie in the installation: `MINGJING_PARAMETERS/{provinces/CODE[/DOMAIN],organs/CODE}/*.yaml`.

CODE of a place is the beginning of the organ's region code (13, 1308, 130821; zeros at the end do not count), of an organ
its own short name (示应急). What cannot be used is left out, logged, and told by `mingjing figures` and the page.
"""

import logging
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from mingjing.kernel.parameters import Parameters
from mingjing.organs.models import Organ
from mingjing.organs.rules.overlays import lay
from mingjing.organs.terms import DOMAIN_NAMES, OrganFacts
from mingjing.organs.terms.overlays import LARGEST, ORGANS, PROVINCES, Laid, OverlayFile

log = logging.getLogger(__name__)
Room = Callable[[str], Parameters]
_Print = tuple[tuple[str, Path, int, int], ...]


def local_root() -> Path:
    """Where local figures lie."""
    return Path(settings.MINGJING_PARAMETERS)


def places_of(organ: OrganFacts) -> tuple[str, ...]:
    """The layers that may hold for an organ, the most general first, whether or not they have files."""
    root = local_root() / PROVINCES
    names = [one.name for one in root.iterdir() if one.is_dir()] if root.is_dir() else []
    fitting = sorted((core, name) for name in names if (core := _core(name)) and organ.region_code.startswith(core))
    general = [f"{PROVINCES}/{name}" for _, name in sorted(fitting, key=lambda one: len(one[0]))]
    special = [f"{place}/{organ.domain}" for place in general if organ.domain]
    return (*general, *special, *([f"{ORGANS}/{organ.code}"] if is_folder_name(organ.code) else []))


def is_folder_name(name: str) -> bool:
    """Whether a name stays inside its folder."""
    return bool(name) and Path(name).name == name and name not in {".", ".."} and "\\" not in name and "\0" not in name


def _core(name: str) -> str:
    """13 of 130000: a region code without the zeros that mean nothing; empty for what is no region code."""
    if not re.fullmatch(r"\d{2,12}", name, re.ASCII) or len(name) % 2:
        return ""
    while len(name) > 2 and name.endswith("00"):
        name = name[:-2]
    return name


def files_of(organ: OrganFacts) -> tuple[OverlayFile, ...]:
    """The local files that hold for an organ, the most general first."""
    return _read(_print(organ))


def _print(organ: OrganFacts) -> _Print:
    """What lies there now: layer, file, when changed, how long."""
    if not _any():
        return ()
    root, found = local_root(), []
    for place in places_of(organ):
        for path in sorted((root / place).glob("*.yaml")):
            told = path.stat()
            found.append((place, path, told.st_mtime_ns, told.st_size))
    return tuple(found)


@lru_cache(maxsize=64)
def _read(seen: _Print) -> tuple[OverlayFile, ...]:
    return tuple(_file(place, path, size) for place, path, _, size in seen)


def _file(place: str, path: Path, size: int) -> OverlayFile:
    if size > LARGEST:
        return OverlayFile(place, path.name, "", f"文件超过 {LARGEST // 1024} KB，不像参数文件")
    try:
        return OverlayFile(place, path.name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return OverlayFile(place, path.name, "", "文件不是 UTF-8 文字")
    except OSError as problem:
        return OverlayFile(place, path.name, "", f"文件读不出来（{problem.strerror}）")


@lru_cache(maxsize=128)
def _laid(room: Room, domain: str, seen: _Print) -> Parameters:
    laid = lay(room(domain), _read(seen))
    for one in laid.problems:
        log.warning("local figure %s: %s", one.where, one.finding)
    return laid.parameters


def local_parameters(room: Room, organ: OrganFacts) -> Parameters:
    """A room's figures for an organ: national, its places', its domain's, its own. `room` gives those of a domain."""
    seen = _print(organ)
    return _laid(room, organ.domain, seen) if seen else room(organ.domain)


def local_for(room: Room, organ_id: UUID, domain: str | None) -> Parameters:
    """The same by the organ's id, in the domain of the decision (None: figures that no domain's pack differs in).

    The organ is asked for only where local figures lie.
    """
    if not _any():
        return room(domain or "")
    row = Organ.objects.filter(id=organ_id).first()
    if row is None:
        return room(domain or "")
    facts = row.facts()
    return local_parameters(room, facts if domain is None else replace(facts, domain=domain))


def _any() -> bool:
    root = local_root()
    return (root / PROVINCES).is_dir() or (root / ORGANS).is_dir()


def laid_over(base: Parameters, organ: OrganFacts, known: Collection[str]) -> Laid:
    """The same for figures at hand, with everything that is wrong; `known`: the keys of every room."""
    return lay(base, files_of(organ), known)


def stray_places(organs: Collection[OrganFacts]) -> tuple[str, ...]:
    """Folders that hold for no organ here: a mistyped code, a domain that does not exist, an organ that is not registered."""
    root, found = local_root(), []
    for folder in sorted(one for one in root.glob(f"{PROVINCES}/*") if one.is_dir()):
        core = _core(folder.name)
        if not core or not any(one.region_code.startswith(core) for one in organs):
            found.append(f"{PROVINCES}/{folder.name}")
        found += [
            f"{PROVINCES}/{folder.name}/{one.name}"
            for one in sorted(folder.iterdir())
            if one.is_dir() and one.name not in set(DOMAIN_NAMES)
        ]
    codes = {one.code for one in organs}
    return (*found, *(f"{ORGANS}/{one.name}" for one in sorted(root.glob(f"{ORGANS}/*")) if one.is_dir() and one.name not in codes))  # fmt: skip
