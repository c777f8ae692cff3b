"""The case pages in a real browser: axe at three widths, scripts off, kept drafts, enter does the act."""

from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from tests import kept
from tests.browser.conftest import PHONE, Open, at_every_width, check, picture, until
from tests.bureau.case_desk import case_at

from mingjing.cases.models import Act, Draft
from mingjing.sites.journeys import world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case_id(transactional_db: None) -> UUID:
    """A case in its second review, in a county that the live server's threads see."""
    cache.clear()
    case_id = kept.kept("案件在第二轮审核", lambda: case_at(world.build(cited_only=True), 19))
    get_user_model().objects.update(must_change_password=False)
    return case_id


def pages(case_id: UUID) -> dict[str, tuple[str, str]]:
    base = f"/bureau/cases/{case_id}/"
    tabs = ("work", "timeline", "documents", "evidence", "clocks", "review", "check", "related")
    return {
        **{f"case-{tab}": ("zhangsan", f"{base}?tab={tab}") for tab in tabs},
        "cases": ("zhangsan", "/bureau/cases/?mine=1&q=恒源"),
        "case-new": ("zhangsan", "/bureau/cases/new/"),
        "case-act": ("zhangsan", f"{base}acts/interview/"),
        "case-record": ("zhangsan", f"{base}records/6/"),
        "case-review": ("zhaoliu", f"{base}acts/give_opinion/"),
        "reviews": ("zhaoliu", "/bureau/reviews/"),
        "decisions": ("sunjiu", "/bureau/decisions/"),
        "supervision": ("huajiandu", "/bureau/supervision/"),
        "refusals": ("huajiandu", "/bureau/supervision/refusals/"),
    }


def test_the_pages_pass_axe_and_fit_their_width(case_id: UUID, open_page: Open) -> None:
    for name, page in at_every_width(open_page, pages(case_id)):
        picture(page, name)
        check(page)


def test_a_phone_shows_the_tab_that_was_opened(case_id: UUID, open_page: Open) -> None:
    page = open_page(f"/bureau/cases/{case_id}/?tab=related", as_="zhangsan", width=PHONE)
    place = page.locator(".mj-tabs [aria-current]").bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= PHONE, "the current tab is not scrolled away"
    assert place["y"] < 844, "its content begins on the first screen"
    page.goto(f"/bureau/cases/{case_id}/acts/interview/")
    boxes = [button.bounding_box() for button in page.locator("form#act .mj-buttons > .btn").all()]
    below = [
        low["y"] - high["y"] - high["height"]
        for high, low in zip(boxes, boxes[1:], strict=False)
        if low["y"] > high["y"] + 9
    ]
    assert below and min(below) >= 6, "rows of buttons do not touch"
    page.context.close()


def test_an_act_is_done_with_scripts_off(case_id: UUID, open_page: Open) -> None:
    page = open_page(f"/bureau/cases/{case_id}/", as_="zhangsan", scripts=False, width=PHONE)
    page.click(".mj-tasks a:text-is('收集证据')")
    page.click("form#act .mj-buttons .btn-primary")
    assert page.locator("#errors").is_visible()
    assert any("证据名称" in words for words in page.locator("#errors a").all_inner_texts())
    page.select_option("#f-kind", "documentary")
    page.fill("#f-name", "现场照片说明")
    page.fill("#f-source", "承办人")
    page.fill("#f-collected_on", "2026-09-22")
    page.fill("#f-proves", "现场情况")
    page.click("form#act .mj-buttons .btn-primary")
    page.wait_for_url(f"**/cases/{case_id}/")
    assert "已办理“收集证据”" in page.inner_text("main")
    page.context.close()
    assert Act.objects.filter(code="collect_evidence").count() == 4


def test_what_is_typed_is_kept_and_enter_does_the_act(case_id: UUID, open_page: Open) -> None:
    page = open_page(f"/bureau/cases/{case_id}/acts/collect_evidence/", as_="zhangsan")
    page.select_option("#f-kind", "documentary")
    page.fill("#f-name", "自动保存的证据")
    until(page, "document.querySelector('[data-saved]').textContent.includes('草稿已保存')")
    again = open_page(f"/bureau/cases/{case_id}/acts/collect_evidence/", as_="zhangsan", scripts=False)
    assert again.input_value("#f-name") == "自动保存的证据"
    page.fill("#f-source", "承办人")
    page.fill("#f-collected_on", "2026-09-22")
    page.fill("#f-proves", "现场情况")
    page.press("#f-name", "Enter")
    page.wait_for_url(f"**/cases/{case_id}/")
    fresh = open_page(f"/bureau/cases/{case_id}/acts/collect_evidence/", as_="zhangsan")
    assert fresh.input_value("#f-name") == ""
    for one in (page, again, fresh):
        one.context.close()
    assert not Draft.objects.filter(state="editing").exists()


def test_a_session_that_ends_mid_form_is_told_once(case_id: UUID, open_page: Open) -> None:
    page = open_page(f"/bureau/cases/{case_id}/acts/collect_evidence/", as_="zhangsan")
    page.context.clear_cookies(name="sessionid")
    page.fill("#f-name", "会话中断时的证据")
    until(page, "document.querySelector('[data-saved]').textContent.includes('登录已过期')")
    page.click("form#act .mj-buttons .btn-primary")
    page.wait_for_selector("#f-username")
    assert page.inner_text("body").count("登录已过期") == 1
    page.context.close()


@pytest.mark.parametrize(
    ("status", "told"),
    [(409, "这一步您已经办理过"), (302, "登录已过期，草稿存在本机"), (500, "草稿没有存到服务器，只存在本机")],
)
def test_a_draft_that_is_not_taken_says_why(case_id: UUID, open_page: Open, status: int, told: str) -> None:
    page = open_page(f"/bureau/cases/{case_id}/acts/collect_evidence/", as_="zhangsan")
    page.route(
        "**/collect_evidence/draft/",
        lambda route: route.fulfill(status=status, headers={"Location": "/bureau/sign-in/"} if status == 302 else {}),
    )
    page.fill("#f-name", "晚到的保存")
    until(page, f"document.querySelector('[data-saved]').textContent.includes('{told}')")
    shown = page.text_content("[data-saved]")
    assert ("登录后会带回" in shown) == (status == 302), "only an ended session is cured by signing in"
    page.context.close()
