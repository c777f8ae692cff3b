"""参照或者不参照指导案例: noted with the reason, in the case's own stream of the ledger."""

from datetime import datetime
from uuid import UUID

from mingjing.cases import access, events
from mingjing.cases.models import Case, GuidingNote
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.guiding_cases import guided
from mingjing.cases.rules.guiding_cases import guiding_case_is_answered
from mingjing.cases.terms.guiding_cases import NOTING, GuidingNoteFacts
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records

LONGEST = 500


@operation(events.GUIDING_NOTED)
def note_guiding_case(
    *, case_id: UUID, guiding_id: UUID, followed: str, reason: str, by: Actor, now: datetime
) -> GuidingNoteFacts:
    """Say whether a guiding case is followed in a case and why; `followed`: yes or no. Nothing is blocked by it.

    Raises Invalid, Forbidden, Refused (LAW-28). 国办发〔2022〕27号.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    if by.organ_id != case.organ_id or not by.has(*NOTING) or not access.may_see(by, access.Seen(case.organ_id)):
        raise Forbidden("只有本机关的承办人、案件审查人可以写明参照或者不参照指导案例。")
    if len(reason.strip()) > LONGEST:
        raise Invalid({"reason": [f"太长，最多 {LONGEST} 个字"]})
    facts = load(case, related=False)
    beside = guided(facts)
    found = next((one.facts for one in beside.matches if one.facts.id == guiding_id), None)
    seq = facts.acts[-1].seq if facts.acts else 0
    said = [one for one in beside.notes if one.guiding_id == guiding_id]
    closed = facts.decision is not None
    wrong = guiding_case_is_answered(said, by.person_id, seq, followed, reason, pushed=found is not None, closed=closed)
    if refused := blocking(tuple(wrong)):
        raise Refused(*refused)
    assert found is not None
    row = GuidingNote.objects.create(
        case=case, guiding_id=guiding_id, called=found.called, title=found.title, digest=found.digest, followed=followed == "yes",
        reason=reason.strip(), act_seq=seq, by_id=by.person_id, by_name=by.name, at=now,
    )  # fmt: skip
    ledger.append(
        kind=events.GUIDING_NOTED, stream=records.stream(case.dossier_id), at=now, by=by,
        payload={
            "guiding": str(guiding_id), "called": row.called, "digest": row.digest, "for": seq, "followed": followed, "reason": row.reason,
        },
    )  # fmt: skip
    return row.facts()
