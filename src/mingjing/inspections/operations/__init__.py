"""The acts of the room. Each is one transaction with its ledger entry and its event."""

from mingjing.inspections.access import approves_draws, checks_classes, keeps_draws
from mingjing.inspections.operations.classes import check_classes, enter_classes
from mingjing.inspections.operations.drawing import hold_draw, issue_draw, replace, tell_entropy
from mingjing.inspections.operations.freezing import freeze
from mingjing.inspections.operations.frequencies import draw_up_caps, settle_caps
from mingjing.inspections.operations.plans import amend_plan, approve_plan, make_plan, stop_plan
from mingjing.inspections.operations.pools import (
    add_parties,
    leave_officer_out,
    leave_party_out,
    take_officers,
    tell_avoidance,
)
from mingjing.inspections.operations.visiting import begin_visit
from mingjing.inspections.operations.yearly import (
    amend_year_plan,
    approve_year_plan,
    drop_year_draft,
    drop_year_line,
    keep_year_line,
    make_year_plan,
)
from mingjing.inspections.rules import mingjing_redraw as algorithm

__all__ = [
    "amend_year_plan",
    "approve_year_plan",
    "check_classes",
    "checks_classes",
    "draw_up_caps",
    "drop_year_draft",
    "drop_year_line",
    "enter_classes",
    "keep_year_line",
    "make_year_plan",
    "settle_caps",
    "add_parties",
    "amend_plan",
    "approve_plan",
    "approves_draws",
    "begin_visit",
    "algorithm",
    "freeze",
    "hold_draw",
    "issue_draw",
    "keeps_draws",
    "leave_officer_out",
    "leave_party_out",
    "make_plan",
    "replace",
    "stop_plan",
    "take_officers",
    "tell_avoidance",
    "tell_entropy",
]
