"""Writes of dossiers: open one, add documents and files, render, and log every look."""

import mimetypes
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings

from mingjing.foundation import storage, typesetting
from mingjing.foundation.codes import PROGRESS, PROGRESS_SIGNS, code_for
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.storage import Stored
from mingjing.kernel.codes import grouped
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import canonical
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By, ObjectRef
from mingjing.records.models import Attachment, Document, Dossier, Viewing
from mingjing.records.operations.asking import owe_seal
from mingjing.records.queries import added_form, attachment_facts, document, document_facts, form, form_block, template
from mingjing.records.rules.files import media_type, problem
from mingjing.records.terms import AttachmentFacts, DocumentFacts, NotFound
from mingjing.records.terms.dossiers import stream as stream
from mingjing.records.terms.filings import OWN, FilingFacts


@operation("record:dossier:opened")
def open_dossier(*, organ_id: UUID, title: str, at: datetime, by: Actor) -> UUID:
    """Open a dossier and give back its id."""
    return Dossier.objects.create(organ_id=organ_id, title=title[:300], opened_at=at).id


@operation("record:document:made")
def add_document(
    *, dossier_id: UUID, act_seq: int, form_id: str, number: str, data: Mapping[str, Any], at: datetime, by: Actor,
    adjusted: FilingFacts | None = None,
) -> DocumentFacts:  # fmt: skip
    """Freeze the data of a document under the template version in force. The caller's act logs its digest.

    `adjusted`: the organ's own version of the form; the document names it with its digest, and stays as it was made.

    Raises typesetting.MissingGlyphs for data that could never be printed.
    """
    facts = added_form(adjusted) if adjusted and adjusted.own else form(form_id)
    frozen = dict(data) | {"form": form_block(facts, adjusted)}
    typesetting.require_glyphs(frozen)
    row = Document.objects.create(
        dossier_id=dossier_id, act_seq=act_seq, form=form_id, form_version=facts.version, number=number,
        title=adjusted.printed if adjusted else facts.name, edition_id=adjusted.id if adjusted else None,
        data=frozen, data_sha256=sha256(canonical(frozen)).hexdigest(), made_at=at, made_by=by.person_id,
        external=facts.family == "outgoing",
    )  # fmt: skip
    owe_seal(row, by, at)
    return document_facts(row)


@operation("record:document:rendered")
def render(*, dossier_id: UUID, document_id: UUID, at: datetime, by: By) -> DocumentFacts:
    """Render a document to PDF/A once, keep it in the store and log its digest; later calls give the same file back.

    Rendering is deterministic: template, data and engine give the same bytes again. Raises NotFound.
    """
    row = Document.objects.select_for_update().filter(dossier_id=dossier_id, id=document_id).first()
    if row is None:
        raise NotFound("案卷中没有这份文书。")
    if not row.pdf_sha256:
        made = _set(row, CODED_PAGES)
        if made.pages > CODED_PAGES:
            made = _set(row, made.pages)
        kept = storage.put(made.pdf)
        row.pdf_sha256, row.pdf_sm3, row.pdf_size, row.pages = kept.sha256, kept.sm3, kept.size, made.pages
        row.save(update_fields=["pdf_sha256", "pdf_sm3", "pdf_size", "pages"])
        ledger.append(
            kind="record:document:rendered",
            stream=stream(dossier_id),
            at=at,
            by=by,
            payload={"document": str(row.id), "form": row.form, "version": row.form_version, "number": row.number,
                     "data_sha256": row.data_sha256},
            objects=[ObjectRef(name=file_name(row), sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type="application/pdf")],
        )  # fmt: skip
    return document(dossier_id, row.id)


CODED_PAGES = 6
"""For how many pages a code is made at first; a longer document is set once more."""


def _set(row: Document, pages: int) -> typesetting.Rendered:
    made = row.data | {"verify": _stamp(row, pages), "progress": _progress(row)}
    return typesetting.render(template(row.form, row.form_version), made, created=row.made_at)


def _stamp(row: Document, pages: int) -> dict[str, Any]:
    """The block that ties paper to record: where to verify, the short digest of the data it was made from, and for each
    page a code that says which page of which document it is."""
    url = f"{settings.MINGJING_PORTAL_URL}/verify/?d={row.data_sha256[:16]}"
    own = row.data.get("form", {}).get("own")
    version = f"第{row.form_version}版" + (f"本机关第{own['version']}版" if own else "")
    return {
        "url": url, "short_hash": row.data_sha256[:16], "qr": typesetting.modules(url), "version": version,
        "document": f"文书 {str(row.id)[:8]}",
        "pages": [typesetting.outline(page_address(row.data_sha256, row.id, n)) for n in range(1, pages + 1)],
    }  # fmt: skip


