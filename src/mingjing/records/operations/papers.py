"""Paper: scans taken in, pages read and matched by their codes, assigned by hand, compared, signatures noted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation import scanning, storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.scanning.comparing import SIZE
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By, ObjectRef
from mingjing.records.access import may_scan
from mingjing.records.events import Event
from mingjing.records.models import Attachment, Document, Dossier, PaperSignature, Scan, ScanPage
from mingjing.records.operations.dossiers import add_file, file_name, log_view, stream
from mingjing.records.operations.recordings import refuse
from mingjing.records.queries.dossiers import viewed_since
from mingjing.records.queries.papers import signers, unread_scans
from mingjing.records.rules import papers as rules
from mingjing.records.rules.files import media_type, problem
from mingjing.records.terms import NotFound
from mingjing.records.terms.papers import PageState, ScanFacts, ScanPageFacts, SignatureFacts

CODE = re.compile(r"[?&]d=([0-9a-f]{16})&p=([1-9][0-9]{0,3})-([0-9a-f]{8})(?![0-9a-f])")


@operation(Event.SCAN_TAKEN)
def take_scan(
    *, organ_id: UUID, dossier_id: UUID | None, name: str, content: bytes, limit: int, by: Actor, at: datetime
) -> ScanFacts:
    """Keep a scan of a dossier, or of a batch (no dossier). Its pages are read afterwards.

    Raises Forbidden, Invalid for what cannot be read, Refused for the same file again (PAPER-05).
    """
    may_scan.require(by, organ_id, doing="上传扫描件")
    if wrong := problem(name, content, limit):
        raise Invalid({"file": [wrong]})
    try:
        sheets = scanning.opened(content, media_type(content))
    except scanning.Broken as broken:
        raise Invalid({"file": [f"“{name}”{broken}。"]}) from None
    kept = storage.put(content)
    _not_twice(organ_id, name, kept.sha256)
    try:
        with transaction.atomic():
            row = Scan.objects.create(
                organ_id=organ_id, dossier_id=dossier_id, name=name, media_type=media_type(content), sha256=kept.sha256, sm3=kept.sm3,
                size=kept.size, pages=sheets.pages, added_by_id=by.person_id, added_by=by.name, added_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(*rules.scan_is_new(name, name)) from None
    if dossier_id:
        add_file(dossier_id=dossier_id, name=name, content=content, at=at, by=by, limit=limit)
    ledger.append(
        kind=Event.SCAN_TAKEN, stream=_stream(row), at=at, by=by, payload={"scan": str(row.id), "pages": row.pages},
        objects=[_object(row)],
    )  # fmt: skip
    return row.facts()


def _not_twice(organ_id: UUID, name: str, sha256: str) -> None:
    before = Scan.objects.filter(organ_id=organ_id, sha256=sha256).values_list("name", flat=True).first()
    refuse(rules.scan_is_new(name, before or ""))


def _stream(row: Scan) -> str:
    return stream(row.dossier_id) if row.dossier_id else f"scans:{row.organ_id}"


def _object(row: Scan) -> ObjectRef:
    return ObjectRef(name=row.name, sha256=row.sha256, sm3=row.sm3, size=row.size, media_type=row.media_type)


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at a page gave."""

    problem: str = ""
    document: Document | None = None
    page: int = 0
    spots: list[dict[str, Any]] = field(default_factory=list)
    way: list[float] = field(default_factory=list)


def read_scan(*, scan_id: UUID, limit: int, by: By, at: datetime) -> int:
    """Read up to `limit` more pages of a scan; how many. Looking takes seconds a page and holds no lock."""
    row = Scan.objects.filter(id=scan_id).first()
    if row is None or row.read >= row.pages:
        return 0
    sheets = scanning.opened(storage.read(row.sha256), row.media_type)
    numbers = range(row.read + 1, min(row.read + limit, row.pages) + 1)
    for number in numbers:
        keep_page(scan_id=row.id, number=number, looked=_looked(row, sheets, number), by=by, at=at)
    return len(numbers)


