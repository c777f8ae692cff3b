"""Rules of the ordinary procedure. Importing this package registers all of them."""

from mingjing.cases.rules import (
    aftermath,
    asking,
    benchmarks,
    closing,
    decision,
    discretion,
    evidence,
    execution,
    filing,
    hearing,
    measures_begin,
    measures_end,
    notice,
    officers,
    papers,
    party,
    recording,
    review,
    service,
    steps,
    subject,
    wording_measures,
)

__all__ = [
    "aftermath", "asking", "benchmarks", "closing", "decision", "discretion", "evidence", "execution", "filing", "hearing",
    "measures_begin", "measures_end", "notice", "officers", "papers", "party", "recording", "review", "service", "steps", "subject",
    "wording_measures",
]  # fmt: skip
