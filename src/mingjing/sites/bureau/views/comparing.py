"""What stands beside a proposal: similar cases and what others received, for whoever weighs it."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from mingjing.cases import queries
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.guiding_cases import NOTING
from mingjing.cases.terms.weighing import span_of
from mingjing.sites.bureau.views.gate import BureauRequest


def beside_others(request: BureauRequest, facts: CaseFacts) -> dict[str, Any]:
    """The case beside its like, as this person may see them, and what the benchmark's table said, and the guiding cases."""
    return (
        {"compared": queries.compare(facts, request.actor, timezone.now())}
        | weighed_facts(facts.id)
        | guiding_beside(request, facts)
    )


def weighed_facts(case_id: UUID) -> dict[str, Any]:
    """What pages show of the questions that a case put to the table of a benchmark. One query."""
    asked = queries.discretion_asked(case_id)
    last = asked[-1] if asked else None
    return {
        "asked": asked, "last": last, "span": span_of(last.answer) if last else None,
        "paragraph": queries.discretion_paragraph(last) if last else "",
    }  # fmt: skip


def guiding_beside(request: BureauRequest, facts: CaseFacts) -> dict[str, Any]:
    """The guiding cases for it, and whether this person may write that one is followed or not."""
    mine = request.actor.organ_id == facts.organ.id and request.actor.has(*NOTING)
    return {"guided": queries.guided(facts), "may_note": mine and facts.decision is None}
