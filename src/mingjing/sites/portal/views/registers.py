"""Organs and officers' certificates, as they are now."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mingjing.foundation import storage
from mingjing.organs import operations as showing
from mingjing.organs import queries as organs_room
from mingjing.organs.terms import (
    DOMAIN_NAMES,
    FUNCTION_MOVE_NAMES,
    LEVEL_NAMES,
    ORGAN_KIND_NAMES,
    CertificateFacts,
    Domain,
    Level,
    OrganKind,
)
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, private, public

PHOTO, PHOTO_SECONDS = "certificate-photo", 600


@public
def organs(request: HttpRequest) -> HttpResponse:
    """执法主体名录 (P-02): the organs that may act today."""
    today = timezone.localdate()
    facts = {"organs": organs_room.organs(today), "kinds": ORGAN_KIND_NAMES, "domains": DOMAIN_NAMES}
    return page(request, "portal/organs.html", facts)


@public
def organ(request: HttpRequest, code: str) -> HttpResponse:
    """One organ: who it is, who its officers are (P-03), what it made public."""
    found = next((one for one in organs_room.organs() if code in (one.code, one.slug)), None)
    if found is None:
        return missing(request, "没有登记这个执法机关", (("查看执法机关名录", reverse("portal:organs")),))
    now = timezone.now()
    facts = {
        "organ": found,
        "in_force": found.effective_on(timezone.localdate(now)),
        "kind": ORGAN_KIND_NAMES[OrganKind(found.kind)],
        "domain": DOMAIN_NAMES[Domain(found.domain)],
        "level": LEVEL_NAMES[Level(found.level)],
        "officers": organs_room.officers_register(found.id, now),
        "latest": queries.latest(10, found.code),
        "month": queries.month_count(timezone.localdate(now), found.code),
        "categories": CATEGORY_NAMES,
        "review_body": queries.review_body_shown(found.code, timezone.localdate(now)),
    }
    return page(request, "portal/organ.html", facts)


@public
def months(request: HttpRequest, code: str) -> HttpResponse:
    """The last twelve months of an organ, row by row; a month without any decision says so (本月无)."""
    found = next((one for one in organs_room.organs() if code in (one.code, one.slug)), None)
    if found is None:
        return missing(request, "没有登记这个执法机关", (("查看执法机关名录", reverse("portal:organs")),))
    told = queries.twelve_months(timezone.localdate(), found.code)
    return page(request, "portal/organ_months.html", {"organ": found, "months": told, "categories": CATEGORY_NAMES})


@public
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Every change of the register of one organ, announced as it was made (P-02)."""
    found = next((one for one in organs_room.organs() if code in (one.code, one.slug)), None)
    if found is None:
        return missing(request, "没有登记这个执法机关", (("查看执法机关名录", reverse("portal:organs")),))
    facts = {"organ": found, "changes": organs_room.register_changes(found.id)}
    facts |= {"functions": organs_room.function_changes(found.id), "move_names": FUNCTION_MOVE_NAMES}
    return page(request, "portal/organ_changes.html", facts)


@public
def certificates(request: HttpRequest) -> HttpResponse:
    """The box to check a certificate; a number leads to its page."""
    number = text(request.GET.get("number", ""), 60).replace("/", "")
    if number:
        return HttpResponseRedirect(reverse("portal:certificate", args=[number]))
    return page(request, "portal/certificates.html", {})


@public
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One officer's certificate: name, organ, number, category and whether it is valid now; nothing else (P-09)."""
    found = organs_room.certificate_by_number(text(number, 60))
    if found is None:
        again = (("核对证件号码再查", reverse("portal:certificates")),)
        return missing(request, "没有查到这个执法证件号码。遇到持此证件执法的，可以拒绝并向司法行政部门反映", again)
    now = timezone.now()
    word, tone = standing(found, now)
    step, code = text(request.GET.get("t", ""), 12), text(request.GET.get("c", ""), 20)
    shown = showing.look_at_code(found.number, step, code, now) if step or code else ""
    if shown and request.method == "GET":
        showing.count_showing(number=found.number, outcome=shown, by="system", at=now)
    facts = {
        "certificate": found, "word": word, "tone": tone, "moment": now, "shown": shown, "photo": _photo_address(found, now),
    }  # fmt: skip
    response = page(request, "portal/certificate.html", facts)
    response["Cache-Control"] = "no-store"
    return response


def _photo_address(one: CertificateFacts, now: datetime) -> str:
    """Where the page finds the photograph for the next minutes; empty where there is none."""
    if organs_room.photo(one.id) is None:
        return ""
    return f"{reverse('portal:photo', args=[one.number])}?k={signing.dumps(str(one.id), salt=PHOTO)}"


@require_safe
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """The photograph, only for the certificate's page: its address is signed, stands for minutes and is kept nowhere."""
    try:
        asked = UUID(signing.loads(request.GET.get("k", "")[:300], salt=PHOTO, max_age=PHOTO_SECONDS))
    except (signing.BadSignature, ValueError):
        return private(missing(request, "照片只在证件页上显示", (("核对证件", reverse("portal:certificates")),)))
    held, found = organs_room.certificate_by_number(text(number, 60)), organs_room.photo(asked)
    if held is None or found is None or held.id != asked:
        return private(missing(request, "没有这张照片", (("核对证件", reverse("portal:certificates")),)))
    response = HttpResponse(storage.read(found.sha256), content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    return private(response)


def standing(one: CertificateFacts, moment: datetime) -> tuple[str, str]:
    """有效, 暂扣, 过期 or 注销 at a moment, and its tone. The reason of a suspension is not public."""
    if one.valid_at(moment):
        return "有效", "good"
    today = timezone.localdate(moment)
    if one.revoked_at is not None and one.revoked_at <= moment:
        return "已吊销或者注销", "bad"
    if today > one.valid_to:
        return "已过期", "bad"
    if today < one.valid_from:
        return "尚未生效", "warn"
    return "已暂扣", "bad"
