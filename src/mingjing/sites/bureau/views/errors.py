"""Pages for when something did not work: what happened, why, and what to do next."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from mingjing.foundation.pages import page_url
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.sites.bureau.access import recognise

BUREAU = "/bureau/"
_SECRET = ("csrf", "_", "password", "old_password", "new_password")


def show(
    request: HttpRequest, status: int, title: str, text: str, steps: Sequence[str] = (), **more: Any
) -> HttpResponse:
    """The page of one problem."""
    public = "portal/base.html" if page_url("portal:home", default="") else "layout/portal.html"
    layout = "layout/bureau.html" if request.path.startswith(BUREAU) else public
    facts = {
        "status": status,
        "problem": title,
        "text": text,
        "steps": steps,
        "back": _back(request),
        "layout": layout,
        **more,
    }
    return render(request, "bureau/problem.html", facts, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return show(
        request,
        400,
        "请求不完整",
        "浏览器发来的内容不完整或者超出了限度。",
        ("返回上一页，核对后再试", "附件过大时，分几次上传"),
    )


def unreadable(request: HttpRequest) -> HttpResponse:
    """400 for a NUL character: no database keeps it. What was typed is shown without it."""
    rows = tuple((key.replace("\0", ""), value.replace("\0", "")) for key, value in _typed(request))
    return show(
        request, 400, "内容里有不能保存的字符", "您填写的内容或者网址里有看不见的控制字符（NUL），没有写入任何内容。",
        ("返回上一页，删除从别处粘贴来的控制字符后再试", "附件须重新选择"), typed_rows=rows,
    )  # fmt: skip


def too_large(request: HttpRequest, limit: int) -> HttpResponse:
    """413 for a body that says of itself that it is too large; it is not read, so nothing can be given back."""
    most = f"这一页一次最多收 {limit // 1024 // 1024} MB，您发来的更大，没有读取，也没有写入任何内容。"
    return show(request, 413, "文件太大", most, ("分成几份，一份一份地交", "删去文件里的图片和多余的工作表"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return refused_person(request, "您没有查看这一页的权限。")


def refused_person(request: HttpRequest, reason: str) -> HttpResponse:
    """403 with the reason."""
    return show(request, 403, "您不能查看或者办理", reason, ("返回上一页", "需要权限时，请联系本机关安全管理员"))


def refused_act(request: HttpRequest, problem: Refused) -> HttpResponse:
    """409: rules refuse the act; each finding with its article and next step."""
    text = "系统按规则核对后，这一步没有办成，没有写入任何内容。"
    return show(request, 409, "现在不能办理", text, findings=problem.findings, typed_rows=_typed(request))


def wrong_input(request: HttpRequest, problem: Invalid) -> HttpResponse:
    """422: something typed does not fit; nothing was written."""
    found = [Finding("填写", f"{field}：{text}") for field, texts in problem.errors.items() for text in texts]
    text = "填写的内容有误，没有写入任何内容。"
    return show(request, 422, "请改正后再提交", text, findings=found, typed_rows=_typed(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with the menu for those who are signed in."""
    if request.path.startswith(BUREAU) and hasattr(request, "user") and not hasattr(request, "actor"):
        recognise(request, timezone.now())
    return show(
        request,
        404,
        "没有找到这一页",
        "地址可能写错了，或者内容已经移走。",
        ("核对地址", "用上方搜索框查找" if hasattr(request, "actor") else "从首页重新进入"),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500, drawn without touching the database."""
    text = "系统出了差错，这一步没有办成，没有写入任何内容。差错已经记入日志。"
    steps = ("稍后再试一次", "仍然出错时，请告诉本机关系统管理员出错的时间和页面")
    try:
        return show(request, 500, "系统出错", text, steps, bare=True)
    except Exception:  # the page of last resort must not fail in its turn
        return HttpResponse(
            f"<!doctype html><meta charset=utf-8><title>系统出错</title><p>{text}{'；'.join(steps)}。", status=500
        )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a stale or foreign form. What was typed is shown; only a form of our own pages may be sent again."""
    ours = _from_here(request)
    text = "这个表单的安全校验已经过期（例如在另一个窗口退出或者重新登录过），为保护您没有提交。"
    if not ours:
        text = "这个表单不是从本系统的页面发来的，为保护您没有提交。请从本系统的菜单重新进入。"
    return show(
        request, 403, "表单没有提交", text,
        ("核对下面的内容，再提交一次", "附件须重新选择") if ours else ("从菜单进入要办的页面，重新填写",),
        typed_rows=_typed(request) if ours else (), again=request.get_full_path() if ours and not request.FILES else "",
    )  # fmt: skip


def _typed(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What was posted, without secrets, as pairs."""
    if request.method != "POST":
        return ()
    kept = (key for key in request.POST if not key.lower().startswith(_SECRET))
    return tuple((key, value) for key in kept for value in request.POST.getlist(key))


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form came from a page of this host."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not came_from:
        return ""
    try:
        host = request.get_host()
    except DisallowedHost:  # the page that says so must not fail over it
        return ""
    safe = url_has_allowed_host_and_scheme(came_from, allowed_hosts={host})
    return came_from if safe else ""
