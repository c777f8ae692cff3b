"""Addresses of the random draws, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import draws, draws_moves, draws_pools

_PLAN = "draws/<uuid:plan_id>/"

urlpatterns = [
    path("draws/", draws.draws, name="draws"),
    path("draws/new/", draws_moves.draw_new, name="draw_new"),
    path("draws/template.<slug:kind>", draws_pools.draw_template, name="draw_template"),
    path(_PLAN, draws.draw, name="draw"),
    path(f"{_PLAN}amend/", draws_moves.draw_amend, name="draw_amend"),
    path(f"{_PLAN}freeze/", draws_moves.draw_freeze, name="draw_freeze"),
    path(f"{_PLAN}number/", draws_moves.draw_number, name="draw_number"),
    path(f"{_PLAN}stop/", draws_moves.draw_stop, name="draw_stop"),
    path(f"{_PLAN}move/<slug:move>/", draws_moves.draw_move, name="draw_move"),
    path(f"{_PLAN}parties/", draws_pools.draw_parties, name="draw_parties"),
    path(f"{_PLAN}parties/new/", draws_pools.draw_party_new, name="draw_party_new"),
    path(f"{_PLAN}parties/import/", draws_pools.draw_import, name="draw_import"),
    path(f"{_PLAN}parties/<slug:uscc>/", draws_pools.draw_party_out, name="draw_party_out"),
    path(f"{_PLAN}officers/<uuid:person_id>/", draws_pools.draw_officer_out, name="draw_officer_out"),
    path(f"{_PLAN}avoid/", draws_pools.draw_avoid, name="draw_avoid"),
    path(f"{_PLAN}places.<slug:kind>", draws.draw_places, name="draw_places"),
    path(f"{_PLAN}places/<uuid:place_id>/<slug:swap>/", draws_moves.draw_swap, name="draw_swap"),
]
