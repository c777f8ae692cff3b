"""What every interview must ask, for the pages that offer it."""

from mingjing.cases.terms.asking import Must, Musts, musts

__all__ = ["Must", "Musts", "musts"]
