"""Filed files: one, a list, the package, the contents to be."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from mingjing.archives.models import ArchivedFile
from mingjing.archives.rules.order import arranged, order_of
from mingjing.archives.terms import ArchivedFacts, ArchiveItem, CatalogueRow, Filters, Place
from mingjing.foundation import storage

LIMIT = 50


def archived(dossier_id: UUID) -> ArchivedFacts | None:
    """The filed file of a dossier, or None where it is not filed."""
    row = ArchivedFile.objects.filter(dossier_id=dossier_id).first()
    return row.facts() if row else None


def archived_file(file_id: UUID) -> ArchivedFacts | None:
    """A filed file by its own id."""
    row = ArchivedFile.objects.filter(id=file_id).first()
    return row.facts() if row else None


def counted(organ_id: UUID, on: date) -> dict[str, int]:
    """How many files lie where, and of how many the time is over. One query."""
    every = Q(organ_id=organ_id)
    found: dict[str, int] = ArchivedFile.objects.filter(every).aggregate(
        staff=Count("id", filter=Q(place=Place.STAFF)),
        house=Count("id", filter=Q(place=Place.HOUSE)),
        gone=Count("id", filter=Q(place=Place.GONE)),
        due=Count("id", filter=Q(place=Place.STAFF, retain_until__lt=on)),
    )
    return found


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
    if wanted.place:
        rows = rows.filter(place=wanted.place)
    if wanted.due_on:
        rows = rows.filter(retain_until__lt=wanted.due_on, place=Place.STAFF)
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
