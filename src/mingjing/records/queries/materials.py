"""What lies in many files together: for everything about one party, for the search over files."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from mingjing.records.models import Attachment, Document, Recording
from mingjing.records.terms.links import Material

M = TypeVar("M", bound=Model)
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """One document, attachment or recording of a file, as a list shows it."""

    id: UUID
    dossier_id: UUID
    kind: str
    name: str
    number: str
    at: datetime
    size: int
    act_seq: int


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of each kind a file holds."""

    documents: int = 0
    attachments: int = 0
    recordings: int = 0


def materials(
    dossiers: Collection[UUID], kind: str, *, after: Place | None = None, limit: int = 50
) -> tuple[MaterialFacts, ...]:
    """Things of one kind in these files, newest first. One query."""
    if kind == Material.DOCUMENT:
        rows = _before(Document.objects.filter(dossier_id__in=dossiers), "made_at", after)[:limit]
        return tuple(
            MaterialFacts(
                row.id, row.dossier_id, kind, row.title, row.number, row.made_at, row.pdf_size or 0, row.act_seq
            )
            for row in rows.only("dossier_id", "title", "number", "made_at", "pdf_size", "act_seq")
        )
    if kind == Material.ATTACHMENT:
        files = _before(Attachment.objects.filter(dossier_id__in=dossiers), "added_at", after)[:limit]
        return tuple(
            MaterialFacts(row.id, row.dossier_id, kind, row.name, "", row.added_at, row.size, 0) for row in files
        )
    films = _before(Recording.objects.filter(dossier_id__in=dossiers), "started_at", after)[:limit]
    return tuple(
        MaterialFacts(
            row.id, row.dossier_id, kind, row.proves or row.name, row.collector, row.started_at, row.size, row.act_seq
        )
        for row in films
        if row.dossier_id
    )


def _before(rows: "QuerySet[M]", at: str, after: Place | None) -> "QuerySet[M]":
    if after is not None:
        rows = rows.filter(Q(**{f"{at}__lt": after[0]}) | Q(**{at: after[0], "id__lt": after[1]}))
    return rows.order_by(f"-{at}", "-id")


def material_counts(dossiers: Collection[UUID]) -> dict[str, int]:
    """How many things of each kind lie in these files together. Three queries."""
    return {
        str(Material.DOCUMENT): Document.objects.filter(dossier_id__in=dossiers).count(),
        str(Material.ATTACHMENT): Attachment.objects.filter(dossier_id__in=dossiers).count(),
        str(Material.RECORDING): Recording.objects.filter(dossier_id__in=dossiers).count(),
    }


def holdings(dossiers: Collection[UUID]) -> dict[UUID, Holding]:
    """How much each of these files holds. Three queries."""
    every = (
        _counted(Document.objects.filter(dossier_id__in=dossiers)),
        _counted(Attachment.objects.filter(dossier_id__in=dossiers)),
        _counted(Recording.objects.filter(dossier_id__in=dossiers)),
    )
    return {key: Holding(*(each.get(key, 0) for each in every)) for key in dossiers}


def _counted(rows: "QuerySet[M]") -> dict[UUID, int]:
    return dict(rows.order_by().values_list("dossier_id").annotate(n=Count("*")))


def numbered(number: str) -> Any:
    """The ids of the files that hold a document of this number, as a question to be put inside another."""
    return Document.objects.filter(number=number).exclude(number="").order_by().values("dossier_id")


def holding(kind: str) -> Any:
    """The ids of the files that hold a thing of a kind, as a question to be put inside another."""
    if kind == Material.DOCUMENT:
        return Document.objects.order_by().values("dossier_id")
    if kind == Material.ATTACHMENT:
        return Attachment.objects.order_by().values("dossier_id")
    return Recording.objects.filter(dossier_id__isnull=False).order_by().values("dossier_id")
