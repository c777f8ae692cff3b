"""The acts of the room. Each is one transaction with its ledger entry and its event."""

from mingjing.publicity.access import may_work
from mingjing.publicity.operations.charts import publish_chart
from mingjing.publicity.operations.copies import page_picture, read_file, read_files, read_page
from mingjing.publicity.operations.drafting import read_draft
from mingjing.publicity.operations.drawing import draw_entries
from mingjing.publicity.operations.entries import collect_entry, revise_entry
from mingjing.publicity.operations.file_marks import (
    add_box,
    add_mark,
    confirm_page,
    decide_mark,
    decide_marks,
    page_state,
)
from mingjing.publicity.operations.files import attach_file, drop_file, propose_file_marks
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
    release_entry,
    retire_entry,
    return_entry,
)
from mingjing.publicity.operations.redaction import (
    add_span,
    confirm,
    decide_span,
    decide_spans,
    propose_redaction,
    reopen,
)
from mingjing.publicity.operations.releasing import correct, release
from mingjing.publicity.operations.scheduling import exempt, resume, schedule
from mingjing.publicity.operations.withdrawal import call_back, withdraw

__all__ = [
    "add_box",
    "add_mark",
    "attach_file",
    "confirm_page",
    "decide_mark",
    "decide_marks",
    "drop_file",
    "page_picture",
    "page_state",
    "propose_file_marks",
    "read_file",
    "read_files",
    "read_page",
    "LetterDraft",
    "answer_letter",
    "code_digest",
    "handler_of",
    "read_letter",
    "receive_letter",
    "may_work",
    "revise_entry",
    "return_entry",
    "retire_entry",
    "release_entry",
    "drop_entry",
    "draw_entries",
    "collect_entry",
    "check_entry",
    "add_span",
    "call_back",
    "confirm",
    "correct",
    "decide_span",
    "decide_spans",
    "exempt",
    "propose_redaction",
    "publish_chart",
    "read_draft",
    "release",
    "reopen",
    "resume",
    "schedule",
    "withdraw",
]
