"""The acts of the room. Each is one transaction with its ledger entry."""

from mingjing.exchange.access import FEEDERS
from mingjing.exchange.operations.feeding import GONE, drop_file, feed_decision, feed_file, forget_files, park_file
from mingjing.exchange.operations.keys import answer_once, issue_key, require_scope, revoke_key, use_key
from mingjing.exchange.operations.sheets import check_period, export_sheet, faulty, template, the_edition

__all__ = [
    "FEEDERS",
    "GONE",
    "answer_once",
    "check_period",
    "drop_file",
    "export_sheet",
    "faulty",
    "feed_decision",
    "feed_file",
    "forget_files",
    "issue_key",
    "park_file",
    "require_scope",
    "revoke_key",
    "template",
    "the_edition",
    "use_key",
]