def _looked(row: Scan, sheets: scanning.Sheets, number: int) -> Looked:
    try:
        picture = sheets.page(number - 1)
    except scanning.Broken as broken:
        return Looked(str(broken))
    found = scanning.codes(picture)
    ours = next(((one, hit) for one in found if (hit := CODE.search(one.text))), None)
    if ours is None:
        return Looked("二维码不是本系统打印的页码" if found else "没有读到页码二维码")
    code, hit = ours
    document, wrong = _document(row, hit[1], hit[3], int(hit[2]))
    if document is None or wrong:
        return Looked(wrong)
    return _compared(picture, code, document, int(hit[2]))


def _document(row: Scan, digest: str, key: str, page: int) -> tuple[Document | None, str]:
    """The document a code names, or why the page cannot be matched to it."""
    rows = Document.objects.filter(data_sha256__startswith=digest).select_related("dossier")
    found = next((one for one in rows if str(one.id).startswith(key)), None)
    if found is None:
        same = row.dossier_id and any(
            str(one).startswith(key) for one in Document.objects.filter(dossier_id=row.dossier_id).values_list("id", flat=True)
        )  # fmt: skip
        return (
            None,
            "核验码与现在的电子文书不符，印的是另一个版本" if same else "系统里没有二维码所指的文书，可能是别处打印的",
        )
    if found.dossier.organ_id != row.organ_id:
        return None, "不是本机关的文书"
    wrong = (
        "是另一个案卷的文书，请到那个案件上传或者在批量扫描里上传" if row.dossier_id and found.dossier_id != row.dossier_id
        else "所在的案卷已经归档，不再加入扫描件" if found.dossier.sealed_at
        else f"文书已经作废（{found.void_reason}），印的是旧版本" if found.void_reason
        else f"文书只有 {found.pages or 0} 页，没有第 {page} 页" if page > (found.pages or 0)
        else ""
    )  # fmt: skip
    return found, wrong


def _compared(picture: Any, code: scanning.Code | None, document: Document, page: int) -> Looked:
    original = scanning.original(storage.read(document.pdf_sha256), page - 1, SIZE)
    laid = scanning.laid(picture, code, original)
    found = scanning.spots(original, scanning.straightened(picture, laid.way))
    spots = [asdict(one) | {"written": one.written} for one in found[:60]]
    return Looked("", document, page, spots, list(laid.way))


@operation(Event.SCAN_READ)
def keep_page(*, scan_id: UUID, number: int, looked: Looked, by: By, at: datetime) -> None:
    """Keep what looking at a page gave; a page kept before stays as it was."""
    row = Scan.objects.select_for_update().get(id=scan_id)
    if row.read >= number:
        return
    made = ScanPage(
        scan=row, number=number, dossier_id=row.dossier_id, state=PageState.UNMATCHED, problem=looked.problem[:200]
    )
    if looked.document is not None:
        _matched(made, looked, by_code=True)
    made.save()
    row.read = number
    row.save(update_fields=["read"])
    if looked.document is not None:
        _into_the_dossier(made, by, at)
        _tell(Event.SCAN_READ, made, by, at, {"by": "code"})


def _into_the_dossier(made: ScanPage, by: By, at: datetime) -> None:
    """A page of a batch becomes a file of the dossier it belongs to, and of no other."""
    scan, document = made.scan, made.document
    if scan.dossier_id or document is None:
        return
    content, ending = scanning.single(storage.read(scan.sha256), scan.media_type, made.number - 1)
    kept = storage.put(content)
    name = f"扫描件-{document.act_seq:03d}-{document.title[:40]}-第{made.page}页.{ending}"
    kind = media_type(content)
    row = Attachment.objects.create(
        dossier_id=document.dossier_id, name=name, media_type=kind, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, added_at=at,
        added_by=scan.added_by_id,
    )  # fmt: skip
    ledger.append(
        kind="record:file:added", stream=stream(document.dossier_id), at=at, by=by, payload={"attachment": str(row.id)},
        objects=[ObjectRef(name=name, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type=kind)],
    )  # fmt: skip


