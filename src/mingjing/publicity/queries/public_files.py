"""Attachments as everybody may have them: the copies of what is public now. The originals' tables are never asked."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote
from uuid import UUID

from django.db.models import F, Q

from mingjing.foundation import storage
from mingjing.publicity.models import FileCopy
from mingjing.publicity.terms import IN_PUBLIC, AttachedFile, PublicFile, address_of


def public_files(version_ledger_index: int) -> tuple[PublicFile, ...]:
    """The attachments of the version that stands at this place in the ledger. One query."""
    return public_files_of([version_ledger_index]).get(version_ledger_index, ())


def public_files_of(indexes: Iterable[int]) -> Mapping[int, tuple[PublicFile, ...]]:
    """Place in the ledger → the attachments of the version that stands there, many at once. One query.

    Only of decisions that are public now, and of versions that may be shown; a version without attachments is not named.
    """
    rows = FileCopy.objects.select_related("version").defer("version__text")
    rows = rows.filter(version__ledger_index__in=[*indexes], version__hidden=False)
    found: dict[int, tuple[PublicFile, ...]] = {}
    for row in rows.filter(version__publication__state__in=IN_PUBLIC).order_by("version", "seq"):
        index = row.version.ledger_index
        found[index] = (*found.get(index, ()), row.facts(row.version.seq))
    return found


def attached_files(publication_ids: Iterable[UUID]) -> Mapping[UUID, tuple[AttachedFile, ...]]:
    """Decision → the present attachments of those that are public now, for feeds and data. One query.

    A decision without attachments is not named; of one that was taken down nothing is.
    """
    rows = FileCopy.objects.filter(
        version__publication_id__in=[*publication_ids], version=F("version__publication__current"),
        version__hidden=False, version__publication__state__in=IN_PUBLIC,
    )  # fmt: skip
    keys = ("version__publication_id", "version__publication__organ_code", "version__publication__number")
    found: dict[UUID, tuple[AttachedFile, ...]] = {}
    for key, organ, number, seq, name, media_type, size, sha256 in rows.order_by("version", "seq").values_list(
        *keys, "seq", "name", "media_type", "size", "sha256"
    ):
        where = f"{address_of(organ, number)}f/{seq}/{quote(name, safe='')}"
        found[key] = (*found.get(key, ()), AttachedFile(name, media_type, size, sha256, where))
    return found


def has_attachments() -> bool:
    """Whether any decision ever was made public with an attachment: else nobody need ask for them. One query."""
    return FileCopy.objects.exists()


def public_file(organ_code: str, number: str, seq: int, name: str = "") -> PublicFile | None:
    """One attachment of a decision that is public now: the present copy, or by its name one of an older version.

    None for a version that may no longer be shown, and for everything once the decision is withdrawn or exempt.
    """
    rows = FileCopy.objects.select_related("version").filter(
        version__publication__organ_code=organ_code, version__publication__number=number,
        version__publication__state__in=IN_PUBLIC, version__hidden=False, seq=seq,
    )  # fmt: skip
    present = Q(version=F("version__publication__current"))
    row = rows.filter(name=name).first() if name else rows.filter(present).first()
    return row.facts(row.version.seq) if row else None


def file_content(file: PublicFile) -> bytes:
    """The bytes of a copy, checked against its digest. Raises `storage.Missing`."""
    return storage.read(file.sha256)
