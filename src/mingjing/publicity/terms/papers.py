"""Papers set in type from what an organ made public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class PaperData:
    """What a template sets: `template` names it, `day` is written into the file, `missing` what could not be put in.

    Equal data give equal bytes, so a paper is set once and kept by the digest of its data.
    """

    template: str
    title: str
    data: Mapping[str, Any]
    day: date
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPaper:
    """A paper as it lies in the store."""

    pdf: bytes
    sha256: str
    pages: int
