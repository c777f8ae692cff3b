"""The legal acts of the conductor. Nothing changes a case except these functions."""

from mingjing.cases.operations.aftermath import load_calendar, note_publication, reckon_due, redo
from mingjing.cases.operations.attempt import attempt
from mingjing.cases.operations.destroying import destroy_file
from mingjing.cases.operations.disputing import answer_dispute, consult_dispute, raise_dispute, settle_dispute
from mingjing.cases.operations.drafts import approve_draft, drop_draft, return_draft, save_draft, submit_draft
from mingjing.cases.operations.explaining import explain_recording
from mingjing.cases.operations.exporting import export_case, publish_charts, reconsideration_bundle
from mingjing.cases.operations.files import (
    add_file,
    render_all,
    render_document,
    render_waiting,
    view_document,
    view_file,
)
from mingjing.cases.operations.guiding_cases import note_guiding_case
from mingjing.cases.operations.handing import hand_over, hold_apart, state_unmarked
from mingjing.cases.operations.lending import offer_reading
from mingjing.cases.operations.materials import hand_in_material, void_material
from mingjing.cases.operations.perform import perform
from mingjing.cases.operations.recordings import (
    commit_recording,
    file_recording,
    note_recording,
    play_recording,
    transcribe_recording,
)
from mingjing.cases.operations.similar import answer_suggestion, rebuild_precedents
from mingjing.cases.operations.telling import publish_rights
from mingjing.cases.operations.trial import preview, trial, trial_of_draft
from mingjing.cases.operations.views import drop_view, save_view
from mingjing.cases.operations.weighing import ask_discretion

__all__ = [
    "add_file",
    "answer_dispute",
    "answer_suggestion",
    "ask_discretion",
    "approve_draft",
    "attempt",
    "commit_recording",
    "consult_dispute",
    "destroy_file",
    "drop_draft",
    "drop_view",
    "explain_recording",
    "export_case",
    "file_recording",
    "hand_in_material",
    "hand_over",
    "hold_apart",
    "load_calendar",
    "note_guiding_case",
    "note_publication",
    "note_recording",
    "offer_reading",
    "perform",
    "play_recording",
    "preview",
    "publish_charts",
    "publish_rights",
    "raise_dispute",
    "rebuild_precedents",
    "reckon_due",
    "reconsideration_bundle",
    "redo",
    "render_all",
    "render_document",
    "render_waiting",
    "return_draft",
    "save_draft",
    "save_view",
    "settle_dispute",
    "state_unmarked",
    "submit_draft",
    "transcribe_recording",
    "trial",
    "trial_of_draft",
    "view_document",
    "view_file",
    "void_material",
]
