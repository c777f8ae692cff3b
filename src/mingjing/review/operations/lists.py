"""An organ's list of material for review is drafted, set or given up; material of it is handed in by itself (L-14)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook.terms import CATEGORY_NAMES
from mingjing.ledger.operations import append
from mingjing.publicity import operations as publicity
from mingjing.review import access, events
from mingjing.review.models import HandedIn, MaterialList
from mingjing.review.operations.keeping import plain_text, refuse
from mingjing.review.queries.lists import bounds, known_forms, material_list, minimum
from mingjing.review.queries.publicity import LIST_KIND
from mingjing.review.rules import handing_findings, list_findings, setting_findings, term_findings
from mingjing.review.terms import FileFacts, HandedFacts, ListDraft, ListFacts, ListState

SHORT, MOST_ITEMS = 200, 60
OUTDATED = "送审材料清单第{}版自 {} 起施行，公开的内容正在更新"


@operation(events.LIST_DRAFTED)
def draft_list(*, draft: ListDraft, by: Actor, at: datetime) -> ListFacts:
    """法制审核人起草送审材料清单，等待负责人确定；改写尚未确定的草稿也由此办理。

    Raises Refused (REV-40, REV-41), Invalid, Forbidden. 国办发〔2018〕118号（十四）.
    """
    access.require(access.may_draft_list, by, by.organ_id, doing="起草送审材料清单")
    tidy = _checked(draft, by.organ_id, local_day(at))
    row = MaterialList.objects.select_for_update().filter(
        organ_id=by.organ_id, category=tidy.category, state=ListState.DRAFT
    ).first() or MaterialList(organ_id=by.organ_id, category=tidy.category, state=ListState.DRAFT)  # fmt: skip
    row.items, row.manner, row.term = [one.as_json() for one in tidy.items], tidy.manner, tidy.term
    row.basis = tidy.basis
    row.drafted_by, row.drafted_by_name, row.drafted_at = by.person_id, by.name, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid({"category": ["刚刚已由他人起草了一版，请刷新后查看。"]}) from None
    _kept(events.LIST_DRAFTED, row.as_drafted(), by, at)
    return row.facts()


@operation(events.LIST_SET)
def set_list(*, list_id: UUID, valid_from: date, by: Actor, at: datetime) -> ListFacts:
    """负责人确定送审材料清单，自施行日期起送审照此核对；现行的一版到这一天为止。

    Raises Refused (REV-40, REV-41, REV-42), Invalid, Forbidden. 国办发〔2018〕118号（十四）.
    """
    row = _list(list_id)
    access.require(access.may_set_list, by, row.organ_id, doing="确定送审材料清单")
    today = local_day(at)
    others = MaterialList.objects.select_for_update().filter(
        organ_id=row.organ_id, category=row.category, state=ListState.SET
    )
    last = others.order_by("-number").first()
    refuse(setting_findings(row.facts(), valid_from, by.person_id, today, last.facts() if last else None))
    # What the parameters say may have changed since it was drafted.
    one = row.facts()
    _judge(ListDraft(one.category, one.items, one.manner, one.term, one.basis), row.organ_id, today)
    if last is not None:
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    row.number, row.state, row.valid_from = (last.number if last else 0) + 1, ListState.SET, valid_from
    row.set_by, row.set_by_name, row.set_at = by.person_id, by.name, at
    row.save()
    _kept(events.LIST_SET, row.as_set() | {"organ": str(row.organ_id)}, by, at)
    publicity.mark_outdated(
        organ_id=row.organ_id, kind=LIST_KIND, code=one.public_code, why=OUTDATED.format(row.number, valid_from), by=by, at=at
    )  # fmt: skip
    return row.facts()


@operation(events.LIST_DROPPED)
def drop_list(*, list_id: UUID, reason: str, by: Actor, at: datetime) -> ListFacts:
    """不采用的草稿作废，写明原因。Raises Refused (REV-42), Invalid, Forbidden."""
    row = _list(list_id)
    access.require(access.may_draft_list | access.may_set_list, by, row.organ_id, doing="作废清单草稿")
    if row.state != ListState.DRAFT:
        raise Refused(
            setting_findings.finding(f"这一版现在是“{row.facts().state_name}”，不能作废", next_step="请刷新后查看")
        )
    row.state, row.drop_reason = ListState.DROPPED, plain_text(reason, "reason", longest=SHORT)
    row.save(update_fields=["state", "drop_reason"])
    told = {"list": str(row.id), "organ": str(row.organ_id), "reason": row.drop_reason}
    _kept(events.LIST_DROPPED, told, by, at)
    return row.facts()


@operation(events.MATERIAL_HANDED)
def hand_in(
    *,
    dossier_id: UUID,
    category: str,
    item: str,
    by: Actor,
    at: datetime,
    file: FileFacts | None = None,
    place: str = "",
) -> HandedFacts:
    """单独提交清单里的一项送审材料：上传的文件，或者写明存放处的纸质件；以后各轮送审照用。

    Raises Refused (REV-43), Invalid, Forbidden. 国办发〔2018〕118号（十四）.
    """
    access.require(access.may_submit, by, by.organ_id, doing="提交送审材料")
    held = material_list(by.organ_id, category, local_day(at))
    again = HandedIn.objects.filter(dossier_id=dossier_id, item=item, void_reason="").exists()
    refuse(handing_findings(item, [one.name for one in held.items] if held else (), file, place, again=again))
    row = HandedIn(
        dossier_id=dossier_id, organ_id=by.organ_id, item=item, file_id=file.id if file else None, file_name=file.name if file else "",
        sha256=file.sha256 if file else "", place=plain_text(place, "place", shortest=2, longest=100) if place.strip() else "",
        handed_by=by.person_id, handed_by_name=by.name, handed_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            handing_findings.finding(f"“{item}”刚刚已由他人提交", next_step="请刷新后查看", field="item")
        ) from None
    _trail(events.MATERIAL_HANDED, row, row.as_told(), by, at)
    return row.facts()


@operation(events.MATERIAL_VOIDED)
def void_material(*, material_id: UUID, reason: str, by: Actor, at: datetime) -> HandedFacts:
    """单独提交的送审材料有误的作废，写明原因；已经送审的各轮不变。Raises Invalid, Forbidden."""
    row = HandedIn.objects.select_for_update().filter(id=material_id).first()
    if row is None:
        raise Invalid({"material_id": ["没有提交过这项材料。"]})
    access.require(access.may_submit, by, row.organ_id, doing="作废送审材料")
    if row.void_reason:
        raise Invalid({"reason": ["这项材料已经作废。"]})
    row.void_reason = plain_text(reason, "reason", longest=SHORT)
    row.save(update_fields=["void_reason"])
    _trail(events.MATERIAL_VOIDED, row, {"material": str(row.id), "reason": row.void_reason}, by, at)
    return row.facts()


def _checked(draft: ListDraft, organ_id: UUID, today: date) -> ListDraft:
    """The draft as it is kept. Raises Invalid, Refused."""
    if draft.category not in CATEGORY_NAMES:
        raise Invalid({"category": ["没有这个类别，请从列表中选择。"]})
    if len(draft.items) > MOST_ITEMS:
        raise Invalid({"name-0": [f"一份清单最多 {MOST_ITEMS} 项，现在有 {len(draft.items)} 项，请合并。"]})
    _judge(draft, organ_id, today)
    items = tuple(
        replace(
            one, name=plain_text(one.name, f"name-{place}", shortest=2, longest=100),
            note=plain_text(one.note, f"note-{place}", shortest=1, longest=SHORT) if one.note.strip() else "",
        )
        for place, one in enumerate(draft.items)
    )  # fmt: skip
    return replace(draft, items=items, basis=plain_text(draft.basis, "basis", longest=SHORT))


def _judge(draft: ListDraft, organ_id: UUID, today: date) -> None:
    least, most = bounds(organ_id, today)
    refuse((
        *list_findings(draft, minimum(draft.category, organ_id, today), known_forms()),
        *term_findings(draft.term, draft.manner, least, most),
    ))  # fmt: skip


def _list(list_id: UUID) -> MaterialList:
    row = MaterialList.objects.select_for_update().filter(id=list_id).first()
    if row is None:
        raise Invalid({"list_id": ["没有这份清单，请从列表重新进入。"]})
    return row


def _kept(kind: str, told: Mapping[str, Any], by: Actor, at: datetime) -> None:
    append(kind=kind, stream=f"review-staff:{told['organ']}", at=at, by=by, payload=told)
    emit(kind, at=at, organ=str(told["organ"]))


def _trail(kind: str, row: HandedIn, told: Mapping[str, Any], by: Actor, at: datetime) -> None:
    append(kind=kind, stream=f"review-handed:{row.dossier_id}", at=at, by=by, payload=told)
    emit(kind, at=at, dossier=str(row.dossier_id), organ=str(row.organ_id))
