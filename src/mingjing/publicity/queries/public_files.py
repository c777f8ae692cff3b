"""Attachments as everybody may have them: the copies of what is public now. The originals' tables are never asked."""

from django.db.models import F, Q

from mingjing.foundation import storage
from mingjing.publicity.models import FileCopy
from mingjing.publicity.terms import IN_PUBLIC, PublicFile


def public_files(version_ledger_index: int) -> tuple[PublicFile, ...]:
    """The attachments of the version that stands at this place in the ledger. One query."""
    rows = FileCopy.objects.select_related("version").filter(
        version__ledger_index=version_ledger_index, version__hidden=False, version__publication__state__in=IN_PUBLIC
    )
    return tuple(row.facts(row.version.seq) for row in rows)


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
