"""Addresses of counsel, of the lists of material and of what is handed in, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import (
    case_materials,
    counsel,
    counsel_asks,
    material_lists,
    review_requests,
    review_staff,
)

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
    path("review-staff/body/publish/", review_staff.review_body_publish, name="review_body_publish"),
    path("material-lists/", material_lists.material_lists, name="material_lists"),
    path("material-lists/new/<slug:category>/", material_lists.material_list_new, name="material_list_new"),
    path("material-lists/<uuid:list_id>/", material_lists.material_list, name="material_list"),
    path(
        "material-lists/<uuid:list_id>/export.<slug:kind>",
        material_lists.material_list_export,
        name="material_list_export",
    ),
    path("material-lists/<uuid:list_id>/<slug:move>/", material_lists.material_list_move, name="material_list_move"),
    path("cases/<uuid:case_id>/review/ask/<slug:kind>/", review_requests.review_request_new, name="review_request_new"),
    path(
        "cases/<uuid:case_id>/review/ask/<uuid:inside_id>/<slug:move>/",
        review_requests.review_request_move,
        name="review_request_move",
    ),
    path("cases/<uuid:case_id>/materials/", case_materials.case_materials, name="case_materials"),
    path("cases/<uuid:case_id>/materials/new/", case_materials.case_material_new, name="case_material_new"),
    path(
        "cases/<uuid:case_id>/materials/<uuid:material_id>/void/",
        case_materials.case_material_void,
        name="case_material_void",
    ),
]
