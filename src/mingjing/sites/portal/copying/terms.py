"""Words of the static copy."""

from dataclasses import dataclass, field

STATE, SEAL, MANIFEST = ".mingjing-static.json", "manifest.note", "manifest.json"
FORMAT = "mingjing-static@1"


class NotOurs(Exception):
    """The folder holds something that no export wrote: nothing of it is touched. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the copy will stand (`base`), and where search, letters and certificates are answered (`live`).

    Both without a slash at the end; `live` is empty where there is no live portal for the public.
    """

    base: str
    live: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One page or file of the portal as it answers now. `private`: it speaks of the very moment or holds a form."""

    status: int
    html: bool
    private: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Dead:
    """A link that leads nowhere: the file it stands in, and the link."""

    path: str
    link: str

    def __str__(self) -> str:
        return f"{self.path} → {self.link}"


@dataclass(slots=True)
class State:
    """What the last export wrote: which decisions in which shape, and what it was made with.

    `stamps`: address → shape; an empty shape says that the export was writing it when this was kept. `links`: address
    → the further pages of the copy that its page needs. `shelves`: shelf → what its pages show.
    """

    made_with: str = ""
    stamps: dict[str, str] = field(default_factory=dict)
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shelves: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What an export did: files in all, written anew, taken away; pages drawn; decisions and tombstones; dead links.

    `manifest`: SHA-256 of the list of files, by which the whole copy is known.
    """

    files: int
    written: int
    removed: int
    pages: int
    decisions: int
    dead: tuple[Dead, ...]
    manifest: str = ""
