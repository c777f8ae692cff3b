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
from mingjing.ledger.queries.exports import decision_file, export_case, verifier_file
from mingjing.ledger.queries.reading import EventFacts, LogPage, Standing, count, events, log, standing, streams, whole

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
    "entries",
    "entry",
    "events",
    "export_case",
    "is_closed",
    "log",
    "policy",
    "public_key",
    "standing",
    "stream_bundles",
    "streams",
    "tlog_proof",
    "verifier_file",
    "whole",
]
