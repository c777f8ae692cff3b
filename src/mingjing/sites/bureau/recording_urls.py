"""Addresses of audio-video, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import (
    calling,
    contents,
    deposits,
    equipment,
    readings,
    recordings,
    recordings_derived,
    recordings_player,
    recordings_uploads,
    wordings,
)

_ONE = "recordings/<uuid:recording_id>/"

urlpatterns = [
    path("recordings/", recordings.recordings, name="recordings"),
    path("recordings/new/", recordings.recording_new, name="recording_new"),
    path(_ONE, recordings_player.recording, name="recording"),
    path(f"{_ONE}file/", recordings.recording_file, name="recording_file"),
    path(f"{_ONE}excuse/", recordings.recording_excuse, name="recording_excuse"),
    path(f"{_ONE}play/", recordings_player.play, name="recording_play"),
    path(f"{_ONE}notes/", recordings_player.note, name="recording_note"),
    path(f"{_ONE}copies/new/", recordings_derived.derive, name="recording_derive"),
    path(f"{_ONE}copies/<uuid:copy_id>/", recordings_derived.copy, name="recording_copy"),
    path(f"{_ONE}content/", recordings_player.content, name="recording_content"),
    path("cases/<uuid:case_id>/reading/", readings.reading_new, name="reading_new"),
    path("calling/", calling.calling, name="calling"),
    path("calling/files.<slug:kind>", calling.calling_export, name="calling_export"),
    path("parties/<uuid:party_id>/all/", calling.party_all, name="party_all"),
    path("readings/", readings.readings, name="readings"),
    path("readings/<uuid:grant_id>/", readings.reading_grant, name="reading_grant"),
    path("readings/<uuid:grant_id>/decide/", readings.reading_decide, name="reading_decide"),
    path("readings/<uuid:grant_id>/link/", readings.reading_link, name="reading_link"),
    path("readings/<uuid:grant_id>/revoke/", readings.reading_revoke, name="reading_revoke"),
    path("equipment/", equipment.equipment, name="equipment"),
    path("equipment/rules/", equipment.equipment_rules, name="equipment_rules"),
    path("equipment/new/", equipment.device_new, name="device_new"),
    path("equipment/<uuid:device_id>/", equipment.device, name="device"),
    path("equipment/<uuid:device_id>/take/", equipment.device_take, name="device_take"),
    path("equipment/<uuid:device_id>/return/", equipment.device_return, name="device_return"),
    path("equipment/<uuid:device_id>/check/", equipment.device_check, name="device_check"),
    path("equipment/<uuid:device_id>/move/", equipment.device_move, name="device_move"),
    path("equipment/rooms/new/", equipment.room_new, name="room_new"),
    path("equipment/rooms/<uuid:room_id>/close/", equipment.room_close, name="room_close"),
    path("wordings/", wordings.wordings, name="wordings"),
    path("wordings/<slug:act>/read/", wordings.wording_read, name="wording_read"),
    path("deposits/", deposits.deposits, name="deposits"),
    path("deposits/<uuid:dossier_id>/", deposits.deposit, name="deposit"),
    path("deposits/<uuid:dossier_id>/files/<uuid:deposited_id>/", deposits.deposit_file, name="deposit_file"),
    path("contents/", contents.contents, name="contents"),
    path("contents/export.<slug:kind>", contents.contents_export, name="contents_export"),
    path("uploads/", recordings_uploads.uploads, name="uploads"),
    path("uploads/<uuid:sending_id>/", recordings_uploads.upload, name="upload"),
]
