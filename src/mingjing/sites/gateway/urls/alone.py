"""The records room on a machine of its own. Use as ROOT_URLCONF."""

from django.urls import include, path, re_path

from mingjing.sites.gateway.views.problems import unknown

urlpatterns = [path("api/v1/", include("mingjing.sites.gateway.urls.records")), re_path("", unknown)]
