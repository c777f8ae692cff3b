"""What stands beside a proposal: similar cases and what others received, for whoever weighs it."""

from typing import Any

from django.utils import timezone

from mingjing.cases import queries
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.guiding_cases import NOTING
from mingjing.sites.bureau.views.gate import BureauRequest


def beside_others(request: BureauRequest, facts: CaseFacts) -> dict[str, Any]:
    """The case beside its like, as this person may see them."""
    return {"compared": queries.compare(facts, request.actor, timezone.now())} | guiding_beside(request, facts)


def guiding_beside(request: BureauRequest, facts: CaseFacts) -> dict[str, Any]:
    """The guiding cases for it, and whether this person may write that one is followed or not."""
    mine = request.actor.organ_id == facts.organ.id and request.actor.has(*NOTING)
    return {"guided": queries.guided(facts), "may_note": mine and facts.decision is None}
