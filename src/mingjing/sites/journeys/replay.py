"""Supervision equals guard: a refused act, taken as if it had been recorded, must bring the same rule to light."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from mingjing.cases import queries
from mingjing.cases.operations.lookup import lookup_for
from mingjing.cases.queries import judging as engine
from mingjing.cases.queries.facts import context, load, with_people
from mingjing.cases.queries.standing import kept_with
from mingjing.cases.terms import ActFacts, ActSpec
from mingjing.cases.terms.fields import clean
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Weight


def guarded_here(spec: ActSpec, rules: frozenset[str]) -> frozenset[str]:
    """Of these rule numbers, those that the case's own guards of this act carry (other rooms keep the rest)."""
    return rules & {part.number for part in engine.parts(spec)}


def seen_by_supervision(
    case_id: UUID, code: str, data: Mapping[str, Any], by: Actor, drafter: Actor | None, at: datetime, now: datetime
) -> frozenset[str]:
    """The rule numbers that supervision would report about the act, had it been recorded in spite of the refusal."""
    row = queries.case_row(case_id)
    facts = load(row)
    spec = facts.procedure.acts[code]
    values = clean(spec.fields, data, lookup_for(row.organ_id, row.dossier_id, facts, at, {}))
    values |= kept_with(facts, spec, values, at.date())
    facts = with_people(facts, values)
    seq = max(act.seq for act in facts.acts) + 1
    act = ActFacts(
        seq=seq, code=code, at=at, recorded_at=now, by=by.person_id, by_name=by.name,
        drafted_by=drafter.person_id if drafter else None, data=values, stage_after=spec.target(values, facts.stage),
    )  # fmt: skip
    told = replace(facts, acts=(*facts.acts, act), stage=act.stage_after)
    breaches = engine.review_of_acts(told, context(facts.organ, now))
    return frozenset(b.finding.rule for b in breaches if b.act.seq == seq and b.finding.weight is Weight.BLOCK)
