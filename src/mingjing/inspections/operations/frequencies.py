"""Tables of yearly caps: drawn up by the organ's officers, approved and published by its head."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.inspections.access import approves_draws, keeps_draws
from mingjing.inspections.events import Event
from mingjing.inspections.models import CapTable
from mingjing.inspections.operations.moving import refuse, typed
from mingjing.inspections.rules import frequencies as rules
from mingjing.inspections.terms.frequencies import CapDraft, CapFacts, CapState
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs

MOST = {"basis": 200, "note": 300}


@operation(Event.CAPS_DRAWN_UP)
def draw_up_caps(*, draft: CapDraft, by: Actor, at: datetime) -> CapFacts:
    """Draw up a table of caps. Raises Forbidden, Invalid, Refused (INS-50, INS-51)."""
    keeps_draws.require(by, by.organ_id, doing="拟定频次上限")
    typed(MOST, basis=draft.basis, note=draft.note)
    refuse(rules.caps_say(draft, local_day(at)), rules.fewer_for_the_trustworthy(draft.figures))
    assert draft.since is not None
    organ = organs.organ(by.organ_id)
    table = CapTable.objects.create(
        organ_id=organ.id, organ_name=organ.name, organ_code=organ.code, region=organ.region, figures=dict(draft.figures),
        since=draft.since, basis=draft.basis.strip(), note=draft.note.strip(), made_by=by.person_id, made_name=by.name, made_at=at,
    )  # fmt: skip
    _log(table, Event.CAPS_DRAWN_UP, by=by, at=at)
    return table.facts()


@operation(Event.CAPS_SETTLED)
def settle_caps(*, cap_id: UUID, agrees: bool, by: Actor, at: datetime) -> CapFacts:
    """Approve and publish a table, or drop it. Raises Forbidden, Invalid, Refused (INS-52)."""
    told = CapTable.objects.filter(pk=cap_id).values_list("organ_id", "since").first()
    if told is None:
        raise Invalid({"cap": ["没有这张表，请从列表重新进入"]})
    # Every table of that day is locked, in one order: of two approved at once the later one sees the first.
    same = {
        row.pk: row
        for row in CapTable.objects.select_for_update().filter(organ_id=told[0], since=told[1]).order_by("pk")
    }
    table = same[cap_id]
    approves_draws.require(by, table.organ_id, doing="批准频次上限")
    refuse(rules.caps_are_settled_once(table.state, table.made_by, by.person_id))
    if agrees and any(row.state == CapState.STANDING for row in same.values()):
        raise Invalid({"since": [f"{table.since.isoformat()} 已经有一张批准的表，请另写施行日期"]})
    table.state = CapState.STANDING if agrees else CapState.DROPPED
    table.approved_by, table.approved_name, table.approved_at = by.person_id, by.name, at
    table.save()
    _log(table, Event.CAPS_SETTLED, by=by, at=at)
    return table.facts()


def _log(table: CapTable, event: Event, *, by: Actor, at: datetime) -> None:
    told = {
        "cap_id": str(table.pk), "organ_id": str(table.organ_id), "state": str(table.state), "figures": table.figures,
        "since": table.since.isoformat(), "basis": table.basis, "note": table.note,
    }  # fmt: skip
    append(kind=event, stream=f"caps:{table.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
