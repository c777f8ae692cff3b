"""What others ask of the room."""

from mingjing.exchange.queries.channels import channel, channels, deliveries, delivery, late_deliveries, matrix
from mingjing.exchange.queries.credit import (
    credit_counts,
    credit_item,
    credit_items,
    credit_request,
    credit_requests,
    credit_steps,
    open_requests,
)
from mingjing.exchange.queries.sheets import LONGEST_PERIOD, handed_over, penalty_rows, sheet_editions

__all__ = [
    "LONGEST_PERIOD",
    "channel",
    "channels",
    "credit_counts",
    "credit_item",
    "credit_items",
    "credit_request",
    "credit_requests",
    "credit_steps",
    "deliveries",
    "delivery",
    "handed_over",
    "late_deliveries",
    "matrix",
    "open_requests",
    "penalty_rows",
    "sheet_editions",
]
