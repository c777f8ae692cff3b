"""The static copy on a plain web server, under a folder of it: clicked through as a citizen would, wide and on a phone."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import PHONE, WIDE
from tests.portal import pages
from tests.publicity import samples

from mingjing.sites.portal.copying.exporting import export
from mingjing.sites.portal.copying.terms import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


class Quiet(SimpleHTTPRequestHandler):
    """Python's own file server, without a line for every request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(settings: Any, tmp_path: Path, db: None) -> Iterator[str]:
    """The address of a copy that stands in a folder of a bigger site."""
    settings.MINGJING_KEYS = tmp_path / "keys"
    pages.released_edition()
    samples.released()
    samples.withdrawn(samples.natural())
    assert (
        export(tmp_path / "site" / "sanxiang", Site("https://gs.example/sanxiang", "https://live.example")).dead == ()
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/sanxiang/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def look(chromium: Any) -> Iterator[Callable[[int], Any]]:
    """A page of one width; at the end nothing may have failed on it."""
    wrong: list[str] = []
    opened = []

    def at(width: int) -> Any:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        opened.append(page)
        return page

    yield at
    for page in opened:
        page.close()
    assert wrong == []


def follow(page: Any, link: Any) -> None:
    """Go where `link` leads and wait until that page is drawn.

    A click alone comes back before the next page is there, and only a drawn page says what is seen: without its
    style the folded menu stands open.
    """
    with page.expect_navigation(wait_until="load"):
        link.click()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_citizen_finds_a_decision_a_list_and_a_tombstone(width: int, served: str, look: Callable[[int], Any]) -> None:
    page = look(width)
    page.goto(served + "index.html")
    follow(page, page.get_by_role("link", name="全部执法决定"))
    follow(page, page.get_by_role("link", name="11月").first)
    follow(page, page.get_by_role("link", name=samples.NUMBER))
    assert "示范县恒源化工有限公司" in page.inner_text("main")
    assert (
        page.locator("img[alt*=二维码]").evaluate(
            "image => { image.loading = 'eager'; return image.decode().then(() => image.naturalWidth) }"
        )
        > 0
    )
    follow(page, page.get_by_role("link", name="在浏览器里核验"))
    follow(page, page.get_by_role("link", name="首页").locator("visible=true").first)
    follow(page, page.get_by_role("link", name="已撤下的决定和理由"))
    follow(page, page.get_by_role("link", name="11月"))
    follow(page, page.get_by_role("link", name="示应急罚〔2026〕10号"))
    assert "示范县人民政府复议决定撤销本决定" in page.inner_text("main")
    page.goto(served + "sq/index.html")
    follow(page, page.get_by_role("link", name="岗位信息公示牌").first)
    follow(page, page.get_by_role("link", name="窗口").first)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_search_of_the_copy_finds_and_leads(served: str, look: Callable[[int], Any]) -> None:
    page = look(PHONE)
    page.goto(served + "s/index.html")
    page.locator("#copy-q").fill("恒源　化工")
    page.get_by_text("查到 1 项").wait_for()
    page.locator("#copy-q").fill("没有这个词")
    page.get_by_text("没有查到").wait_for()
    page.locator("#copy-q").fill("恒源")
    follow(page, page.get_by_role("link", name=samples.NUMBER))
    assert "示范县恒源化工有限公司" in page.inner_text("main")


def test_large_type_is_kept_by_the_browser(served: str, look: Callable[[int], Any]) -> None:
    page = look(WIDE)
    page.goto(served + "index.html")
    page.get_by_role("button", name="长辈版").click()
    page.goto(served + "about/index.html")
    assert page.evaluate("document.documentElement.classList.contains('elder')")
    page.get_by_role("button", name="标准版").click()
    assert not page.evaluate("document.documentElement.classList.contains('elder')")
