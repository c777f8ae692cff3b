"""What others ask of the room."""

from mingjing.exchange.queries.feeding import (
    checked,
    fed_by,
    fed_decisions,
    fed_files,
    parked,
    sheet_rows,
    waiting_files,
)
from mingjing.exchange.queries.keys import key, keys_of
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
    "checked",
    "fed_by",
    "fed_decisions",
    "fed_files",
    "fed_rows",
    "handed_over",
    "key",
    "keys_of",
    "parked",
    "penalty_rows",
    "rows_of",
    "sheet_editions",
    "sheet_rows",
    "waiting_files",
]
