"""Addresses of the appraisal of organs and of public opinion, of early warnings, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import appraisals, concerns, schemes, warnings

_SCHEME = "schemes/<uuid:scheme_id>/"

urlpatterns = [
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/new/", schemes.scheme_new, name="scheme_new"),
    path(_SCHEME, schemes.scheme, name="scheme"),
    path(f"{_SCHEME}change/", schemes.scheme_change, name="scheme_change"),
    path(f"{_SCHEME}release/", schemes.scheme_release, name="scheme_release"),
    path(f"{_SCHEME}score/", schemes.scheme_score, name="scheme_score"),
    path(f"{_SCHEME}finish/", schemes.scheme_finish, name="scheme_finish"),
    path(f"{_SCHEME}table.<slug:kind>", schemes.scheme_file, name="scheme_file"),
    path("appraisals/<uuid:appraisal_id>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<uuid:appraisal_id>/score.<slug:kind>", appraisals.appraisal_file, name="appraisal_file"),
    path("appraisals/<uuid:appraisal_id>/<slug:move>/", appraisals.appraisal_move, name="appraisal_move"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/new/", concerns.concern_new, name="concern_new"),
    path("concerns/export.<slug:kind>", concerns.concerns_file, name="concerns_file"),
    path("concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/export.<slug:kind>", warnings.warnings_file, name="warnings_file"),
    path("warnings/<uuid:warning_id>/", warnings.warning, name="warning"),
    path("concerns/<uuid:concern_id>/<slug:move>/", concerns.concern_move, name="concern_move"),
]
