"""What an inspection keeps of its day: the published item, other checks that go on or were held, how often (INS-10 to INS-17)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from mingjing.cases.models import Act, Case
from mingjing.cases.terms import INSPECTION, ActSpec, CaseFacts
from mingjing.cases.terms.procedure import undecided_stages
from mingjing.publicity import queries as publicity
from mingjing.publicity.terms.visits import CheckItem

OFFERED = 3
"""So many public items are named to whoever typed one that is not public."""
OPEN = ("decided", "served", "no_visit")
"""Stages besides those before the result in which a check is not finished yet."""


def checks_kept(case: CaseFacts, spec: ActSpec, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What the guards of a registration and of an approval need; nothing for every other act and procedure."""
    if case.procedure.id != INSPECTION:
        return {}
    if not spec.sources:
        return _registered(case, values, on)
    if spec.code == "approve_inspection":
        return {"inspections_recorded": inspections_of(case.organ.id, UUID(str(case.party["id"])), on.year)}
    return {}


def inspections_of(organ_id: UUID, party_id: UUID, year: int) -> int:
    """How often an organ inspected a party in a year, in any of its cases. One query."""
    return Act.objects.filter(case__organ_id=organ_id, case__party_id=party_id, code="inspect", at__year=year).count()


def _registered(case: CaseFacts, values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Four queries: the public items, the open checks on the party, the checks of the year, their visits."""
    items = publicity.check_items(case.organ.id, on)
    matter = values.get("matter", {})
    wanted = {str(values["item"])} if values.get("item") else {str(matter.get("code")), str(matter.get("name"))}
    found = next((one for one in items if {one.code, one.name} & wanted), None)
    kept: dict[str, Any] = {"check_offered": [f"{one.code} {one.name}" for one in items[:OFFERED]]}
    if found is None:
        return kept
    party = UUID(str(values["party"]["id"]))
    mine, others = _open(party, case.organ.id)
    return kept | {
        "check_item": _told(found), "open_checks": mine, "open_elsewhere": others,
        "checked_before": list(_before(party, case.organ.id, found.code, on)),
    }  # fmt: skip


def _told(item: CheckItem) -> dict[str, Any]:
    return {
        "edition": str(item.edition_id), "kind": item.kind, "code": item.code, "name": item.name,
        "basis": list(item.basis), "content": list(item.content),
    }  # fmt: skip


def _open(party_id: UUID, organ_id: UUID) -> tuple[list[str], list[str]]:
    """The numbers of the checks on a party that are not finished: of this organ, and of others."""
    rows = Case.objects.filter(party_id=party_id, procedure=INSPECTION, stage__in=(*undecided_stages(), *OPEN))
    found = list(rows.order_by("opened_at").values_list("organ_id", "lead_number"))
    return [no for one, no in found if one == organ_id], [no for one, no in found if one != organ_id]


def _before(party_id: UUID, organ_id: UUID, item: str, on: date) -> Iterator[str]:
    """The checks of the same item this year that came to a visit."""
    rows = Act.objects.filter(
        case__party_id=party_id, case__organ_id=organ_id, code="register_check", at__year=on.year, data__check_item__code=item
    ).values_list("case_id", "number")  # fmt: skip
    visited = set(
        Act.objects.filter(case_id__in=[one for one, _ in rows], code="inspect").values_list("case_id", flat=True)
    )
    return (f"{number}" for one, number in rows if one in visited)
