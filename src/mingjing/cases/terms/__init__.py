"""Words of the trade: the procedure as data, frozen facts of a case, fields of forms, deadlines."""

from mingjing.cases.terms.deadlines import Deadline, State
from mingjing.cases.terms.facts import ActFacts, CaseFacts, Context, Proposed, RelatedCase, ReplacedDecision
from mingjing.cases.terms.fields import FieldSpec, Known
from mingjing.cases.terms.procedure import (
    INSPECTION,
    LICENCE,
    ORDINARY,
    SUMMARY,
    ActSpec,
    Procedure,
    StageSpec,
    act_name,
    all_stages,
    any_act,
    procedure,
    procedures,
    stage_name,
)

__all__ = [
    "ActFacts",
    "ActSpec",
    "CaseFacts",
    "Context",
    "Deadline",
    "FieldSpec",
    "INSPECTION",
    "Known",
    "LICENCE",
    "ORDINARY",
    "Procedure",
    "Proposed",
    "RelatedCase",
    "ReplacedDecision",
    "StageSpec",
    "SUMMARY",
    "State",
    "act_name",
    "all_stages",
    "any_act",
    "procedure",
    "procedures",
    "stage_name",
]