def _matched(made: ScanPage, looked: Looked, *, by_code: bool) -> None:
    """The page is this document's from now on; one scanned before stays, and counts no more."""
    assert looked.document is not None
    before = ScanPage.objects.select_for_update().filter(
        document=looked.document, page=looked.page, state=PageState.MATCHED
    )
    if before.exclude(id=made.id).update(state=PageState.REPLACED):
        made.problem = "这一页以前有过扫描件，以这一次的为准"
    else:
        made.problem = ""
    made.state, made.document, made.page, made.dossier_id = (
        PageState.MATCHED,
        looked.document,
        looked.page,
        looked.document.dossier_id,
    )
    made.spots, made.way, made.by_code = looked.spots, looked.way, by_code


def _tell(event: Event, made: ScanPage, by: By, at: datetime, more: Mapping[str, Any]) -> None:
    """The event of a page names the scan and, where it was matched, the electronic document, each with its digests."""
    payload = {"scan": str(made.scan_id), "sheet": made.number, "page": made.page, **more}
    objects = [_object(made.scan)]
    chain = f"scans:{made.scan.organ_id}"
    if made.document is not None:
        payload |= {"document": str(made.document.id), "data_sha256": made.document.data_sha256}
        one = made.document
        objects.append(ObjectRef(
            name=file_name(one), sha256=one.pdf_sha256, sm3=one.pdf_sm3, size=one.pdf_size or 0, media_type="application/pdf"
        ))  # fmt: skip
        chain = stream(one.dossier_id)
    elif made.dossier_id:
        chain = stream(made.dossier_id)
    ledger.append(kind=event, stream=chain, at=at, by=by, payload=payload, objects=objects)


def _page(page_id: UUID, by: Actor, *states: str) -> ScanPage:
    """The row, locked until commit, in one of these states. Raises Forbidden, NotFound, Refused."""
    made = ScanPage.objects.select_for_update().filter(id=page_id).first()
    if made is None:
        raise NotFound("没有这一页扫描件，请从清单重新进入。")
    may_scan.require(by, made.scan.organ_id, doing="核对扫描件")
    if made.dossier_id and Dossier.objects.filter(id=made.dossier_id, sealed_at__isnull=False).exists():
        raise Forbidden("案卷已经归档，扫描件不能再改动。")
    if made.state not in states:
        raise Refused(rules.assignment_is_reasoned.finding(
            "这一页已经由别人办理", next_step="请刷新页面，看现在的状态"
        ))  # fmt: skip
    return made


def assign_paper(*, page_id: UUID, document_id: UUID, page: int, reason: str, by: Actor, at: datetime) -> ScanPageFacts:
    """Say by hand which page of which document a scanned page is. Raises Forbidden, NotFound, Refused (PAPER-02)."""
    document = Document.objects.filter(id=document_id, dossier__organ_id=by.organ_id).first()
    kept = ScanPage.objects.filter(id=page_id).select_related("scan").first()
    if document is None or kept is None or (kept.scan.dossier_id and kept.scan.dossier_id != document.dossier_id):
        raise NotFound("没有这份文书，请从列表中选择。")
    may_scan.require(by, kept.scan.organ_id, doing="对应扫描件")
    refuse(rules.assignment_is_reasoned(reason, page, document.pages or 0))
    try:
        picture = scanning.opened(storage.read(kept.scan.sha256), kept.scan.media_type).page(kept.number - 1)
    except scanning.Broken as broken:
        raise Invalid({"page": [f"{broken}。"]}) from None
    return keep_assignment(
        page_id=page_id, looked=_compared(picture, None, document, page), reason=reason.strip()[:300], by=by, at=at
    )


