"""Who collects, checks and releases each kind of list in an organ: the table, where nobody can, and the form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import PART_TITLES, STAFF_ROLES
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.listings import chosen_organ, organ_filter, roles, suffix, the_kind

WHO = (*CASE_ROLES, Role.SECURITY_ADMIN)
HELP = {
    "collect": "填写内容、从清单提取或者拟稿",
    "check": "与依据核对；不能审核自己采集的内容",
    "release": "公开，或者停止公开",
}


@page(*WHO)
def staffing(request: BureauRequest) -> HttpResponse:
    """Every kind of list with who does what, and what is vacant (P-01)."""
    organ = chosen_organ(request)
    vacant = queries.vacancies(organ.id, timezone.now())
    decided = queries.last_staffings(organ.id)
    rows = [
        {
            "kind": kind,
            "parts": {part: roles(getattr(kind, part)) for part in PART_TITLES},
            "vacant": vacant.get(kind.key, ()),
            "last": decided.get(kind.key),
        }
        for kind in queries.concerned_kinds(organ.id).values()
    ]
    facts = {
        "organ": organ,
        "rows": rows,
        "vacant": sum(bool(one) for one in vacant.values()),
        "may": operations.may_staff(request.actor, organ.id),
        "filters": organ_filter(request, organ),
        "query": suffix(request, organ),
    }
    return render(request, "bureau/publicity/staffing.html", facts)


@page(*WHO)
def staff(request: BureauRequest, kind: str) -> HttpResponse:
    """Decide who does what for one kind of list, from now on."""
    the_kind(kind)
    organ = chosen_organ(request)
    spec = queries.staffed(organ.id, kind)
    operations.may_staff.require(request.actor, organ.id, doing=f"改定{spec.title}的分工")
    choices = [(str(role), ROLE_NAMES[role]) for role in STAFF_ROLES]
    fields = (
        *(
            Field(
                part, title, "checkboxes", sorted(getattr(spec, part)), choices=choices, required=True, help=HELP[part]
            )
            for part, title in PART_TITLES.items()
        ),
        Field("reason", "理由", "textarea", required=True, rows=2, example="人员调整，由承办人采集服务指南"),
    )

    def act(typed: Typed) -> str:
        operations.staff_kind(organ_id=organ.id, kind=kind, by=request.actor, at=timezone.now(), **typed)
        return f"{spec.title}的分工已改定，从现在起按新的分工办理。"

    lists = reverse("bureau:lists") if request.actor.has(*CASE_ROLES) else ""
    return step(request, Step(
        f"改定{spec.title}的分工", (("事前公示", lists), ("分工", reverse("bureau:staffing")), (spec.title, "")),
        fields, act, "改定", reverse("bureau:staffing"),
        note="办理中的内容按新的分工接着办。采集的人不能审核自己采集的内容，改定分工不能绕过这一条。",
    ))  # fmt: skip
