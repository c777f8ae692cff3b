"""Addresses of the gateway where only the records room is installed."""

from django.http import HttpRequest, JsonResponse
from django.urls import path, re_path
from ninja import NinjaAPI

from mingjing.sites.gateway.views.deposits import routes, upload, uploads
from mingjing.sites.gateway.views.problems import hear, unknown

app_name = "gateway"
api = NinjaAPI(
    title="明镜接口：存入", version="1", description="存入案卷、文书、音像并取回证明。", docs_url=None, openapi_url=None, urls_namespace="gateway-records",
)  # fmt: skip
hear(api)
api.add_router("", routes())


def openapi(request: HttpRequest) -> JsonResponse:
    """The schema for machines (OpenAPI 3.1)."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"), json_dumps_params={"ensure_ascii": False})


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("uploads/", uploads, name="uploads"),
    path("uploads/<uuid:sending_id>/", upload, name="upload"),
    *(one for one in api.urls[0] if getattr(one, "name", "") != "api-root"),
    re_path("", unknown, name="unknown"),
]
