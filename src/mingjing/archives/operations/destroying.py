"""Appraisal and destruction: holds, proposal, two approvals, execution, and sweeping until nothing is left.

What may be destroyed is asked of pure rules (ARCH-29 … ARCH-33); what the log keeps is commitments and numbers.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from mingjing.archives import access
from mingjing.archives.events import Event
from mingjing.archives.models import ArchivedFile, CheckRun, Destruction, Handover, Hold, Supplement
from mingjing.archives.operations.custody import held_file, refuse
from mingjing.archives.operations.lending import forget_loans
from mingjing.archives.queries.borrowing import lent_to
from mingjing.archives.rules import disposal, lending
from mingjing.archives.terms import (
    Disposal,
    DisposalAsked,
    DisposalFacts,
    Ground,
    HandoverState,
    HoldFacts,
    Place,
    SupplementState,
)
from mingjing.foundation import storage, traces
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding, Invalid
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as shown
from mingjing.records import operations as records
from mingjing.records import queries as kept
from mingjing.review import operations as review

DONE_COUNTS = ("documents", "files", "recordings")


@operation(Event.HOLD_SET)
def set_hold(*, file_id: UUID, reason: str, basis: str, by: Actor, at: datetime) -> HoldFacts:
    """Put a file under a legal hold. Raises Forbidden, Refused (ARCH-29)."""
    file = held_file(file_id)
    access.may_keep.require(by, file.organ_id, doing="设置冻结")
    refuse(*disposal.hold_is_explained(reason=reason, basis=basis, gone=file.place == Place.GONE))
    row = Hold.objects.create(
        file=file, reason=reason.strip()[:300], basis=basis.strip()[:200], set_by=by.person_id, set_name=by.name, set_at=at
    )  # fmt: skip
    _log(file, Event.HOLD_SET, {"hold": row.pk, "basis": row.basis}, by, at)
    return row.facts()


@operation(Event.HOLD_LIFTED)
def lift_hold(*, file_id: UUID, hold_id: int, reason: str, by: Actor, at: datetime) -> HoldFacts:
    """Lift a legal hold with a reason. Raises Forbidden, Invalid, Refused (ARCH-29)."""
    file = held_file(file_id)
    access.may_approve.require(by, file.organ_id, doing="解除冻结")
    row = Hold.objects.select_for_update().filter(id=hold_id, file=file).first()
    if row is None or row.lifted_at is not None:
        raise Invalid({"hold": ["没有这项冻结，或者已经解除，请刷新页面。"]})
    refuse(*disposal.hold_is_explained(reason=reason, basis=row.basis, gone=file.place == Place.GONE))
    row.lifted_by, row.lifted_name, row.lifted_at, row.lift_reason = by.person_id, by.name, at, reason.strip()[:300]
    row.save(update_fields=["lifted_by", "lifted_name", "lifted_at", "lift_reason"])
    _log(file, Event.HOLD_LIFTED, {"hold": row.pk}, by, at)
    return row.facts()


@operation(Event.PROPOSED)
def propose_destruction(
    *, file_id: UUID, ground: str, basis: str, appraisal: str, by: Actor, at: datetime
) -> DisposalFacts:
    """Propose to destroy a file after appraisal (鉴定). Raises Forbidden, Refused (ARCH-30)."""
    file = held_file(file_id)
    access.may_appraise.require(by, file.organ_id, doing="提出销毁")
    asked = _asked(file, ground, basis, appraisal, at)
    refuse(*disposal.may_be_proposed(asked), *lending.paper_is_home(lent_to(file.id)), *_films(file, ground, asked.on))
    row = Destruction.objects.create(
        file=file, organ_id=file.organ_id, catalogue_no=file.catalogue_no, ground=ground, basis=basis.strip()[:300],
        appraisal=appraisal.strip()[:4000], proposed_by=by.person_id, proposer=by.name, proposed_at=at,
    )  # fmt: skip
    _log(file, Event.PROPOSED, {"destruction": str(row.id), "ground": ground, "basis": row.basis}, by, at)
    return row.facts()


@operation(Event.APPROVED)
def approve_destruction(*, disposal_id: UUID, opinion: str, by: Actor, at: datetime) -> DisposalFacts:
    """Approve a destruction; the second of two different people makes it ready. Raises Forbidden, Refused (ARCH-32)."""
    row = _locked(disposal_id)
    access.may_destroy.require(by, row.organ_id, doing="批准销毁")
    refuse(*disposal.approver_is_another(
        state=row.state, proposer=row.proposed_by, approvers=_approvers(row), by=by.person_id, opinion=opinion
    ))  # fmt: skip
    row.approvals = [
        *row.approvals,
        {"person": str(by.person_id), "name": by.name, "at": at.isoformat(), "opinion": opinion.strip()[:300]},
    ]
    if len(set(_approvers(row)) - {row.proposed_by}) >= disposal.APPROVERS:
        row.state = Disposal.APPROVED
    row.save(update_fields=["approvals", "state"])
    _log(row.file, Event.APPROVED, {"destruction": str(row.id), "approvals": len(row.approvals)}, by, at)
    return row.facts()


@operation(Event.REJECTED)
def reject_destruction(*, disposal_id: UUID, opinion: str, by: Actor, at: datetime) -> DisposalFacts:
    """Say no to a destruction, also after the approvals, until it is executed. Raises Forbidden, Refused (ARCH-32)."""
    row = _locked(disposal_id)
    access.may_destroy.require(by, row.organ_id, doing="不同意销毁")
    state = Disposal.PROPOSED if row.state == Disposal.APPROVED else row.state
    refuse(*disposal.approver_is_another(
        state=state, proposer=row.proposed_by, approvers=(), by=by.person_id, opinion=opinion
    ))  # fmt: skip
    row.state, row.rejected_name, row.reason = Disposal.REJECTED, by.name, opinion.strip()[:300]
    row.save(update_fields=["state", "rejected_name", "reason"])
    _log(row.file, Event.REJECTED, {"destruction": str(row.id)}, by, at)
    return row.facts()


@operation(Event.DESTROYED)
def execute_destruction(*, disposal_id: UUID, by: Actor, at: datetime) -> DisposalFacts:
    """Destroy a file that two have approved: rows, index, events and salts now, contents in the store by `sweep`.

    The room that conducts the case deletes its own rows in the same transaction. Raises Forbidden, Refused (ARCH-33).
    """
    row = _locked(disposal_id)
    file = row.file
    access.may_appraise.require(by, row.organ_id, doing="执行销毁")
    asked = _asked(file, row.ground, row.basis, row.appraisal, at)
    refuse(*disposal.may_be_executed(
        state=row.state, proposer=row.proposed_by, approvers=_approvers(row), asked=asked
    ), *lending.paper_is_home(lent_to(file.id)), *_films(file, row.ground, asked.on))  # fmt: skip
    held = records.erase_dossier(dossier_id=file.dossier_id, by=by, at=at)
    published = publicity.erase_source(source_ref=str(file.dossier_id), by=by, at=at)
    streams = (*held.streams, *published.streams, *review.erase_dossier(dossier_id=file.dossier_id, by=by, at=at))
    packages = _forget(file)
    basis = {
        "destruction": str(row.id), "catalogue_no": file.catalogue_no, "ground": row.ground, "basis": row.basis,
        "proposer": str(row.proposed_by), "approvers": [str(one) for one in _approvers(row)], "file": str(file.id),
    }  # fmt: skip
    erased = ledger.erase(stream=records.stream(file.dossier_id), also=streams, at=at, by=by, payload=basis)
    contents = sorted({*held.contents, *published.contents, *packages} - {""})
    row.state, row.executed_by, row.executor, row.executed_at = Disposal.DESTROYED, by.person_id, by.name, at
    row.ledger_index, row.contents = erased.index, contents
    row.counts = {name: getattr(held, name) for name in DONE_COUNTS} | {
        "packages": len(packages), "contents": len(contents), "events": len(erased.commitments),
        "commitments": list(erased.commitments),
    }  # fmt: skip
    row.save()
    ArchivedFile.objects.filter(id=file.id).update(
        title="", catalogue=[], front=[], report={}, note="", package_sha256="", package_sm3="", package_size=0,
        place=Place.GONE, destroyed_at=at, check_due=None,
    )  # fmt: skip
    told = [str(one) for one in published.publications]
    emit(Event.DESTROYED, at=at, file=str(file.id), dossier=str(file.dossier_id), publications=told)
    return row.facts()


@operation("archive:destruction:contents-removed")
def remove_contents(*, disposal_id: UUID, by: By, now: datetime) -> int:
    """Remove the contents that a destruction left in the store and nothing else refers to; idempotent."""
    row = _locked(disposal_id)
    if row.state != Disposal.DESTROYED or row.swept_at is not None:
        return 0
    kept = traces.referenced(row.contents)
    gone = [one for one in row.contents if one not in kept and storage.erase(one, str(row.id))]
    for one in gone:
        records.note_erased(sha256=one, order=str(row.id), by=by, at=now)
    row.contents = []
    row.save(update_fields=["contents"])
    return len(gone)


def sweep(*, by: By, now: datetime, limit: int = 1) -> int:
    """Clear what destructions left: contents, then old pages of the database. The worker calls it, outside a transaction.

    A process that dies in between begins again where it was.
    """
    due = Destruction.objects.filter(state=Disposal.DESTROYED, swept_at=None).order_by("executed_at")
    found = list(due.values_list("id", flat=True)[:limit])
    if not found or connection.in_atomic_block:
        return 0
    for key in found:
        remove_contents(disposal_id=key, by=by, now=now)
    remains = traces.wipe()
    for key in found:
        _swept(key, remains, by, now)
    return len(found)


@transaction.atomic
def _swept(key: UUID, remains: str, by: By, now: datetime) -> None:
    row = _locked(key)
    row.swept_at, row.remains = now, remains
    row.save(update_fields=["swept_at", "remains"])
    _log(row.file, Event.SWEPT, {"destruction": str(row.id)}, by, now)


def _forget(file: ArchivedFile) -> tuple[str, ...]:
    """Blank what the room's own rows say of the content; gives the digests of packages and additions."""
    added, handed = Supplement.objects.filter(file=file), Handover.objects.filter(dossier_id=file.dossier_id)
    digests = {
        file.package_sha256,
        *added.values_list("sha256", flat=True),
        *added.values_list("package_sha256", flat=True),
    }
    digests |= set(handed.values_list("package_sha256", flat=True))
    added.update(
        title="", name="", reason="", opinion="", sha256="", sm3="", size=0, package_sha256="", package_sm3="", package_size=0,
        catalogue=[],
    )  # fmt: skip
    handed.update(title="", note="", reason="", package_sha256="")
    forget_loans(file)
    CheckRun.objects.filter(file=file).update(report={"checks": [], "conclusion": "（已销毁）"}, signature="")
    return tuple(sorted(digests - {""}))


