"""夜间自查: the pass that goes on, the last, what was found by whom, and what was done about it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.archives import operations, queries
from mingjing.archives.terms import PatrolFacts
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.ledger import queries as ledger
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.sheets import sheet

READERS = (Role.AUDIT_ADMIN, Role.SUPERVISOR, Role.SYSTEM_ADMIN)
SETTLERS = (Role.AUDIT_ADMIN, Role.SUPERVISOR)
PAGE, SHOWN = 20, 200
HEADINGS = ("位置", "不符之处", "由谁发现")


@page(*READERS)
def patrols(request: BureauRequest) -> HttpResponse:
    """How the nightly audit stands, and its passes."""
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    today = timezone.localdate()
    rows = queries.patrols(after=after, limit=PAGE + 1)
    facts = {
        "rows": rows[:PAGE], "next": str(after + PAGE) if len(rows) > PAGE else "", "going": queries.patrol_going(), "last": queries.last_patrol(),
        "alerts": queries.patrol_alerts(today), "days": queries.patrol_days(today), "one_sided": ledger.one_sided(),
        "opens": request.actor.has(*SETTLERS),
    }  # fmt: skip
    return render(request, "bureau/patrols/patrols.html", facts)


def _found(patrol_id: UUID) -> PatrolFacts:
    one = queries.patrol(patrol_id)
    if one is None:
        raise Http404
    return one


@page(*SETTLERS)
def patrol(request: BureauRequest, patrol_id: UUID) -> HttpResponse:
    """One pass with what it found."""
    one = _found(patrol_id)
    sums: dict[str, int] = {}
    for _, _, by in one.differences:
        sums[by] = sums.get(by, 0) + 1
    settles = request.actor.has(*SETTLERS) and one.open_finding and one.ended_at is not None
    facts = {"one": one, "shown": one.differences[:SHOWN], "sums": sums, "settles": settles, "most": SHOWN}
    return render(request, "bureau/patrols/patrol.html", facts)


@page(*SETTLERS)
def patrol_export(request: BureauRequest, patrol_id: UUID, kind: str) -> HttpResponse:
    """What a pass found, as a table."""
    one = _found(patrol_id)
    return sheet(kind, "patrol", "夜间自查", HEADINGS, [list(line) for line in one.differences])


@page(*SETTLERS)
def patrol_settle(request: BureauRequest, patrol_id: UUID) -> HttpResponse:
    """Say what came of it."""
    one = _found(patrol_id)
    here = reverse("bureau:patrol", args=[one.id])

    def act(typed: Typed) -> str:
        operations.settle_patrol(patrol_id=one.id, note=typed["note"], by=request.actor, at=timezone.now())
        return "已登记处置，预警解除；自查结果保留。"

    field = Field(
        "note",
        "处置情况",
        "textarea",
        required=True,
        help="查明的原因、恢复了什么、向谁报告过",
        attributes={"maxlength": 500},
    )
    trail = (
        ("夜间自查", reverse("bureau:patrols")),
        (f"{timezone.localtime(one.started_at):%Y-%m-%d}", here),
        ("登记处置", ""),
    )
    note = f"这一遍发现 {one.found} 处不符。处置登记进留痕台账，自查结果不能改动（ARCH-53）。"
    return step(request, Step("登记处置", trail, (field,), act, "登记", here, then=here, note=note))
