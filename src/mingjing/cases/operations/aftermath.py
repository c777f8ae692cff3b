"""What reaches cases from elsewhere: publication moved, a holiday notice loaded; and a decision made again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from mingjing.cases.models import CalendarYear, Case, Deadline
from mingjing.cases.operations import similar
from mingjing.cases.operations.derive import clocks
from mingjing.cases.operations.perform import perform
from mingjing.cases.queries.facts import load
from mingjing.cases.rules.limits import in_force
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Finding, Refused
from mingjing.kernel.workdays import parse_notice
from mingjing.ledger import operations as ledger


@operation("case:publication:noted")
def note_publication(*, source_ref: str, state: str, by: str) -> None:
    """Remember where the publication of a case's decision stands. Idempotent; unknown dossiers are other systems'."""
    try:
        dossier_id = UUID(source_ref)
    except ValueError:  # a decision that was fed from outside
        return
    Case.objects.filter(dossier_id=dossier_id).update(publication=state)
    similar.note_public(dossier_id, state)


@dataclass(frozen=True, slots=True)
class Moved:
    """An open date that a new notice moves."""

    case_id: UUID
    number: str
    party: str
    name: str
    kind: str
    before: date
    after: date
    kept: bool


@operation("case:calendar:loaded")
def load_calendar(*, text: str, by: Actor, now: datetime) -> tuple[Moved, ...]:
    """Load the holiday notice of a year and reckon every open clock again; list the dates that move.

    A party's right is never moved earlier than what was already told. Raises Forbidden, Invalid (the notice).
    全国年节及纪念日放假办法.
    """
    if not by.has(Role.SYSTEM_ADMIN, Role.SUPERVISOR):
        raise Forbidden(f"{by.name}不能载入放假通知：须由系统管理员或者执法监督员办理。")
    notice = parse_notice(text)
    before = {(row.case_id, row.code, row.ref): row for row in Deadline.objects.all()}
    CalendarYear.objects.update_or_create(
        year=notice.year, defaults={"text": text, "loaded_at": now, "loaded_by": by.name}
    )
    moved = []
    for case in Case.objects.filter(deadlines__isnull=False).distinct().order_by("opened_at"):
        moved += _again(case, before, now)
    ledger.append(
        kind="case:calendar:loaded",
        stream="calendar",
        at=now,
        by=by,
        payload={"year": notice.year, "moved": len(moved)},
    )
    return tuple(moved)


@operation("case:clocks:reckoned")
def reckon_due(*, by: str, now: datetime, after: UUID | None = None, limit: int = 20) -> UUID | None:
    """Reckon again the next cases that have a date behind them; gives the last of them, None where none is left.

    A date that passes is no act, and yet it opens steps and clocks: a right that was not used lets the organ decide, a fine
    that was not paid begins the period for the court (行政处罚法第七十二条). Idempotent.
    """
    rows = Case.objects.filter(deadlines__due__lt=timezone.localdate(now)).exclude(stage="archived")
    found = (
        (rows.filter(id__gt=after) if after else rows).order_by("id").values_list("id", flat=True).distinct()[:limit]
    )
    last = None
    for last in list(found):
        case = Case.objects.select_for_update().get(id=last)
        clocks(case, load(case, related=False), now)
    return last


def _again(case: Case, before: dict[Any, Deadline], now: datetime) -> list[Moved]:
    clocks(case, load(case, related=False), now)
    found = []
    for row in case.deadlines.all():
        old = before.get((case.id, row.code, row.ref))
        told = old.notified_due or old.due if old else None
        if old is None or told is None or row.due == old.due:
            continue
        kept = row.kind == "party_right" and row.due < told
        if kept:
            Deadline.objects.filter(id=row.id).update(due=told, notified_due=told)
        found.append(
            Moved(
                case.id,
                case.number or case.lead_number,
                case.party_name,
                row.name,
                row.kind,
                old.due,
                told if kept else row.due,
                kept,
            )
        )
    return found


@operation("case:decision:redone")
def redo(*, case_id: UUID, by: Actor, at: datetime, now: datetime) -> UUID:
    """Open a new case in place of a decision that was revoked and ordered to be made again.

    The new case gets its own numbers and a link back. Raises Refused unless a redo was ordered (行政复议法第六十四条).
    """
    old = Case.objects.select_for_update().get(id=case_id)
    facts = load(old)
    change = facts.last("change_decision")
    if change is None or change.data.get("redo") != "yes" or in_force(facts):
        raise Refused(
            Finding("G-33", "没有责令重新作出决定", ("行政复议法第六十四条",), next_step="请先登记变更、撤销决定")
        )
    if Case.objects.filter(previous_id=old.id).exists():
        raise Refused(Finding("G-33", "已经重新立案", ("行政复议法第六十四条",), next_step="请从关联案件进入"))
    lead = facts.acts[0].data
    data = {key: lead[key] for key in ("source", "place", "clue")}
    data["found_on"] = lead.get("found_on") or facts.acts[0].on.isoformat()
    done = perform(
        case_id=None,
        code="register_lead",
        data={**data, "matter": old.matter["id"], "party": old.party["id"]},
        by=by,
        at=at,
        now=now,
        previous=old.id,
    )
    return Case.objects.values_list("id", flat=True).get(lead_number=done.number, organ_id=old.organ_id)
