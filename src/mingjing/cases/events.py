"""What the conductor tells others after commit."""

from typing import Final

ACT_DONE: Final = "case:act:done"
DECISION_MADE: Final = "case:decision:made"
DECISION_CHANGED: Final = "case:decision:changed"
CASE_CLOSED: Final = "case:file:closed"
CASE_ARCHIVED: Final = "case:file:archived"
ACT_REFUSED: Final = "case:act:refused"
RECORDING_EXPLAINED: Final = "case:recording:explained"
SUGGESTION_ANSWERED: Final = "case:suggestion:answered"
DISCRETION_ASKED: Final = "case:discretion:asked"
GUIDING_NOTED: Final = "case:guiding_case:noted"
PRECEDENTS_REBUILT: Final = "case:precedents:rebuilt"
DISPUTE_RAISED: Final = "case:dispute:raised"
DISPUTE_ANSWERED: Final = "case:dispute:answered"
DISPUTE_CONSULTED: Final = "case:dispute:consulted"
DISPUTE_SETTLED: Final = "case:dispute:settled"
