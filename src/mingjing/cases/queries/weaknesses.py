"""The cases that moved in a period, piece by piece, for whoever looks for weak links; and which violations were filed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from mingjing.cases.models import Act, Case
from mingjing.cases.queries.facts import context, load
from mingjing.cases.queries.scoring import Lost, breaches
from mingjing.cases.terms.facts import CHINA


@dataclass(frozen=True, slots=True)
class LooseCase:
    """A case with what the rules find about its acts of the period, and about clocks that ended in it."""

    case_id: UUID
    number: str
    lost: tuple[Lost, ...]


def moved_cases(
    organ_ids: Collection[UUID], since: date, until: date, *, after: UUID | None, limit: int, now: datetime
) -> tuple[LooseCase, ...]:
    """The next cases, by id, with an act between two days, both included. `after`: the last id of the piece before."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (since, until + timedelta(days=1)))
    acts = Act.objects.filter(case__organ_id__in=list(organ_ids), at__gte=start, at__lt=end)
    keys = acts.filter(case_id__gt=after) if after else acts
    wanted = list(keys.order_by("case_id").values_list("case_id", flat=True).distinct()[:limit])
    made = []
    for row in Case.objects.filter(id__in=wanted).order_by("id"):
        facts = load(row)
        within = {act.seq for act in facts.acts if since <= act.on <= until}
        lost = breaches(facts, context(facts.organ, now))
        number = row.decision_number or row.number or row.lead_number
        made.append(LooseCase(row.id, number, tuple(one for one in lost if one.act_seq in within)))
    return tuple(made)


def how_many_moved(organ_ids: Collection[UUID], since: date, until: date) -> int:
    """How many cases have an act between two days, both included. One query."""
    start, end = (datetime.combine(day, time.min, CHINA) for day in (since, until + timedelta(days=1)))
    rows = Act.objects.filter(case__organ_id__in=list(organ_ids), at__gte=start, at__lt=end)
    return rows.order_by().values("case_id").distinct().count()


def filed_by_matter(
    organ_ids: Collection[UUID], since: date, until: date
) -> dict[str, tuple[str, list[tuple[UUID, str]]]]:
    """Matter code → (its name, the cases filed between two days). One query."""
    rows = Case.objects.filter(organ_id__in=list(organ_ids), filed_on__gte=since, filed_on__lte=until)
    found: dict[str, tuple[str, list[tuple[UUID, str]]]] = {}
    for row in rows.order_by("filed_on", "id").only("id", "number", "lead_number", "matter_code", "matter", "cause"):
        name = str(row.matter.get("name") or row.cause)
        found.setdefault(row.matter_code, (name, []))[1].append((row.id, row.number or row.lead_number))
    return found