def page_address(data_sha256: str, document_id: UUID, number: int) -> str:
    """What the code of a page leads to: the check of the document, naming the document and the page."""
    return f"{settings.MINGJING_PORTAL_URL}/verify/?d={data_sha256[:16]}&p={number}-{str(document_id)[:8]}"


def _progress(row: Document) -> dict[str, str] | None:
    """Where the party may ask how far the matter is: address, number and code; None on what is not told to the party.

    The code is derived when the paper is printed and stands in no data, so that whoever reads the file's data has none.
    """
    case = row.data.get("case")
    if row.form.startswith(OWN) or not form(row.form).progress or not isinstance(case, dict) or not case.get("number"):
        return None
    code = code_for(PROGRESS, str(row.dossier_id), PROGRESS_SIGNS)
    return {"url": f"{settings.MINGJING_PORTAL_URL}/jd/", "number": str(case["number"]), "code": grouped(code)}


def file_name(row: Document | DocumentFacts) -> str:
    """The name of a document's PDF in an export."""
    return f"{row.act_seq:03d}-{row.title}{'-' + row.number if row.number else ''}.pdf"


@operation("record:file:added")
def add_file(*, dossier_id: UUID, name: str, content: bytes, at: datetime, by: Actor, limit: int) -> AttachmentFacts:
    """Keep a file that was handed in. Raises Invalid for an empty, oversize or disguised file; `limit` in bytes."""
    kind = checked_file(name=name, content=content, limit=limit)
    kept = storage.put(content)
    return attachment_facts(attach(dossier_id, name, kind, kept, by=by, at=at))


def attach(
    dossier_id: UUID, name: str, kind: str, kept: Stored, *, by: Actor, at: datetime, payload: Mapping[str, Any] | None = None
) -> Attachment:  # fmt: skip
    """Write a kept content down as a file of a dossier, and in its chain."""
    row = Attachment.objects.create(
        dossier_id=dossier_id, name=name, media_type=kind, sha256=kept.sha256, sm3=kept.sm3, size=kept.size,
        added_at=at, added_by=by.person_id,
    )  # fmt: skip
    ledger.append(
        kind="record:file:added", stream=stream(dossier_id), at=at, by=by, payload={"attachment": str(row.id), **(payload or {})},
        objects=[ObjectRef(name=name, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type=kind)],
    )  # fmt: skip
    return row


@operation("record:file:carried")
def carry_file(*, dossier_id: UUID, attachment_id: UUID, at: datetime, by: Actor) -> UUID:
    """Let a file of another dossier of the same organ lie in this one too: the content is stored once. Gives the new file's id.

    Raises NotFound.
    """
    old = Attachment.objects.filter(id=attachment_id).first()
    home = Dossier.objects.filter(id=dossier_id).first()
    if old is None or home is None or not Dossier.objects.filter(id=old.dossier_id, organ_id=home.organ_id).exists():
        raise NotFound("没有这个附件。")
    kept = Stored(sha256=old.sha256, sm3=old.sm3, size=old.size)
    return attach(dossier_id, old.name, old.media_type, kept, by=by, at=at, payload={"carried_from": str(old.id)}).id


def checked_file(*, name: str, content: bytes, limit: int) -> str:
    """The media type of a file that may be kept. Raises Invalid for an empty, oversize or disguised one; `limit` in bytes."""
    if wrong := problem(name, content, limit) or _unprinted(name):
        raise Invalid({"file": [wrong]})
    return media_type(content) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _unprinted(name: str) -> str:
    """The contents of an archived file print the name."""
    return next((typesetting.unprintable(char, "文件名") for char, _ in typesetting.missing_glyphs({"name": name})), "")


@operation("record:object:viewed")
def log_view(*, dossier_id: UUID, what: str, object_id: UUID, name: str, purpose: str, at: datetime, by: Actor) -> None:
    """Log that a person looked at a document or file (调阅监督, R-15)."""
    looked(dossier_id, stream(dossier_id), what=what, object_id=object_id, name=name, purpose=purpose, at=at, by=by)


def looked(
    dossier_id: UUID | None, chain: str, *, what: str, object_id: UUID, name: str, purpose: str, at: datetime, by: Actor
) -> None:
    """Write a look down, beside its file and in the chain it belongs to."""
    Viewing.objects.create(
        dossier_id=dossier_id, what=what, object_id=object_id, name=name[:200], person_id=by.person_id,
        person_name=by.name, purpose=purpose[:200], at=at,
    )  # fmt: skip
    ledger.append(
        kind="record:object:viewed", stream=chain, at=at, by=by,
        payload={"what": what, "object": str(object_id), "purpose": purpose[:200]},
    )  # fmt: skip


@operation("record:dossier:sealed")
def seal(*, dossier_id: UUID, at: datetime, by: Actor) -> None:
    """Seal a dossier at archiving and log how many events it has."""
    Dossier.objects.filter(id=dossier_id).update(sealed_at=at)
    ledger.close_stream(stream=stream(dossier_id), at=at, by=by)
