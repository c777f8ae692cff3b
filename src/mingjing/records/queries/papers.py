"""Reads of paper: scans, pages, pictures to lay side by side, and what is owed."""

import io
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from PIL import Image

from mingjing.foundation import scanning, storage
from mingjing.foundation.scanning.comparing import SIZE
from mingjing.kernel.findings import Finding
from mingjing.records.models import Document, PaperSignature, Scan, ScanPage
from mingjing.records.queries.dossiers import form, form_texts
from mingjing.records.rules import papers as rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import OWN
from mingjing.records.terms.papers import Outcome, PageState, PaperStanding, ScanFacts, ScanPageFacts, SignatureFacts


def scans(organ_id: UUID, *, dossier_id: UUID | None = None, limit: int = 50) -> tuple[ScanFacts, ...]:
    """The scans of an organ, or of one of its dossiers, newest first."""
    rows = Scan.objects.filter(organ_id=organ_id)
    rows = rows.filter(dossier_id=dossier_id) if dossier_id else rows
    return tuple(row.facts() for row in rows[:limit])


def scan(scan_id: UUID) -> ScanFacts:
    """One scan. Raises NotFound."""
    row = Scan.objects.filter(id=scan_id).first()
    if row is None:
        raise NotFound("没有这个扫描件，请从清单重新进入。")
    return row.facts()


def scan_pages(scan_id: UUID) -> tuple[ScanPageFacts, ...]:
    """The pages of a scan that were read, in their order."""
    return tuple(row.facts() for row in ScanPage.objects.filter(scan_id=scan_id).select_related("scan"))


def scan_page(page_id: UUID) -> ScanPageFacts:
    """One page. Raises NotFound."""
    row = ScanPage.objects.filter(id=page_id).select_related("scan").first()
    if row is None:
        raise NotFound("没有这一页扫描件，请从清单重新进入。")
    return row.facts()


def papers_of(dossier_id: UUID) -> tuple[ScanPageFacts, ...]:
    """Every scanned page of a dossier: matched to it, or of a scan that was handed in with it."""
    rows = ScanPage.objects.filter(dossier_id=dossier_id).select_related("scan")
    return tuple(row.facts() for row in rows.order_by("document__act_seq", "document_id", "page", "scan__added_at"))


def papers_waiting(organ_id: UUID, *, limit: int = 100) -> tuple[ScanPageFacts, ...]:
    """The pages of an organ that nobody could match yet, newest scan first."""
    rows = ScanPage.objects.filter(scan__organ_id=organ_id, state=PageState.UNMATCHED).select_related("scan")
    return tuple(row.facts() for row in rows.order_by("-scan__added_at", "number")[:limit])


def papers_unchecked(organ_id: UUID, *, limit: int = 100) -> tuple[ScanPageFacts, ...]:
    """The pages of an organ that were matched and not compared by a person."""
    rows = ScanPage.objects.filter(scan__organ_id=organ_id, state=PageState.MATCHED, outcome="").select_related("scan")
    return tuple(row.facts() for row in rows.order_by("-scan__added_at", "number")[:limit])


def unread_scans(limit: int) -> tuple[UUID, ...]:
    """Scans with pages that were not looked at yet, oldest first."""
    found = Scan.objects.filter(read__lt=F("pages")).order_by("added_at")
    return tuple(found.values_list("id", flat=True)[:limit])


def signers(one: str) -> tuple[str, ...]:
    """Who signs a form on paper; nobody where the form says nothing."""
    return () if one.startswith(OWN) else form(one).signers


def standings(dossiers: Collection[UUID]) -> tuple[PaperStanding, ...]:
    """How the paper of each document stands that needs signatures, in the order of the acts. Three queries."""
    made = [
        row
        for row in Document.objects.filter(dossier_id__in=dossiers, void_reason="").defer("data")
        if signers(row.form)
    ]
    pages: dict[UUID, dict[int, str]] = {}
    for key, page, told in ScanPage.objects.filter(
        document_id__in=[row.id for row in made], state=PageState.MATCHED
    ).values_list("document_id", "page", "outcome"):
        pages.setdefault(key, {})[page] = told
    signed: dict[UUID, list[SignatureFacts]] = {}
    for one in PaperSignature.objects.filter(document_id__in=[row.id for row in made]):
        signed.setdefault(one.document_id, []).append(one.facts())
    return tuple(_standing(row, pages.get(row.id, {}), tuple(signed.get(row.id, ()))) for row in made)


