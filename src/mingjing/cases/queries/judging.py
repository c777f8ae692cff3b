"""The rules as other places of this house ask them: clocks, money owed, guards asked again. Pure answers on facts."""

from mingjing.cases.models import Refusal
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.engine import Breach, guards, hindrances, parts, review_of_acts
from mingjing.cases.rules.money import Surcharge, surcharge

__all__ = [
    "Breach",
    "Refusal",
    "Surcharge",
    "deadlines",
    "guards",
    "hindrances",
    "parts",
    "review_of_acts",
    "surcharge",
]
