"""Problem pages: right status, Chinese reason, nothing typed is lost, no leak."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.bureau.county import County

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.sites.bureau.views import errors
from mingjing.sites.bureau.views.gate import page

Enter = Callable[[str], Client]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def strict(client: Client) -> Client:
    """The same session in a browser that checks CSRF."""
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    return checked


def test_an_unknown_page_is_a_friendly_404_with_the_menu(signed_in: Enter) -> None:
    answer = signed_in("zhao").get("/bureau/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这一页" in text(answer) and "我的待办" in text(answer)


def test_a_stale_form_of_ours_shows_what_was_typed_and_may_be_sent_again(signed_in: Enter) -> None:
    client = strict(signed_in("lijd"))
    answer = client.post(
        "/bureau/calendar/notice/",
        {"notice": "抄录的<通知>", "_who": "x", "password": "Secret-2026"},
        headers={"origin": "http://testserver"},
    )
    assert answer.status_code == 403
    assert "抄录的&lt;通知&gt;" in text(answer) and "再提交一次" in text(answer) and "Secret-2026" not in text(answer)


@pytest.mark.parametrize("origin", ["https://evil.example", ""])
def test_a_foreign_form_cannot_be_sent_again(origin: str, signed_in: Enter) -> None:
    client = strict(signed_in("lijd"))
    answer = client.post("/bureau/calendar/notice/", {"notice": "恶意"}, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403
    assert "不是从本系统的页面发来的" in text(answer) and "恶意" not in text(answer)


@pytest.mark.parametrize(
    ("problem", "status", "shown"),
    [
        (Forbidden("赵建国不能办理：须由法制审核人办理。"), 403, "须由法制审核人办理"),
        (Refused(Finding("REV-04", "审核后又加入证据", ("行政处罚法第五十八条",), next_step="去送审")), 409, "去送审"),
        (Invalid({"名称": ["不能为空"]}), 422, "不能为空"),
    ],
)
def test_refusals_become_pages(problem: Exception, status: int, shown: str, county: County, rf: RequestFactory) -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.backends.db import SessionStore

    @page()
    def view(request: object) -> HttpResponse:
        raise problem

    request = rf.post("/bureau/x/", {"案情": "打了很多字"})
    request.user = get_user_model().objects.get(username="zhao")
    request.session, request.resolver_match = SessionStore(), None
    request._messages = FallbackStorage(request)
    answer = view(request)
    assert answer.status_code == status
    assert shown in text(answer)
    if status != 403:
        assert "打了很多字" in text(answer)


def test_the_last_resort_page_needs_no_database(rf: RequestFactory) -> None:
    answer = errors.server_error(rf.get("/bureau/"))
    assert answer.status_code == 500 and "系统出错" in text(answer) and "没有写入任何内容" in text(answer)


@pytest.mark.parametrize("view", [errors.bad_request, errors.forbidden])
def test_other_problem_pages(view: Callable[..., HttpResponse], rf: RequestFactory) -> None:
    answer = view(rf.get("/bureau/"))
    assert answer.status_code in {400, 403} and "可以怎么办" in text(answer)


def test_large_type_is_kept_and_never_leads_away(client: Client, db: None) -> None:
    answer = client.get("/bureau/display/?elder=1&next=/bureau/sign-in/")
    assert answer["Location"] == "/bureau/sign-in/"
    assert '<html lang="zh-CN" class="elder">' in text(client.get("/bureau/sign-in/"))
    assert client.get("/bureau/display/?elder=0&next=//evil.example/")["Location"] == "/"
    assert 'class="elder"' not in text(client.get("/bureau/sign-in/"))
