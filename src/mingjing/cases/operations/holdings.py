"""What a case's file holds, as the archives want it: every document, every piece of evidence, every attachment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.archives import queries as archives
from mingjing.archives.operations.inspecting import count_pages
from mingjing.archives.terms import VOLUME_NAMES, ArchiveItem
from mingjing.cases.models import Case
from mingjing.cases.operations.files import render_all
from mingjing.cases.queries.facts import load
from mingjing.cases.terms import ActFacts, CaseFacts
from mingjing.cases.terms.facts import CHINA
from mingjing.foundation.people import Actor
from mingjing.records import operations as records
from mingjing.records import queries as held
from mingjing.records.terms import AttachmentFacts, DocumentFacts, RecordingFacts
from mingjing.records.terms.certificates import PersonSigningFacts
from mingjing.records.terms.seals import HeldFile, SealingFacts
from mingjing.records.terms.transcripts import TranscriptFile

COLUMNS = ["卷", "序号", "题名", "文号", "日期", "页号", "备注"]
ALONG = frozenset({"report", "signatures"})
FILES = ("files", "av_files", "attachments")


def archive_items(case_id: UUID) -> tuple[ArchiveItem, ...]:
    """Everything in a case's file. Documents not rendered yet have no digest and no pages: render them all first."""
    case = Case.objects.get(id=case_id)
    facts = load(case, related=False)
    made, seals = held.documents(case.dossier_id), held.sealings(case.dossier_id)
    given = held.signed_files(case.dossier_id)
    documents = [_document(facts, each, seals.get(each.id), given.get(each.id)) for each in made]
    documents += [_along(facts, each, made) for each in held.held_files(case.dossier_id) if each.what in ALONG]
    handed_in = {each.id: each for each in held.attachments(case.dossier_id)}
    used = list(_handed_in(facts, handed_in))
    known = {item.sha256 + item.name for item in used}
    loose = [_loose(each) for each in handed_in.values() if each.sha256 + each.name not in known]
    films = [_film(facts, each) for each in held.recordings(case.dossier_id)]
    spoken = [_spoken(each) for each in held.transcript_files(case.dossier_id)]
    return (*documents, *used, *loose, *films, *spoken)


def _spoken(one: TranscriptFile) -> ArchiveItem:
    """A transcript, as an aid to find things: the recording is the record."""
    return ArchiveItem(
        seq=one.act_seq, form="transcript", title=one.title, day=one.at.astimezone(CHINA).date(), name=one.name, sha256=one.sha256,
        sm3=one.sm3, size=one.size, media_type=one.media_type,
    )  # fmt: skip


def _film(facts: CaseFacts, one: RecordingFacts) -> ArchiveItem:
    """A recording with what it proves; one that was excused is listed without a copy."""
    act = facts.act(one.act_seq)
    name = facts.procedure.acts[act.code].name if act else "全案"
    there = one.playable
    return ArchiveItem(
        seq=one.act_seq, form="recording", title=f"{name}音像：{one.proves}" + ("" if there else f"（没有内容：{one.reason}）"),
        day=one.started_at.astimezone(CHINA).date(), name=one.name if there else "", sha256=one.held_sha256, sm3=one.sm3,
        size=one.held_size, media_type=one.media_type,
    )  # fmt: skip


def _along(facts: CaseFacts, one: HeldFile, made: tuple[DocumentFacts, ...]) -> ArchiveItem:
    """A page of signatures or the report on a seal, behind the document it belongs to."""
    document = next(each for each in made if each.id == one.document_id)
    act = facts.act(document.act_seq)
    return ArchiveItem(
        seq=document.act_seq, form="attachment", title=one.name.removesuffix(".pdf").split("-", 1)[-1], pages=one.pages,
        day=act.on if act else document.made_at.astimezone(CHINA).date(), name=one.name, sha256=one.sha256, sm3=one.sm3,
        size=one.size, media_type=one.media_type, follows=document.act_seq,
    )  # fmt: skip


def _document(
    facts: CaseFacts, document: DocumentFacts, seal: SealingFacts | None, given: PersonSigningFacts | None
) -> ArchiveItem:
    act = facts.act(document.act_seq)
    name, sha256, sm3, size = records.file_name(document), document.pdf_sha256, document.pdf_sm3, document.pdf_size
    if seal is not None and seal.sealed:
        name, sha256, sm3, size = seal.file_name, seal.sha256, seal.sm3, seal.size
    elif given is not None:
        name, sha256, sm3, size = given.file_name, given.sha256, given.sm3, given.size
    return ArchiveItem(
        seq=document.act_seq, form=document.form, title=document.title, number=document.number, pages=document.pages,
        day=act.on if act else document.made_at.astimezone(CHINA).date(), name=name if sha256 else "", sha256=sha256, sm3=sm3,
        size=size, media_type="application/pdf",
        follows=int(act.data.get("document_seq", 0)) if act and act.code == "serve" else 0,
    )  # fmt: skip


def _handed_in(facts: CaseFacts, files: dict[UUID, AttachmentFacts]) -> Iterator[ArchiveItem]:
    """What the acts name, each file once; evidence that is kept on paper is listed too."""
    numbers = {act.seq: number for number, act, _ in facts.evidence}
    seen: set[UUID] = set()
    for act in facts.acts:
        named = [UUID(one["id"]) for key in FILES for one in act.data.get(key) or () if isinstance(one, dict)]
        fresh = [files[key] for key in dict.fromkeys(named) if key in files and key not in seen]
        seen |= {each.id for each in fresh}
        if act.seq in numbers and not fresh:
            title = f"证据{numbers[act.seq]}：{act.data['name']}"
            yield ArchiveItem(seq=act.seq, form="evidence", title=title, day=act.on)
        for each in fresh:
            yield _attached(facts, act, each, numbers.get(act.seq, 0), alone=len(fresh) == 1)


def _attached(facts: CaseFacts, act: ActFacts, file: AttachmentFacts, number: int, *, alone: bool) -> ArchiveItem:
    title = f"{facts.procedure.acts[act.code].name}附件：{file.name}"
    if number:
        title = f"证据{number}：{act.data['name']}" + ("" if alone else f"（{file.name}）")
    behind = 0 if number or not act.document_id else act.seq
    return _file(
        file,
        act.seq,
        "evidence" if number else "attachment",
        title,
        act,
        follows=int(act.data.get("document_seq", behind)),
    )


def _loose(file: AttachmentFacts) -> ArchiveItem:
    return _file(file, 0, "attachment", f"其他材料：{file.name}", None, follows=0)


def _file(file: AttachmentFacts, seq: int, form: str, title: str, act: ActFacts | None, *, follows: int) -> ArchiveItem:
    return ArchiveItem(
        seq=seq, form=form, title=title, day=act.on if act else file.added_at.astimezone(CHINA).date(),
        pages=count_pages(file.media_type, file.sha256), name=file.name, sha256=file.sha256, sm3=file.sm3,
        size=file.size, media_type=file.media_type, follows=follows,
    )  # fmt: skip


def catalogue_table(*, case_id: UUID, kind: str, by: Actor, now: datetime) -> dict[str, Any]:
    """The contents as the document 卷内目录 prints them (`tables.catalogue`): renders what is waiting, then counts pages.

    `kind`: what act of enforcement the file is of; it decides the order.
    """
    render_all(case_id=case_id, by=by, now=now)
    rows = [
        [VOLUME_NAMES[row.volume], str(row.no), row.title, row.number, row.day.isoformat(), row.span, row.remark]
        for row in archives.contents(archive_items(case_id), kind)
    ]
    return {"columns": COLUMNS, "rows": rows}
