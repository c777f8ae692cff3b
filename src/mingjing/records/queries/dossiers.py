"""Reads of dossiers: documents, files, forms, looks."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import yaml
from django.db.models import Count, Q, Sum

from mingjing.kernel.hashing import fingerprint
from mingjing.ledger.queries import EventFacts
from mingjing.records.models import Attachment, Document, Viewing
from mingjing.records.queries.certificates import signings_unlike
from mingjing.records.queries.recordings import recordings_unlike
from mingjing.records.queries.seals import seals_unlike
from mingjing.records.terms import (
    AccessFacts,
    AttachmentFacts,
    DocumentFacts,
    FormFacts,
    NotFound,
    ViewingFacts,
    VolumeFacts,
)
from mingjing.records.terms.filings import OWN


def document_facts(row: Document) -> DocumentFacts:
    """A row as a fact."""
    return DocumentFacts(
        id=row.id, dossier_id=row.dossier_id, act_seq=row.act_seq, form=row.form, form_version=row.form_version,
        title=row.title, number=row.number, data=row.data, data_sha256=row.data_sha256, made_at=row.made_at,
        external=row.external, pdf_sha256=row.pdf_sha256, pdf_sm3=row.pdf_sm3, pdf_size=row.pdf_size or 0,
        pages=row.pages or 0, void_reason=row.void_reason, edition_id=row.edition_id,
    )  # fmt: skip


def attachment_facts(row: Attachment) -> AttachmentFacts:
    """A row as a fact."""
    return AttachmentFacts(
        row.id, row.dossier_id, row.name, row.media_type, row.sha256, row.sm3, row.size, row.added_at
    )


def documents(dossier_id: UUID) -> tuple[DocumentFacts, ...]:
    """Every document of a dossier in the order of its acts."""
    return tuple(document_facts(row) for row in Document.objects.filter(dossier_id=dossier_id))


def document(dossier_id: UUID, document_id: UUID) -> DocumentFacts:
    """One document of this dossier. Raises NotFound."""
    row = Document.objects.filter(dossier_id=dossier_id, id=document_id).first()
    if row is None:
        raise NotFound("案卷中没有这份文书。")
    return document_facts(row)


def unrendered(limit: int) -> tuple[tuple[UUID, UUID], ...]:
    """Documents without a PDF, oldest first: dossier and document."""
    rows = Document.objects.filter(pdf_sha256="").order_by("made_at").values_list("dossier_id", "id")[:limit]
    return tuple(rows)


def attachments(dossier_id: UUID) -> tuple[AttachmentFacts, ...]:
    """Every file of a dossier."""
    return tuple(attachment_facts(row) for row in Attachment.objects.filter(dossier_id=dossier_id))


def attachment(dossier_id: UUID, attachment_id: UUID) -> AttachmentFacts:
    """One file of this dossier. Raises NotFound."""
    row = Attachment.objects.filter(dossier_id=dossier_id, id=attachment_id).first()
    if row is None:
        raise NotFound("案卷中没有这个附件。")
    return attachment_facts(row)


def viewings(dossier_id: UUID, limit: int = 50) -> tuple[ViewingFacts, ...]:
    """Who looked at what, newest first."""
    rows = Viewing.objects.filter(dossier_id=dossier_id)[:limit]
    return tuple(ViewingFacts(row.name, row.person_name, row.purpose, row.at) for row in rows)


def viewed_since(object_id: UUID, person_id: UUID, since: datetime) -> bool:
    """Whether a person looked at an object at or after a moment."""
    return Viewing.objects.filter(object_id=object_id, person_id=person_id, at__gte=since).exists()


def access_log(
    *, people: Collection[UUID] | None = None, dossiers: Collection[UUID] | None = None, since: datetime | None = None,
    until: datetime | None = None, before: int = 0, limit: int = 50,
) -> tuple[AccessFacts, ...]:  # fmt: skip
    """Who looked at files, newest first, for the auditor: never the name of a file, which may tell of the case."""
    rows = Viewing.objects.order_by("-id")
    asked = {
        "person_id__in": people, "dossier_id__in": dossiers, "at__gte": since, "at__lt": until, "id__lt": before or None,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return tuple(
        AccessFacts(row.id, row.dossier_id, row.what, row.person_id, row.person_name, row.purpose, row.at)
        for row in rows[:limit]
    )


def count_accesses(since: datetime, until: datetime) -> int:
    """How often files were looked at in a time."""
    return Viewing.objects.filter(at__gte=since, at__lte=until).count()


def volume() -> VolumeFacts:
    """How many documents and files are kept, how many bytes, and how many documents still wait to be rendered."""
    made = Document.objects.aggregate(n=Count("id"), size=Sum("pdf_size"), waiting=Count("id", filter=Q(pdf_sha256="")))
    held = Attachment.objects.aggregate(n=Count("id"), size=Sum("size"))
    return VolumeFacts(made["n"], held["n"], (made["size"] or 0) + (held["size"] or 0), made["waiting"])


def forms_folder() -> Path:
    """Where the templates lie."""
    return Path(str(files("mingjing.records") / "forms"))


@cache
def form_texts() -> tuple[tuple[str, str, str, date], ...]:
    """(id, name, what the templates say, day since when the form holds) of every form: for asking whether its law moved."""
    told = []
    for path in sorted(forms_folder().glob("*/form.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        words = [
            path.read_text(encoding="utf-8"),
            *(one.read_text(encoding="utf-8") for one in path.parent.glob("*.typ")),
        ]
        told.append((str(data["id"]), str(data["name"]), "\n".join(words), date.fromisoformat(str(data["since"]))))
    return tuple(told)


@cache
def form(form_id: str) -> FormFacts:
    """The template of that id. Raises NotFound."""
    path = forms_folder() / form_id / "form.yaml"
    if not path.exists():
        raise NotFound(f"没有文书模板“{form_id}”。")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw = data.get("mandatory", [])
    pairs = raw.items() if isinstance(raw, dict) else [_pair(each) for each in raw]
    return FormFacts(
        data["id"],
        data["name"],
        int(data["version"]),
        data.get("family", ""),
        tuple((str(a), str(b)) for a, b in pairs),
        bool(data.get("progress", False)),
        _hash(path.read_bytes(), template(form_id, int(data["version"])).read_bytes()),
        tuple(str(each) for each in data.get("signers", ())),
    )


def _hash(*parts: bytes) -> str:
    """The digest by which a document names its template: schema and layout together."""
    return sha256(b"\0".join(parts)).hexdigest()


def _pair(each: object) -> tuple[str, str]:
    if isinstance(each, dict):
        if "path" in each:
            return str(each["path"]), str(each.get("name", each["path"]))
        key, value = next(iter(each.items()))
        return str(key), str(value)
    return str(each), str(each)


def template(form_id: str, version: int) -> Path:
    """The Typst file of a version of a form; of one an organ added, that of its kind."""
    if form_id.startswith(OWN):
        return Path(str(files("mingjing.records") / "own_forms" / f"v{version}.typ"))
    return forms_folder() / form_id / f"v{version}.typ"


def unlike_the_ledger(dossier_id: UUID, events: Sequence[EventFacts]) -> Iterator[str]:
    """What of a dossier's documents, files and looks is not what the events of its stream say, in Chinese."""
    yield from _unlike_documents(dossier_id, events)
    yield from recordings_unlike(dossier_id, events)
    yield from seals_unlike(dossier_id, events)
    yield from signings_unlike(dossier_id, events)
    added = {one.payload["attachment"]: one.objects[0] for one in events if one.kind == "record:file:added"}
    held = {str(row.id): row for row in Attachment.objects.filter(dossier_id=dossier_id)}
    yield from (f"附件“{added[key]['name']}”业务库里没有（被删除）" for key in sorted(added.keys() - held.keys()))
    for key, row in held.items():
        told = added.get(key, {})
        if (told.get("name"), told.get("sha256"), told.get("size")) != (row.name, row.sha256, row.size):
            yield f"附件“{row.name}”与台账登记的不符"
    looks = sum(one.kind == "record:object:viewed" for one in events)
    kept = Viewing.objects.filter(dossier_id=dossier_id).count()
    if looks != kept:
        yield f"台账记有 {looks} 次调阅和导出，业务库里有 {kept} 次"


def _unlike_documents(dossier_id: UUID, events: Sequence[EventFacts]) -> Iterator[str]:
    acts = [one.payload for one in events if one.kind.startswith("case:") and "act" in one.payload]
    acts += [one.payload for one in events if one.kind == "record:document:added"]
    told = {made["id"]: made["data_sha256"] for payload in acts for made in payload["documents"]}
    printed = {
        (one.payload["document"], one.objects[0]["sha256"]) for one in events if one.kind == "record:document:rendered"
    }
    held = {str(row.id): row for row in Document.objects.filter(dossier_id=dossier_id)}
    yield from (f"文书 {key} 业务库里没有（被删除）" for key in sorted(told.keys() - held.keys()))
    for key, row in held.items():
        name = f"文书“{row.title}”{row.number}"
        if {row.data_sha256, fingerprint(row.data)} != {told.get(key)}:
            yield f"{name}的内容与台账登记的不符"
        if {pdf for made, pdf in printed if made == key} != ({row.pdf_sha256} - {""}):
            yield f"{name}的 PDF 与台账登记的不符"
