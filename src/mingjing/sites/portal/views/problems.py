"""Pages for when something did not work, where the portal stands alone."""

from django.http import HttpRequest, HttpResponse

from mingjing.sites.portal.views.answering import missing, page


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return missing(request, "没有找到这一页：地址可能写错了，或者内容已经移走")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return page(request, "portal/missing.html", {"what": "请求不完整：请核对网址后再试", "steps": ()}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return page(request, "portal/missing.html", {"what": "这一页不对公众开放", "steps": ()}, status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose mark is missing or old."""
    what = "表单已经过期或者浏览器没有接受本网站的 Cookie，没有提交：请返回重新打开表单，内容请先复制"
    return page(request, "portal/missing.html", {"what": what, "steps": ()}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without a template, so that it cannot fail in its turn."""
    return HttpResponse(
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>系统出错</title>'
        "<p>系统出了差错，这一页没有打开。请稍后再试；仍然出错时，请告诉本网站的主办单位。</p></html>",
        status=500,
    )
