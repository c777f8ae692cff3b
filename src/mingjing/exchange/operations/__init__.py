"""The acts of the room."""

from mingjing.exchange.operations.channels import close_channel, open_channel
from mingjing.exchange.operations.credit import (
    answer_credit,
    ask_credit,
    cancel_credit,
    open_credit,
    reinstate_credit,
    stop_credit,
    stop_due,
)
from mingjing.exchange.operations.delivering import (
    acknowledge,
    confirm_delivery,
    deliver_due,
    import_receipts,
    queue,
    retry,
)
from mingjing.exchange.operations.sheets import check_period, export_sheet, the_edition, workbook

__all__ = [
    "acknowledge",
    "answer_credit",
    "ask_credit",
    "cancel_credit",
    "check_period",
    "close_channel",
    "confirm_delivery",
    "deliver_due",
    "export_sheet",
    "import_receipts",
    "open_channel",
    "open_credit",
    "queue",
    "reinstate_credit",
    "retry",
    "stop_credit",
    "stop_due",
    "the_edition",
    "workbook",
]
