"""指导案例 for everybody, straight from the law library, as articles are shown.

They are no list of an organ's that three people keep (publicity's kinds): the writing, the legal check by another person and
the release are one chain in the lawbook already, a superior's and the state's belong to no single organ, and what a handler is
pushed and what the public reads must be the same text of the same moment.
"""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.typesetting import MissingGlyphs
from mingjing.lawbook import queries
from mingjing.lawbook.terms import GUIDING_SOURCES, GUIDING_TEXTS, GuidingState
from mingjing.lawbook.terms.guiding_cases import EVER_PUBLIC
from mingjing.organs.terms import DOMAIN_NAMES, Domain
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, public
from mingjing.sites.portal.views.pacing import asks, paced

PAGE = 20


@public
@paced("search", when=asks)
def guiding_cases(request: HttpRequest) -> HttpResponse:
    """Every guiding case in force, newest first, by words, field and source."""
    word, domain, source = (text(request.GET.get(name, ""), 60) for name in ("q", "domain", "source"))
    domain, source = domain if domain in set(Domain) else "", source if source in GUIDING_SOURCES else ""
    found = queries.guiding_cases(
        text=word, domain=domain, source=source, after=request.GET.get("after", "")[:100], limit=PAGE + 1
    )
    shown = found[:PAGE]
    facts = {
        "rows": shown, "next": shown[-1].place if len(found) > PAGE else "", "domains": DOMAIN_NAMES,
        "moved": queries.guiding_moved(shown, timezone.localdate()), "narrowed": bool(word or domain or source),
        "fields": (
            Field("q", "查标题和全文", "search", word),
            Field("domain", "领域", "select", domain, choices=[("", "全部"), *((one.value, DOMAIN_NAMES[one]) for one in Domain)]),
            Field("source", "来源", "select", source, choices=[("", "全部"), *((one.value, name) for one, name in GUIDING_SOURCES.items())]),
        ),
    }  # fmt: skip
    return page(request, "portal/guiding_cases.html", facts)


@public
def guiding_case(request: HttpRequest, guiding: str) -> HttpResponse:
    """One at its permanent address; of one that has ended only that it has, and why."""
    found = queries.guiding_case_at(guiding)
    if found is None or found.state not in EVER_PUBLIC:
        return _nothing(request, "没有这件指导案例：地址可能写错")
    standing = found.state is GuidingState.RELEASED
    moved = queries.guiding_moved((found,), timezone.localdate()).get(found.id, ())
    told = [(label, getattr(found.spec, name)) for name, (label, _, _) in GUIDING_TEXTS.items()]
    facts = {
        "found": found, "standing": standing, "moved": {one.citation: one for one in moved}, "domain": DOMAIN_NAMES[Domain(found.spec.domain)],
        "texts": [(label, words) for label, words in told if words] if standing else [],
        "successor": queries.guiding_case_at(found.replaced_by) if found.replaced_by else None,
        "permanent": f"{settings.MINGJING_PORTAL_URL}{reverse('portal:guiding_case', args=[found.code])}",
    }  # fmt: skip
    return page(request, "portal/guiding_case.html", facts)


@public
def guiding_pdf(request: HttpRequest, guiding: str) -> HttpResponse:
    """One in force as an official PDF."""
    found = queries.guiding_case_at(guiding)
    if found is None or found.state is not GuidingState.RELEASED:
        return _nothing(request, "没有这件现行的指导案例")
    try:
        made = queries.guiding_pdf(found)
    except MissingGlyphs:
        return _nothing(request, "这件指导案例里有字库没有的字，暂时不能生成 PDF，请看网页")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(found.title)}.pdf"
    return response


def _nothing(request: HttpRequest, what: str) -> HttpResponse:
    return missing(request, what, (("看全部指导案例", reverse("portal:guiding_cases")),))
