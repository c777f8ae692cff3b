"""Addresses of counsel and public lawyers, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import counsel, counsel_asks

urlpatterns = [
    path("counsel/", counsel.counsel, name="counsel"),
    path("counsel/export.<slug:kind>", counsel.counsel_file, name="counsel_file"),
    path("counsel/new/", counsel.counsel_new, name="counsel_new"),
    path("counsel/figures/", counsel.counsel_figures, name="counsel_figures"),
    path("counsel/figures/export.<slug:kind>", counsel.counsel_figures_file, name="counsel_figures_file"),
    path("counsel/asks/", counsel_asks.counsel_asks, name="counsel_asks"),
    path("counsel/asks/export.<slug:kind>", counsel_asks.counsel_asks_file, name="counsel_asks_file"),
    path("counsel/asks/new/<uuid:case_id>/", counsel_asks.counsel_ask_new, name="counsel_ask_new"),
    path("counsel/asks/<uuid:ask_id>/", counsel_asks.counsel_ask, name="counsel_ask"),
    path("counsel/asks/<uuid:ask_id>/<slug:move>/", counsel_asks.counsel_ask_move, name="counsel_ask_move"),
    path("counsel/<uuid:counsel_id>/renew/", counsel.counsel_renew, name="counsel_renew"),
    path("counsel/<uuid:counsel_id>/end/", counsel.counsel_end, name="counsel_end"),
]
