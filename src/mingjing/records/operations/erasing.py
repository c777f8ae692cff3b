"""Lawful destruction of a dossier: everything that was kept of it, but for the number that it had."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.ledger.terms import By
from mingjing.records.models import Attachment, Document, Dossier, Recording, Scan, ScanPage, Upload
from mingjing.records.operations.recordings import recording_stream

Held = dict[type[models.Model], set[Any]]


@dataclass(frozen=True, slots=True)
class ErasedDossier:
    """What was destroyed: how many, which contents (SHA-256), and the streams of the log that tell of it."""

    documents: int
    files: int
    recordings: int
    contents: tuple[str, ...]
    streams: tuple[str, ...]


@operation("record:dossier:erased")
def erase_dossier(*, dossier_id: UUID, by: By, at: datetime) -> ErasedDossier:
    """Delete every row of a dossier; the contents in the store are named, for whoever clears them, and drafts are dropped.

    The archives ask for it, in the transaction of a destruction that two have approved; nobody else may.
    """
    held = _hanging(dossier_id)
    contents = {digest for model, keys in held.items() for digest in _digests(model, keys)}
    for draft in held.get(Upload, ()):
        transaction.on_commit(partial(storage.drop_draft, str(draft)))
    streams = [recording_stream(key) for key in held.get(Recording, ())]
    documents, files, films = (len(held.get(one, ())) for one in (Document, Attachment, Recording))
    batches = set(ScanPage.objects.filter(pk__in=held.get(ScanPage, ())).values_list("scan_id", flat=True))
    for model in _children_first(held):
        model._default_manager.filter(pk__in=held[model]).delete()
    contents |= _empty_batches(batches - held.get(Scan, set()))
    Dossier.objects.filter(id=dossier_id).update(title="")
    return ErasedDossier(documents, files, films, tuple(sorted(contents - {""})), tuple(streams))


def _hanging(dossier_id: UUID) -> Held:
    """Every row of the room that points at the dossier, or at what points at it. A new table is found by its key."""
    held: Held = {Dossier: {dossier_id}}
    grew = True
    while grew:
        grew = False
        for model in apps.get_app_config("records").get_models():
            for field in model._meta.local_fields:
                if field.related_model not in held or model is Dossier:
                    continue
                rows = model._default_manager.filter(**{f"{field.name}__in": held[field.related_model]})
                found = set(rows.values_list("pk", flat=True)) - held.get(model, set())
                if found:
                    held.setdefault(model, set()).update(found)
                    grew = True
    del held[Dossier]
    return held


def _digests(model: type[models.Model], keys: set[Any]) -> set[str]:
    """What the rows name in columns for a SHA-256; a name that no content has does no harm."""
    names = [one.name for one in model._meta.local_fields if one.name.endswith("sha256")]
    rows = model._default_manager.filter(pk__in=keys)
    return {digest for name in names for digest in rows.values_list(name, flat=True)}


def _children_first(held: Held) -> list[type[models.Model]]:
    """The models in an order in which no row is deleted that another still points at."""
    left, order = list(held), []
    while left:
        free = [one for one in left if not any(_points(other, one) for other in left if other is not one)]
        order += free
        left = [one for one in left if one not in free]
    return order


def _points(model: type[models.Model], at: type[models.Model]) -> bool:
    return any(field.related_model is at for field in model._meta.local_fields)


def _empty_batches(scans: set[Any]) -> set[str]:
    """A batch of scans goes with its last page; one that holds pages of other files stays for them."""
    empty = Scan.objects.filter(pk__in=scans, sheets=None)
    digests = set(empty.values_list("sha256", flat=True))
    empty.delete()
    return digests
