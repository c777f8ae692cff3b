"""Lawful destruction of a dossier: everything that was kept of it, but for the number that it had."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.ledger.terms import By
from mingjing.records.models import Attachment, Document, Dossier, Recording, RecordingNote, Upload, Viewing
from mingjing.records.operations.recordings import recording_stream


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
    documents, files = Document.objects.filter(dossier_id=dossier_id), Attachment.objects.filter(dossier_id=dossier_id)
    films = Recording.objects.filter(dossier_id=dossier_id)
    contents = {*documents.values_list("pdf_sha256", flat=True), *files.values_list("sha256", flat=True)}
    contents |= set(films.values_list("held_sha256", flat=True))
    streams = tuple(recording_stream(key) for key in films.values_list("id", flat=True))
    counts = documents.count(), files.count(), films.count()
    for draft in Upload.objects.filter(recording__in=films).values_list("id", flat=True):
        transaction.on_commit(partial(storage.drop_draft, str(draft)))
    Upload.objects.filter(recording__in=films).delete()
    RecordingNote.objects.filter(recording__in=films).delete()
    Viewing.objects.filter(dossier_id=dossier_id).delete()
    for rows in (films, documents, files):
        rows.delete()
    Dossier.objects.filter(id=dossier_id).update(title="")
    return ErasedDossier(*counts, tuple(sorted(contents - {""})), streams)
