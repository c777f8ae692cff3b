"""Functions of organs change (机构职能调整, P-07): recorded with the document, withdrawn where the record was mistaken."""

from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.operations import append
from mingjing.organs import access
from mingjing.organs.models import FunctionChange
from mingjing.organs.operations.keeping import keep, reason_given, the_organ
from mingjing.organs.rules.functions import change_fits_its_kind, change_has_its_basis, withdrawn_once
from mingjing.organs.terms import FUNCTION_MOVE_NAMES, FunctionChangeFacts, FunctionDraft, FunctionMove

MOST_ITEMS = 2000


@operation("organ:functions:changed")
def record_functions(*, draft: FunctionDraft, by: Actor, at: datetime) -> FunctionChangeFacts:
    """登记机构职能调整：依据、生效日期、划转或者取消的事项、承接机关（P-07）。

    By a system administrator of an organ at or above the losing organ and the receiving one. From the effective day the
    losing organ opens nothing under the items (ORG-22) and whatever rests on them in public is to be brought up to date
    (PUB-26). Raises Forbidden, Invalid, Refused (ORG-20, ORG-21).
    """
    doing = "登记职能调整"
    access.require(access.keeps_registers, by, draft.organ_id, doing=doing)
    if draft.receiver_id is not None:
        access.require(access.keeps_registers, by, draft.receiver_id, doing=doing)
    if draft.move not in FUNCTION_MOVE_NAMES:
        raise Invalid({"move": ["没有这种调整方式，请从列表中选择。"]})
    if len(draft.items) > MOST_ITEMS:
        raise Invalid({"items": [f"一次最多 {MOST_ITEMS} 项，现在是 {len(draft.items)} 项，请分次登记。"]})
    organ = the_organ(draft.organ_id, lock=True)
    receiver = the_organ(draft.receiver_id) if draft.receiver_id else None
    if findings := (
        *change_has_its_basis(draft), *change_fits_its_kind(draft, receiver.facts() if receiver else None)
    ):  # fmt: skip
        raise Refused(*findings)
    items = sorted(set(draft.items)) if draft.move in {FunctionMove.TRANSFER, FunctionMove.END} else []
    row = FunctionChange(
        organ=organ, move=draft.move, title=draft.title, number=draft.number, effective_on=draft.effective_on,
        receiver=receiver, items=[list(one) for one in items], new_name=draft.new_name,
        reason=reason_given(draft.reason), recorded_by=by.person_id, recorded_name=by.name, recorded_at=at,
    )  # fmt: skip
    twin = FunctionChange.objects.filter(
        organ=organ, move=row.move, number=row.number.strip(), receiver=receiver, items=row.items, ended_at=None
    )
    if twin.exists():
        raise Invalid({"number": ["同一文号的这项调整已经登记，请勿重复；有误的，先撤回再登记。"]})
    keep(row, multiline=("reason",))
    told = {
        "change_id": str(row.pk), "move": row.move, "title": row.title, "number": row.number,
        "effective_on": row.effective_on.isoformat(), "receiver_id": str(row.receiver_id or ""), "items": row.items,
        "new_name": row.new_name, "reason": row.reason,
    }  # fmt: skip
    append(kind="organ:functions:changed", stream=f"organ:{organ.pk}", at=at, by=by, payload=told)
    return row.facts()


@operation("organ:functions:withdrawn")
def withdraw_functions(*, change_id: UUID, reason: str, by: Actor, at: datetime) -> FunctionChangeFacts:
    """撤回登记有误的职能调整（ORG-23）：记录保留，不再据以标注和拒绝。Raises Forbidden, Invalid, Refused."""
    held = FunctionChange.objects.select_related("organ", "receiver").select_for_update(of=("self",))
    row = held.filter(pk=change_id).first()
    if row is None:
        raise Invalid({"change": ["没有这条职能调整，请从机关页面重新进入。"]})
    access.require(access.keeps_registers, by, row.organ_id, doing="撤回职能调整")
    if findings := withdrawn_once(row.facts()):
        raise Refused(*findings)
    row.ended_at, row.ended_reason = at, reason_given(reason)
    row.save(update_fields=["ended_at", "ended_reason"])
    append(
        kind="organ:functions:withdrawn", stream=f"organ:{row.organ_id}", at=at, by=by,
        payload={"change_id": str(row.pk), "reason": row.ended_reason},
    )  # fmt: skip
    return row.facts()
