"""The portal in Debian's Chromium: axe, phone width, and the proof checked by the page itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.portal import pages
from tests.publicity import samples

from mingjing.publicity import queries

pytest.importorskip("playwright.sync_api", reason="没有安装 Playwright，跳过浏览器测试")
from axe_playwright_python.sync_playwright import Axe  # noqa: E402

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
    "/log/",
    "/verify/",
    "/zj/",
    "/jg/",
    "/lc/",
    "/gs/none/none/",
    "/sq/",
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
    for width in (1440, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        for where in (*SHOWN, pages.address(), pages.address("示应急罚〔2026〕3号")):
            tab.goto(f"{live_server.url}{where}")
            assert not Axe().run(tab).response["violations"], where
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, where


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
