"""Rules about the details of a party."""

from mingjing.parties.rules.details import details_problems, normal

__all__ = ["details_problems", "normal"]
