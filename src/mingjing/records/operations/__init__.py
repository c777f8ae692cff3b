"""Writes of the records room."""

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
    checked_file,
    file_name,
    log_view,
    open_dossier,
    render,
    seal,
    stream,
)
from mingjing.records.operations.erasing import ErasedDossier, erase_dossier
from mingjing.records.operations.recordings import (
    add_note,
    commit_recording,
    excuse_recording,
    hold_open,
    match_recording,
    play,
)
from mingjing.records.operations.uploading import begin_upload, drop_stale, drop_upload, receive
from mingjing.records.operations.wordings import acknowledge_wording

__all__ = [
    "ErasedDossier", "acknowledge_wording", "checked_file", "erase_dossier", "hold_open",
    "register_device", "take_device", "return_device", "check_device", "move_device", "register_room", "close_room",
    "add_document", "add_file", "add_note", "begin_upload", "commit_recording", "drop_stale", "drop_upload", "excuse_recording", "file_name", "log_view",
    "match_recording", "open_dossier", "play", "receive", "render", "seal", "stream",
]  # fmt: skip
