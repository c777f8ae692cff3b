"""An OFD file as the ZIP archive it is: opened with limits, its parts found by the ways GB/T 33190 writes them."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.foundation.redacting.fitness import Unfit
from mingjing.foundation.redacting.zips import Element, local, members, xml

ROOT = "OFD.xml"
_AGAIN = "请用原来的软件打开、另存一份，或者请出具单位重新提供"


class BrokenOfd(Exception):
    """The file is no OFD that can be read. The message is Chinese: what is so, and what to do."""


@dataclass(frozen=True, slots=True)
class Package:
    """Every part by its path from the root, without the leading slash."""

    parts: Mapping[str, bytes]

    def at(self, base: str, told: str) -> str:
        """The part that a location written in `base` names. Raises BrokenOfd where there is none or it leads outside.

        A location begins at the root where it begins with a slash, else beside the part that says it; some writers leave
        the slash out, so the root is looked at as well.
        """
        beside = told.lstrip("/") if told.startswith("/") else posixpath.join(posixpath.dirname(base), told)
        for path in (posixpath.normpath(beside), posixpath.normpath(told.lstrip("/"))):
            if path in self.parts:
                return path
        raise BrokenOfd(f"文件里写着的“{told[:80]}”不在文件包里。{_AGAIN}")

    def xml(self, path: str) -> Element:
        """The root element of a part. Raises BrokenOfd."""
        if path not in self.parts:
            raise BrokenOfd(f"文件包里没有“{path[:80]}”。{_AGAIN}")
        try:
            return xml(self.parts[path])
        except Unfit as problem:
            raise BrokenOfd(f"“{path[:80]}”读不出来：{problem}") from None


def looks_like_ofd(content: bytes) -> bool:
    """Whether the content is an archive with the entry of an OFD, whatever its name says. Never raises."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        return ROOT in members(content, wanted=()).names
    except Unfit:
        return False


def opened(content: bytes) -> Package:
    """The parts of an OFD. Raises BrokenOfd for what is damaged, locked, swollen, doubled or leads outside."""
    try:
        held = members(content)
    except Unfit as problem:
        raise BrokenOfd(str(problem)) from None
    names = [name for name in held.names if not name.endswith("/")]
    # Two parts of one name: one reader shows the first, another checks the last.
    if len({name.casefold() for name in names}) != len(names):
        raise BrokenOfd(f"文件包里有重名的文件，看到的和核验的可能不是同一份。{_AGAIN}")
    if wrong := next((name for name in names if _leads_outside(name)), ""):
        raise BrokenOfd(f"文件包里有不合规范的路径“{wrong[:80]}”。{_AGAIN}")
    if ROOT not in names:
        raise BrokenOfd(f"不是 OFD 文件：文件包里没有 {ROOT}。{_AGAIN}")
    return Package({name: held.contents[name] for name in names})


def _leads_outside(name: str) -> bool:
    return "\\" in name or name.startswith("/") or name != posixpath.normpath(name) or name.startswith("..")


def children(element: Element, name: str) -> list[Element]:
    """The children of that name, whatever their namespace: some writers use one of their own."""
    return [one for one in element if local(one) == name]


def child(element: Element, *way: str) -> Element | None:
    """The first child down the way, or None."""
    for name in way:
        found = children(element, name)
        if not found:
            return None
        element = found[0]
    return element


def told(element: Element, *way: str) -> str:
    """The text of the first child down the way; empty where there is none."""
    found = child(element, *way)
    return (found.text or "").strip() if found is not None else ""
