"""Addresses of the archives, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import archived, archived_custody, archived_disposal, archived_more

_FILE = "archives/files/<uuid:archived_id>/"
_ADDITION = f"{_FILE}additions/<uuid:supplement_id>/"
_DISPOSAL = "archives/destroyed/<uuid:disposal_id>/"
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
    path(f"{_FILE}destroy/", archived_disposal.archive_propose, name="archive_propose"),
    path(f"{_FILE}hold/", archived_disposal.archive_hold, name="archive_hold"),
    path(f"{_FILE}holds/<int:hold_id>/lift/", archived_disposal.archive_hold_lift, name="archive_hold_lift"),
    path(f"{_FILE}additions/new/", archived_more.addition_new, name="addition_new"),
    path(f"{_ADDITION}package/", archived_more.addition_package, name="addition_package"),
    path(f"{_ADDITION}<slug:move>/", archived_more.addition_decide, name="addition_decide"),
    path("archives/destroyed/", archived_disposal.disposals, name="disposals"),
    path(_DISPOSAL, archived_disposal.disposal, name="disposal"),
    path(f"{_DISPOSAL}certificate.pdf", archived_disposal.disposal_pdf, name="disposal_pdf"),
    path(f"{_DISPOSAL}execute/", archived_disposal.disposal_execute, name="disposal_execute"),
    path(f"{_DISPOSAL}<slug:move>/", archived_disposal.disposal_decide, name="disposal_decide"),
    path("archives/imports/", archived_more.imports, name="imports"),
    path("archives/imports/new/", archived_more.import_new, name="import_new"),
    path("archives/imports/<uuid:import_id>/", archived_more.import_file, name="import_file"),
    path("archives/imports/<uuid:import_id>/items/<int:place>/", archived_more.import_member, name="import_member"),
    path("archives/imports/<uuid:import_id>/package/", archived_more.import_package, name="import_package"),
    path("cases/<uuid:case_id>/hand-over/", archived_custody.archive_hand_over, name="archive_hand_over"),
    path("cases/<uuid:case_id>/apart/", archived_custody.archive_apart, name="archive_apart"),
    path(_HANDOVER, archived_custody.handover, name="handover"),
    path(f"{_HANDOVER}list.pdf", archived_custody.handover_pdf, name="handover_pdf"),
    path(f"{_HANDOVER}package/", archived_custody.handover_package, name="handover_package"),
    path(f"{_HANDOVER}<slug:move>/", archived_custody.handover_settle, name="handover_settle"),
]
