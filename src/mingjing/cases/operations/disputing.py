"""A disagreement over the review of a case: raised by its handlers, answered by who took no part in it, settled by the head.

None of these moves the case on: a decision still needs a pass (G-26).
"""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mingjing.cases import access, events
from mingjing.cases.models import Case
from mingjing.cases.queries.facts import load
from mingjing.cases.terms import CaseFacts
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor, Role
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.ledger.operations import append
from mingjing.records import operations as records
from mingjing.review import operations as review
from mingjing.review.terms import DisputeFacts, Statement


@operation(events.DISPUTE_RAISED)
def raise_dispute(*, case_id: UUID, position: str, reasons: str, basis: str, by: Actor, now: datetime) -> DisputeFacts:
    """本案承办人对审核意见提出分歧。Raises Invalid, Forbidden, Refused (REV-09, STEP-01)."""
    case, _ = _held(case_id, by, Role.HANDLER)
    made = review.raise_dispute(
        dossier_id=case.dossier_id, statement=Statement(position, reasons, basis), by=by, at=now
    )
    return _told(case, events.DISPUTE_RAISED, made, by, now, **asdict(made.handling))


@operation(events.DISPUTE_ANSWERED)
def answer_dispute(*, case_id: UUID, position: str, reasons: str, basis: str, by: Actor, now: datetime) -> DisputeFacts:
    """没有参与本案的审核人答复分歧。Raises Invalid, Forbidden, Refused (REV-06, REV-09, STEP-01)."""
    case, facts = _held(case_id, by, Role.REVIEWER)
    said = Statement(position, reasons, basis)
    made = review.answer_dispute(
        dossier_id=case.dossier_id, statement=said, by=by, at=now, conflicted=facts.handlers_ever | facts.examiners | facts.chairs
    )  # fmt: skip
    return _told(case, events.DISPUTE_ANSWERED, made, by, now, **asdict(said))


@operation(events.DISPUTE_CONSULTED)
def consult_dispute(
    *, case_id: UUID, consulted_on: date, consulted_with: str, consultation: str, agreed: bool, by: Actor, now: datetime
) -> DisputeFacts:
    """本案承办人或者审核人记录协商。Raises Invalid, Forbidden, Refused (REV-09, REV-23, STEP-01)."""
    case, _ = _held(case_id, by, Role.HANDLER, Role.REVIEWER)
    made = review.consult(
        dossier_id=case.dossier_id, consulted_on=consulted_on, consulted_with=consulted_with, consultation=consultation,
        agreed=agreed, by=by, at=now,
    )  # fmt: skip
    return _told(
        case, events.DISPUTE_CONSULTED, made, by, now, day=consulted_on.isoformat(), attended=made.consulted_with,
        consultation=made.consultation, agreed=agreed,
    )  # fmt: skip


@operation(events.DISPUTE_SETTLED)
def settle_dispute(
    *, case_id: UUID, settlement: str, outcome: str, responsible: str, meeting: str, by: Actor, now: datetime
) -> DisputeFacts:
    """负责人处理分歧。Raises Invalid, Forbidden, Refused (REV-09, REV-24, STEP-01)."""
    case, _ = _held(case_id, by, Role.HEAD)
    made = review.settle_dispute(
        dossier_id=case.dossier_id, settlement=settlement, outcome=outcome, responsible=responsible, meeting=meeting,
        by=by, at=now,
    )  # fmt: skip
    return _told(
        case, events.DISPUTE_SETTLED, made, by, now, settlement=made.settlement, meeting=made.meeting, outcome=made.outcome,
        responsible=made.responsible,
    )  # fmt: skip


def _told(case: Case, kind: str, made: DisputeFacts, by: Actor, now: datetime, **said: Any) -> DisputeFacts:
    """The step in the chain of the case itself: an exported file holds it with everything else that happened."""
    payload = {"case": str(case.id), "dispute": str(made.id), "state": made.state_name, **said}
    append(kind=kind, stream=records.stream(case.dossier_id), at=now, by=by, payload=payload)
    return made


def _held(case_id: UUID, by: Actor, *roles: Role) -> tuple[Case, CaseFacts]:
    """The case, locked, while it may still be reviewed, for who holds one of the roles in it."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    facts = load(case)
    seen = access.Seen(case.organ_id, facts.handlers)
    if not any(access.may_do(by, seen, role) for role in roles):
        who = "或者".join(f"本案{access.role_name(role)}" for role in roles)
        raise Forbidden(f"{by.name}不能办理审核意见分歧的这一步：须由{who}办理。请转交有权限的人员。")
    submits = facts.procedure.acts["submit_review"]
    if facts.stage not in submits.sources:
        stage = facts.procedure.stages[facts.stage].name
        raise Refused(
            Finding("STEP-01", f"案件现在是“{stage}”，不再送法制审核", submits.cites, next_step="请回到案件页面查看")
        )
    return case, facts
