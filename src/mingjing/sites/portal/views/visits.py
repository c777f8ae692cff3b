"""扫码入企: what an enterprise sees with the code of a visit, and the public figures, which name no enterprise."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect

from mingjing.foundation.pages import Field, filled
from mingjing.kernel.codes import grouped, normal
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs import queries as organs_room
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import VisitFacts
from mingjing.publicity.terms.conduct import BANS, CONDUCT_SOURCE, ENTERPRISE_RIGHTS, MUST_NOTS
from mingjing.sites.portal.forms import text
from mingjing.sites.portal.views.answering import missing, page, private, public
from mingjing.sites.portal.views.limiting import TOO_MANY, too_many
from mingjing.sites.portal.views.registers import standing

LONGEST_CODE = 40
UNKNOWN = "没有查到这次入企检查：码写错了，或者已经失效（检查结束一段时间后码就失效）"
SCORES = {5: "5 分　很满意", 4: "4 分　满意", 3: "3 分　一般", 2: "2 分　不满意", 1: "1 分　很不满意"}
THANKS = {"confirmed": "已确认检查人员到场。", "rated": "已收到您的评价。文字意见只有执法监督机关看得到。"}


@public
def visits(request: HttpRequest) -> HttpResponse:
    """How many visits each organ made in each month of this year; and the box for a code that cannot be scanned."""
    typed = normal(text(request.GET.get("code", ""), LONGEST_CODE)).replace("/", "")
    if typed:
        return HttpResponseRedirect(reverse("portal:visit", args=[typed]))
    year = timezone.localdate().year
    asked = request.GET.get("year", "")
    chosen = (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 and 2000 <= int(asked) <= year else year
    )
    rows = queries.visit_figures(chosen)
    facts = {
        "rows": rows,
        "year": chosen,
        "this_year": year,
        "total": sum(row.count for row in rows),
        "fields": (Field("code", "检查码", required=True, help="执法人员手机上二维码下面的 16 位字母和数字", attributes={"maxlength": LONGEST_CODE, "autocomplete": "off"}),),
        "bans": BANS,
        "must_nots": MUST_NOTS,
        "source": CONDUCT_SOURCE,
    }  # fmt: skip
    return page(request, "portal/visits.html", facts)


@csrf_protect
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """One visit, for who holds its code: who came, what may be inspected, what the enterprise may do; confirm and rate."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if too_many(request, "visit"):
        return private(missing(request, TOO_MANY), 429)
    found = queries.visit_by_code(code[:LONGEST_CODE], timezone.localdate())
    if found is None:
        again = (("核对检查码再查", reverse("portal:visits")),)
        return private(missing(request, UNKNOWN, again))
    if request.method != "POST":
        return _shown(request, code, found, QueryDict(), {}, 200)
    return _answered(request, code, found)


def _answered(request: HttpRequest, code: str, found: VisitFacts) -> HttpResponse:
    """The enterprise confirms or rates; what was typed stays where it is refused."""
    done = "rated" if request.POST.get("act") == "rate" else "confirmed"
    try:
        if done == "confirmed":
            operations.confirm_visit(code=code, by="system", at=timezone.now(), holder=_holder(request))
        else:
            if too_many(request, "rate"):
                return _shown(request, code, found, request.POST, {"text": [TOO_MANY]}, 429)
            score = request.POST.get("score", "")
            operations.rate_visit(
                code=code, score=int(score) if score in {"1", "2", "3", "4", "5"} else 0,
                text=request.POST.get("text", ""), by="system", at=timezone.now(), holder=_holder(request),
            )  # fmt: skip
    except Invalid as problem:
        return _shown(request, code, found, request.POST, problem.errors, 422)
    except Refused as problem:
        return _shown(request, code, found, request.POST, {"": [str(one) for one in problem.findings]}, 409)
    return HttpResponseRedirect(f"{reverse('portal:visit', args=[code])}?done={done}")


def _holder(request: HttpRequest) -> UUID | None:
    """Who is signed in at the bureau in this very browser; an enterprise never is."""
    account = request.user
    if not account.is_authenticated:
        return None
    actor = organs_room.actor_for_account(account.pk, timezone.now())
    return actor.person_id if actor else None


def _frequency(found: VisitFacts) -> object:
    """How often this organ came here in the year of the visit, against its cap; nothing where the room of inspections is not
    installed.
    """
    if not apps.is_installed("mingjing.inspections"):
        return None
    from mingjing.inspections import queries as inspections

    return inspections.frequency(found.organ_id, found.enterprise_code, local_day(found.opened_at))


def _shown(
    request: HttpRequest, code: str, found: VisitFacts, told: QueryDict, errors: dict[str, list[str]], status: int
) -> HttpResponse:
    now = timezone.now()
    numbers = organs_room.certificates_by_number(one.certificate for one in found.officers)
    fields = (
        Field("act", type="hidden", value="rate"),
        Field("score", "您对这次检查满意吗", "radio", required=True, choices=list(SCORES.items())),
        Field("text", "想说的话", "textarea", rows=3, help="可以不写；只有司法行政部门的执法监督员看得到", attributes={"maxlength": 1000}),
    )  # fmt: skip
    facts: dict[str, Any] = {
        "visit": found,
        "officers": [(one, standing(held, now) if held else ("没有登记", "bad")) for one in found.officers for held in (numbers.get(one.certificate),)],
        "code": code,
        "holder": bool(_holder(request)),
        "address": reverse("portal:visit", args=[code]),
        "moment": now,
        "fields": filled(fields, told, errors) if told else fields,
        "extra": errors.get("", []) + errors.get("code", []),
        "thanks": THANKS.get(request.GET.get("done", ""), ""),
        "others": [one for one in queries.visits_there(found.enterprise_code) if one.id != found.id],
        "bans": BANS,
        "must_nots": MUST_NOTS,
        "rights": ENTERPRISE_RIGHTS,
        "source": CONDUCT_SOURCE,
        "grouped": grouped(normal(code)),
        "frequency": _frequency(found),
    }  # fmt: skip
    return private(page(request, "portal/visit.html", facts, status))
