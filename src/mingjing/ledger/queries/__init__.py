"""Reading the log: proof bundles, exports, checkpoints, audits."""

from mingjing.ledger.queries.audits import audit
from mingjing.ledger.queries.bundles import (
    bundle,
    checkpoint,
    consistency,
    entries,
    entry,
    is_closed,
    policy,
    public_key,
    stream_bundles,
    tlog_proof,
)
from mingjing.ledger.queries.exports import decision_file, decision_files, export_case, verifier_file, write_case
from mingjing.ledger.queries.reading import (
    EventFacts,
    LogPage,
    Standing,
    count,
    erased_streams,
    events,
    log,
    standing,
    streams,
    tip,
    whole,
)
from mingjing.ledger.queries.tiles import log_files, sealed

__all__ = [
    "EventFacts",
    "LogPage",
    "Standing",
    "audit",
    "bundle",
    "checkpoint",
    "consistency",
    "count",
    "decision_file",
    "decision_files",
    "entries",
    "entry",
    "erased_streams",
    "events",
    "export_case",
    "is_closed",
    "log",
    "log_files",
    "policy",
    "public_key",
    "sealed",
    "standing",
    "stream_bundles",
    "streams",
    "tip",
    "tlog_proof",
    "verifier_file",
    "write_case",
    "whole",
]
