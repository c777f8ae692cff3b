"""Being told of what is new: the address of a search is the search kept; Atom for readers, letters by mail."""

import logging
from smtplib import SMTPException
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Invalid
from mingjing.publicity import operations, queries
from mingjing.sites.portal.forms import Asked, asked
from mingjing.sites.portal.mail import send_confirmation
from mingjing.sites.portal.views.answering import missing, page, private
from mingjing.sites.portal.views.limiting import too_many

log = logging.getLogger(__name__)
METHODS = ["GET", "HEAD", "POST"]


@csrf_protect
def subscribe(request: HttpRequest) -> HttpResponse:
    """What is subscribed to, its feed, how to keep it, and the form for letters; after sending, look into your mail."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    told = request.POST if request.method == "POST" else request.GET
    wanted = asked(told.dict(), dict(queries.organs_in_public()))
    if request.method != "POST":
        return _form(request, wanted, (), "")
    typed = request.POST.get("address", "")
    if not settings.MINGJING_MAIL_ON:
        return _form(request, wanted, ("本网站没有开通邮件订阅，请用 Atom 订阅",), typed, 422)
    if too_many(request, "subscribe"):
        return _form(request, wanted, ("这个网络地址一小时内订阅得太多，请过一小时再试",), typed, 429)
    try:
        made = operations.subscribe(
            address=typed,
            filters=wanted.filters,
            query=wanted.query,
            title=title_of(wanted),
            by="system",
            at=timezone.now(),
        )
        if made is not None:
            send_confirmation(typed.strip(), made[1])
    except Invalid as problem:
        return _form(request, wanted, tuple(word for words in problem.errors.values() for word in words), typed, 422)
    except (OSError, SMTPException) as problem:
        # Only its kind: what a mail server says names the address.
        log.error("a confirmation could not be sent: %s", type(problem).__name__)  # noqa: TRY400
        return _form(request, wanted, ("邮件现在发不出去，请过一会儿再试，或者用 Atom 订阅",), typed, 503)
    return private(page(request, "portal/subscribe_sent.html", {"title": title_of(wanted)}))


def title_of(wanted: Asked) -> str:
    """The filters in words."""
    return "，".join(word for _, word in wanted.chips) or "全部执法决定"


def _form(request: HttpRequest, wanted: Asked, errors: tuple[str, ...], typed: str, status: int = 200) -> HttpResponse:
    hidden = [Field(key, type="hidden", value=value) for key, value in _pairs(wanted)]
    box = Field(
        "address", "电子邮箱", "email", typed, errors=errors, required=True, help="只用来发送这个订阅，退订后立即删除",
        attributes={"maxlength": 120, "autocomplete": "email"},
    )  # fmt: skip
    facts = {
        "asked": wanted,
        "title": title_of(wanted),
        "fields": [*hidden, box],
        "by_mail": settings.MINGJING_MAIL_ON and not wanted.filters.state,
        "site": settings.MINGJING_PORTAL_URL,
    }
    return private(page(request, "portal/subscribe.html", facts, status))


def _pairs(wanted: Asked) -> list[tuple[str, str]]:
    return parse_qsl(wanted.query)


@csrf_protect
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page a confirmation letter leads to: one button, so that a mail scanner which follows links confirms nothing."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    found = operations.subscription(token)
    if found is None or found.ended_at is not None:
        return _gone(request)
    if request.method == "POST":
        found = operations.confirm_subscription(token=token, by="system", at=timezone.now())
    return private(page(request, "portal/subscription.html", {"found": found, "token": token, "asks": "confirm"}))


@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The end of a subscription: a button for people; mail programs post here themselves (RFC 8058). The token is the right."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    found = operations.subscription(token)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        found = operations.unsubscribe(token=token, by="system", at=timezone.now())
    return private(page(request, "portal/subscription.html", {"found": found, "token": token, "asks": "stop"}))


def _gone(request: HttpRequest) -> HttpResponse:
    steps = (("重新订阅", reverse("portal:subscribe")),)
    return private(missing(request, "这个订阅不存在，或者已经退订、过期。邮箱地址已经删除", steps))
