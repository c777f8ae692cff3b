"""The signatures of an OFD as they are written down: what each protects with which digest, and what was signed."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from mingjing.foundation.ofd.package import ROOT, BrokenOfd, Package, child, children, told
from mingjing.foundation.redacting.zips import Element, attribute

MOST_MARKS = 100
MOST_REFERENCES = 5_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A part that a signature protects. `path` is empty for one that is not in the package any more; `told` as written."""

    told: str
    path: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """A seal (`Seal`) or a signature without a face (`Sign`).

    `path`: its Signature.xml, which is what was signed; `method`: the digest of the references as written; `value`: the
    content of SignedValue.dat; `own`: the parts that are its own; `seal`: the seal beside it, empty where there is none.
    """

    id: str
    kind: str
    path: str
    method: str
    references: tuple[Reference, ...]
    value: bytes
    seal: bytes
    own: frozenset[str]
    at: str
    pages: tuple[str, ...]


def marks(package: Package) -> tuple[Mark, ...]:
    """Every signature in the package. Raises BrokenOfd for one that does not read."""
    found = tuple(_all(package))
    if len(found) > MOST_MARKS:
        raise BrokenOfd(f"文件里有 {len(found)} 个签章，多得不正常。请向出具单位核实")
    return found


def lists(package: Package) -> frozenset[str]:
    """The parts that list signatures: every later signature changes them."""
    return frozenset(package.at(ROOT, where) for where in _lists(package))


def _lists(package: Package) -> list[str]:
    bodies = children(package.xml(ROOT), "DocBody")
    return [where for one in bodies if (where := told(one, "Signatures"))]


def _all(package: Package) -> Iterator[Mark]:
    for path in sorted(lists(package)):
        for one in children(package.xml(path), "Signature"):
            where = attribute(one, "BaseLoc")
            yield _mark(package, package.at(path, where), attribute(one, "ID"), attribute(one, "Type") or "Seal")


def _mark(package: Package, path: str, number: str, kind: str) -> Mark:
    root = package.xml(path)
    info = child(root, "SignedInfo")
    if info is None:
        raise BrokenOfd(f"签章“{path[:80]}”不完整：没有 SignedInfo。请向出具单位核实")
    value = package.at(path, told(root, "SignedValue"))
    seal = told(info, "Seal", "BaseLoc")
    seal = package.at(path, seal) if seal else ""
    listed = child(info, "References")
    references = children(listed, "Reference") if listed is not None else []
    if len(references) > MOST_REFERENCES:
        raise BrokenOfd("签章保护的文件多得不正常。请向出具单位核实")
    return Mark(
        number[:40], kind, path, (attribute(listed, "CheckMethod") if listed is not None else "") or "MD5",
        tuple(_reference(package, path, one) for one in references), package.parts[value],
        package.parts[seal] if seal else b"", frozenset({path, value} | ({seal} if seal else set())),
        told(info, "SignatureDateTime")[:40], tuple(attribute(one, "PageRef") for one in children(info, "StampAnnot")),
    )  # fmt: skip


def _reference(package: Package, base: str, one: Element) -> Reference:
    where = attribute(one, "FileRef")
    try:
        digest = base64.b64decode(told(one, "CheckValue"), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    try:
        return Reference(where[:200], package.at(base, where), digest)
    except BrokenOfd:
        return Reference(where[:200], "", digest)
