"""The portal on a machine of its own: no bureau, no case, no sign-in. Use as ROOT_URLCONF."""

from django.urls import include, path

urlpatterns = [path("", include("mingjing.sites.portal.urls"))]
handler400 = "mingjing.sites.portal.views.problems.bad_request"
handler403 = "mingjing.sites.portal.views.problems.forbidden"
handler404 = "mingjing.sites.portal.views.problems.not_found"
handler500 = "mingjing.sites.portal.views.problems.server_error"
