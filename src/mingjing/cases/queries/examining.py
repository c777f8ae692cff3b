"""A case as a grader of files looks at it: which acts it has, who took part, what the rules find."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import context, load, people_of
from mingjing.cases.queries.scoring import Lost, breaches


@dataclass(frozen=True, slots=True)
class ExaminedCase:
    """`codes`: its acts, by their sequence number; `persons`: everybody who acted, drafted or is named in an act."""

    case_id: UUID
    organ_id: UUID
    number: str
    stage: str
    codes: dict[int, str]
    persons: frozenset[UUID]
    lost: tuple[Lost, ...]


def examined_case(case_id: UUID, now: datetime) -> ExaminedCase:
    """What grading needs of a case, whoever grades. Raises Case.DoesNotExist for an unknown id."""
    row = Case.objects.get(id=case_id)
    facts = load(row)
    acted = {act.by for act in facts.acts} | {act.drafted_by for act in facts.acts if act.drafted_by}
    parts = set(row.parts.values_list("person_id", flat=True))
    number = row.decision_number or row.number or row.lead_number
    return ExaminedCase(
        row.id, row.organ_id, number, row.stage, {act.seq: act.code for act in facts.acts},
        frozenset(acted | parts | people_of(facts.acts)), breaches(facts, context(facts.organ, now)),
    )  # fmt: skip
