"""Rules of the ordinary procedure. Importing this package registers all of them, and what forms know already."""

from mingjing.cases.rules import (
    aftermath,
    asking,
    benchmarks,
    citing,
    closing,
    decision,
    discretion,
    evidence,
    execution,
    filing,
    hearing,
    majority,
    measures_begin,
    measures_end,
    notice,
    officers,
    papers,
    party,
    recording,
    review,
    service,
    similar,
    steps,
    subject,
    weighing,
    wording,
    wording_measures,
    wording_papers,
)

__all__ = [
    "aftermath", "asking", "benchmarks", "citing", "closing", "decision", "discretion", "evidence", "execution", "filing", "hearing",
    "majority", "measures_begin", "measures_end", "notice", "officers", "papers", "party", "recording", "review", "service", "similar", "steps",
    "subject", "weighing",
    "wording", "wording_measures", "wording_papers",
]  # fmt: skip
