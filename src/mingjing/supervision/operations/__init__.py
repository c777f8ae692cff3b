"""The acts of the room. Each is one transaction with its ledger entry and its event."""

from mingjing.supervision.access import keeps_report, keeps_sheet, sees_figures, signs_figures, supervises_region
from mingjing.supervision.operations.feeding import check_sheet, enter_sheet, register_outsider, return_sheet
from mingjing.supervision.operations.receipts import record_receipt
from mingjing.supervision.operations.rollups import sign_rollup
from mingjing.supervision.operations.signing import sign_annual, sign_quarter

__all__ = [
    "check_sheet",
    "enter_sheet",
    "keeps_report",
    "keeps_sheet",
    "record_receipt",
    "register_outsider",
    "return_sheet",
    "sees_figures",
    "sign_annual",
    "sign_quarter",
    "sign_rollup",
    "signs_figures",
    "supervises_region",
]