@operation(Event.PAPER_ASSIGNED)
def keep_assignment(*, page_id: UUID, looked: Looked, reason: str, by: Actor, at: datetime) -> ScanPageFacts:
    """Keep by hand what a page is; the comparison was made before. Raises Forbidden, NotFound, Refused."""
    made = _page(page_id, by, PageState.UNMATCHED)
    _matched(made, looked, by_code=False)
    made.reason = reason
    made.save()
    _into_the_dossier(made, by, at)
    _tell(Event.PAPER_ASSIGNED, made, by, at, {"reason": reason})
    return made.facts()


@operation(Event.PAPER_SET_ASIDE)
def set_aside_paper(*, page_id: UUID, reason: str, by: Actor, at: datetime) -> ScanPageFacts:
    """Say that a scanned page belongs to no document (foreign, blank). Raises Forbidden, NotFound, Refused (PAPER-02)."""
    made = _page(page_id, by, PageState.UNMATCHED)
    refuse(rules.assignment_is_reasoned(reason, 0, 0))
    made.state, made.reason = PageState.SET_ASIDE, reason.strip()[:300]
    made.save(update_fields=["state", "reason"])
    _tell(Event.PAPER_SET_ASIDE, made, by, at, {"reason": made.reason})
    return made.facts()


@operation(Event.PAPER_CHECKED)
def check_paper(
    *, page_id: UUID, marks: Sequence[Mapping[str, Any]], note: str, by: Actor, at: datetime
) -> ScanPageFacts:
    """Say what each difference is; the page is the same, signed, or different. Raises Forbidden, NotFound, Refused (PAPER-03)."""
    made = _page(page_id, by, PageState.MATCHED)
    refuse(rules.differences_are_told(len(made.spots), marks, note))
    made.marks = [{"kind": str(each["kind"])} for each in marks]
    made.outcome, made.note = rules.outcome(made.marks), note.strip()[:300]
    made.checked_by, made.checked_at = by.name, at
    made.save(update_fields=["marks", "outcome", "note", "checked_by", "checked_at"])
    told = {"outcome": made.outcome, "marks": [each["kind"] for each in made.marks], "note": made.note}
    _tell(Event.PAPER_CHECKED, made, by, at, told)
    return made.facts()


@operation(Event.PAPER_SIGNED)
def sign_paper(
    *, page_id: UUID, role: str, name: str, refused: bool, reason: str, by: Actor, at: datetime
) -> SignatureFacts:
    """Note who signed a page on paper, or refused to. Raises Forbidden, NotFound, Refused (PAPER-04)."""
    made = _page(page_id, by, PageState.MATCHED)
    assert made.document is not None, "a matched page has its document"
    roles = signers(made.document.form)
    refuse(rules.signature_is_told(role=role, name=name, refused=refused, reason=reason, roles=roles))
    row, fresh = PaperSignature.objects.get_or_create(
        document=made.document, role=role, name=name.strip(),
        defaults={"page": made.page, "refused": refused, "reason": reason.strip()[:200], "noted_by": by.name, "noted_at": at},
    )  # fmt: skip
    if fresh:
        _tell(
            Event.PAPER_SIGNED, made, by, at, {"role": role, "name": row.name, "refused": refused, "reason": row.reason}
        )
    return row.facts()


def read_waiting(*, limit: int, by: By, at: datetime) -> int:
    """Read pages of scans that wait, a few each round; the worker calls it. Gives back how many."""
    done = 0
    for key in unread_scans(limit):
        done += read_scan(scan_id=key, limit=limit - done, by=by, at=at)
        if done >= limit:
            break
    return done


@operation("record:paper:viewed")
def glance(*, dossier_id: UUID, object_id: UUID, name: str, by: Actor, at: datetime) -> None:
    """Log that a person looked at a scanned page: one look a day and person is enough (R-15)."""
    since = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    if not viewed_since(object_id, by.person_id, since):
        log_view(dossier_id=dossier_id, what="scan", object_id=object_id, name=name, purpose="核对纸质件", at=at, by=by)
