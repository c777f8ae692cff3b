"""Writing the log: appending, closing, integrating; what witnesses and authorities say of it; its heartbeat and its keys."""

from mingjing.ledger.operations.appending import append, append_many, close_stream, erase, integrate
from mingjing.ledger.operations.asking import Answered, ask_witnesses
from mingjing.ledger.operations.keeping import beat, change_key, ensure_sm2, watch_clock
from mingjing.ledger.operations.stamping import stamp_due, stamp_now, take_stamp
from mingjing.ledger.operations.witnessing import note_refusal, take_cosignatures

__all__ = [
    "erase",
    "Answered",
    "append",
    "append_many",
    "ask_witnesses",
    "beat",
    "change_key",
    "close_stream",
    "ensure_sm2",
    "integrate",
    "note_refusal",
    "stamp_due",
    "stamp_now",
    "take_cosignatures",
    "take_stamp",
    "watch_clock",
]
