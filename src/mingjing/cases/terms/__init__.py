"""Words of the trade: the procedure as data, frozen facts of a case, fields of forms, deadlines."""

from mingjing.cases.terms.deadlines import Deadline, State
from mingjing.cases.terms.facts import ActFacts, CaseFacts, Context, Proposed, RelatedCase, ReplacedDecision
from mingjing.cases.terms.fields import FieldSpec, Known
from mingjing.cases.terms.procedure import ActSpec, Procedure, StageSpec, procedure

__all__ = [
    "ActFacts",
    "ActSpec",
    "CaseFacts",
    "Context",
    "Deadline",
    "FieldSpec",
    "Known",
    "Procedure",
    "Proposed",
    "RelatedCase",
    "ReplacedDecision",
    "StageSpec",
    "State",
    "procedure",
]
