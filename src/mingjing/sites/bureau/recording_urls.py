"""Addresses of audio-video, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import recordings, recordings_player, recordings_uploads

_ONE = "recordings/<uuid:recording_id>/"

urlpatterns = [
    path("recordings/", recordings.recordings, name="recordings"),
    path("recordings/new/", recordings.recording_new, name="recording_new"),
    path(_ONE, recordings_player.recording, name="recording"),
    path(f"{_ONE}file/", recordings.recording_file, name="recording_file"),
    path(f"{_ONE}excuse/", recordings.recording_excuse, name="recording_excuse"),
    path(f"{_ONE}play/", recordings_player.play, name="recording_play"),
    path(f"{_ONE}notes/", recordings_player.note, name="recording_note"),
    path(f"{_ONE}content/", recordings_player.content, name="recording_content"),
    path("uploads/", recordings_uploads.uploads, name="uploads"),
    path("uploads/<uuid:sending_id>/", recordings_uploads.upload, name="upload"),
]
