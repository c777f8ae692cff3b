"""Reading through a loan: one button opens a thing and logs it; then its pages with the reader's name. Who read what."""

from datetime import date, timedelta
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdfium2 import PdfiumError

from mingjing.archives import operations, queries
from mingjing.archives.terms import LendingFacts, LentItem
from mingjing.foundation import ranging, storage, typesetting
from mingjing.foundation.pages import Field
from mingjing.foundation.watermarking import stamped
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import as_day
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.lending import KEEPERS, PAGE, place_in, seen_loan
from mingjing.sites.bureau.views.sheets import MOST, sheet

SALT, HOLDS, DPI, MOST_PAGES = "lending", 4 * 3600, 96, 500
UNREADABLE = (PdfiumError, OSError, ValueError, Image.DecompressionBombError)
LONGEST = timedelta(days=366)
HEADINGS = ("时间", "档号", "材料", "借阅人", "单位", "操作人", "用途")


def _ticket(request: BureauRequest, one: LendingFacts, key: str) -> str:
    return signing.dumps([str(one.id), key, str(request.actor.person_id)], salt=SALT)


def _holds(request: BureauRequest, one: LendingFacts, key: str) -> bool:
    """Whether the address carries the ticket of an opening of this thing by this person, in the last hours."""
    try:
        told = signing.loads(request.GET.get("t", "")[:600], salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return False
    return bool(told == [str(one.id), key, str(request.actor.person_id)])


@page(*CASE_ROLES)
def lending_item(request: BureauRequest, lending_id: UUID, key: str) -> HttpResponse:
    """One thing: the button that opens it; or, with the ticket of an opening, its pages or the player."""
    one, file = seen_loan(request, lending_id)
    here = reverse("bureau:lending_item", args=[one.id, key])
    if request.method == "POST":
        operations.read_item(lending_id=one.id, key=key, by=request.actor, at=timezone.now())
        return HttpResponseRedirect(f"{here}?t={_ticket(request, one, key)}")
    item = next((each for each in queries.lent_items(one, file) if each.key == key), None)
    if item is None:
        raise Http404
    facts: dict[str, object] = {"one": one, "item": item, "here": here, "ticket": "", "mark": _mark(one)}
    if _holds(request, one, key):
        operations.peek_item(lending_id=one.id, key=key, by=request.actor, at=timezone.now())
        facts |= {"ticket": request.GET["t"], "pages": range(1, min(_pages(item), MOST_PAGES) + 1), "kind": item.media_type.split("/")[0]}  # fmt: skip
    answer = render(request, "bureau/lending/item.html", facts)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _mark(one: LendingFacts) -> str:
    return f"{one.reader.unit} {one.reader.name} 借阅 {timezone.localtime():%Y-%m-%d %H:%M}"


def _pages(item: LentItem) -> int:
    if not item.shown or not item.sha256:
        return 0
    try:
        return typesetting.page_count(storage.read(item.sha256)) if item.media_type == "application/pdf" else 1
    except (storage.Missing, *UNREADABLE):
        return 0


def _opened(request: BureauRequest, lending_id: UUID, key: str) -> tuple[LendingFacts, LentItem]:
    """The thing, where it was opened by this person a short while ago and may still be read. Raises Http404, Refused."""
    one, _ = seen_loan(request, lending_id)
    if not _holds(request, one, key):
        raise Http404
    return one, operations.peek_item(lending_id=one.id, key=key, by=request.actor, at=timezone.now())


@page(*CASE_ROLES)
def lending_picture(request: BureauRequest, lending_id: UUID, key: str, number: int) -> HttpResponse:
    """One page with the reader's name across it."""
    one, item = _opened(request, lending_id, key)
    if not item.shown or not 1 <= number <= MOST_PAGES:
        raise Http404
    try:
        content = storage.read(item.sha256)
        drawn = typesetting.preview(content, number - 1, dpi=DPI) if item.media_type == "application/pdf" else content
        picture = stamped(drawn, _mark(one))
    except (storage.Missing, IndexError, *UNREADABLE):
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


@page(*CASE_ROLES)
def lending_film(request: BureauRequest, lending_id: UUID, key: str) -> HttpResponseBase:
    """A recording, by ranges."""
    _, item = _opened(request, lending_id, key)
    if not item.film or not item.sha256:
        raise Http404
    try:
        return ranging.ranged(request, item.sha256, media_type=item.media_type, name=item.title)
    except storage.Missing:
        raise Http404 from None


def _period(request: BureauRequest) -> tuple[date, date, str]:
    today = timezone.localdate()
    since, until = as_day(request.GET.get("since", "")), as_day(request.GET.get("until", ""))
    until = min(max(until or today, date(2000, 1, 1)), today)
    since = min(max(since or until.replace(day=1), until - LONGEST), until)
    return since, until, request.GET.get("q", "")[:100]


@page(*KEEPERS)
def lending_reads(request: BureauRequest) -> HttpResponse:
    """Who read what of the organ's files in a period."""
    (since, until, q), after = _period(request), place_in(request)
    rows = queries.reads(request.actor.organ_id, since, until, q=q, after=after, limit=PAGE + 1)
    facts = {
        "rows": rows[:PAGE], "next": str(after + PAGE) if len(rows) > PAGE else "",
        "fields": (Field("q", "材料、借阅人、单位、档号", "search", q), Field("since", "从", "date", since), Field("until", "到", "date", until)),
    }  # fmt: skip
    return render(request, "bureau/lending/reads.html", facts)


@page(*KEEPERS)
def lending_reads_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The same as a table."""
    since, until, q = _period(request)
    rows = [
        [f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}", one.catalogue_no, one.title, one.reader, one.unit, one.by_name, one.purpose]
        for one in queries.reads(request.actor.organ_id, since, until, q=q, limit=MOST)
    ]  # fmt: skip
    return sheet(kind, f"reads-{since}-{until}", "借阅阅览记录", HEADINGS, rows)
