"""Addresses of 责任追究 and of circulars, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import circulars, liabilities, liability_moves

_LIABILITY, _CIRCULAR = "liabilities/<uuid:liability_id>/", "circulars/<uuid:circular_id>/"

urlpatterns = [
    path("liabilities/", liabilities.liabilities, name="liabilities"),
    path("liabilities/new/", liability_moves.liability_new, name="liability_new"),
    path("liabilities/dismiss/", liability_moves.liability_dismiss, name="liability_dismiss"),
    path("liabilities/export.<slug:kind>", liabilities.liabilities_file, name="liabilities_file"),
    path("liabilities/figures/", liabilities.liability_figures, name="liability_figures"),
    path("liabilities/figures.<slug:kind>", liabilities.liability_figures_file, name="liability_figures_file"),
    path(_LIABILITY, liabilities.liability, name="liability"),
    path(f"{_LIABILITY}<slug:move>/", liability_moves.liability_move, name="liability_move"),
    path(f"{_LIABILITY}<uuid:concerned_id>/letter.pdf", liabilities.liability_letter, name="liability_letter"),
    path(
        f"{_LIABILITY}<uuid:concerned_id>/<slug:move>/",
        liability_moves.liability_person_move,
        name="liability_person_move",
    ),
    path("circulars/", circulars.circulars, name="circulars"),
    path("circulars/new/", circulars.circular_new, name="circular_new"),
    path("circulars/export.<slug:kind>", circulars.circulars_file, name="circulars_file"),
    path(_CIRCULAR, circulars.circular, name="circular"),
    path(f"{_CIRCULAR}circular.pdf", circulars.circular_pdf, name="circular_pdf"),
    path(f"{_CIRCULAR}<uuid:addressed_id>/return/", circulars.circular_return, name="circular_return"),
    path(f"{_CIRCULAR}<slug:move>/", circulars.circular_move, name="circular_move"),
]
