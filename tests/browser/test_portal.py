"""The portal in Debian's Chromium: axe, phone width, and the proof checked by the page itself."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import ARGUMENTS, chromium_path
from tests.portal import pages
from tests.portal.guiding_rows import guiding_row
from tests.publicity import samples

from mingjing.publicity import queries

pytest.importorskip("playwright.sync_api", reason="没有安装 Playwright，跳过浏览器测试")
from tests.browser.conftest import violations  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LISTS = (
    "/s/",
    "/s/?q=窗口",
    "/lx/",
    "/lx/new/?kind=correction",
    "/lx/query/",
    "/sq/示应急/",
    "/sq/示应急/window/",
    "/sq/示应急/window/CK-1/",
    "/sq/示应急/guide/",
)
SHOWN = (
    "/",
    "/gs/",
    "/about/",
    "/data/",
    "/log/",
    "/verify/",
    "/zj/",
    "/jg/",
    "/lc/",
    "/gs/none/none/",
    "/sq/",
    "/zd/",
    "/sq/?q=窗口",
    *LISTS,
)


@pytest.fixture
def tab(transactional_db: None, chromium: Any) -> Iterator[Any]:
    """A browser page that fails on script errors."""
    context, errors = chromium.new_context(), []
    shown = context.new_page()
    shown.on("pageerror", lambda error: errors.append(str(error)))
    yield shown
    context.close()
    assert not errors


def test_pages_are_accessible_and_fit_a_phone(tab: Any, live_server: Any) -> None:
    pages.released_edition()
    samples.released()
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    for width in (1440, 768, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        for where in (*SHOWN, pages.address(), pages.address("示应急罚〔2026〕3号")):
            tab.goto(f"{live_server.url}{where}")
            assert not violations(tab), where
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, where


@pytest.mark.parametrize("elder", (False, True), ids=("plain", "elder"))
def test_no_page_sticks_out_and_no_cell_is_cut_at_any_width(tab: Any, live_server: Any, elder: bool) -> None:
    samples.released()
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    tab.goto(f"{live_server.url}/display/?elder={int(elder)}&next=/")
    cut = "[...document.querySelectorAll('.mj-table td, .mj-table th')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length"
    for where in ("/", "/gs/", "/verify/", pages.address(), pages.address("示应急罚〔2026〕3号")):
        tab.goto(f"{live_server.url}{where}")
        for width in (320, 390, 768, 1000, 1024, 1280):
            tab.set_viewport_size({"width": width, "height": 900})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
            assert not tab.evaluate(cut), (where, width)


def test_an_explanation_opens_inside_a_phone(tab: Any, live_server: Any) -> None:
    samples.released()
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{live_server.url}{pages.address()}")
    for term in tab.query_selector_all(".mj-term summary"):
        term.click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_text_twice_as_large_still_fits(transactional_db: None, chromium: Any, live_server: Any) -> None:
    samples.released()
    large = chromium.browser_type.launch(
        executable_path=chromium_path(), args=[*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    )
    shown = large.new_page()
    for where in ("/", "/gs/", "/verify/", pages.address()):
        shown.goto(f"{live_server.url}{where}")
        for width in (320, 390, 1440):
            shown.set_viewport_size({"width": width, "height": 900})
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
    large.close()


def test_the_page_verifies_a_proof_and_sees_one_changed_byte(tab: Any, live_server: Any, tmp_path: Path) -> None:
    samples.released()
    made = queries.proof_file("示应急", samples.NUMBER)
    assert made is not None
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(made[1])
    place = made[1].index(b'"content": "') + 40
    bad.write_bytes(made[1][:place] + (b"A" if made[1][place : place + 1] != b"A" else b"B") + made[1][place + 1 :])
    for file, word in ((good, "核验通过"), (bad, "不符")):
        tab.goto(f"{live_server.url}/verify/")
        tab.set_input_files("#verify-file", str(file))
        tab.wait_for_selector(".verify-end")
        assert word in tab.inner_text("[data-verify-report]")
    assert "核验通过" not in tab.inner_text("[data-verify-report]")


def test_a_file_dropped_beside_the_box_is_checked_too(tab: Any, live_server: Any) -> None:
    tab.goto(f"{live_server.url}/verify/")
    tab.evaluate(
        """() => {
          const held = new DataTransfer();
          held.items.add(new File(["{"], "x.json"));
          const heading = document.querySelector("main h1");
          heading.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }"""
    )
    tab.wait_for_selector(".verify-end")
    assert "不能核验" in tab.inner_text("[data-verify-report]")


def test_the_answer_of_a_search_with_its_kinds_fits_and_is_accessible(tab: Any, live_server: Any) -> None:
    pages.released_edition()
    samples.released()
    guiding_row("某化工企业特种作业人员未取得相应资格上岗作业案")
    for width in (1440, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        for where in ("/s/?q=化工", "/s/?q=特种&kind=guiding", "/s/?q=没有的词&kind=guiding"):
            tab.goto(f"{live_server.url}{where}")
            assert not violations(tab), where
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, where
            if shots := os.environ.get("MINGJING_SCREENSHOTS"):
                tab.screenshot(path=f"{shots}/search-{width}-{len(where)}.png", full_page=True)
