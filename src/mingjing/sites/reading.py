"""What stands behind the port of `foundation.reading`: the records room's grants, documents as stamped pages, films."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from PIL import Image
from pypdfium2 import PdfiumError

from mingjing.cases.queries import auditing
from mingjing.foundation import storage, typesetting
from mingjing.foundation.reading import Film, Reading, Shelf, Shown
from mingjing.foundation.watermarking import stamped
from mingjing.ledger.terms import SYSTEM
from mingjing.organs import queries as organs
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.links import MATERIAL_NAMES, GrantFacts, ItemFacts, Material

DPI = 96
UNREADABLE = (PdfiumError, OSError, ValueError, Image.DecompressionBombError)
"""What a file raises that is not what its first bytes say."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Granted:
    """Grants of the records room."""

    def shelf(self, token: str, now: datetime) -> Shelf | None:
        """What the link grants."""
        found = queries.grant_by_token(token, now)
        if found is None or found.expires_at is None:
            return None
        items = tuple(
            Shown(one.place, MATERIAL_NAMES[Material(one.kind)], one.name, one.kind == Material.RECORDING, one.openings)
            for one in found.items
        )
        return Shelf(
            organs.organ(found.organ_id).name, auditing.numbers([found.dossier_id]).get(found.dossier_id, ""), found.reader.name,
            found.purpose, found.expires_at, found.most - found.opened, items,
        )  # fmt: skip

    def open_(self, token: str, place: int, now: datetime) -> None:
        """Count and log one opening."""
        found, item = operations.open_item(token=token, place=place, at=now)
        if item.kind == Material.DOCUMENT and not queries.document(found.dossier_id, item.object_id).pdf_sha256:
            operations.render(dossier_id=found.dossier_id, document_id=item.object_id, at=now, by=SYSTEM)

    def pages(self, token: str, place: int, now: datetime) -> int:
        """How many pages a thing has; none where it cannot be shown."""
        content, kind = self._content(token, place, now)
        try:
            return 0 if content is None else typesetting.page_count(content) if kind == PDF else 1
        except UNREADABLE:
            return 0

    def picture(self, token: str, place: int, number: int, now: datetime) -> bytes | None:
        """One page with the reader's name and the minute across it."""
        grant, _ = _item(token, place, now)
        content, kind = self._content(token, place, now)
        if content is None or grant is None or number < 1 or (kind != PDF and number > 1):
            return None
        text = f"{grant.reader.name} 查阅 {timezone.localtime(now):%Y-%m-%d %H:%M}"
        try:
            return stamped(typesetting.preview(content, number - 1, dpi=DPI) if kind == PDF else content, text)
        except (IndexError, *UNREADABLE):
            return None

    def film(self, token: str, place: int, now: datetime) -> Film | None:
        """The content of a recording."""
        grant, item = _item(token, place, now)
        if grant is None or item is None or item.kind != Material.RECORDING:
            return None
        one = queries.recording(item.object_id)
        return Film(one.held_sha256, one.media_type, one.name) if one.playable else None

    def _content(self, token: str, place: int, now: datetime) -> tuple[bytes | None, str]:
        grant, item = _item(token, place, now)
        if grant is None or item is None or item.kind == Material.RECORDING:
            return None, ""
        try:
            sha256, kind = _stored(grant.dossier_id, item)
            return (storage.read(sha256), kind) if sha256 else (None, "")
        except (NotFound, storage.Missing):
            return None, ""


def _stored(dossier_id: UUID, item: ItemFacts) -> tuple[str, str]:
    if item.kind == Material.DOCUMENT:
        return queries.document(dossier_id, item.object_id).pdf_sha256, PDF
    held = queries.attachment(dossier_id, item.object_id)
    return held.sha256, held.media_type


def _item(token: str, place: int, now: datetime) -> tuple[GrantFacts | None, ItemFacts | None]:
    found = queries.grant_by_token(token, now)
    return found, next((one for one in found.items if one.place == place), None) if found else None


PORT: Reading = Granted()
