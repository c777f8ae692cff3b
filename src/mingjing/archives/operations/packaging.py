"""The archive package: a BagIt folder in one ZIP, with contents, EEPs, recordings, events and proofs, and the check report.

SHA-256 is the bag's own manifest; SM3 stands beside it in a list of ours, since BagIt programs do not know it. The same
file gives the same bytes. Everything is streamed.
"""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mingjing.archives.operations import describing
from mingjing.archives.operations.describing import Label
from mingjing.archives.operations.encapsulating import Sender, deeds_of, encapsulated, takes
from mingjing.archives.terms import VOLUME_NAMES, ArchiveItem, CatalogueRow
from mingjing.foundation import storage
from mingjing.foundation.storage import Stored
from mingjing.kernel.hashing import Sums
from mingjing.ledger import queries as ledger
from mingjing.records.terms import RecordingFacts

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_SPOOL = 16 << 20
Line = tuple[str, str, str, int]
PROCESS = "data/过程/"


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into a package. `reports` are files of 检测 by name."""

    label: Label
    rows: tuple[CatalogueRow, ...]
    unnumbered: tuple[ArchiveItem, ...] = ()
    reports: tuple[tuple[str, bytes], ...] = ()
    stream: str = ""
    bundles: tuple[Mapping[str, Any], ...] = ()
    recordings: tuple[RecordingFacts, ...] = ()


def pack(parts: Parts) -> Stored:
    """Build the package and keep it in the store. Raises storage.Missing."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
            _Bag(packed, parts).write()
        target.seek(0)
        return storage.put(iter(lambda: target.read(_CHUNK), b""))


class _Bag:
    """One package on its way into a ZIP."""

    def __init__(self, packed: zipfile.ZipFile, parts: Parts) -> None:
        self.packed, self.parts = packed, parts
        self.folder = safe(parts.label.catalogue_no)
        self.sums: list[Line] = []
        self.listed: list[dict[str, Any]] = []
        events = [(int(one["index"]), json.loads(one["event"])) for one in parts.bundles]
        self.events, self.policy = events, ledger.policy()
        self.sender = Sender(
            parts.label.catalogue_no, parts.label.organ, parts.label.organ, parts.label.retention, parts.label.secrecy,
            parts.label.made_at or datetime.combine(parts.label.archived_on, datetime.min.time(), UTC), parts.label.archivist,
            self.policy["key"],
        )  # fmt: skip

    def write(self) -> None:
        """Payload first, then the bag's own files."""
        parts = self.parts
        paths = self._contents()
        self._add("data/案卷目录.XML", [describing.catalogue(parts.label, parts.rows, paths)])
        self._add("data/说明文件.TXT", [describing.told(parts.label, parts.rows, len(parts.bundles))])
        for name, content in parts.reports:
            self._add(f"data/检测/{name}", [content])
        if parts.bundles:
            self._process()
        payload = list(self.sums)
        self._add("bagit.txt", [b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"])
        self._add("bag-info.txt", [describing.info(parts.label, payload)])
        self._add("manifest-sha256.txt", ["".join(f"{one[1]}  {one[0]}\n" for one in payload).encode()])
        self._add("manifest-sm3.tsv", ["".join(f"{one[2]}\t{one[0]}\n" for one in payload).encode()])
        tags = "".join(f"{one[1]}  {one[0]}\n" for one in self.sums[len(payload) :])
        self._add("tagmanifest-sha256.txt", [tags.encode()])

    def _contents(self) -> dict[int, str]:
        """Every electronic item; gives the folder or file of each row, by its place."""
        paths: dict[int, str] = {}
        for number, item in enumerate((each for each in self.parts.unnumbered if each.electronic), start=1):
            self._item(f"data/电子档案/卷首/{number:03d}_{safe(item.title)}{_ending(item)}", item)
        for place, row in enumerate(self.parts.rows):
            if not row.item.electronic:
                continue
            stem = f"{row.no:03d}_{safe(row.title)}"
            if row.item.recording:
                volume = "" if row.volume.value == "main" else f"{VOLUME_NAMES[row.volume]}_"
                path = f"data/音像/{volume}{stem}{_ending(row.item)}"
                self._item(path, row.item)
                self._add(f"data/音像/{volume}{stem}.meta.xml", [describing.film(row, self._recording(row.item))])
            else:
                folder = f"data/电子档案/{VOLUME_NAMES[row.volume]}/{stem}"
                path = f"{folder}/正文{_ending(row.item)}"
                self._item(path, row.item)
                if takes(row.item.media_type):
                    self._add(f"{folder}/{row.no:03d}.eep.xml", self._encapsulated(row), size=row.item.size)
            paths[place] = path.removeprefix("data/")
        return paths

    def _recording(self, item: ArchiveItem) -> RecordingFacts | None:
        return next((one for one in self.parts.recordings if one.held_sha256 == item.sha256), None)

    def _encapsulated(self, row: CatalogueRow) -> Iterator[bytes]:
        deeds = deeds_of(self.events, row.item.sha256)
        return encapsulated(row, self.sender, deeds, storage.whole(row.item.sha256))

    def _process(self) -> None:
        parts = self.parts
        for one in parts.bundles:
            seq = json.loads(one["event"])["seq"]
            self._add(f"{PROCESS}events/{seq:06d}.json", [describing.dumped(one)])
        self._add(f"{PROCESS}case.json", [describing.manifest(parts.stream, parts.bundles, self.listed)])
        self._add(f"{PROCESS}policy.json", [describing.dumped(self.policy)])
        self._add(f"{PROCESS}mingjing_verify.py", [ledger.verifier_file()])

    def _item(self, path: str, item: ArchiveItem) -> None:
        self._add(path, storage.whole(item.sha256), size=item.size)
        _, sha256, sm3, size = self.sums[-1]
        wanted = {"name": item.name, "sha256": sha256, "sm3": sm3, "size": size}
        entries = [
            index for index, event in self.events if any(wanted.items() <= one.items() for one in event["objects"])
        ]
        if entries:
            self.listed.append({"path": path, "entries": entries, **wanted})

    def _add(self, path: str, pieces: Iterable[bytes], size: int = 0) -> None:
        member = zipfile.ZipInfo(f"{self.folder}/{path}", _EPOCH)
        member.create_system, member.external_attr = 3, 0o100644 << 16
        counted = Sums()
        # An EEP is a third larger than what it holds; what is not known beforehand may not be small.
        large = size * 4 // 3 > zipfile.ZIP64_LIMIT // 2
        with self.packed.open(member, "w", force_zip64=large) as written:
            for piece in pieces:
                written.write(piece)
                counted.update(piece)
        self.sums.append((path, counted.sha256, counted.sm3, counted.size))


def _ending(item: ArchiveItem) -> str:
    return f".{item.name.rsplit('.', 1)[-1].lower()}" if "." in item.name else ""


def safe(name: str) -> str:
    """A name that every file system takes."""
    return _UNSAFE.sub("_", name).strip(" .")[:80] or "_"
