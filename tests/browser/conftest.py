"""Debian's Chromium against a live server: pages at 1440 and 390 px, scripts on or off, axe-core.

Set MINGJING_SCREENSHOTS to a folder to keep a picture of every page a test looks at.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 Playwright，跳过浏览器测试")
from axe_playwright_python.base import AXE_SCRIPT  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.test import Client  # noqa: E402
from tests.bureau.county import County, build  # noqa: E402
from tests.kept import kept  # noqa: E402

# The driver's event loop runs in the test's thread; the ORM is used there between its calls, never inside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDE, PHONE = 1440, 390
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., "playwright.Page"]


def chromium_path() -> str | None:
    """Debian's Chromium, under either of its names."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator["playwright.Browser"]:
    """One browser for the whole run."""
    path = chromium_path()
    if path is None:
        pytest.skip("本机没有 Chromium（apt install chromium），跳过浏览器测试")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def county(transactional_db: None) -> County:
    """A county that the live server's threads see too."""
    cache.clear()
    return kept("小县", build)


@pytest.fixture
def open_page(chromium: "playwright.Browser", live_server: object) -> Iterator[Open]:
    """`open_page("/bureau/", as_="zhao", width=PHONE, scripts=False)`: a page of its own, signed in where asked.

    Fails at the end where a page raised a script error or broke the content security policy.
    """
    contexts, faults = [], []

    def enter(path: str, *, as_: str = "", width: int = WIDE, scripts: bool = True) -> "playwright.Page":
        context = chromium.new_context(
            base_url=live_server.url,  # type: ignore[attr-defined]
            viewport={"width": width, "height": 844 if width < 768 else 900},
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        contexts.append(context)
        if as_:
            context.add_cookies([{"name": "sessionid", "value": session_of(as_), "url": live_server.url}])  # type: ignore[attr-defined]
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(path)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not faults


def session_of(username: str) -> str:
    """A session of this person, made without the form."""
    client = Client()
    account = get_user_model().objects.get(username=username)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def until(page: "playwright.Page", condition: str, seconds: float = 8) -> None:
    """Wait until an expression holds. Playwright's own wait uses eval, which our content security policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(100)


def picture(page: "playwright.Page", name: str) -> None:
    """Keep a picture of the whole page, where a folder for pictures is named."""
    if folder := os.environ.get("MINGJING_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        width = page.viewport_size["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def at_every_width(open_page: Open, pages: dict[str, tuple[str, str]]) -> Iterator[tuple[str, "playwright.Page"]]:
    """Each page (name → who, address) at three widths; a person goes from page to page in one window for each width."""
    for width in (WIDE, PHONE, 320):
        windows: dict[str, playwright.Page] = {}
        for name, (who, address) in pages.items():
            if who in windows:
                windows[who].goto(address)
            else:
                windows[who] = open_page(address, as_=who, width=width)
            yield name, windows[who]
        for window in windows.values():
            window.context.close()


def violations(page: "playwright.Page", **options: object) -> list[tuple[str, list[str]]]:
    """What axe finds wrong. Only that comes back: to hand over all that is in order took longer than to look."""
    # A click that led here may have been answered already, but not yet read to its end.
    page.wait_for_load_state()
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE_SCRIPT)
    asked = json.dumps({**options, "resultTypes": ["violations"]})
    found = page.evaluate(f"axe.run({asked}).then(results => results.violations)")
    return [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in found]


def check(page: "playwright.Page") -> None:
    """No axe violation (WCAG 2.2 AA) and nothing that sticks out sideways."""
    faults = violations(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    assert not faults, faults
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, "the page sticks out sideways"
