"""Reads of the conductor, for sites and the rooms above."""

from mingjing.cases.queries.answered import Answered, SaidLine, answered, parts_in
from mingjing.cases.queries.applying import ACTS, Settled, settled
from mingjing.cases.queries.appraised import Kept, archives_kept, cases_numbered, films_kept, reviews_kept
from mingjing.cases.queries.benchmarks import citable_benchmarks
from mingjing.cases.queries.calendar import calendar
from mingjing.cases.queries.decided import penalties_decided
from mingjing.cases.queries.examining import ExaminedCase, examined_case
from mingjing.cases.queries.guiding_cases import guided
from mingjing.cases.queries.lists import Page, case_list, counts, saved_views
from mingjing.cases.queries.lodged import (
    ChangeTold,
    DecisionTold,
    DocumentTold,
    decision_told,
    documents_told,
    party_told,
)
from mingjing.cases.queries.page import (
    CaseNotFound,
    CasePage,
    Move,
    case_by_lead,
    case_page,
    case_row,
    dossier_of,
    form_for,
    founded_by,
    prefilled,
    visible,
)
from mingjing.cases.queries.progress import progress
from mingjing.cases.queries.scoring import score, supervise
from mingjing.cases.queries.similar import compare
from mingjing.cases.queries.told import ActTold, acts_between, acts_counted
from mingjing.cases.queries.watched import films_overdue, unreviewed_refused, work_overdue
from mingjing.cases.queries.weaknesses import LooseCase, filed_by_matter, how_many_moved, moved_cases
from mingjing.cases.queries.weighing import askable, replay, violation_day_of
from mingjing.cases.queries.weighing import asked as discretion_asked
from mingjing.cases.queries.weighing import paragraph as discretion_paragraph
from mingjing.cases.queries.work import Desk, desk, lead_draft

__all__ = [
    "ACTS",
    "ActTold",
    "Answered",
    "CaseNotFound",
    "CasePage",
    "ChangeTold",
    "DecisionTold",
    "Desk",
    "DocumentTold",
    "ExaminedCase",
    "Kept",
    "LooseCase",
    "Move",
    "Page",
    "SaidLine",
    "Settled",
    "acts_between",
    "acts_counted",
    "answered",
    "archives_kept",
    "askable",
    "calendar",
    "case_by_lead",
    "founded_by",
    "case_list",
    "case_page",
    "case_row",
    "cases_numbered",
    "citable_benchmarks",
    "compare",
    "counts",
    "decision_told",
    "desk",
    "documents_told",
    "discretion_asked",
    "discretion_paragraph",
    "dossier_of",
    "examined_case",
    "filed_by_matter",
    "films_kept",
    "films_overdue",
    "form_for",
    "guided",
    "how_many_moved",
    "lead_draft",
    "moved_cases",
    "parts_in",
    "party_told",
    "penalties_decided",
    "prefilled",
    "progress",
    "replay",
    "reviews_kept",
    "saved_views",
    "score",
    "settled",
    "supervise",
    "unreviewed_refused",
    "violation_day_of",
    "visible",
    "work_overdue",
]
