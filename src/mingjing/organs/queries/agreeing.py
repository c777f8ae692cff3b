"""Whether the register of seals, and what must bear one, are still what the ledger says."""

from collections.abc import Iterator
from typing import Any

from mingjing.kernel.days import local_day
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.organs.models import Seal, SealingRule, UnitStay

_MOVES = ("organ:seal:registered", "organ:seal:lent", "organ:seal:moved")


def seal_as_told(row: Seal) -> dict[str, Any]:
    """Everything registered, as the ledger keeps it."""
    return {
        "seal": str(row.pk), "kind": row.kind, "name": row.name, "owner": row.owner, "holder": str(row.holder_id),
        "users": row.users, "number": row.number, "serial": row.serial, "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(), "filing_number": row.filing_number, "state": row.state, "note": row.note,
    }  # fmt: skip


def rule_as_told(row: SealingRule) -> dict[str, Any]:
    """What must bear a seal from a day on, as the ledger keeps it."""
    return {
        "rule": row.pk, "since": row.since.isoformat(), "required": row.required, "forms": row.forms,
        "automatic": row.automatic, "seal": str(row.seal_id or ""), "reason": row.reason,
    }  # fmt: skip


def seals_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, seal by seal and requirement by requirement."""
    events = sorted((one for kind in _MOVES for one in ledger.every(kind)), key=lambda one: one.index)
    told = {one.payload["seal"]: one.payload for one in events}
    held = {str(row.pk): row for row in Seal.objects.all()}
    for key in sorted(told.keys() - held.keys()):
        yield Difference(f"电子印章“{told[key]['name']}”", "登记簿里没有（被删除）")
    for key, row in held.items():
        if told.get(key) != seal_as_told(row):
            yield Difference(f"电子印章“{row.name}”", "与台账登记的不符")
    ruled = {one.payload["rule"]: one.payload for one in ledger.every("organ:sealing:required")}
    rules = {row.pk: row for row in SealingRule.objects.all()}
    for number in sorted(ruled.keys() - rules.keys()):
        yield Difference(f"盖章要求（{ruled[number]['since']}起）", "业务库里没有（被删除）")
    for number, rule in rules.items():
        if ruled.get(number) != rule_as_told(rule):
            yield Difference(f"盖章要求（{rule.since.isoformat()}起）", "与台账登记的不符")


def units_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, person by person: the units they were in, and the one that stands in the register now."""
    told: dict[str, list[tuple[str, str]]] = {}
    events = (one for kind in ("organ:person:registered", "organ:person:amended") for one in ledger.every(kind))
    for one in sorted(events, key=lambda one: one.index):
        if stay := one.payload.get("stay"):
            told.setdefault(one.payload["person"], []).append((stay["unit"], stay["since"]))
    held: dict[str, list[UnitStay]] = {}
    for row in UnitStay.objects.select_related("person").order_by("id").iterator():
        held.setdefault(str(row.person_id), []).append(row)
    for key in sorted(told.keys() | held.keys()):
        rows = held.get(key, [])
        kept = [(row.unit, row.since.isoformat()) for row in rows if not row.carried]
        if kept != told.get(key, []) or not _carried_well(rows) or (rows and rows[-1].person.unit != rows[-1].unit):
            name = rows[0].person.name if rows else key
            yield Difference(f"{name}的所在机构", "与台账登记的不符")


def _carried_well(rows: list[UnitStay]) -> bool:
    """What was carried over is at most one row, the first, from the day the person was registered."""
    carried = [row for row in rows if row.carried]
    return not carried or (carried == rows[:1] and carried[0].since == local_day(carried[0].person.registered_at))
