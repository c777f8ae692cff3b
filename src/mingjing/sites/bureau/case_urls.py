"""Addresses of the case work, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import (
    case_files,
    case_forms,
    case_forms_decide,
    cases,
    cases_export,
    cases_new,
    cases_page,
    coverage,
    desks,
    desks_review,
    looks,
    orders,
    supervision,
)

_CASE = "cases/<uuid:case_id>/"
_ACT = f"{_CASE}acts/<slug:code>/"
_DOCUMENT = f"{_CASE}documents/<uuid:document_id>/"

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/export.<slug:kind>", cases_export.export, name="cases_export"),
    path("cases/views/", cases.views, name="case_views"),
    path("cases/views/<int:view_id>/drop/", cases.view_drop, name="case_view_drop"),
    path("cases/new/", cases_new.case_new, name="case_new"),
    path("cases/new/draft/", cases_new.lead_draft, name="lead_draft"),
    path(_CASE, cases_page.case, name="case"),
    path(f"{_CASE}records/<int:seq>/", cases_page.record, name="case_record"),
    path(f"{_CASE}export/", case_files.export, name="case_export"),
    path(f"{_CASE}redo/", cases_page.redo, name="case_redo"),
    path(f"{_CASE}files/", case_files.upload, name="case_upload"),
    path(f"{_CASE}files/<uuid:file_id>/", case_files.file, name="case_file"),
    path(f"{_DOCUMENT}document.pdf", case_files.document, name="case_document"),
    path(f"{_DOCUMENT}page-<int:number>.png", case_files.document_page, name="case_document_page"),
    path(_ACT, case_forms.act, name="act"),
    path(f"{_ACT}draft/", case_forms.draft, name="act_draft"),
    path(f"{_ACT}draft/drop/", case_forms.draft_drop, name="act_draft_drop"),
    path(f"{_ACT}preview-<int:number>.png", case_forms.preview, name="act_preview"),
    path(f"{_CASE}coverage/", coverage.case_coverage, name="case_coverage"),
    path(f"{_CASE}coverage.<slug:kind>", coverage.case_coverage_export, name="case_coverage_export"),
    path(f"{_CASE}recordings/<int:seq>/explain/", coverage.recording_explain, name="recording_explain"),
    path("supervision/coverage/", coverage.coverage, name="coverage"),
    path("supervision/coverage.<slug:kind>", coverage.coverage_export, name="coverage_export"),
    path("decisions/", desks.decisions, name="decisions"),
    path("decisions/<uuid:draft_id>/", case_forms_decide.decision, name="decision"),
    path("decisions/<uuid:draft_id>/page-<int:number>.png", case_forms_decide.decision_page, name="decision_page"),
    path("reviews/", desks.reviews_desk, name="reviews"),
    path("reviews/<uuid:case_id>/", desks_review.review, name="review"),
    path("hearings/", desks.hearings, name="hearings"),
    path("archives/", desks.archives, name="archives"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", orders.order_new, name="order_new"),
    path("orders/<uuid:order_id>/", orders.order, name="order"),
    path("orders/<uuid:order_id>/order.pdf", orders.order_pdf, name="order_pdf"),
    path("orders/<uuid:order_id>/<slug:move>/", orders.order_move, name="order_move"),
    path("supervision/looks/", looks.looks, name="looks"),
    path("supervision/looks.<slug:kind>", looks.looks_export, name="looks_export"),
    path("supervision/refusals/", supervision.refusals, name="refusals"),
    path("supervision/organs/<slug:slug>/", supervision.supervision_organ, name="supervision_organ"),
]
