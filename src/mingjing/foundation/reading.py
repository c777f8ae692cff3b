"""The port by which the public site shows what a link grants. An installation without cases has nothing behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing on the shelf: its number, what it is, its name; a film has no pages."""

    place: int
    kind: str
    name: str
    film: bool
    opened: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a link grants, to whom, what for, until when, how many openings are left."""

    organ: str
    number: str
    reader: str
    purpose: str
    expires_at: datetime
    left: int
    items: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Film:
    """The content of a recording."""

    sha256: str
    media_type: str
    name: str


class Reading(Protocol):
    """What stands behind the port. Whatever is wrong with a token or a number gives None; `open_` raises Refused."""

    def shelf(self, token: str, now: datetime) -> Shelf | None:
        """What the link grants."""
        ...

    def open_(self, token: str, place: int, now: datetime) -> None:
        """Count and log one opening."""
        ...

    def pages(self, token: str, place: int, now: datetime) -> int:
        """How many pages a thing has; 0 for a film or where there is nothing."""
        ...

    def picture(self, token: str, place: int, number: int, now: datetime) -> bytes | None:
        """One page as PNG with the reader's name across it."""
        ...

    def film(self, token: str, place: int, now: datetime) -> Film | None:
        """The content of a recording."""
        ...


def reading() -> Reading | None:
    """What stands behind the port here; None in an installation without cases."""
    path = getattr(settings, "MINGJING_READING", "")
    if not path:
        return None
    found: Reading = import_string(path)
    return found
