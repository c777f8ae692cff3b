"""Addresses of 重大执法决定备案, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import lodging_moves, lodgings

_LODGING = "lodgings/<uuid:lodging_id>/"

urlpatterns = [
    path("lodgings/", lodgings.lodgings, name="lodgings"),
    path("lodgings/export.<slug:kind>", lodgings.lodgings_file, name="lodgings_file"),
    path("lodgings/figures/", lodgings.lodging_figures, name="lodging_figures"),
    path("lodgings/figures.<slug:kind>", lodgings.lodging_figures_file, name="lodging_figures_file"),
    path(_LODGING, lodgings.lodging, name="lodging"),
    path(f"{_LODGING}report.pdf", lodgings.lodging_pdf, name="lodging_pdf"),
    path(f"{_LODGING}<slug:move>/", lodging_moves.lodging_move, name="lodging_move"),
]
