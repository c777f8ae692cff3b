"""The acts of the room. Each is one transaction with its ledger entry and its event."""

from mingjing.publicity.access import may_staff, may_work
from mingjing.publicity.operations.applications import (
    accept_application,
    approve_answer,
    close_application,
    decline_application,
    propose_answer,
    read_application,
    read_application_file,
    register_application,
    return_answer,
    take_up,
)
from mingjing.publicity.operations.applying import (
    ApplicationDraft,
    ask_applicable,
    may_be_taken_down,
    receive_application,
)
from mingjing.publicity.operations.charts import publish_chart
from mingjing.publicity.operations.copies import page_picture, read_file, read_files, read_page
from mingjing.publicity.operations.drafting import read_draft
from mingjing.publicity.operations.drawing import draw_entries
from mingjing.publicity.operations.ending import expire, expire_due, republish
from mingjing.publicity.operations.entries import collect_entry, revise_entry
from mingjing.publicity.operations.erasing import ErasedPublications, erase_source
from mingjing.publicity.operations.file_marks import (
    add_box,
    add_mark,
    confirm_page,
    decide_mark,
    decide_marks,
    page_state,
)
from mingjing.publicity.operations.files import attach_file, drop_file, propose_file_marks
from mingjing.publicity.operations.forcing import bring_into_force
from mingjing.publicity.operations.indexing import index_anew, index_entries_anew
from mingjing.publicity.operations.letters import (
    LetterDraft,
    answer_letter,
    code_digest,
    handler_of,
    read_letter,
    receive_letter,
)
from mingjing.publicity.operations.listing import (
    check_entry,
    drop_entry,
    mark_outdated,
    release_entry,
    retire_entry,
    return_entry,
)
from mingjing.publicity.operations.mailing import send_digests
from mingjing.publicity.operations.papers import paper_digest, set_paper
from mingjing.publicity.operations.progress import ask_progress, note_progress, progress_code, publish_rights
from mingjing.publicity.operations.redaction import (
    add_span,
    confirm,
    decide_span,
    decide_spans,
    propose_redaction,
    reopen,
)
from mingjing.publicity.operations.releasing import correct, release
from mingjing.publicity.operations.repairing import apply_repair, decide_repair
from mingjing.publicity.operations.rounds import answer_round, decide_opinion, open_round, reply_round, stop_round
from mingjing.publicity.operations.scheduling import exempt, resume, schedule, unfit
from mingjing.publicity.operations.staff import staff_kind
from mingjing.publicity.operations.subscribing import (
    confirm_subscription,
    subscribe,
    subscription,
    sweep_subscriptions,
    unsubscribe,
)
from mingjing.publicity.operations.texts import draft_texts
from mingjing.publicity.operations.visits import close_visit, confirm_visit, open_visit, rate_visit, visit_code
from mingjing.publicity.operations.withdrawal import call_back, withdraw

__all__ = [
    "ApplicationDraft",
    "ErasedPublications",
    "LetterDraft",
    "accept_application",
    "add_box",
    "add_mark",
    "add_span",
    "answer_letter",
    "answer_round",
    "apply_repair",
    "approve_answer",
    "ask_applicable",
    "ask_progress",
    "attach_file",
    "bring_into_force",
    "call_back",
    "check_entry",
    "close_application",
    "close_visit",
    "code_digest",
    "collect_entry",
    "confirm",
    "confirm_page",
    "confirm_subscription",
    "confirm_visit",
    "correct",
    "decide_mark",
    "decide_marks",
    "decide_opinion",
    "decide_repair",
    "decide_span",
    "decide_spans",
    "decline_application",
    "draft_texts",
    "draw_entries",
    "drop_entry",
    "drop_file",
    "erase_source",
    "exempt",
    "expire",
    "expire_due",
    "handler_of",
    "index_anew",
    "index_entries_anew",
    "mark_outdated",
    "may_be_taken_down",
    "may_staff",
    "may_work",
    "note_progress",
    "open_round",
    "open_visit",
    "page_picture",
    "page_state",
    "paper_digest",
    "progress_code",
    "propose_answer",
    "propose_file_marks",
    "propose_redaction",
    "publish_chart",
    "publish_rights",
    "rate_visit",
    "read_application",
    "read_application_file",
    "read_draft",
    "read_file",
    "read_files",
    "read_letter",
    "read_page",
    "receive_application",
    "receive_letter",
    "register_application",
    "release",
    "release_entry",
    "reopen",
    "reply_round",
    "republish",
    "resume",
    "retire_entry",
    "return_answer",
    "return_entry",
    "revise_entry",
    "schedule",
    "send_digests",
    "set_paper",
    "staff_kind",
    "stop_round",
    "subscribe",
    "subscription",
    "sweep_subscriptions",
    "take_up",
    "unfit",
    "unsubscribe",
    "visit_code",
    "withdraw",
]