def _standing(row: Document, pages: Mapping[int, str], signed: tuple[SignatureFacts, ...]) -> PaperStanding:
    count = row.pages or 1
    roles = {one.role for one in signed}
    return PaperStanding(
        document_id=row.id, dossier_id=row.dossier_id, title=row.title, number=row.number, act_seq=row.act_seq, pages=count,
        needed=signers(row.form), gone=tuple(n for n in range(1, count + 1) if n not in pages),
        unchecked=tuple(sorted(n for n, told in pages.items() if not told)),
        different=tuple(sorted(n for n, told in pages.items() if told == Outcome.DIFFERENT)),
        unsigned=tuple(role for role in signers(row.form) if role not in roles), signatures=signed,
    )  # fmt: skip


def paper_findings(dossier_id: UUID) -> tuple[Finding, ...]:
    """What of the paper of a dossier is owed (PAPER-01). Three queries."""
    return tuple(told for one in standings((dossier_id,)) for told in rules.paper_is_whole(one))


def owed_papers(organ_id: UUID | None) -> Mapping[UUID, int]:
    """How many documents of sealed or open dossiers have scanned pages that wait or differ, by organ. One query."""
    rows = ScanPage.objects.filter(state=PageState.UNMATCHED) | ScanPage.objects.filter(
        state=PageState.MATCHED, outcome__in=("", Outcome.DIFFERENT)
    )
    rows = rows.filter(scan__organ_id=organ_id) if organ_id else rows
    found: dict[UUID, int] = {}
    for key in rows.values_list("scan__organ_id", flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def signed_forms() -> tuple[str, ...]:
    """The standard forms that are signed on paper."""
    return tuple(key for key, *_ in form_texts() if signers(key))


def missing_papers(organ_id: UUID, *, limit: int = 100) -> tuple[int, tuple[PaperStanding, ...]]:
    """Documents of an organ's open files that are signed on paper and have no scan: how many, and the oldest. Two queries."""
    scanned = ScanPage.objects.filter(document=OuterRef("pk"), state=PageState.MATCHED)
    rows = Document.objects.filter(
        ~Exists(scanned), dossier__organ_id=organ_id, dossier__sealed_at=None, form__in=signed_forms(), void_reason=""
    )
    shown = rows.defer("data").order_by("made_at")[:limit]
    return rows.count(), tuple(_standing(row, {}, ()) for row in shown)


def paper_choices(dossiers: Iterable[UUID]) -> tuple[tuple[UUID, UUID, str, int], ...]:
    """Documents a page may be assigned to: dossier, document, name, pages."""
    rows = Document.objects.filter(dossier_id__in=list(dossiers), void_reason="").defer("data")
    return tuple(
        (row.dossier_id, row.id, f"{row.act_seq:03d} {row.title}{row.number}", row.pages or 0)
        for row in rows
        if row.pdf_sha256
    )


def paper_picture(page: ScanPageFacts, width: int) -> bytes:
    """A scanned page as PNG: straightened over its document where it was matched, else as it came. Raises NotFound, Missing."""
    kept = scan(page.scan_id)
    try:
        picture = scanning.opened(storage.read(kept.sha256), kept.media_type).page(page.number - 1)
    except scanning.Broken as problem:
        raise NotFound(str(problem)) from None
    if len(page.way) == 8:
        a, b, c, d, e, f, g, h = page.way
        picture = scanning.straightened(picture, (a, b, c, d, e, f, g, h))
    return _png(picture, width)


def original_picture(page: ScanPageFacts, width: int) -> bytes:
    """The page of the document that a scanned page was matched to, as PNG. Raises NotFound, Missing."""
    row = Document.objects.filter(id=page.document_id).first() if page.document_id else None
    if row is None or not row.pdf_sha256:
        raise NotFound("这一页还没有对应到文书。")
    return _png(scanning.original(storage.read(row.pdf_sha256), page.page - 1, SIZE), width)


def _png(picture: Image.Image, width: int) -> bytes:
    picture.thumbnail((width, width * 3))
    held = io.BytesIO()
    picture.save(held, "PNG", compress_level=3)
    return held.getvalue()
