"""Addresses of the gateway in the whole house."""

from django.urls import path, re_path

from mingjing.sites.gateway.views.api import api
from mingjing.sites.gateway.views.deposits import upload, uploads
from mingjing.sites.gateway.views.docs import docs, openapi
from mingjing.sites.gateway.views.problems import unknown

app_name = "gateway"

urlpatterns = [
    path("docs/", docs, name="docs"),
    path("openapi.json", openapi, name="openapi"),
    path("uploads/", uploads, name="uploads"),
    path("uploads/<uuid:sending_id>/", upload, name="upload"),
    *(one for one in api.urls[0] if getattr(one, "name", "") != "api-root"),
    re_path("", unknown, name="unknown"),
]
