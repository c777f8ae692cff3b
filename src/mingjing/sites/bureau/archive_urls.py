"""Addresses of the archives, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import archived, archived_custody

_FILE = "archives/files/<uuid:archived_id>/"
_HANDOVER = "archives/handovers/<uuid:handover_id>/"

urlpatterns = [
    path("archives/files/", archived.archive_files, name="archive_files"),
    path(_FILE, archived.archive_file, name="archive_file"),
    path(f"{_FILE}check/", archived.archive_check, name="archive_check"),
    path(f"{_FILE}checks/<int:run_id>/", archived.archive_report, name="archive_report"),
    path(f"{_FILE}checks/<int:run_id>/report.pdf", archived.archive_report_pdf, name="archive_report_pdf"),
    path(f"{_FILE}spine.pdf", archived.archive_spine, name="archive_spine"),
    path(f"{_FILE}package/", archived.archive_package, name="archive_package"),
    path(f"{_FILE}house/", archived_custody.archive_to_house, name="archive_to_house"),
    path("cases/<uuid:case_id>/hand-over/", archived_custody.archive_hand_over, name="archive_hand_over"),
    path("cases/<uuid:case_id>/apart/", archived_custody.archive_apart, name="archive_apart"),
    path(_HANDOVER, archived_custody.handover, name="handover"),
    path(f"{_HANDOVER}list.pdf", archived_custody.handover_pdf, name="handover_pdf"),
    path(f"{_HANDOVER}package/", archived_custody.handover_package, name="handover_package"),
    path(f"{_HANDOVER}<slug:move>/", archived_custody.handover_settle, name="handover_settle"),
]
