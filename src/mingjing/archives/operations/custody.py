"""Changing hands: offered, checked, taken or given back; to the archive staff before filing, to the public archive after."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile, Handover, HeldApart
from mingjing.archives.operations.checking import check_filed
from mingjing.archives.operations.transferring import transfer_package
from mingjing.archives.queries.borrowing import lent_to
from mingjing.archives.rules import checking, custody, lending
from mingjing.archives.terms import (
    SECRECY_NAMES,
    STATE_SECRETS,
    ApartFacts,
    HandoverFacts,
    HandoverState,
    HandoverTo,
    Occasion,
    Place,
)
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused, blocking
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records

STAFF = "本机关档案室"


def refuse(*found: Finding) -> None:
    """Raise Refused with every finding that blocks, if there is one."""
    if refused := blocking(found):
        raise Refused(*refused)


@operation(Event.HANDED_OVER)
def hand_over(
    *,
    dossier_id: UUID,
    organ_id: UUID,
    title: str,
    electronic: int,
    paper_pages: int,
    note: str,
    by: Actor,
    at: datetime,
) -> HandoverFacts:
    """A handler hands a closed dossier to the archive staff, before it is filed. Raises Forbidden, Refused (ARCH-23).

    Whether the case is closed is asked by the room that conducts it.
    """
    access.may_hand_over.require(by, organ_id, doing="移交案卷")
    filed = ArchivedFile.objects.filter(dossier_id=dossier_id).exists()
    waiting = Handover.objects.filter(dossier_id=dossier_id, to=HandoverTo.STAFF, state=HandoverState.OFFERED).exists()
    refuse(*custody.handed_over_rightly(open_=waiting, filed=filed, paper_pages=paper_pages))
    row = _offered(
        dossier_id=dossier_id, organ_id=organ_id, to=HandoverTo.STAFF, title=title[:300], receiver=STAFF, electronic=electronic,
        paper_pages=paper_pages, note=short(note, "note"), offered_by=by.person_id, offered_name=by.name, offered_at=at,
    )  # fmt: skip
    _log(row, Event.HANDED_OVER, by, at)
    return row.facts()


@operation("archive:file:offered-to-house")
def offer_to_house(*, file_id: UUID, receiver: str, note: str, by: Actor, at: datetime) -> HandoverFacts:
    """Offer a filed file to the public archive: checked first, with a package that holds the seal and the new report.

    Raises Forbidden, Invalid, Refused (ARCH-23, or the checks that failed).
    """
    file = held_file(file_id)
    access.may_file.require(by, file.organ_id, doing="移交档案馆")
    if not 2 <= len(receiver.strip()) <= 100:
        raise Invalid({"receiver": ["请写明接收的档案馆（2 到 100 个字）"]})
    waiting = Handover.objects.filter(
        dossier_id=file.dossier_id, to=HandoverTo.HOUSE, state=HandoverState.OFFERED
    ).exists()
    refuse(
        *custody.handed_over_rightly(
            open_=waiting, filed=True, paper_pages=file.paper_pages, place=file.place, to_house=True
        ),
        *lending.paper_is_home(lent_to(file.id)),
    )
    run = check_filed(file_id=file.id, occasion=Occasion.TRANSFER, by=by, at=at)
    if not run.passed:
        failed = [one for one in run.report["checks"] if not one["passed"]]
        refuse(*(checking.RULES[one["rule"]].finding(
            f"移交前四性检测“{one['title']}”没有通过：{one['detail']}", next_step="请先恢复，再办理移交") for one in failed))  # fmt: skip
    package = transfer_package(file, run)
    row = _offered(
        dossier_id=file.dossier_id, organ_id=file.organ_id, to=HandoverTo.HOUSE, title=file.title, receiver=receiver.strip(),
        electronic=sum(1 for one in file.catalogue if one["sha256"]), paper_pages=file.paper_pages, note=short(note, "note"),
        offered_by=by.person_id, offered_name=by.name, offered_at=at, package_sha256=package.sha256,
    )  # fmt: skip
    _log(row, Event.HANDED_OVER, by, at)
    return row.facts()


@operation(Event.RECEIVED)
def receive(*, handover_id: UUID, opinion: str, by: Actor, at: datetime, receipt_no: str = "") -> HandoverFacts:
    """Take what was handed over. To the public archive: the archivist enters its receipt. Raises Forbidden, Refused (ARCH-26)."""
    row = _settled(handover_id, HandoverState.RECEIVED, opinion, by, at, receipt_no)
    if row.to == HandoverTo.HOUSE:
        ArchivedFile.objects.filter(dossier_id=row.dossier_id).update(place=Place.HOUSE)
    return row.facts()


@operation(Event.RETURNED)
def give_back(*, handover_id: UUID, reason: str, by: Actor, at: datetime) -> HandoverFacts:
    """Give back what was handed over, with what is missing. Raises Forbidden, Refused (ARCH-26)."""
    return _settled(handover_id, HandoverState.RETURNED, reason, by, at, "").facts()


def _settled(handover_id: UUID, state: HandoverState, reason: str, by: Actor, at: datetime, receipt: str) -> Handover:
    row = Handover.objects.select_for_update().filter(id=handover_id).first()
    if row is None:
        raise Invalid({"handover": ["没有这次移交，请从档案列表重新进入。"]})
    access.may_file.require(by, row.organ_id, doing="接收移交")
    refuse(*custody.settled_rightly(
        state=row.state, offered_by=row.offered_by, by=by.person_id, returned=state is HandoverState.RETURNED, reason=reason,
        receipt=receipt, to_house=row.to == HandoverTo.HOUSE,
    ))  # fmt: skip
    row.state, row.reason, row.receipt_no = state, short(reason, "reason"), short(receipt, "receipt_no", 80)
    row.settled_by, row.settled_name, row.settled_at = by.person_id, by.name, at
    row.save(update_fields=["state", "reason", "receipt_no", "settled_by", "settled_name", "settled_at"])
    _log(row, Event.RECEIVED if state is HandoverState.RECEIVED else Event.RETURNED, by, at)
    return row


@operation(Event.APART)
def hold_apart(
    *, dossier_id: UUID, organ_id: UUID, number: str, secrecy: str, kept_at: str, by: Actor, at: datetime
) -> ApartFacts:
    """Register something classified that lies elsewhere: number, level and keeper, nothing of what it says (ARCH-21)."""
    access.may_hand_over.require(by, organ_id, doing="登记另行保管的材料")
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(number.strip()) <= 60:
        wrong["number"] = ["请填写编号，不要写题名和内容（60 个字以内）"]
    if secrecy not in STATE_SECRETS:
        wrong["secrecy"] = [f"请选择{'、'.join(SECRECY_NAMES[one] for one in STATE_SECRETS)}"]
    if not 2 <= len(kept_at.strip()) <= 100:
        wrong["kept_at"] = ["请写明保管处，例如“保密室 3 号柜”"]
    if not wrong and HeldApart.objects.filter(organ_id=organ_id, number=number.strip()).exists():
        wrong["number"] = [f"编号“{number.strip()}”已经登记"]
    if wrong:
        raise Invalid(wrong)
    row = HeldApart.objects.create(
        dossier_id=dossier_id, organ_id=organ_id, number=number.strip(), secrecy=secrecy, kept_at=kept_at.strip(),
        by_id=by.person_id, by_name=by.name, at=at,
    )  # fmt: skip
    payload = {"number": row.number, "secrecy": row.secrecy}
    ledger.append(kind=Event.APART, stream=records.stream(dossier_id), at=at, by=by, payload=payload)
    return row.facts()


def held_file(file_id: UUID) -> ArchivedFile:
    """A filed file, held until the act is done. Raises Invalid."""
    row = ArchivedFile.objects.select_for_update().filter(id=file_id).first()
    if row is None:
        raise Invalid({"file": ["没有这册档案，请从档案列表重新进入。"]})
    return row


def _offered(**columns: Any) -> Handover:
    """Write the row; where somebody offered the same dossier meanwhile, the database refuses."""
    try:
        with transaction.atomic():
            return Handover.objects.create(**columns)
    except IntegrityError:
        found = tuple(custody.handed_over_rightly(open_=True, filed=False, paper_pages=0))
        raise Refused(*found) from None


def short(text: str, field: str, most: int = 500) -> str:
    """What was typed, without the blanks around it. Raises Invalid where it is too long."""
    if len(text.strip()) > most:
        raise Invalid({field: [f"最多 {most} 个字"]})
    return text.strip()


def _log(row: Handover, event: Event, by: Actor, at: datetime) -> None:
    payload = {
        "handover": str(row.id), "to": row.to, "electronic": row.electronic, "paper_pages": row.paper_pages, "state": row.state,
        "receiver": row.receiver, "receipt": row.receipt_no, "package_sha256": row.package_sha256, "reason": row.reason,
    }  # fmt: skip
    ledger.append(kind=event, stream=records.stream(row.dossier_id), at=at, by=by, payload=payload)
