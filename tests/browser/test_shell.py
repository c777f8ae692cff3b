"""The shell in a real browser: looks, keyboard, scripts off, kept forms, weight of the first page."""

import gzip
import re

import pytest
from tests.browser.conftest import PHONE, Open, at_every_width, check, picture, until
from tests.bureau.county import PASSWORD, County

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGES = {
    "sign-in": ("", "/bureau/sign-in/"),
    "home": ("zhao", "/bureau/"),
    "organs": ("zhao", "/bureau/organs/"),
    "organ": ("zhao", "/bureau/organs/emergency/"),
    "officers": ("zhao", "/bureau/officers/"),
    "laws": ("zhao", "/bureau/laws/"),
    "calendar": ("lijd", "/bureau/calendar/?year=2026"),
    "notice": ("lijd", "/bureau/calendar/notice/"),
    "ledger": ("shenji", "/bureau/ledger/"),
    "missing": ("zhao", "/bureau/nowhere/"),
    "lists": ("sun", "/bureau/lists/"),
    "list": ("sun", "/bureau/lists/window/"),
    "list-new": ("sun", "/bureau/lists/guide/new/"),
    "letters": ("zhou", "/bureau/letters/"),
    "annual": ("sun", "/bureau/annual/"),
    "annual-all": ("lijd", "/bureau/annual/"),
    "annual-fill": ("sun", "/bureau/annual/2026/fill/"),
    "annual-quarter": ("sun", "/bureau/annual/2026/quarters/1/sign/"),
    "sheets": ("zhou", "/bureau/sheets/"),
    "card": ("zhao", "/bureau/card/"),
    "card-print": ("zhao", "/bureau/card/print/"),
}


def test_every_page_passes_axe_and_fits_its_width(county: County, open_page: Open) -> None:
    for name, page in at_every_width(open_page, PAGES):
        picture(page, name)
        check(page)


def test_the_check_sees_what_is_wrong(county: County, open_page: Open) -> None:
    page = open_page("/bureau/sign-in/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        check(page)


def test_large_type_fits_too(county: County, open_page: Open) -> None:
    for width in (PHONE, 320):
        page = open_page("/bureau/display/?elder=1&next=/bureau/officers/", as_="zhao", width=width)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        check(page)


def test_everything_works_with_scripts_off(county: County, open_page: Open) -> None:
    page = open_page("/bureau/officers/", scripts=False, width=PHONE)
    page.fill("#f-username", "zhao")
    page.fill("#f-password", PASSWORD)
    page.click("button[type=submit]")
    assert page.url.endswith("/bureau/officers/")
    page.click(".mj-top-menu")
    assert page.locator("#menu").is_visible()
    page.click("#menu >> text=执法机关")
    assert page.url.endswith("/bureau/organs/")
    page.click(".mj-account summary")
    page.click("text=退出登录")
    assert "/bureau/sign-in/" in page.url


def test_the_slash_key_goes_to_the_search_box(county: County, open_page: Open) -> None:
    page = open_page("/bureau/", as_="zhao")
    page.keyboard.press("/")
    page.keyboard.type("应急")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert "示范县应急管理局" in page.inner_text("main")


def test_the_phone_menu_closes_with_escape(county: County, open_page: Open) -> None:
    page = open_page("/bureau/", as_="zhao", width=PHONE)
    page.click(".mj-top-menu")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    until(page, "getComputedStyle(document.getElementById('menu')).visibility === 'hidden'")


def test_what_was_typed_comes_back_after_a_crash_and_can_be_dropped(county: County, open_page: Open) -> None:
    page = open_page("/bureau/calendar/notice/?way=yaml", as_="lijd")
    page.fill("#f-notice", "year: 2027 抄到一半")
    until(page, "Object.keys(localStorage).some(key => key.includes('notice'))")
    page.reload()
    assert page.input_value("#f-notice") == "year: 2027 抄到一半"
    page.click("text=不要，恢复原样")
    assert "抄到一半" not in page.input_value("#f-notice")


def test_a_session_that_ends_mid_form_loses_nothing(county: County, open_page: Open) -> None:
    page = open_page("/bureau/calendar/notice/?way=yaml", as_="lijd")
    page.fill("#f-notice", "year: 2027 快抄完了")
    page.context.clear_cookies(name="sessionid")
    page.click("main button[type=submit]")
    page.wait_for_selector("#f-username")
    page.fill("#f-username", "lijd")
    page.fill("#f-password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/calendar/notice/**")
    assert page.input_value("#f-notice") == "year: 2027 快抄完了"


def test_signing_out_clears_what_was_kept_on_this_computer(county: County, open_page: Open) -> None:
    page = open_page("/bureau/calendar/notice/?way=yaml", as_="lijd")
    page.fill("#f-notice", "不能留给别人")
    until(page, "Object.keys(localStorage).length > 0")
    page.click(".mj-account summary")
    page.click("text=退出登录")
    page.wait_for_selector("#f-username")
    assert "不能留给别人" not in page.evaluate("JSON.stringify(localStorage)")


def test_errors_take_the_focus_and_lead_to_the_field(county: County, open_page: Open) -> None:
    page = open_page("/bureau/calendar/notice/?way=yaml", as_="lijd")
    page.fill("#f-notice", "year: [")
    page.click("main button[type=submit]")
    page.wait_for_selector("#errors")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.click("#errors a")
    assert page.evaluate("document.activeElement.id") == "f-notice"
    check(page)


def test_the_first_page_is_light(county: County, open_page: Open) -> None:
    page = open_page("/bureau/sign-in/")
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body(), 6))}))
    page.context.add_cookies([])
    page.goto("/bureau/officers/", wait_until="networkidle")
    assert len(weights) <= 10, weights
    assert sum(weights.values()) <= 80 * 1024, weights
    page = open_page("/bureau/officers/", as_="zhao")
    assert len(gzip.compress(page.content().encode())) <= 6 * 1024


def test_nothing_is_loaded_from_another_host(county: County, open_page: Open) -> None:
    page = open_page("/bureau/", as_="zhao")
    addresses = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert addresses and all(re.match(r"http://(localhost|127\.0\.0\.1)", one) for one in addresses)
