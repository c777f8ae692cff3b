"""Lawful destruction: what publicity held of a dossier whose decision is no longer shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.foundation import search
from mingjing.foundation.operations import operation
from mingjing.kernel.findings import Invalid
from mingjing.ledger.terms import By
from mingjing.publicity.models import (
    Application,
    ApplicationFile,
    ApplicationSender,
    DecisionFile,
    FileCopy,
    FileMark,
    FilePage,
    Progress,
    ProgressNumber,
    Publication,
    Repair,
    Source,
    Span,
    Step,
    Version,
)
from mingjing.publicity.terms import IN_PUBLIC, SEARCH_KIND, SOUND_KIND


@dataclass(frozen=True, slots=True)
class ErasedPublications:
    """What was destroyed: which publications, which contents (SHA-256), and the streams of the log that tell of them."""

    publications: tuple[UUID, ...]
    contents: tuple[str, ...]
    streams: tuple[str, ...]


@operation("publicity:dossier:erased")
def erase_source(*, source_ref: str, by: By, at: datetime) -> ErasedPublications:
    """Delete texts, versions, attachments, applications and progress of a dossier, and its places in the search index.

    Raises Invalid where something of it is still shown. The archives ask for it, in the transaction of a destruction that
    two have approved; nobody else may.
    """
    rows = Publication.objects.filter(source_ref=source_ref)
    if rows.filter(state__in=IN_PUBLIC).exists():
        raise Invalid({"publication": ["决定还在公示，不能销毁；公示期满或者撤下以后再办理。"]})
    keys = tuple(rows.values_list("pk", flat=True))
    files, versions = DecisionFile.objects.filter(publication__in=keys), Version.objects.filter(publication__in=keys)
    contents = set(files.values_list("sha256", flat=True)) | set(files.values_list("copied_sha256", flat=True))
    contents |= set(FileCopy.objects.filter(version__in=versions).values_list("sha256", flat=True))
    rows.update(current=None)
    FileCopy.objects.filter(version__in=versions).delete()
    for model in (FileMark, FilePage):
        model._default_manager.filter(file__in=files).delete()
    for held in (DecisionFile, Repair, Source, Span, Step, Version):
        held._default_manager.filter(publication__in=keys).delete()
    rows.delete()
    for kind in (SEARCH_KIND, SOUND_KIND):
        search.remove_many(kind, keys)
    applied = tuple(Application.objects.filter(source_ref=source_ref).values_list("pk", flat=True))
    contents |= set(ApplicationFile.objects.filter(application__in=applied).values_list("sha256", flat=True))
    for one in (ApplicationFile, ApplicationSender):
        one._default_manager.filter(application__in=applied).delete()
    Application.objects.filter(pk__in=applied).delete()
    ProgressNumber.objects.filter(progress__source_ref=source_ref).delete()
    Progress.objects.filter(source_ref=source_ref).delete()
    return ErasedPublications(
        keys,
        tuple(sorted(contents - {""})),
        (*(f"pub:{key}" for key in keys), *(f"application:{key}" for key in applied)),
    )
