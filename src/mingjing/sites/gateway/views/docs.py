"""The documentation page, drawn from the schema; nothing on it comes from another host."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from mingjing.sites.gateway.access import BATCH_LIMIT, ONE_LIMIT, PER_MINUTE
from mingjing.sites.gateway.forms import MOST
from mingjing.sites.gateway.views.api import api
from mingjing.sites.gateway.views.problems import TITLES

_TYPES = {"string": "文字", "integer": "整数", "boolean": "是否", "array": "数组", "object": "对象", "null": "空"}
_FORMATS = {"date": "日期", "date-time": "时间", "uuid": "编号"}


def openapi(request: HttpRequest) -> JsonResponse:
    """The schema for machines (OpenAPI 3.1)."""
    return JsonResponse(_schema(), json_dumps_params={"ensure_ascii": False})


def _schema() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


def docs(request: HttpRequest) -> HttpResponse:
    """Every address with its parameters, body and answers; every object with its fields; limits and problems."""
    schema = _schema()
    parts = schema["components"]["schemas"]
    facts = {
        "operations": [
            _operation(path, method, told) for path, each in schema["paths"].items() for method, told in each.items()
        ],
        "objects": [_object(name, told) for name, told in parts.items()],
        "limits": {"one": ONE_LIMIT // 1024, "batch": BATCH_LIMIT // 1024, "items": MOST, "minute": PER_MINUTE},
        "problems": TITLES.items(),
        "title": schema["info"]["title"],
        "about": schema["info"]["description"],
    }
    return render(request, "gateway/docs.html", facts)


def _operation(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    sent = told.get("requestBody", {}).get("content", {})
    body, form = (sent.get(kind, {}).get("schema", {}) for kind in ("application/json", "multipart/form-data"))
    answers = [
        (code, _type(each["content"]["application/json"]["schema"]) if each.get("content") else "")
        for code, each in told["responses"].items()
        if int(code) < 300
    ]
    return {
        "path": path, "method": method.upper(), "summary": told["summary"], "about": told.get("description", ""), "id": told["operationId"],
        "fields": [
            {
                "name": one["name"], "type": _type(one["schema"]), "required": one.get("required", False),
                "about": one.get("description") or one["schema"].get("description", ""),
            }
            for one in told.get("parameters", [])
        ] + _object("", form)["fields"],
        "body": _type(body) if body else "", "form": bool(form), "answers": answers, "key": bool(told.get("security")),
    }  # fmt: skip


def _object(name: str, told: dict[str, Any]) -> dict[str, Any]:
    must = set(told.get("required", []))
    fields = [
        {"name": field, "type": _type(one), "required": field in must, "about": one.get("description", "")}
        for field, one in told.get("properties", {}).items()
    ]
    return {"name": name, "about": told.get("description", ""), "fields": fields}


def _type(told: dict[str, Any]) -> str:
    """What a field holds, in a word or two; an object by its name."""
    if "$ref" in told:
        return str(told["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in told:
        return "或者".join(_type(one) for one in told["anyOf"])
    if told.get("type") == "array":
        return f"{_type(told.get('items', {}))}的数组"
    word = _FORMATS.get(told.get("format", ""), _TYPES.get(told.get("type", ""), "任意"))
    return f"{word}，最多 {told['maxLength']} 字" if told.get("maxLength") else word
