"""Whether a case is a major one: held against the triggers and the catalogue of the day that counts."""

from datetime import date

from mingjing.cases.rules.majority import profile_of
from mingjing.cases.rules.review import DECISIONS
from mingjing.cases.terms import CaseFacts, Context
from mingjing.review import queries as reviewed
from mingjing.review.terms import Comparison


def scope_of(facts: CaseFacts, ctx: Context) -> tuple[date, Comparison]:
    """The day whose catalogue counts (of the decision, else of the last submission, else today) and every answer."""
    last = facts.last(*DECISIONS) or facts.last("submit_review")
    on = last.on if last else ctx.now.date()
    return on, reviewed.comparison(profile_of(facts, ctx), on)
