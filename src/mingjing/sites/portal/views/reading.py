"""查阅: what a link grants to one reader; each opening is a button, counted and logged; then pages with the reader's name."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from mingjing.foundation import ranging
from mingjing.foundation.reading import Reading, Shelf, Shown, reading
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Refused
from mingjing.sites.portal.views.answering import missing, page, private
from mingjing.sites.portal.views.limiting import TOO_MANY, too_many

SALT, HOLDS = "reading", 4 * 3600
PLAIN = "这个查阅链接不能用：可能已经到期、用完次数、撤销，或者地址不完整。请与提供链接的执法机关联系"
SAFE = ["GET", "HEAD"]
LONGEST, MOST_PAGES = 80, 100


def _quiet(response: HttpResponseBase) -> HttpResponseBase:
    """Kept nowhere; the address of this page goes to no other site with a click."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _gone(request: HttpRequest) -> HttpResponseBase:
    """The same words for whatever is wrong."""
    return _quiet(private(missing(request, PLAIN, (("查办理进度", reverse("portal:progress")),))))


def _found(request: HttpRequest, token: str) -> tuple[Reading, Shelf] | HttpResponseBase:
    behind = reading()
    if behind is None or len(token) > LONGEST or "\0" in token:
        return _gone(request)
    shelf = behind.shelf(token, timezone.now())
    if shelf is not None:
        return behind, shelf
    if too_many(request, "read"):
        return _hurried(request)
    return _gone(request)


def _hurried(request: HttpRequest) -> HttpResponseBase:
    return _quiet(private(missing(request, TOO_MANY), 429))


@csrf_protect
def shelf(request: HttpRequest, token: str) -> HttpResponseBase:
    """What may be read, until when, how often; nothing of the case besides."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    found = _found(request, token)
    if isinstance(found, HttpResponseBase):
        return found
    return _drawn(request, "portal/reading.html", {"shelf": found[1], "token": token})


def _drawn(request: HttpRequest, template: str, facts: dict[str, object]) -> HttpResponseBase:
    return _quiet(private(page(request, template, {**facts, "printed": ""})))


@csrf_protect
def item(request: HttpRequest, token: str, place: int) -> HttpResponseBase:
    """One thing: the button that opens it once more; or, with the ticket of an opening, its pages or the player."""
    if request.method not in [*SAFE, "POST"]:
        return HttpResponseNotAllowed([*SAFE, "POST"])
    found = _found(request, token)
    if isinstance(found, HttpResponseBase):
        return found
    behind, granted = found
    one = next((each for each in granted.items if each.place == place), None)
    if one is None:
        return _gone(request)
    here = reverse("portal:reading_item", args=[token, place])
    if request.method == "POST":
        return _opened(request, behind, token, place, here)
    ticket = request.GET.get("t", "")
    facts: dict[str, object] = {"shelf": granted, "token": token, "one": one, "here": here, "ticket": ""}
    if _holds(ticket, token, place):
        facts |= {"ticket": ticket, **_inside(behind, token, one)}
    return _drawn(request, "portal/reading_item.html", facts)


def _inside(behind: Reading, token: str, one: Shown) -> dict[str, object]:
    now = timezone.now()
    many = 0 if one.film else behind.pages(token, one.place, now)
    film = behind.film(token, one.place, now) if one.film else None
    return {"pages": range(1, min(many, MOST_PAGES) + 1), "kind": film.media_type.split("/")[0] if film else ""}


def _opened(request: HttpRequest, behind: Reading, token: str, place: int, here: str) -> HttpResponseBase:
    if too_many(request, "read"):
        return _hurried(request)
    try:
        behind.open_(token, place, timezone.now())
    except Refused:
        return _gone(request)
    ticket = signing.dumps([token[:12], place], salt=SALT)
    return _quiet(HttpResponseRedirect(f"{here}?t={ticket}"))


def _holds(ticket: str, token: str, place: int) -> bool:
    """Whether a ticket is of an opening of this thing by this link, in the last hours."""
    try:
        told = signing.loads(ticket[:400], salt=SALT, max_age=HOLDS) if ticket else None
    except signing.BadSignature:
        return False
    return bool(told == [token[:12], place])


def picture(request: HttpRequest, token: str, place: int, number: int) -> HttpResponseBase:
    """One page as a picture with the reader's name across it."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    behind = reading()
    if behind is None or not _holds(request.GET.get("t", ""), token, place) or number > MOST_PAGES:
        return _gone(request)
    drawn = behind.picture(token, place, number, timezone.now())
    if drawn is None:
        return _gone(request)
    return _quiet(HttpResponse(drawn, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"}))


def film(request: HttpRequest, token: str, place: int) -> HttpResponseBase:
    """The content of a recording, by ranges."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    behind = reading()
    if behind is None or not _holds(request.GET.get("t", ""), token, place):
        return _gone(request)
    held = behind.film(token, place, timezone.now())
    try:
        return (
            _gone(request)
            if held is None
            else _quiet(ranging.ranged(request, held.sha256, media_type=held.media_type, name=held.name))
        )
    except Missing:
        return _gone(request)
