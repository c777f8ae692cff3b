"""An organ decides who collects, checks and releases a kind of list (P-01)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.publicity.access import may_staff
from mingjing.publicity.events import Event
from mingjing.publicity.models import KindStaff
from mingjing.publicity.operations.entries import the_kind
from mingjing.publicity.operations.moving import plain, refuse
from mingjing.publicity.queries.staff import staffed
from mingjing.publicity.rules.registers import entry_reason
from mingjing.publicity.rules.staff import every_part_is_given
from mingjing.publicity.terms import KindSpec


@operation(Event.KIND_STAFFED)
def staff_kind(
    *, organ_id: UUID, kind: str, collect: Collection[str], check: Collection[str], release: Collection[str], reason: str,
    by: Actor, at: datetime,
) -> KindSpec:  # fmt: skip
    """Give the three parts of the work on a kind of list to roles of an organ, from now on; the reason is kept (PUB-27).

    What waits goes on under the new roles; a collector never checks his own work, whoever holds which role (PUB-21).
    Raises Invalid where nothing changes, Refused (PUB-27, PUB-60), Forbidden.
    """
    spec = the_kind(kind)
    may_staff.require(by, organ_id, doing=f"改定{spec.title}的分工")
    plain(reason=reason)
    parts = {"collect": sorted(set(collect)), "check": sorted(set(check)), "release": sorted(set(release))}
    refuse(every_part_is_given(parts), entry_reason(reason))
    before = staffed(organ_id, kind)
    if all(getattr(before, part) == frozenset(roles) for part, roles in parts.items()):
        raise Invalid({"collect": [f"{spec.title}的分工本来就是这样，没有改动"]})
    last = KindStaff.objects.filter(organ_id=organ_id, kind=kind).order_by("-seq").values_list("seq", flat=True).first()
    seq = (last or 0) + 1
    told = {"organ_id": str(organ_id), "kind": kind, "seq": seq, "reason": reason.strip(), **parts}
    entry = append(kind=Event.KIND_STAFFED, stream=f"pubstaff:{organ_id}", at=at, by=by, payload=told)
    row = KindStaff(
        organ_id=organ_id, kind=kind, seq=seq, collect=parts["collect"], check_by=parts["check"],
        release=parts["release"], reason=reason.strip(), set_by=by.person_id, set_name=by.name, set_at=at,
        ledger_index=entry.index,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Invalid({"collect": [f"{spec.title}的分工刚刚由别人改过，请刷新后再办"]}) from None
    emit(Event.KIND_STAFFED, at=at, **told)
    return staffed(organ_id, kind)
