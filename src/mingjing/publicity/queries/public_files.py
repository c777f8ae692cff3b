"""Attachments as everybody may have them: the copies of what is public now. The originals' tables are never asked."""

from collections.abc import Iterable, Mapping

from django.db.models import F, Q

from mingjing.foundation import storage
from mingjing.publicity.models import FileCopy
from mingjing.publicity.terms import IN_PUBLIC, PublicFile


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