def _asked(file: ArchivedFile, ground: str, basis: str, appraisal: str, at: datetime) -> DisposalAsked:
    showing = [one.number for one in shown.by_source(str(file.dossier_id)) if one.is_public]
    open_ = Destruction.objects.filter(file=file, state__in=[Disposal.PROPOSED, Disposal.APPROVED]).exists()
    return DisposalAsked(
        ground, basis, appraisal, file.retention, file.retain_until, at.astimezone(CHINA).date(),
        Hold.objects.filter(file=file, lifted_at=None).count(), file.place, "open" if open_ else "", tuple(showing),
        Supplement.objects.filter(file=file, state=SupplementState.ASKED).count(),
        Handover.objects.filter(dossier_id=file.dossier_id, state=HandoverState.OFFERED).exists(),
    )  # fmt: skip


def _films(file: ArchivedFile, ground: str, on: date) -> Sequence[Finding]:
    """Recordings whose own time is not over yet (REC-83): an order or a person's right goes before it, the schedule does not."""
    return kept.kept_in(file.dossier_id, on) if ground == Ground.SCHEDULE else ()


def _locked(disposal_id: UUID) -> Destruction:
    """A destruction, and its file, held until the act is done. Raises Invalid."""
    row = Destruction.objects.select_for_update().filter(id=disposal_id).first()
    if row is None:
        raise Invalid({"destruction": ["没有这项销毁，请从销毁清册重新进入。"]})
    held_file(row.file_id)
    return row


def _approvers(row: Destruction) -> Sequence[UUID]:
    return tuple(UUID(one["person"]) for one in row.approvals)


def _log(file: ArchivedFile, event: Event, payload: dict[str, Any], by: By, at: datetime) -> None:
    ledger.append(
        kind=event, stream=records.stream(file.dossier_id), at=at, by=by, payload={"file": str(file.id), **payload}
    )
