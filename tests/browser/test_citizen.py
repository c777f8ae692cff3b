"""A citizen with a phone: finds a decision, an officer and a guide, calls a field wrong; every page in order for axe."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.browser.conftest import Open, picture, until
from tests.portal import pages
from tests.publicity import samples

from mingjing.foundation import search

pytest.importorskip("playwright.sync_api", reason="没有安装 Playwright，跳过浏览器测试")
from tests.browser.conftest import violations  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEW = (
    "/", "/s/?q=hengyuan", f"/s/?q={quote('恒原')}", "/cy/", "/cy/tingzheng/", "/cy/?q=tz", "/dx/", "/dx/?code=1",
    f"/dx/{samples.USCC}/", "/dy/?category=penalty", f"/jg/{quote('示应急')}/months/", "/lx/", pages.address(),
    f"/sq/{quote('示应急')}/window/CK-1/", f"/lx/new/?kind=correction&field=cause&about={quote(pages.address())}",
)  # fmt: skip
MASKED = "/dx/none/"


@pytest.fixture
def public(transactional_db: None, settings: Any) -> None:
    """An organ with an officer, a public entry and a decision."""
    cache.clear()
    settings.MINGJING_MAIL_ON, settings.MINGJING_MAIL_FROM = True, "gongshi@shifan.example"
    pages.released_edition()
    samples.released()
    search.rebuild()


@pytest.mark.parametrize("elder", (False, True), ids=("plain", "elder"))
def test_every_new_page_is_in_order_at_every_width(public: None, open_page: Open, elder: bool) -> None:
    for width in (1440, 768, 390, 320):
        page = open_page(f"/display/?elder={int(elder)}&next=/", width=width)
        for at, where in enumerate((*NEW, MASKED)):
            page.goto(where)
            if width != 320:
                assert not violations(page), (where, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
            picture(page, f"citizen-{'elder-' if elder else ''}{at}")


def test_a_phone_finds_a_decision_an_officer_and_a_guide(public: None, open_page: Open) -> None:
    page = open_page("/", width=390)
    for typed, led in (
        ("hyhg", pages.address()),
        ("jzf", reverse("portal:certificate", args=["冀B-0001"])),
        ("窗口", reverse("portal:entry", args=["示应急", "window", "CK-1"])),
    ):
        page.goto("/")
        page.fill("#q", typed)
        until(page, f"!!document.querySelector('.mj-suggested a[href=\"{led}\"]')")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{led}")


def test_escape_closes_what_was_offered(public: None, open_page: Open) -> None:
    page = open_page("/")
    page.fill("#q", "hengyuan")
    until(page, "!!document.querySelector('.mj-suggested')")
    page.keyboard.press("Escape")
    assert not page.query_selector(".mj-suggested")


def test_without_script_everything_is_found_and_called_wrong(public: None, open_page: Open) -> None:
    page = open_page("/", width=390, scripts=False)
    page.fill("#q", "hengyuan")
    page.click("form[role=search] button")
    page.click(f"a[href='{pages.address()}']")
    page.click("a[href*='field=result']")
    assert "罚款 80000 元" in page.inner_text("main")
    assert page.input_value("#f-field") == "result"
    page.fill("#f-text", "罚款数额与决定书不一致")
    page.click("main form button[type=submit]")
    assert "受理编号" in page.inner_text("main")
    page.click("main a:text-is('查答复')")
    assert page.input_value("#f-number").endswith("号") and not page.input_value("#f-code")


def test_it_is_read_aloud_only_where_large_type_is_wanted(public: None, open_page: Open) -> None:
    page = open_page("/")
    assert page.is_hidden("[data-read]")
    page = open_page("/display/?elder=1&next=/")
    if page.evaluate("!!window.speechSynthesis"):
        assert page.is_visible("[data-read-start]")


def test_paper_says_where_it_is_from(public: None, open_page: Open) -> None:
    page = open_page(pages.address())
    assert page.is_hidden(".mj-print-foot")
    page.emulate_media(media="print")
    assert page.is_visible(".mj-print-foot")
    assert "SHA-256" in page.inner_text(".mj-print-foot")
    assert not page.is_visible(".mj-change")
