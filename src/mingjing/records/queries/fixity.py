"""Reads of the scheduled reading of the store."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Max, Min, Q, Sum

from mingjing.kernel.findings import Finding
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.records.events import Event
from mingjing.records.models import Attachment, Content, Document, FixityDay, Recording, RecordingCopy, Transcript
from mingjing.records.rules import fixity as rules
from mingjing.records.terms.fixity import FAULTS, ContentFacts, Fit, FixityFacts, Kept

STREAM = "contents"


def kept_contents() -> Iterator[Kept]:
    """Every content that this room keeps."""
    for sha256, size in Document.objects.exclude(pdf_sha256="").values_list("pdf_sha256", "pdf_size").iterator():
        yield Kept(sha256, size or 0, "文书")
    for sha256, size in Attachment.objects.values_list("sha256", "size").iterator():
        yield Kept(sha256, size, "附件")
    for sha256, size in Recording.objects.exclude(held_sha256="").values_list("held_sha256", "held_size").iterator():
        yield Kept(sha256, size, "音像")
    for sha256, size in RecordingCopy.objects.order_by("pk").values_list("sha256", "size").iterator():
        yield Kept(sha256, size, "音像派生件")
    for vtt, vtt_size, text, text_size in Transcript.objects.order_by("pk").values_list("vtt_sha256", "vtt_size", "text_sha256", "text_size"):  # fmt: skip
        yield Kept(vtt, vtt_size, "文字稿")
        yield Kept(text, text_size, "文字稿")


def due_contents(before: datetime, limit: int = 50) -> tuple[ContentFacts, ...]:
    """What is to be read next: never read first, then the longest unread; what was erased is left out."""
    rows = Content.objects.exclude(state=Fit.ERASED)
    unread = list(rows.filter(checked_at=None)[:limit])
    rest = rows.filter(checked_at__lt=before).order_by("checked_at")[: limit - len(unread)]
    return tuple(row.facts() for row in [*unread, *rest])


def fixity(at: datetime) -> FixityFacts:
    """How the reading stands. One query."""
    period = rules.period(at)
    since = at - period
    told = Content.objects.exclude(state=Fit.ERASED).aggregate(
        contents=Count("pk"), size=Sum("size"), read=Count("pk", filter=Q(checked_at__gte=since)),
        faults=Count("pk", filter=Q(state__in=FAULTS)), oldest=Min("checked_at"), last=Max("checked_at"),
    )  # fmt: skip
    return FixityFacts(told["contents"], told["size"] or 0, told["read"], told["faults"], told["oldest"], told["last"], period)  # fmt: skip


def faults(limit: int = 200) -> tuple[ContentFacts, ...]:
    """What is missing or altered, as found by the reading, the newest first."""
    return tuple(row.facts() for row in Content.objects.filter(state__in=FAULTS).order_by("-found_at", "pk")[:limit])


def content(sha256: str) -> ContentFacts | None:
    """One content under watch."""
    row = Content.objects.filter(pk=sha256).first()
    return row.facts() if row else None


def fixity_days(limit: int = 31) -> tuple[tuple[str, int, int, int], ...]:
    """Day, contents read, bytes read, faults found; the newest first."""
    return tuple((one.day.isoformat(), one.contents, one.size, one.faults) for one in FixityDay.objects.all()[:limit])


def fixity_remarks(at: datetime, limit: int = 20) -> tuple[Finding, ...]:
    """What of it a person must look at (REC-67, REC-68)."""
    each = [finding for one in faults(limit) for finding in rules.content_is_whole(one)]
    return (*each, *rules.everything_is_read(fixity(at)))


def contents_unlike_the_ledger() -> Iterator[Difference]:
    """What is at fault now, and what somebody marked as sound though the ledger says that it was found at fault."""
    told: dict[str, str] = {}
    for one in ledger.whole(STREAM):
        if one.kind in {Event.CONTENT_FAULTY, Event.CONTENT_SOUND, Event.CONTENT_ERASED}:
            told[str(one.payload["sha256"])] = str(one.payload["state"])
    now = {row.sha256: row for row in Content.objects.filter(Q(state__in=(*FAULTS, Fit.ERASED)) | Q(pk__in=told))}
    for sha256, state in sorted(told.items()):
        held = now[sha256].state if sha256 in now else ""
        if held != state:
            yield Difference(f"存储的内容 {sha256[:12]}…", "核对结果与台账登记的不符")
    for sha256, row in sorted(now.items()):
        if row.state in FAULTS:
            words = "缺失" if row.state == Fit.MISSING else "被改动"
            yield Difference(f"存储的{row.what} {sha256[:12]}…", f"{words}，请从备份放回")
        elif sha256 not in told:
            yield Difference(f"存储的内容 {sha256[:12]}…", "标为已销毁，台账没有登记")
