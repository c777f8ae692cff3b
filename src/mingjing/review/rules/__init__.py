"""Rules of legality review, REV-01 to REV-72: pure functions over frozen facts."""

from mingjing.review.rules.bundle import bundle_findings
from mingjing.review.rules.clock import limit_finding, limit_of
from mingjing.review.rules.counsel import (
    advice_findings,
    ask_findings,
    assignment_findings,
    conflict_findings,
    counsel_findings,
)
from mingjing.review.rules.disputes import consultation_findings, route_findings, settlement_findings
from mingjing.review.rules.gate import clearance_findings, stale_findings
from mingjing.review.rules.lists import handing_findings, list_findings, setting_findings, term_findings
from mingjing.review.rules.majority import not_major_findings
from mingjing.review.rules.moves import WAYS, move_findings, stage_of
from mingjing.review.rules.opinions import answers_findings
from mingjing.review.rules.outside import (
    change_findings,
    draft_file_findings,
    draft_findings,
    namesake_findings,
    same_draft_findings,
    transfer_findings,
    withdrawn_findings,
)
from mingjing.review.rules.requests import before_opinion_findings, reply_findings, request_findings
from mingjing.review.rules.reviewers import independence_findings, qualification_findings
from mingjing.review.rules.rounds import resubmission_findings
from mingjing.review.rules.scope import questions, required
from mingjing.review.rules.staff import (
    body_findings,
    public_findings,
    strength_findings,
    training_findings,
    unit_findings,
)

__all__ = [
    "WAYS",
    "move_findings",
    "stage_of",
    "advice_findings",
    "answers_findings",
    "ask_findings",
    "assignment_findings",
    "conflict_findings",
    "counsel_findings",
    "before_opinion_findings",
    "change_findings",
    "draft_file_findings",
    "draft_findings",
    "namesake_findings",
    "same_draft_findings",
    "transfer_findings",
    "withdrawn_findings",
    "body_findings",
    "bundle_findings",
    "clearance_findings",
    "consultation_findings",
    "handing_findings",
    "independence_findings",
    "limit_finding",
    "limit_of",
    "list_findings",
    "not_major_findings",
    "public_findings",
    "qualification_findings",
    "questions",
    "reply_findings",
    "request_findings",
    "required",
    "route_findings",
    "resubmission_findings",
    "setting_findings",
    "settlement_findings",
    "stale_findings",
    "strength_findings",
    "unit_findings",
    "term_findings",
    "training_findings",
]
