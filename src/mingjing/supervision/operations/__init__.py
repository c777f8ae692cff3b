"""The acts of the room. Each is one transaction with its ledger entry and its event."""

from mingjing.supervision.access import (
    answers_orders,
    ends_concern,
    heads_organ,
    keeps_concern,
    keeps_report,
    keeps_sheet,
    registers_concern,
    sees_figures,
    signs_figures,
    supervises_region,
)
from mingjing.supervision.operations.analyses import begin_analysis, count_waiting, sign_analysis
from mingjing.supervision.operations.appraisals import (
    accept_appraisal,
    answer_appraisal,
    enter_points,
    object_appraisal,
    tell_appraisal,
)
from mingjing.supervision.operations.concerns import (
    check_response,
    close_concern,
    draft_response,
    drop_concern,
    register_concern,
    release_response,
    return_response,
)
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
from mingjing.supervision.operations.schemes import (
    begin_scoring,
    change_scheme,
    draft_scheme,
    finish_scheme,
    release_scheme,
)
from mingjing.supervision.operations.signing import sign_annual, sign_quarter
from mingjing.supervision.operations.warnings import see_warning, watch_organs

__all__ = [
    "accept_appraisal",
    "accept_grade",
    "answer_appraisal",
    "answer_objection",
    "answer_order",
    "answers_orders",
    "begin_analysis",
    "begin_scoring",
    "change_scheme",
    "check_response",
    "check_sheet",
    "close_concern",
    "close_order",
    "count_waiting",
    "draft_response",
    "draft_scheme",
    "draw_files",
    "drop_concern",
    "ends_concern",
    "enter_points",
    "enter_sheet",
    "finish_grading",
    "finish_scheme",
    "heads_organ",
    "issue_order",
    "keeps_concern",
    "keeps_report",
    "keeps_sheet",
    "mark_file",
    "object_appraisal",
    "object_grade",
    "plan_grading",
    "record_receipt",
    "register_concern",
    "register_outsider",
    "registers_concern",
    "release_response",
    "release_scheme",
    "return_order",
    "return_response",
    "return_sheet",
    "see_warning",
    "sees_figures",
    "sign_analysis",
    "sign_annual",
    "sign_quarter",
    "sign_rollup",
    "signs_figures",
    "supervises_region",
    "tell_appraisal",
    "watch_organs",
]
