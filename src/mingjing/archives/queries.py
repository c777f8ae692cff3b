"""What others ask about filed files."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Q

from mingjing.archives.models import ArchivedFile
from mingjing.archives.rules.order import arranged, order_of
from mingjing.archives.terms import ArchivedFacts, ArchiveItem, CatalogueRow, Filters
from mingjing.foundation import storage

LIMIT = 50


def archived(dossier_id: UUID) -> ArchivedFacts | None:
    """The filed file of a dossier, or None where it is not filed."""
    row = ArchivedFile.objects.filter(dossier_id=dossier_id).first()
    return row.facts() if row else None


def listing(
    organ_id: UUID, filters: Filters | None = None, *, limit: int = LIMIT, after: int = 0
) -> tuple[ArchivedFacts, ...]:
    """The files of an organ, newest first; `after` is how many to leave out."""
    wanted = filters or Filters()
    rows = ArchivedFile.objects.filter(organ_id=organ_id)
    if wanted.q.strip():
        rows = rows.filter(Q(catalogue_no__icontains=wanted.q.strip()) | Q(title__icontains=wanted.q.strip()))
    if wanted.retention:
        rows = rows.filter(retention=wanted.retention)
    if wanted.year:
        rows = rows.filter(archived_on__year=wanted.year)
    if wanted.archived_from:
        rows = rows.filter(archived_on__gte=wanted.archived_from)
    if wanted.archived_to:
        rows = rows.filter(archived_on__lte=wanted.archived_to)
    return tuple(row.facts() for row in rows[after : after + limit])


def package(dossier_id: UUID) -> bytes | None:
    """The archive package as it was put away, checked against its digest. Raises storage.Missing."""
    found = archived(dossier_id)
    return storage.read(found.package_sha256) if found else None


def contents(items: Sequence[ArchiveItem], kind: str = "penalty") -> tuple[CatalogueRow, ...]:
    """The contents of a file in order, with pages: what the catalogue will say (ARCH-10)."""
    rows: tuple[CatalogueRow, ...] = arranged(items, order_of(kind))
    return rows


def kept_packages() -> Iterator[tuple[str, int]]:
    """Digest and size of every package, for the scheduled reading of the store."""
    yield from ArchivedFile.objects.order_by("pk").values_list("package_sha256", "package_size").iterator()
