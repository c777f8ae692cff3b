"""The acts of the room. Each is one transaction with its ledger entry and its event."""

from mingjing.supervision.access import (
    answers_orders,
    keeps_report,
    keeps_sheet,
    sees_figures,
    signs_figures,
    supervises_region,
)
from mingjing.supervision.operations.analyses import begin_analysis, count_waiting, sign_analysis
from mingjing.supervision.operations.feeding import check_sheet, enter_sheet, register_outsider, return_sheet
from mingjing.supervision.operations.gradings import (
    accept_grade,
    answer_objection,
    draw_files,
    finish_grading,
    mark_file,
    object_grade,
    plan_grading,
)
from mingjing.supervision.operations.orders import answer_order, close_order, issue_order, return_order
from mingjing.supervision.operations.receipts import record_receipt
from mingjing.supervision.operations.rollups import sign_rollup
from mingjing.supervision.operations.signing import sign_annual, sign_quarter

__all__ = [
    "accept_grade",
    "answer_objection",
    "answer_order",
    "answers_orders",
    "begin_analysis",
    "check_sheet",
    "close_order",
    "count_waiting",
    "draw_files",
    "enter_sheet",
    "finish_grading",
    "issue_order",
    "keeps_report",
    "keeps_sheet",
    "mark_file",
    "object_grade",
    "plan_grading",
    "record_receipt",
    "register_outsider",
    "return_order",
    "return_sheet",
    "sees_figures",
    "sign_analysis",
    "sign_annual",
    "sign_quarter",
    "sign_rollup",
    "signs_figures",
    "supervises_region",
]
