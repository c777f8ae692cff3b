"""通报 for who issued them and for the organs they are addressed to."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Finding
from mingjing.organs import queries as organs
from mingjing.publicity.terms import PaperData
from mingjing.supervision.models import Circular
from mingjing.supervision.rules.circulars import circular_answered_in_time
from mingjing.supervision.terms import ANSWERING, Duty
from mingjing.supervision.terms.circulars import NAMED, Addressed, CircularFacts

MOST = 200


def _visible(by: Actor, region: str = "") -> QuerySet[Circular]:
    """A supervisor's region, or what is addressed to the own organ for its head and reviewer. `region`: where it is known already."""
    if not by.has(Role.SUPERVISOR, *ANSWERING):
        return Circular.objects.none()
    rows = Circular.objects.filter(region=region or organs.organ(by.organ_id).region)
    return rows if by.has(Role.SUPERVISOR) else rows.filter(organs__icontains=str(by.organ_id))


def _only(by: Actor) -> UUID | None:
    return None if by.has(Role.SUPERVISOR) else by.organ_id


def circulars(
    by: Actor, *, closed: bool, words: str = "", before: tuple[datetime, UUID] | None = None, limit: int = 20
) -> tuple[CircularFacts, ...]:
    """The circulars this person may see, newest first. Three queries at most."""
    rows = _visible(by).filter(closed=closed)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    if before:
        rows = rows.filter(Q(issued_at__lt=before[0]) | Q(issued_at=before[0], pk__lt=before[1]))
    found = rows.prefetch_related("steps").order_by("-issued_at", "-pk")[:limit]
    return tuple(one.facts(_only(by)) for one in found)


def circular(circular_id: UUID, by: Actor) -> CircularFacts | None:
    """One circular, for its supervisors and the organs it is addressed to; None for everybody else."""
    row = _visible(by).filter(pk=circular_id).prefetch_related("steps").first()
    return row.facts(_only(by)) if row else None


def circular_counts(by: Actor) -> Mapping[bool, int]:
    """Closed or not → how many this person may see. Two queries at most."""
    return dict(_visible(by).values_list("closed").annotate(count=Count("pk")).order_by())


def circular_duties(by: Actor, region: str) -> tuple[Duty, ...]:
    """To receive or report for the own organ; to look at for supervisors when every organ has reported. Two queries."""
    told = {Addressed.SENT: "去签收", Addressed.RECEIVED: "去报告", Addressed.RETURNED: "去补充报告"}
    found = []
    rows = _visible(by, region).filter(closed=False).prefetch_related("steps")[:50]
    for one in (row.facts(_only(by)) for row in rows):
        if by.has(Role.SUPERVISOR):
            if not one.owing:
                found.append(
                    Duty(f"通报 {one.title}", one.issuer_name, "各机关都已报告", "去办结", "circular", (one.id,))
                )
            continue
        found += [
            Duty(f"通报 {one.title}", line.organ_name, line.state_name, told[Addressed(line.state)], "circular", (one.id,), due=one.due)
            for line in one.owing
        ]  # fmt: skip
    return tuple(found)


def late_circulars(by: Actor, today: date, *, limit: int = 50) -> tuple[tuple[UUID, Finding], ...]:
    """SUP-118 asked as a clock: circulars some organ has not reported on in time. Three queries at most."""
    rows = _visible(by).filter(closed=False, due__lt=today).prefetch_related("steps").order_by("due", "pk")[:limit]
    told = (one.facts(_only(by)) for one in rows)
    return tuple(
        (one.id, found)
        for one in told
        for found in circular_answered_in_time(one.number, [line.organ_name for line in one.owing], one.due, today)
    )


def circular_paper(one: CircularFacts) -> PaperData:
    """The circular as an official letter."""
    day = local_day(one.issued_at)
    parts = []
    for head, text in (("基本情况", one.facts), ("存在的问题", one.findings), ("有关要求", one.demands)):
        first, *rest = [line.strip() for line in text.splitlines() if line.strip()]
        parts += [{"k": "article", "head": head, "t": first}, *({"k": "p", "t": line} for line in rest)]
    named = [{"k": "article", "head": "点名的理由", "t": one.naming_reason}] if one.naming == NAMED else []
    blocks = [
        {"k": "p", "t": f"编号：{one.number}"},
        {"k": "p", "t": f"{'、'.join(one.names)}："},
        *parts,
        *named,
        {"k": "p", "t": f"请收到后签收，并在{plain(one.due)}以前报告落实情况。"},
    ]
    document = {
        "title": f"{one.issuer_name}关于{one.title}的通报", "masthead": False, "number": "", "copies": "", "day": plain(day),
        "blocks": blocks, "notes": [],
    }  # fmt: skip
    data = {"title": f"行政执法通报 {one.number}", "organ": one.issuer_name, "documents": [document]}
    return PaperData("single", str(data["title"]), data, day)
