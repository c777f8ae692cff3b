"""Writes of the records room."""

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
    file_name,
    log_view,
    open_dossier,
    render,
    seal,
    stream,
)
from mingjing.records.operations.fixity import list_contents, note_erased, note_read, restore_content
from mingjing.records.operations.recordings import (
    add_note,
    commit_recording,
    excuse_recording,
    match_recording,
    play,
)
from mingjing.records.operations.uploading import begin_item_upload, begin_upload, drop_stale, drop_upload, receive
from mingjing.records.operations.wordings import acknowledge_wording

__all__ = [
    "derive_recording",
    "list_contents", "note_erased", "note_read", "restore_content",
    "begin_item_upload", "close_deposit", "deposit_document", "deposit_loose_recording", "deposit_recording", "excuse_item", "open_deposit",
    "acknowledge_wording",
    "register_device", "take_device", "return_device", "check_device", "move_device", "register_room", "close_room",
    "add_document", "add_file", "add_note", "begin_upload", "commit_recording", "drop_stale", "drop_upload", "excuse_recording", "file_name", "log_view",
    "match_recording", "open_dossier", "play", "receive", "render", "seal", "stream",
]  # fmt: skip
