"""Deposits: another system opens a file under its own number, commits, sends, explains, closes.

Every act may be repeated: the same again changes nothing, another content under the same number is refused.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.ledger import operations as ledger
from mingjing.records.access import may_deposit
from mingjing.records.events import Event
from mingjing.records.models import Deposit, DepositItem, Dossier, Recording
from mingjing.records.operations.dossiers import open_dossier, seal, stream
from mingjing.records.operations.recordings import (
    absent_for,
    commit_recording,
    excuse_recording,
    match_recording,
    refuse,
)
from mingjing.records.queries.deposits import deposit_items, item_facts
from mingjing.records.rules import deposits as rules
from mingjing.records.terms import NotFound, RecordingDraft, RecordingFacts
from mingjing.records.terms.deposits import DepositFacts, DocumentDraft, ItemFacts


@operation(Event.DEPOSIT_OPENED)
def open_deposit(*, source_ref: str, title: str, case_number: str = "", by: Actor, at: datetime) -> DepositFacts:
    """Open a file of the caller's organ under the number of its own system; the same again is the same file.

    Raises Forbidden, Refused (REC-60, REC-61). 国办发〔2018〕118号第三部分（八）、行政处罚法第四十七条。
    """
    may_deposit.require(by, by.organ_id, doing="存入案卷")
    refuse(rules.deposit_is_named(source_ref, title, case_number))
    if (known := _known(source_ref, title, case_number, by)) is not None:
        return known
    try:
        with transaction.atomic():
            place = open_dossier(organ_id=by.organ_id, title=title, at=at, by=by)
            row = Deposit.objects.create(
                dossier=Dossier.objects.get(id=place), organ_id=by.organ_id, source_ref=source_ref, case_number=case_number, key=by.via,
                person_id=by.person_id,
            )  # fmt: skip
    except IntegrityError:  # another call was a moment earlier
        if (known := _known(source_ref, title, case_number, by)) is None:
            raise
        return known
    told = {"source_ref": source_ref, "title": title, "case_number": case_number}
    ledger.append(kind=Event.DEPOSIT_OPENED, stream=stream(place), at=at, by=by, payload=told)
    return row.facts(fresh=True)


def _known(source_ref: str, title: str, case_number: str, by: Actor) -> DepositFacts | None:
    """The file that is here under this number. Raises Refused (REC-61) where it is another."""
    row = Deposit.objects.select_related("dossier").filter(organ_id=by.organ_id, source_ref=source_ref).first()
    if row is None:
        return None
    same = {"案卷名称": row.dossier.title == title, "案件编号": row.case_number == case_number}
    refuse(rules.same_again([word for word, is_same in same.items() if not is_same], source_ref))
    return row.facts()


@operation(Event.ITEM_COMMITTED)
def deposit_document(*, dossier_id: UUID, source_ref: str, draft: DocumentDraft, by: Actor, at: datetime) -> ItemFacts:
    """Commit a document before its content comes.

    Raises NotFound, Forbidden, Refused (REC-61, REC-62, REC-63, REC-65). 国办发〔2018〕118号第三部分（八）。
    """
    into = _open(dossier_id, by, repeats=source_ref)
    refuse(rules.document_is_one(draft, settings.MINGJING_UPLOAD_LIMIT))
    fields = {
        "name": draft.name,
        "sha256": draft.sha256,
        "size": draft.size,
        "step": draft.step,
        "made_on": draft.made_on,
    }
    if (known := _again(into, source_ref, fields)) is not None:
        return known
    _log_item(row := _create(into, source_ref, fields, at), by, at)
    return item_facts(row, fresh=True)


@operation(Event.ITEM_FILED)
def deposit_recording(
    *, dossier_id: UUID, source_ref: str, draft: RecordingDraft, step: str, collector: str, by: Actor, at: datetime
) -> ItemFacts:
    """Commit a recording with its five marks into a file. `collector`: number of the officer's certificate, or a name.

    Raises NotFound, Forbidden, Invalid, Refused (REC-10, REC-11, REC-61, REC-62, REC-63). 国办发〔2018〕118号第三部分（八）。
    """
    into = _open(dossier_id, by, repeats=source_ref)
    refuse(rules.step_is_known(step))
    draft = replace(draft, case_number=into.case_number or into.source_ref)
    fields = {"name": draft.name, "sha256": draft.sha256, "size": draft.size, "step": step, "made_on": None}
    if (known := _again(into, source_ref, fields)) is not None:
        return known
    before = Recording.objects.filter(organ_id=by.organ_id, sha256=draft.sha256).first()
    elsewhere = before is not None and before.dossier_id is not None
    refuse(rules.one_content_one_number("音像记录，已归入别的案卷" if elsewhere else "", source_ref))
    one = commit_recording(draft=draft, by=by, at=at, collector=collector)
    match_recording(
        recording_id=one.id, dossier_id=dossier_id, act_seq=0, case_number=draft.case_number, place=draft.place,
        proves=draft.proves, by=by, at=at,
    )  # fmt: skip
    row = _create(into, source_ref, fields | {"recording_id": one.id}, at)
    _log_item(row, by, at)
    return item_facts(row, fresh=True)


@operation(Event.ITEM_EXCUSED)
def excuse_item(*, item_id: UUID, reason: str, by: Actor, at: datetime) -> ItemFacts:
    """Say why a committed material will not come; it stays listed. Raises NotFound, Forbidden, Refused (REC-16, REC-63)."""
    row = _locked_item(item_id)
    _open(row.deposit_id, by)
    if row.recording_id is not None:
        excuse_recording(recording_id=row.recording_id, reason=reason, by=by, at=at)
        return item_facts(_locked_item(item_id))
    row.reason = absent_for(reason, row.attachment_id is not None)
    row.save(update_fields=["reason"])
    told = {"item": str(row.id), "reason": row.reason}
    ledger.append(kind=Event.ITEM_EXCUSED, stream=stream(row.deposit_id), at=at, by=by, payload=told)
    return item_facts(row)


@operation(Event.DEPOSIT_CLOSED)
def close_deposit(*, dossier_id: UUID, by: Actor, at: datetime) -> DepositFacts:
    """Close a file: nothing comes in any more, its number of events and their root are logged. Closed again is the same.

    Raises NotFound, Forbidden, Refused (REC-64). 国办发〔2018〕118号第三部分（九）。
    """
    row = _open(dossier_id, by, repeats="*")
    if row.dossier.sealed_at is not None:
        return row.facts()
    items = deposit_items(dossier_id)
    refuse(rules.deposit_is_complete(items))
    told = {"items": [f"{one.source_ref} {one.held_sha256 or one.state}" for one in items]}
    ledger.append(kind=Event.DEPOSIT_CLOSED, stream=stream(dossier_id), at=at, by=by, payload=told)
    seal(dossier_id=dossier_id, at=at, by=by)
    row.dossier.refresh_from_db()
    return row.facts(fresh=True)


def _open(dossier_id: UUID, by: Actor, repeats: str = "") -> Deposit:
    """The file, held until the act is done. Raises NotFound, Forbidden, Refused (REC-63) once it is closed.

    `repeats`: number of the material; one that is here may be told again after closing.
    """
    Dossier.objects.select_for_update().filter(id=dossier_id).first()
    row = Deposit.objects.select_related("dossier").filter(dossier_id=dossier_id).first()
    if row is None or row.organ_id != by.organ_id:
        raise NotFound("本机关没有这个案卷，请先立卷。")
    may_deposit.require(by, row.organ_id, doing="存入案卷")
    told_again = repeats == "*" or (repeats and row.items.filter(source_ref=repeats).exists())
    refuse(rules.deposit_is_open(row.dossier.sealed_at is not None and not told_again))
    return row


def _again(into: Deposit, source_ref: str, fields: dict[str, Any]) -> ItemFacts | None:
    """The material that is here under this number. Raises Refused where it is another, or the content has another number."""
    refuse(rules.item_is_numbered(source_ref))
    row = into.items.filter(source_ref=source_ref).first()
    if row is None:
        other = into.items.filter(sha256=fields["sha256"]).first()
        refuse(rules.one_content_one_number(f"编号“{other.source_ref}”" if other else "", source_ref))
        return None
    words = {"name": "文件名", "sha256": "摘要", "size": "长度", "step": "环节", "made_on": "形成日期"}
    refuse(rules.same_again([words[key] for key, value in fields.items() if getattr(row, key) != value], source_ref))
    return item_facts(row)


def _create(into: Deposit, source_ref: str, fields: dict[str, Any], at: datetime) -> DepositItem:
    return DepositItem.objects.create(deposit=into, source_ref=source_ref, committed_at=at, **fields)


def _log_item(row: DepositItem, by: Actor, at: datetime) -> None:
    told = {
        "item": str(row.id), "source_ref": row.source_ref, "name": row.name, "sha256": row.sha256, "size": row.size, "step": row.step,
        "made_on": row.made_on.isoformat() if row.made_on else "", "recording": str(row.recording_id or ""),
    }  # fmt: skip
    ledger.append(kind=Event.ITEM_COMMITTED, stream=stream(row.deposit_id), at=at, by=by, payload=told)


def _locked_item(item_id: UUID) -> DepositItem:
    row = DepositItem.objects.select_for_update().filter(id=item_id).first()
    if row is None:
        raise NotFound("没有这份材料。")
    return row


@operation("record:recording:deposited")
def deposit_loose_recording(*, draft: RecordingDraft, collector: str, by: Actor, at: datetime) -> RecordingFacts:
    """Commit a recording that belongs to no file yet, for a docking station: it waits to be matched. Raises as commit_recording."""
    may_deposit.require(by, by.organ_id, doing="登记音像记录")
    return commit_recording(draft=draft, by=by, at=at, collector=collector)
