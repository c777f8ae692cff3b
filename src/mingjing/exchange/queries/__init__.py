"""What others ask of the room."""

from mingjing.exchange.queries.channels import (
    channel,
    channels,
    deliveries,
    delivery,
    late_deliveries,
    matrix,
    waiting_for_a_copy,
)
from mingjing.exchange.queries.credit import (
    credit_counts,
    credit_item,
    credit_items,
    credit_request,
    credit_requests,
    credit_steps,
    late_requests,
    open_requests,
)
from mingjing.exchange.queries.feeding import (
    checked,
    fed_by,
    fed_decisions,
    fed_files,
    parked,
    sheet_rows,
    waiting_files,
)
from mingjing.exchange.queries.keys import key, key_names, keys_in_name_of, keys_of
from mingjing.exchange.queries.sheets import (
    LONGEST_PERIOD,
    fed_rows,
    handed_over,
    penalty_rows,
    rows_of,
    sheet_editions,
)

__all__ = [
    "LONGEST_PERIOD",
    "channel",
    "channels",
    "checked",
    "credit_counts",
    "credit_item",
    "credit_items",
    "credit_request",
    "credit_requests",
    "credit_steps",
    "deliveries",
    "delivery",
    "fed_by",
    "fed_decisions",
    "fed_files",
    "fed_rows",
    "handed_over",
    "key",
    "key_names",
    "keys_in_name_of",
    "keys_of",
    "late_deliveries",
    "late_requests",
    "matrix",
    "open_requests",
    "parked",
    "penalty_rows",
    "rows_of",
    "sheet_editions",
    "sheet_rows",
    "waiting_files",
    "waiting_for_a_copy",
]
