"""What stands beside a proposal: similar cases and what others received, for whoever weighs it."""

from typing import Any

from django.utils import timezone

from mingjing.cases import queries
from mingjing.cases.terms import CaseFacts
from mingjing.sites.bureau.views.gate import BureauRequest


def beside_others(request: BureauRequest, facts: CaseFacts) -> dict[str, Any]:
    """The case beside its like, as this person may see them."""
    return {"compared": queries.compare(facts, request.actor, timezone.now())}
