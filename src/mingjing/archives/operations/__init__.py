"""The legal acts of the room."""

from mingjing.archives.operations.adding import ask_addition, decide_addition
from mingjing.archives.operations.checking import check, check_due, check_filed
from mingjing.archives.operations.custody import give_back, hand_over, hold_apart, offer_to_house, receive
from mingjing.archives.operations.destroying import (
    approve_destruction,
    execute_destruction,
    lift_hold,
    propose_destruction,
    reject_destruction,
    remove_contents,
    set_hold,
    sweep,
)
from mingjing.archives.operations.filing import file_away
from mingjing.archives.operations.importing import import_package, import_stream, imported_member
from mingjing.archives.operations.lending import (
    ask_loan,
    end_loan,
    grant_loan,
    hand_out,
    peek_item,
    read_item,
    refuse_loan,
    renew_loan,
    take_back,
)
from mingjing.archives.operations.papers import certificate, handover_paper, spine_label, stored_report
from mingjing.archives.operations.patrolling import begin_patrol, move_patrol, settle_patrol
from mingjing.archives.operations.secrets import refuse_secret
from mingjing.archives.operations.unmarked import require_unmarked, state_unmarked

__all__ = [
    "ask_addition", "decide_addition", "import_package", "import_stream", "imported_member",
    "approve_destruction", "execute_destruction", "lift_hold", "propose_destruction", "reject_destruction", "remove_contents", "set_hold", "sweep",
    "certificate", "check", "check_due", "check_filed", "file_away", "give_back", "hand_over", "handover_paper", "hold_apart",
    "offer_to_house", "receive", "refuse_secret", "spine_label",
    "require_unmarked", "state_unmarked", "begin_patrol", "move_patrol", "settle_patrol", "ask_loan", "end_loan", "grant_loan", "hand_out", "peek_item", "read_item", "refuse_loan", "renew_loan", "stored_report", "take_back",
]  # fmt: skip
