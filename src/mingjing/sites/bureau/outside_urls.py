"""Addresses of drafts made in another system, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import outside, outside_forms, outside_review, review_requests

urlpatterns = [
    path("outside/", outside.outside_drafts, name="outside_drafts"),
    path("outside/export.<slug:kind>", outside.outside_export, name="outside_export"),
    path("outside/new/", outside_forms.outside_new, name="outside_new"),
    path("outside/<uuid:outside_id>/", outside.outside_draft, name="outside_draft"),
    path("outside/<uuid:outside_id>/review/", outside_review.outside_review, name="outside_review"),
    path("outside/<uuid:outside_id>/opinions/<uuid:written_id>.pdf", outside.outside_opinion, name="outside_opinion"),
    path("outside/<uuid:outside_id>/files/<uuid:sent_id>/", outside.outside_file, name="outside_file"),
    path(
        "outside/<uuid:outside_id>/files/<uuid:sent_id>/void/",
        outside_forms.outside_file_void,
        name="outside_file_void",
    ),
    path("outside/<uuid:outside_id>/ask/<slug:kind>/", review_requests.outside_request_new, name="outside_request_new"),
    path(
        "outside/<uuid:outside_id>/ask/<uuid:inside_id>/<slug:move>/",
        review_requests.outside_request_move,
        name="outside_request_move",
    ),
    path("outside/<uuid:outside_id>/<slug:move>/", outside_forms.outside_move, name="outside_move"),
]
