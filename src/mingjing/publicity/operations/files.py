"""Files added to a decision: taken in, looked through by the rules, left out with a reason."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from mingjing.foundation import redacting, storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.redacting import Format, Unfit
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.terms import ObjectRef
from mingjing.publicity.events import Event
from mingjing.publicity.models import DecisionFile, FileMark, FilePage, Publication
from mingjing.publicity.operations.moving import held, log, moved, plain, refuse
from mingjing.publicity.rules.clocks import natural_person_name
from mingjing.publicity.rules.files import drop_reason, file_candidates, file_fit
from mingjing.publicity.terms import FORMAT_NAMES, MOST_FILES, FileFacts, Move, Verdict


@operation(Event.FILE_ATTACHED)
def attach_file(*, publication_id: UUID, name: str, content: bytes, by: Actor, at: datetime) -> FileFacts:
    """Add a file (PDF, Word, Excel, picture) to a decision, read it by page, and let the rules propose what to remove.

    The original is kept by its digest and shown to the organ only; a TIFF or WebP is worked on as the PNG or PDF made of
    it, and kept beside it. Raises Invalid (PUB-40) for what cannot be rewritten
    or was added before, Forbidden, and Refused (PUB-08).
    """
    publication = held(publication_id, by=by, to=Move.FILES)
    plain(file=name)
    kind, worked, reading = _read(name, content)
    kept = storage.put(worked)
    if publication.files.filter(sha256=kept.sha256, dropped="").exists():
        raise Invalid({"file": ["这个文件已经添加过，没有再添加一次"]})
    seq = publication.files.count() + 1
    if seq > MOST_FILES:
        raise Invalid({"file": [f"一份决定最多添加 {MOST_FILES} 个附件，请合并后再添加"]})
    file = DecisionFile.objects.create(
        publication=publication, seq=seq, name=PurePath(name.replace("\\", "/")).name[-200:], kind=kind, size=kept.size,
        sha256=kept.sha256, sm3=kept.sm3, notices=list(reading.notices), attached_by=by.name, attached_by_id=by.person_id,
        attached_at=at,
    )  # fmt: skip
    FilePage.objects.bulk_create(
        FilePage(file=file, number=number, text=text) for number, text in enumerate(reading.pages, 1)
    )
    found = _propose(file, at)
    documents = [ObjectRef(f"附件{seq}原件", kept.sha256, kept.sm3, kept.size)]
    if worked != content:
        scanned = storage.put(content)
        documents.append(ObjectRef(f"附件{seq}转换以前的原件", scanned.sha256, scanned.sm3, scanned.size))
    payload = {"file": seq, "pages": len(reading.pages), "candidates": found}
    entry = log(publication, Event.FILE_ATTACHED, by=by, at=at, payload=payload, objects=documents)
    note = f"添加附件{seq}（{FORMAT_NAMES[kind]}，{len(reading.pages)} 页），规则找出 {found} 处"
    moved(publication, Move.FILES, Event.FILE_ATTACHED, entry, by=by, at=at, note=note)
    return file.facts()


def _read(name: str, content: bytes) -> tuple[Format, bytes, redacting.Reading]:
    try:
        title, worked, told = redacting.converted(name, content)
        kind = redacting.recognise(title, worked)
        reading = redacting.read(worked, kind)
        return kind, worked, redacting.Reading(reading.pages, (*told, *reading.notices))
    except Unfit as problem:
        findings = file_fit(problem.message, problem.next_step)
        raise Invalid({"file": [str(finding) for finding in findings]}) from None


@operation(Event.FILE_PROPOSED)
def propose_file_marks(*, file_id: UUID, by: Actor, at: datetime) -> FileFacts:
    """Let the rules look through a file again, after more of the decision was decided.

    Keeps what a person decided, drops open marks the rules no longer see; pages with new marks must be confirmed again.
    """
    file = working(file_id, by=by)
    found = _propose(file, at)
    payload = {"file": file.seq, "candidates": found}
    entry = log(file.publication, Event.FILE_PROPOSED, by=by, at=at, payload=payload)
    note = f"附件{file.seq}按规则重新查找，新找出 {found} 处"
    moved(file.publication, Move.FILES, Event.FILE_PROPOSED, entry, by=by, at=at, note=note)
    return facts(file)


def _propose(file: DecisionFile, at: datetime) -> int:
    """How many marks are new."""
    publication = file.publication
    decision = publication.source.decision()
    pages = list(file.pages.values_list("text", flat=True))
    spans = [span.facts() for span in publication.spans.all()]
    found = file_candidates(decision, pages, spans, natural_person_name(local_day(at), decision.domain))
    places = {(page, one.start, one.end) for page, one in found}
    for mark in file.marks.filter(verdict=Verdict.OPEN, box__isnull=True):
        if (mark.page, mark.start, mark.end) not in places:
            mark.delete()
    known = {(mark.page, mark.start, mark.end) for mark in file.marks.all()}
    new = [
        FileMark(
            file=file, page=page, start=one.start, end=one.end, text=one.text, ground=one.ground, why=one.why[:200],
            replacement=one.replacement, origin=one.origin, certain=one.certain,
        )
        for page, one in found if (page, one.start, one.end) not in known
    ]  # fmt: skip
    FileMark.objects.bulk_create(new)
    touched(file, {mark.page for mark in new})
    return len(new)


@operation(Event.FILE_DROPPED)
def drop_file(*, file_id: UUID, reason: str, by: Actor, at: datetime) -> FileFacts:
    """Leave a file out of the publication, with the reason (PUB-45). Original and reason are kept by the organ."""
    file = working(file_id, by=by)
    plain(reason=reason)
    refuse(drop_reason(reason))
    file.dropped = reason.strip()[:500]
    file.save(update_fields=["dropped"])
    entry = log(file.publication, Event.FILE_DROPPED, by=by, at=at, payload={"file": file.seq})
    note = f"附件{file.seq}不公开：{file.dropped}"
    moved(file.publication, Move.FILES, Event.FILE_DROPPED, entry, by=by, at=at, note=note)
    return facts(file)


def working(file_id: UUID, *, by: Actor) -> DecisionFile:
    """The file, its publication locked, if this person may work on it now.

    Raises Invalid where there is none or it was left out, Forbidden, and Refused (PUB-08).
    """
    known = DecisionFile.objects.filter(pk=file_id).values_list("publication_id", flat=True).first()
    if known is None:
        raise Invalid({"file": ["没有这个附件，请从公示事项重新进入"]})
    publication: Publication = held(known, by=by, to=Move.FILES)
    file = publication.files.get(pk=file_id)
    file.publication = publication
    if file.dropped:
        raise Invalid({"file": ["这个附件已经决定不公开；要公开的，请重新添加"]})
    return file


def touched(file: DecisionFile, pages: Iterable[int]) -> None:
    """What was changed on these pages has not been confirmed by anybody."""
    file.pages.filter(number__in=set(pages)).update(confirmed_by="", confirmed_by_id=None, confirmed_at=None)


def facts(file: DecisionFile) -> FileFacts:
    """The file as it is now."""
    return DecisionFile.objects.prefetch_related("pages", "marks").get(pk=file.pk).facts()
