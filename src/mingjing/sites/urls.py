"""One address space: the portal at the root, the bureau under /bureau/, the API under /api/v1/."""

from django.urls import include, path

urlpatterns = [
    path("bureau/", include("mingjing.sites.bureau.urls")),
    path("api/v1/", include("mingjing.sites.gateway.urls.whole")),
    path("", include("mingjing.sites.portal.urls")),
]
handler400 = "mingjing.sites.bureau.views.errors.bad_request"
handler403 = "mingjing.sites.bureau.views.errors.forbidden"
handler404 = "mingjing.sites.bureau.views.errors.not_found"
handler500 = "mingjing.sites.bureau.views.errors.server_error"
