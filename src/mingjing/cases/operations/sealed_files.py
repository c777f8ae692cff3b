"""Which file of a document is handed out: the sealed one where there is one, one that says on every page that it has no seal
where it should, else the document as it was set."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from mingjing.foundation import storage
from mingjing.foundation.sealing import WARNING, warned
from mingjing.kernel.findings import Refused
from mingjing.ledger.terms import By, ExportFile
from mingjing.records import operations as records
from mingjing.records import queries
from mingjing.records.terms import DocumentFacts


def sealed_or_warned(facts: DocumentFacts, pdf: bytes, *, handed: bool) -> tuple[DocumentFacts, bytes]:
    """The file as it may be shown, and the document with the digest of what is shown. Raises Refused (REC-46), Missing."""
    sealing = queries.sealing_of(facts.id)
    if sealing is not None and sealing.sealed:
        return replace(facts, pdf_sha256=sealing.sha256, pdf_sm3=sealing.sm3, pdf_size=sealing.size), storage.read(
            sealing.sha256
        )
    if given := queries.person_signings(facts.id):
        last = given[-1]
        facts = replace(facts, pdf_sha256=last.sha256, pdf_sm3=last.sm3, pdf_size=last.size)
        pdf = storage.read(last.sha256)
    owed = queries.unsealed(facts, sealing)
    if not owed:
        return facts, pdf
    if handed and settings.PRODUCTION:
        raise Refused(*owed)
    content = warned(pdf, facts.made_at)
    mark = sha256(f"{facts.pdf_sha256}{WARNING}".encode()).hexdigest()
    return replace(facts, pdf_sha256=mark, pdf_size=len(content)), content


def set_sheets(dossier_id: UUID, *, by: By, now: datetime) -> None:
    """Set the page of signatures of every document that has some: before closing, archiving and export."""
    for document_id in queries.signed_documents(dossier_id):
        records.set_sheet(dossier_id=dossier_id, document_id=document_id, by=by, at=now)


def along(dossier_id: UUID) -> list[ExportFile]:
    """What goes along with the documents in an exported file."""
    return [
        ExportFile(one.name, storage.read(one.sha256), "documents", one.media_type)
        for one in queries.held_files(dossier_id)
    ]
