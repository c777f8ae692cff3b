"""Errors as RFC 9457 problem details, every message in Chinese with field, rule and next step."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ValidationError as Unfit

from mingjing.exchange.terms import NotAKey
from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import page_url
from mingjing.foundation.storage import Missing
from mingjing.kernel.findings import Invalid, Refused
from mingjing.records.terms import NotFound
from mingjing.sites.gateway.access import TooLarge, TooMany
from mingjing.sites.gateway.forms import Problem, Wrong

TITLES = {
    400: "请求读不懂", 401: "没有有效的密钥", 403: "没有权限", 404: "没有找到", 405: "不支持这种方法", 409: "按规则不能办理", 413: "请求太大",
    422: "内容有误", 429: "请求太频繁",
}  # fmt: skip
_MESSAGES: Mapping[str, str] = {
    "missing": "缺少这一项", "extra_forbidden": "没有这个字段，请核对写法", "string_type": "应为文字", "string_too_long": "最多 {max_length} 个字",
    "string_too_short": "不能为空", "string_pattern_mismatch": "没有这个取值，请看接口说明", "bool_type": "应为 true 或者 false", "bool_parsing": "应为 true 或者 false",
    "list_type": "应为数组", "too_long": "最多 {max_length} 项", "too_short": "至少 {min_length} 项", "dict_type": "应为对象", "model_type": "应为对象",
    "model_attributes_type": "应为对象", "int_parsing": "应为整数", "date_from_datetime_parsing": "应为日期，例如 2026-11-05", "date_parsing": "应为日期，例如 2026-11-05",
    "date_type": "应为日期，例如 2026-11-05", "date_from_datetime_inexact": "应为日期，不带时间，例如 2026-11-05", "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}", "string_unicode": "有残缺的字符", "int_type": "应为整数",
    "datetime_parsing": "应为时间，例如 2026-11-05T10:00:00+08:00", "datetime_type": "应为时间，例如 2026-11-05T10:00:00+08:00",
    "datetime_from_date_parsing": "应为时间，例如 2026-11-05T10:00:00+08:00",
}  # fmt: skip


def problem_of(error: Exception) -> Problem:
    """The problem that an error is to the caller. Raises the error itself where it is none of the caller's."""
    for kind, tell in _TOLD:
        if isinstance(error, kind):
            return tell(error)
    raise error


def _made(status: int, detail: str, errors: Sequence[Wrong] = ()) -> Problem:
    return Problem(
        type=f"{page_url('gateway:docs', default='/api/v1/')}#p{status}",
        title=TITLES[status],
        status=status,
        detail=detail,
        errors=list(errors),
    )


def _invalid(error: Any) -> Problem:
    found = [Wrong(field=name, message=text) for name, texts in error.errors.items() for text in texts]
    return _made(422, "请按 errors 改正后再报送，没有写入任何内容。", found)


def _refused(error: Any) -> Problem:
    found = [
        Wrong(field=one.field, message=one.message, rule=one.rule, next_step=one.next_step) for one in error.findings
    ]
    return _made(403 if error.rules == {"XCH-25"} else 409, str(error), found)


def _unfit(error: Any) -> Problem:
    rows = error.errors() if isinstance(error, Unfit) else error.errors
    return _made(
        422,
        "请按 errors 改正后再报送，没有写入任何内容。",
        [Wrong(field=_place(row["loc"]), message=_message(row)) for row in rows],
    )


def _place(loc: Sequence[Any]) -> str:
    """body.payload.basis.0 → basis.0"""
    told = [str(one) for one in loc]
    return ".".join(told[2:] if told[:1] == ["body"] and len(told) > 1 else told[1:] if told[:1] == ["query"] else told)


def _message(row: Mapping[str, Any]) -> str:
    told = _MESSAGES.get(str(row["type"]), "取值不对，请看接口说明")
    return told.format_map({"max_length": "", "min_length": "", "ge": "", "le": "", **(row.get("ctx") or {})})


def _http(error: Any) -> Problem:
    status = error.status_code if error.status_code in TITLES else 400
    return _made(status, "请求体不是可以读懂的 JSON，请核对格式和编码（UTF-8）。" if status == 400 else str(error))


_TOLD: tuple[tuple[type[Exception], Callable[[Exception], Problem]], ...] = (
    (Refused, _refused),
    (Invalid, _invalid),
    (NotFound, lambda error: _made(404, str(error))),
    (Missing, lambda error: _made(404, str(error))),
    (Forbidden, lambda error: _made(403, str(error))),
    (NotAKey, lambda error: _made(401, str(error))),
    (AuthenticationError, lambda _: _made(401, "请在请求头里写 Authorization: Bearer 密钥。")),
    (ValidationError, _unfit),
    (Unfit, _unfit),
    (TooLarge, lambda error: _made(413, f"请求体最多 {getattr(error, 'most', 0) // 1024} KB，没有读取。请分成几批。")),
    (TooMany, lambda _: _made(429, "一分钟内的请求太多，请过一分钟再试。")),
    (Http404, lambda error: _made(404, str(error) or "没有这个地址。")),
    (HttpError, _http),
)


def answered(problem: Problem) -> HttpResponse:
    """The problem as a response."""
    response = HttpResponse(
        problem.model_dump_json(exclude_none=True), status=problem.status, content_type="application/problem+json"
    )
    response["Cache-Control"] = "no-store"
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if problem.status == 429:
        response["Retry-After"] = "60"
    return response


def _answer(request: HttpRequest, error: Any) -> HttpResponse:
    return answered(problem_of(error))


def hear(api: NinjaAPI) -> None:
    """Answer every error of the caller's as a problem."""
    for kind, _ in _TOLD:
        api.add_exception_handler(kind, _answer)


def unknown(request: HttpRequest) -> HttpResponse:
    """404 for an address that the gateway does not have."""
    return answered(_made(404, "没有这个地址，请看接口说明。"))
