"""Writes of the records room."""

from mingjing.records.operations.asking import ask_seal, drop_sealing
from mingjing.records.operations.calling import call_party
from mingjing.records.operations.certificates import (
    register_certificate,
    register_pilot,
    revoke_certificate,
    signers_of,
)
from mingjing.records.operations.deposits import (
    close_deposit,
    deposit_document,
    deposit_loose_recording,
    deposit_recording,
    excuse_item,
    open_deposit,
)
from mingjing.records.operations.derived import derive_recording
from mingjing.records.operations.devices import (
    check_device,
    close_room,
    move_device,
    register_device,
    register_room,
    return_device,
    take_device,
)
from mingjing.records.operations.dossiers import (
    add_document,
    add_file,
    carry_file,
    checked_file,
    file_name,
    log_view,
    open_dossier,
    render,
    seal,
    stream,
)
from mingjing.records.operations.erasing import ErasedDossier, erase_dossier
from mingjing.records.operations.filings import (
    answer_form,
    approve_form,
    draft_form,
    drop_form_draft,
    retire_form,
    send_form,
)
from mingjing.records.operations.fixity import list_contents, note_erased, note_read, restore_content
from mingjing.records.operations.links import ask_reading, decide_reading, issue_link, open_item, revoke_reading
from mingjing.records.operations.papers import (
    assign_paper,
    check_paper,
    glance,
    read_scan,
    read_waiting,
    set_aside_paper,
    sign_paper,
    take_scan,
)
from mingjing.records.operations.personal import sign_with_certificate
from mingjing.records.operations.questions import keep_questions, use_questions
from mingjing.records.operations.recordings import (
    add_note,
    commit_recording,
    excuse_recording,
    hold_open,
    match_recording,
    play,
)
from mingjing.records.operations.sealing import check_seal, put_seal, recheck_seals, seal_waiting
from mingjing.records.operations.signing import set_sheet, sign_by_hand
from mingjing.records.operations.storages import report_storage
from mingjing.records.operations.transcripts import keep_transcript
from mingjing.records.operations.uploading import begin_item_upload, begin_upload, drop_stale, drop_upload, receive
from mingjing.records.operations.wordings import acknowledge_wording

__all__ = [
    "ErasedDossier",
    "acknowledge_wording",
    "add_document",
    "add_file",
    "carry_file",
    "add_note",
    "answer_form",
    "approve_form",
    "ask_reading",
    "ask_seal",
    "assign_paper",
    "begin_item_upload",
    "begin_upload",
    "call_party",
    "check_device",
    "check_paper",
    "check_seal",
    "checked_file",
    "close_deposit",
    "close_room",
    "commit_recording",
    "decide_reading",
    "deposit_document",
    "deposit_loose_recording",
    "deposit_recording",
    "derive_recording",
    "draft_form",
    "drop_form_draft",
    "drop_sealing",
    "drop_stale",
    "drop_upload",
    "erase_dossier",
    "excuse_item",
    "excuse_recording",
    "file_name",
    "glance",
    "hold_open",
    "issue_link",
    "keep_questions",
    "keep_transcript",
    "list_contents",
    "log_view",
    "match_recording",
    "move_device",
    "note_erased",
    "note_read",
    "open_deposit",
    "open_dossier",
    "open_item",
    "play",
    "put_seal",
    "read_scan",
    "read_waiting",
    "receive",
    "recheck_seals",
    "register_certificate",
    "register_device",
    "register_pilot",
    "register_room",
    "render",
    "report_storage",
    "restore_content",
    "retire_form",
    "return_device",
    "revoke_certificate",
    "revoke_reading",
    "seal",
    "seal_waiting",
    "send_form",
    "set_aside_paper",
    "set_sheet",
    "sign_by_hand",
    "sign_paper",
    "sign_with_certificate",
    "signers_of",
    "stream",
    "take_device",
    "take_scan",
    "use_questions",
]
