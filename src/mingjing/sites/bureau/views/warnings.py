"""预警: what is above its threshold, what was said about it, what is over; the thresholds with their source."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.kernel.days import plain
from mingjing.sites.bureau.views.filling import Step, Typed, as_place, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.schemes import plain_text
from mingjing.sites.bureau.views.sheets import sheet
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.warnings import WATCHED_NAMES, WarningFacts, WarningState, Watched

READERS = (Role.SUPERVISOR, Role.HEAD)
HOME = "预警"
PAGE, MOST = 20, 2000
TABS = {
    "open": ("待处理", WarningState.OPEN),
    "seen": ("已处理", WarningState.SEEN),
    "over": ("已回落", WarningState.OVER),
}
HEADINGS = ("机关", "预警事项", "预警日期", "情况", "最多几件", "状态", "回落日期", "原因和处理", "处理人")


@page(*READERS)
def warnings(request: BureauRequest) -> HttpResponse:
    """Warnings by state, newest first, and the thresholds of today."""
    asked, counted = request.GET.get("tab", ""), queries.warning_counts(request.actor)
    tab = asked if asked in TABS else "open"
    found = queries.warnings(
        request.actor, (TABS[tab][1],), after=as_place(request.GET.get("after", "")), limit=PAGE + 1
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    limits = queries.thresholds(timezone.localdate())
    facts: dict[str, Any] = {
        "rows": [(one, _href(one)) for one in found[:PAGE]], "tab": tab, "tabs": [(key, word, counted.get(state, 0)) for key, (word, state) in TABS.items()],
        "next": f"{last.opened_on.isoformat()}_{last.id.hex}" if last else "",
        "limits": [(WATCHED_NAMES[kind], words) for kind, words in limits.lines], "source": limits.source, "since": limits.since,
    }  # fmt: skip
    return render(request, "bureau/appraisals/warnings.html", facts)


def _href(one: WarningFacts) -> str:
    """Where the cases behind the figure are."""
    if one.kind == Watched.REFUSED:
        return reverse("bureau:refusals")
    if one.kind == Watched.RECORDINGS:
        return f"{reverse('bureau:coverage')}?organ={one.slug}"
    if one.kind == Watched.COMPLAINTS:
        return reverse("bureau:letters")
    return f"{reverse('bureau:supervision_organ', args=[one.slug])}?tab=overdue"


@page(*READERS)
def warnings_file(request: BureauRequest, kind: str) -> HttpResponse:
    """Every warning this person may see, as CSV or XLSX."""
    rows = (
        [one.organ_name, one.name, plain(one.opened_on), one.words, str(one.worst), one.state_name, plain(one.over_on) if one.over_on else "", one.reason, one.seen_by]
        for one in queries.warnings(request.actor, tuple(WarningState), limit=MOST)
    )  # fmt: skip
    return sheet(kind, "warnings", HOME, HEADINGS, rows)


@page(*READERS)
def warning(request: BureauRequest, warning_id: UUID) -> HttpResponse:
    """Answer a warning with its cause and what is done."""
    found = queries.warning(warning_id, request.actor)
    if found is None:
        raise Http404
    back = reverse("bureau:warnings")

    def act(typed: Typed) -> str:
        operations.see_warning(
            warning_id=warning_id, reason=plain_text(typed["reason"]), by=request.actor, at=timezone.now()
        )
        return f"{found.organ_name}的预警已处理。"

    fields = (Field("reason", "原因和处理", "textarea", found.reason, required=True, rows=4, help="为什么、怎样处理；需要督办的另发督办单", attributes={"maxlength": 2000}),)  # fmt: skip
    note = f"{found.organ_name}：{found.words}。预警日期 {found.opened_on}，{found.state_name}。"
    return step(request, Step(f"处理预警：{found.name}", ((HOME, back), (found.organ_name, "")), fields, act, "保存", back, note=note))  # fmt: skip
