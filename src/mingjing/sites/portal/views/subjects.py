"""An organisation's own page: every public decision that concerns it, gathered under its credit code (PUB-85)."""

from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mingjing.kernel.identifiers import uscc_problem
from mingjing.publicity import queries
from mingjing.publicity.terms import CATEGORY_NAMES, Category, Filters
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.codes import drawn_code


@public
def subjects(request: HttpRequest) -> HttpResponse:
    """The box for a credit code; a code leads to its page, a wrong one is told what is wrong with it."""
    code = "".join(text(request.GET.get("code", ""), 40).upper().split())
    problem = uscc_problem(code) if code else ""
    if code and not problem:
        return HttpResponseRedirect(reverse("portal:subject", args=[code]))
    return page(request, "portal/subjects.html", {"code": code, "problem": problem})


@public
def subject(request: HttpRequest, uscc: str) -> HttpResponse:
    """Its public decisions, newest first. What was withdrawn is not gathered: its tombstone names nobody."""
    found = queries.subject(uscc) if not uscc_problem(uscc) else None
    if found is None:
        return _unknown(request)
    shown = queries.page(
        Filters(uscc=uscc), after=request.GET.get("after", "")[:200], before=request.GET.get("before", "")[:200]
    )
    where = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:subject', args=[uscc])}"
    told = "，".join(
        f"{CATEGORY_NAMES[one]} {found.categories[one]} 件" for one in Category if found.categories.get(one)
    )
    facts = {"subject": found, "shown": shown, "categories": CATEGORY_NAMES, "permanent": unquote(where)}
    facts |= {"categories_told": told}
    return page(request, "portal/subject.html", facts)


@public
def subject_qr(request: HttpRequest, uscc: str) -> HttpResponse:
    """The QR code of the page, for paper."""
    if uscc_problem(uscc) or not queries.is_subject(uscc):
        return _unknown(request)
    where = f"{settings.MINGJING_PORTAL_URL}{reverse('portal:subject', args=[uscc])}"
    return HttpResponse(drawn_code(where), content_type="image/svg+xml")


def _unknown(request: HttpRequest) -> HttpResponse:
    what = "这个代码现在没有公示中的决定：代码可能写错，决定可能还在公示期限内、依法不予公开或者已经撤下"
    return missing(
        request, what, (("换一个代码", reverse("portal:subjects")), ("用名称查找", reverse("portal:search")))
    )
