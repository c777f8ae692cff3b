"""The reading desk: asked for, granted by another, handed out, read, renewed, come back; each an act in the ledger."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile, Destruction, Handover, Lending, LendingRead
from mingjing.archives.operations.custody import held_file, refuse
from mingjing.archives.queries import borrowing as queries
from mingjing.archives.rules import lending as rules
from mingjing.archives.terms import (
    Borrower,
    Disposal,
    Extent,
    HandoverState,
    LendingFacts,
    LendingKind,
    LendingState,
    LentItem,
    Wanted,
)
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records


@operation(Event.LEND_ASKED)
def ask_loan(*, file_id: UUID, wanted: Wanted, by: Actor, at: datetime, outsider: Borrower | None = None) -> LendingFacts:  # fmt: skip
    """Ask to read a filed file or to borrow its paper, for oneself; the archivist also enters an outsider with a letter.

    Raises Forbidden, Invalid, Refused (ARCH-40).
    """
    access.may_borrow.require(by, doing="申请借阅")
    file = held_file(file_id)
    if outsider is not None:
        access.may_file.require(by, file.organ_id, doing="登记外单位的人借阅")
    reader = outsider or Borrower(by.name, by.organ_name, by.person_id, by.organ_id)
    on = at.astimezone(CHINA).date()
    lines = queries.file_lines(file.facts())
    refuse(*rules.asked_rightly(wanted, reader, lines, queries.most_days(wanted.kind, on)))
    row = Lending.objects.create(
        file=file, organ_id=file.organ_id, catalogue_no=file.catalogue_no, kind=wanted.kind, extent=wanted.extent,
        items=sorted(set(wanted.items)) if wanted.extent == Extent.NAMED else [], purpose=wanted.purpose.strip(), days=wanted.days,
        reader_id=reader.person_id, reader_organ_id=reader.organ_id, reader_name=reader.name.strip(), unit=reader.unit.strip()[:100],
        letter=reader.letter.strip()[:80], asked_by=by.person_id, asked_name=by.name, asked_at=at,
    )  # fmt: skip
    _log(row, Event.LEND_ASKED, by, at)
    return row.facts()


@operation(Event.LEND_GRANTED)
def grant_loan(*, lending_id: UUID, opinion: str, by: Actor, at: datetime) -> LendingFacts:
    """Agree to a loan; the term of reading begins on this day, that of paper when it is handed out.

    Raises Forbidden, Refused (ARCH-41).
    """
    row = _decided(lending_id, opinion, by, at, agreed=True)
    row.state = LendingState.GRANTED
    if row.kind == LendingKind.READ:
        row.until = at.astimezone(CHINA).date() + timedelta(days=row.days)
    row.save()
    _log(row, Event.LEND_GRANTED, by, at)
    return row.facts()


@operation(Event.LEND_REFUSED)
def refuse_loan(*, lending_id: UUID, opinion: str, by: Actor, at: datetime) -> LendingFacts:
    """Say no, with the reason. Raises Forbidden, Refused (ARCH-41)."""
    row = _decided(lending_id, opinion, by, at, agreed=False)
    row.state = LendingState.REFUSED
    row.save()
    _log(row, Event.LEND_REFUSED, by, at)
    return row.facts()


def _decided(lending_id: UUID, opinion: str, by: Actor, at: datetime, *, agreed: bool) -> Lending:
    row = _locked(lending_id)
    access.may_lend.require(by, row.organ_id, doing="批准借阅")
    one, file = row.facts(), row.file.facts()
    refuse(*rules.decided_rightly(
        one, by=by.person_id, head=by.has(Role.HEAD), agreed=agreed, opinion=opinion, place=file.place,
        needs_head=rules.needs_head(one, queries.file_lines(file)),
    ))  # fmt: skip
    row.decided_by, row.decided_name, row.decided_at, row.opinion = by.person_id, by.name, at, opinion.strip()[:300]
    return row


@operation(Event.LEND_OUT)
def hand_out(*, lending_id: UUID, by: Actor, at: datetime) -> LendingFacts:
    """Hand the paper to who may have it. Raises Forbidden, Refused (ARCH-42)."""
    row = _locked(lending_id)
    access.may_file.require(by, row.organ_id, doing="登记借出")
    refuse(*_out_rightly(row, by))
    row.state, row.out_by, row.out_name, row.out_at = LendingState.OUT, by.person_id, by.name, at
    row.until = at.astimezone(CHINA).date() + timedelta(days=row.days)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.state = LendingState.GRANTED
        raise Refused(*_out_rightly(row, by)) from None
    _log(row, Event.LEND_OUT, by, at)
    return row.facts()


def _out_rightly(row: Lending, by: Actor) -> Any:
    offered = Handover.objects.filter(dossier_id=row.file.dossier_id, state=HandoverState.OFFERED).exists()
    ending = Destruction.objects.filter(file=row.file, state__in=[Disposal.PROPOSED, Disposal.APPROVED]).exists()
    busy = "案卷正在移交" if offered else "案卷正在办理销毁" if ending else ""
    return tuple(rules.goes_out_rightly(
        row.facts(), by=by.person_id, away=queries.away(row.file_id), place=row.file.place, busy=busy
    ))  # fmt: skip


@operation(Event.LEND_BACK)
def take_back(*, lending_id: UUID, condition: str, note: str, by: Actor, at: datetime) -> LendingFacts:
    """Take the paper back and say how it is; or that it is lost. Raises Forbidden, Refused (ARCH-43)."""
    row = _locked(lending_id)
    access.may_file.require(by, row.organ_id, doing="登记归还")
    refuse(*rules.comes_back_rightly(row.facts(), by=by.person_id, condition=condition, note=note))
    row.state, row.condition, row.note = LendingState.RETURNED, condition, note.strip()[:300]
    row.closed_by, row.closed_name, row.closed_at = by.person_id, by.name, at
    row.save()
    _log(row, Event.LEND_BACK, by, at)
    return row.facts()


@operation(Event.LEND_RENEWED)
def renew_loan(*, lending_id: UUID, days: int, reason: str, by: Actor, at: datetime) -> LendingFacts:
    """Let somebody keep or read it longer. Raises Forbidden, Refused (ARCH-44)."""
    row = _locked(lending_id)
    access.may_lend.require(by, row.organ_id, doing="办理续借")
    on = at.astimezone(CHINA).date()
    refuse(*rules.renewed_rightly(
        row.facts(), by=by.person_id, may=_may_grant(row, by), on=on, days=days, most=queries.lending_figure("renew_days", on),
        times=queries.lending_figure("renewals", on), reason=reason,
    ))  # fmt: skip
    assert row.until is not None
    row.until += timedelta(days=days)
    told = {"at": at.isoformat(), "by": by.name, "until": row.until.isoformat(), "reason": reason.strip()[:300]}
    row.renewals = [*row.renewals, told]
    row.save()
    _log(row, Event.LEND_RENEWED, by, at)
    return row.facts()


def _may_grant(row: Lending, by: Actor) -> bool:
    """Whether this person could have granted it (ARCH-41)."""
    return by.has(Role.HEAD) or not rules.needs_head(row.facts(), queries.file_lines(row.file.facts()))


@operation(Event.LEND_ENDED)
def end_loan(*, lending_id: UUID, reason: str, by: Actor, at: datetime) -> LendingFacts:
    """Take a request back, or end a grant before its term. Raises Forbidden, Refused (ARCH-48)."""
    row = _locked(lending_id)
    if by.person_id not in (row.asked_by, row.reader_id):
        access.may_lend.require(by, row.organ_id, doing="收回借阅")
    refuse(*rules.ended_rightly(row.facts(), reason=reason))
    row.state, row.note = LendingState.ENDED, reason.strip()[:300]
    row.closed_by, row.closed_name, row.closed_at = by.person_id, by.name, at
    row.save()
    _log(row, Event.LEND_ENDED, by, at)
    return row.facts()


@operation(Event.LEND_READ)
def read_item(*, lending_id: UUID, key: str, by: Actor, at: datetime) -> LentItem:
    """Open one thing through a grant; asked every time, and logged before anything is shown. Raises Forbidden, Refused (ARCH-45)."""
    row = _row(lending_id)
    access.may_borrow.require(by, doing="阅览档案")
    item = _readable(row, key, by, at)
    LendingRead.objects.create(
        lending=row, organ_id=row.organ_id, key=key, title=item.title[:300], by_id=by.person_id, by_name=by.name, at=at
    )
    records.log_view(
        dossier_id=row.file.dossier_id, what="lending", object_id=row.id, name=item.title,
        purpose=f"借阅台阅览（{row.unit}{row.reader_name}）：{row.purpose}", at=at, by=by,
    )  # fmt: skip
    return item


def peek_item(*, lending_id: UUID, key: str, by: Actor, at: datetime) -> LentItem:
    """The same thing for a page or a piece of what is open: asked again, not logged again. Raises Refused (ARCH-45)."""
    return _readable(_row(lending_id), key, by, at)


def _readable(row: Lending, key: str, by: Actor, at: datetime) -> LentItem:
    file = row.file.facts()
    items = {one.key: one for one in queries.lent_items(row.facts(), file)}
    refuse(*rules.readable(
        row.facts(), by=by.person_id, archivist=access.may_file(by, row.organ_id), on=at.astimezone(CHINA).date(), key=key,
        granted=frozenset(items), place=file.place,
    ))  # fmt: skip
    return items[key]


def forget_loans(file: ArchivedFile) -> None:
    """Blank what loans of a destroyed file say of its content; who, when and how long stay."""
    Lending.objects.filter(file=file).update(purpose="", items=[], opinion="", note="", renewals=[])
    LendingRead.objects.filter(lending__file=file).update(title="")


def _row(lending_id: UUID) -> Lending:
    row = Lending.objects.select_related("file").filter(id=lending_id).first()
    if row is None:
        raise Invalid({"lending": ["没有这项借阅，请从借阅登记重新进入。"]})
    return row


def _locked(lending_id: UUID) -> Lending:
    """A loan, held with its file until the act is done: two who would have the one paper come one after the other."""
    file_id = Lending.objects.filter(id=lending_id).values_list("file_id", flat=True).first()
    if file_id is None:
        raise Invalid({"lending": ["没有这项借阅，请从借阅登记重新进入。"]})
    file = held_file(file_id)
    row = Lending.objects.select_for_update().get(id=lending_id)
    row.file = file
    return row


def _log(row: Lending, event: Event, by: Actor, at: datetime) -> None:
    """What the ledger keeps: no name, and a digest of what the register says."""
    ledger.append(kind=event, stream=records.stream(row.file.dossier_id), at=at, by=by, payload=row.as_told())
