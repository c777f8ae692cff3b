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
from mingjing.ledger.queries.exports import decision_file, export_case

__all__ = [
    "audit",
    "bundle",
    "checkpoint",
    "consistency",
    "decision_file",
    "entries",
    "entry",
    "export_case",
    "is_closed",
    "policy",
    "public_key",
    "stream_bundles",
    "tlog_proof",
]
