"""年度检查计划 and 频次上限: what an organ will inspect in a year, and how often an enterprise may be inspected."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field, moment_after
from mingjing.inspections import queries
from mingjing.inspections.terms import RISKS
from mingjing.inspections.terms.frequencies import GRADES, cell
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, public

PAGE, LONGEST = 20, 60


@public
def year_plans(request: HttpRequest) -> HttpResponse:
    """Every approved plan, newest first; searched by organ, item, subject."""
    q = text(request.GET.get("q", ""), LONGEST)
    found = queries.public_year_plans(q=q, before=moment_after(request), limit=PAGE + 1)
    last = found[PAGE - 1].approved_at if len(found) > PAGE else None
    facts = {
        "rows": found[:PAGE],
        "next": last.isoformat() if last else "",
        "q": q,
        "fields": (Field("q", "机关、检查事项、检查对象", "search", q, attributes={"maxlength": LONGEST}),),
    }
    return page(request, "portal/year_plans.html", facts)


@public
def year_plan(request: HttpRequest, number: str) -> HttpResponse:
    """One plan: what was approved, how far it is, and the versions before."""
    found = queries.public_year_plan(number[:60])
    if found is None:
        again = (("看全部年度检查计划", reverse("portal:year_plans")),)
        return missing(request, "没有这份年度检查计划：编号可能写错", again)
    versions = queries.versions(found.id, public=True)
    asked = request.GET.get("v", "")
    shown = next((one for one in versions if str(one.seq) == asked), versions[0])
    facts = {"plan": found, "versions": versions, "shown": shown, "lines": queries.lines(shown.id)}
    return page(request, "portal/year_plan.html", facts)


@public
def caps(request: HttpRequest) -> HttpResponse:
    """How often each organ may inspect an enterprise in a year, by class; the tables before stay."""
    facts = {
        "rows": queries.public_caps(),
        "risks": RISKS,
        "grades": GRADES,
        "cell": cell,
        "today": timezone.localdate(),
    }
    return page(request, "portal/caps.html", facts)
