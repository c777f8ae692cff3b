"""类案: keeping the table of factors in step with the cases, making it again, and what is answered to a suggestion."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from mingjing.cases import access, events
from mingjing.cases.models import Act, Case, Precedent, SuggestionAnswer
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.similar import compare, precedent_values
from mingjing.cases.rules.similar import suggestion_is_answered
from mingjing.cases.terms.similar import ANSWERING, Said
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity.terms import IN_PUBLIC
from mingjing.records import operations as records

DECIDING = frozenset({"decide", "decide_no_penalty", "change_decision", "change_party"})
LONGEST, BATCH = 500, 500


def keep(case: Case, acts: Iterable[Any], organ: OrganFacts) -> None:
    """Let the table say of a case what its acts say: a row where a decision stands, else none."""
    values = precedent_values(case, tuple(acts), organ)
    if values is None:
        Precedent.objects.filter(case_id=case.id).delete()
    else:
        row = Precedent(case_id=case.id, **values)
        Precedent.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["case_id"], update_fields=list(values)
        )


def note_public(dossier_id: UUID, state: str) -> None:
    """Remember whether the decision of a dossier can be read by anybody."""
    Precedent.objects.filter(dossier_id=dossier_id).update(public=state in IN_PUBLIC)


@operation(events.PRECEDENTS_REBUILT)
def rebuild_precedents(*, by: str, now: datetime) -> int:
    """Make the whole table again from the cases; gives back how many decisions stand in it. Idempotent."""
    Precedent.objects.all().delete()
    held = {organ.id: organ for organ in organs.organs()}
    made = 0
    rows = _rows(held)
    while piece := list(islice(rows, BATCH)):
        made += len(Precedent.objects.bulk_create(piece, ignore_conflicts=True))
    ledger.append(
        kind=events.PRECEDENTS_REBUILT, stream="precedents", at=now, by=SYSTEM, payload={"rows": made, "asked_by": by}
    )
    return made


def _rows(held: Mapping[UUID, OrganFacts]) -> Iterator[Precedent]:
    wanted = Case.objects.exclude(outcome="").order_by("id").iterator(chunk_size=BATCH)
    while cases := list(islice(wanted, BATCH)):
        acts: dict[UUID, list[Act]] = {}
        for act in Act.objects.filter(case__in=[case.id for case in cases], code__in=ASKED).order_by("seq"):
            acts.setdefault(act.case_id, []).append(act)
        for case in cases:
            organ = held.get(case.organ_id) or organs.organ(case.organ_id)
            if (values := precedent_values(case, acts.get(case.id, ()), organ)) is not None:
                yield Precedent(case_id=case.id, **values)


ASKED = ("report", "notify", "decide", "decide_no_penalty", "change_decision")


@operation(events.SUGGESTION_ANSWERED)
def answer_suggestion(*, case_id: UUID, taken: str, reason: str, by: Actor, now: datetime) -> Said:
    """Say whether what the comparison suggests was taken, and why not: kept with what was suggested (建议留痕).

    Nothing is blocked by it. Raises Invalid, Forbidden, Refused (SIM-02). 国办发〔2022〕27号.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    if by.organ_id != case.organ_id or not by.has(*ANSWERING) or not access.may_see(by, access.Seen(case.organ_id)):
        raise Forbidden("只有本机关的承办人、案件审查人、法制审核人和负责人可以对类案建议作出说明。")
    if len(reason.strip()) > LONGEST:
        raise Invalid({"reason": [f"太长，最多 {LONGEST} 个字"]})
    facts = load(case, related=False)
    compared = compare(facts, by, now)
    found = suggestion_is_answered(
        compared, compared.said, by.person_id, taken, reason, closed=facts.decision is not None
    )
    if refused := blocking(found):
        raise Refused(*refused)
    row = SuggestionAnswer.objects.create(
        case=case, act_seq=compared.seq, taken=taken == "yes", reason=reason.strip(), suggested=compared.suggested(),
        by_id=by.person_id, by_name=by.name, at=now,
    )  # fmt: skip
    ledger.append(
        kind=events.SUGGESTION_ANSWERED, stream=records.stream(case.dossier_id), at=now, by=by,
        payload={"for": row.act_seq, "taken": taken, "reason": row.reason, "suggested": row.suggested},
    )  # fmt: skip
    return row.facts()
