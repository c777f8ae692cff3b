"""The acts of the room."""

from mingjing.exchange.access import FEEDERS, feeds, speaks_for_itself
from mingjing.exchange.operations.channels import close_channel, open_channel
from mingjing.exchange.operations.credit import (
    answer_credit,
    ask_credit,
    cancel_credit,
    open_credit,
    open_late,
    reinstate_credit,
    stop_credit,
    stop_due,
)
from mingjing.exchange.operations.delivering import (
    acknowledge,
    acknowledge_copies,
    confirm_delivery,
    deliver_due,
    import_receipts,
    queue,
    retry,
)
from mingjing.exchange.operations.feeding import (
    GONE,
    complete_sheet,
    drop_file,
    feed_decision,
    feed_file,
    forget_files,
    park_file,
)
from mingjing.exchange.operations.keys import accept_key, answer_once, issue_key, require_scope, revoke_key, use_key
from mingjing.exchange.operations.sheets import check_period, export_sheet, faulty, template, the_edition, workbook

__all__ = [
    "FEEDERS",
    "GONE",
    "accept_key",
    "acknowledge",
    "acknowledge_copies",
    "answer_credit",
    "answer_once",
    "ask_credit",
    "cancel_credit",
    "check_period",
    "close_channel",
    "complete_sheet",
    "confirm_delivery",
    "deliver_due",
    "drop_file",
    "export_sheet",
    "faulty",
    "feed_decision",
    "feed_file",
    "feeds",
    "forget_files",
    "import_receipts",
    "issue_key",
    "open_channel",
    "open_credit",
    "open_late",
    "park_file",
    "queue",
    "reinstate_credit",
    "require_scope",
    "retry",
    "revoke_key",
    "speaks_for_itself",
    "stop_credit",
    "stop_due",
    "template",
    "the_edition",
    "use_key",
    "workbook",
]
