"""Pictures of the main screens at 1440 and 390 px, taken from a running demo: `tools/screenshots.py http://127.0.0.1:8000`."""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PASSWORD = os.environ.get("MINGJING_PASSWORD", "Shifan-2026-demo")
SIZES = {1440: 900, 390: 844}
# A picture shows what a reader sees first, not the whole length of a long page.
TALLEST = {1440: 1400, 390: 1900}
LARGEST = 250_000
# Debian's Chromium speaks only English in its own controls; a reader's browser shows these words.
CHINESE = """
for (const input of document.querySelectorAll("input[type=date], input[type=datetime-local], input[type=file]")) {
  const shown = input.value.replaceAll("-", "/").replace("T", " ");
  const empty = { date: "年/月/日", file: "选择文件　未选择任何文件" }[input.type] || "年/月/日 --:--";
  const told = input.type === "file" ? empty : shown || empty;
  input.type = "text";
  input.value = told;
}
"""
Way = Callable[[Page], object]


def path(address: str) -> Way:
    """Open an address."""
    return lambda page: _open(page, address)


def follow(address: str, *links: str) -> Way:
    """Open an address, then follow links: each a pattern of the link's text, or, where it begins with /, of its address."""

    def go(page: Page) -> None:
        _open(page, address)
        for link in links:
            _open(page, _link(page, link))

    return go


def _link(page: Page, wanted: str) -> str:
    for anchor in page.query_selector_all("main a[href]"):
        told = anchor.get_attribute("href") if wanted.startswith("/") else anchor.inner_text()
        if re.search(wanted, told or ""):
            return str(anchor.get_attribute("href"))
    raise LookupError(f"没有链接 {wanted}：{page.url}")


def _open(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        raise LookupError(f"{address}：{answer.status if answer else '没有回答'}")


def preview(address: str, *links: str) -> Way:
    """Follow links to a form and show its document beside it."""
    go = follow(address, *links)

    def press(page: Page) -> None:
        go(page)
        with page.expect_navigation():
            page.click("[name=_preview]")
        for image in page.query_selector_all("#preview img"):
            image.scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, 0)")

    return press


def scan(page: Page) -> None:
    """What the enterprise sees that scans the officer's code."""
    follow("/bureau/visits/", r"/bureau/visits/[0-9a-f-]{36}/$")(page)
    code = re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", page.inner_text("main"))
    if code is None:
        raise LookupError(f"没有检查码：{page.url}")
    _open(page, f"/rq/{code[0].replace('-', '')}/")


def progress(page: Page) -> None:
    """What the party sees that types number and code of its paper."""
    follow("/bureau/cases/?q=恒源", CASE)(page)
    told = page.inner_text("main")
    number, code = re.search(r"\S+立〔\d{4}〕\d+号", told), re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b", told)
    if number is None or code is None:
        raise LookupError(f"没有编号或者查询码：{page.url}")
    _open(page, "/jd/")
    page.fill("[name=number]", number[0])
    page.fill("[name=code]", code[0])
    with page.expect_navigation():
        page.click(".mj-form button[type=submit]")


def filmed(page: Page, cases: str = "/bureau/cases/?mine=1") -> str:
    """The recordings of the first case of a list that has some; gives back the address of the first recording."""
    _open(page, cases)
    found = [str(each.get_attribute("href")) for each in page.query_selector_all("main a[href]")]
    for address in dict.fromkeys(each for each in found if re.search(CASE, each)):
        _open(page, f"{address}?tab=recordings")
        if link := page.query_selector('main a[href^="/bureau/recordings/"]:not([href*="new"])'):
            return str(link.get_attribute("href"))
    raise LookupError("没有音像记录的案件")


def played(page: Page) -> None:
    """A recording that a supervisor plays."""
    _open(page, filmed(page, "/bureau/cases/?q=宏远"))
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    page.wait_for_timeout(1500)


CASE = r"/bureau/cases/[0-9a-f-]{36}/$"
SHOTS: dict[str, tuple[str, Way]] = {
    "portal": ("", path("/")),
    "decisions": ("", path("/gs/")),
    "published": ("", follow("/gs/?q=恒源化工", r"/gs/[^/]+/[^/?]+/$")),
    "verify": ("", path("/verify/")),
    "search-none": ("", path("/s/?q=恒原")),
    "subject": ("", follow("/gs/?q=恒源化工", r"/gs/[^/]+/[^/?]+/$", r"/dx/[0-9A-Z]{18}/$")),
    "correct": ("", follow("/gs/?q=恒源化工", r"/gs/[^/]+/[^/?]+/$", r"/lx/new/.*field=cause$")),
    "months": ("", path("/jg/示应急/months/")),
    "elder": ("", path("/display/?elder=1&next=/")),
    "work": ("zhangsan", path("/bureau/")),
    "cases": ("zhangsan", path("/bureau/cases/")),
    "case": ("zhangsan", follow("/bureau/cases/?q=金穗&stage=noticed", CASE)),
    "form": ("xuyi", preview("/bureau/cases/?q=顺风&stage=noticed", CASE, r"/acts/notify/$")),
    "decide": ("sunjiu", follow("/bureau/decisions/", "去审批")),
    "review": ("zhaoliu", follow("/bureau/reviews/", "去审核")),
    "supervision": ("huajiandu", path("/bureau/supervision/")),
    "guide": ("", path("/sq/示应急/guide/BS-001/")),
    "letters": ("", path("/lx/")),
    "lists": ("zhenggongshi", path("/bureau/lists/")),
    "annual": ("zhenggongshi", path("/bureau/annual/")),
    "attachments": ("zhenggongshi", follow("/bureau/publications/", r"/publications/[0-9a-f-]{36}/$", r"/attached/")),
    "annual-report": ("zhenggongshi", follow("/bureau/annual/?year=2025", r"/annual/reports/[0-9a-f-]{36}/$")),
    "annual-all": ("huajiandu", path("/bureau/annual/?year=2025")),
    "annual-portal": ("", path("/sq/示应急/annual/2025/")),
    "card": ("zhangsan", path("/bureau/card/")),
    "visit": ("xuyi", follow("/bureau/visits/", r"/bureau/visits/[0-9a-f-]{36}/$")),
    "scan": ("xuyi", scan),
    "progress": ("zhangsan", progress),
    "recording-new": ("zhangsan", path("/bureau/recordings/new/")),
    "recordings": ("zhangsan", path("/bureau/recordings/")),
    "case-recordings": ("zhangsan", filmed),
    "recording": ("huajiandu", played),
    "equipment": ("hedangan", path("/bureau/equipment/")),
    "benchmark": ("zhaoliu", follow("/bureau/benchmarks/?q=AQ097-7", r"特种作业人员")),
    "benchmark-write": ("zhaoliu", path("/bureau/benchmarks/new/AQ097-7/")),
    "weighing": ("zhangsan", follow("/bureau/cases/?q=未对安全设备&stage=investigated", CASE, r"/discretion/$")),
    "law": ("zhangsan", follow("/bureau/laws/?q=行政处罚法", r"/laws/[0-9a-f-]{36}/$")),
}  # fmt: skip


@contextmanager
def signed_in(browser: Browser, base: str, username: str, width: int) -> Iterator[Page]:
    """A page of this width, signed in where a name is given."""
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": SIZES[width]}, locale="zh-CN", reduced_motion="reduce"
    )
    page = context.new_page()
    if username:
        page.goto("/bureau/sign-in/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("[data-sign-in] button[type=submit]")
        page.wait_for_url(lambda address: "sign-in" not in address)
    yield page
    # A preview keeps what was typed; a picture leaves nothing behind.
    drop = page.query_selector("form[action$='/draft/drop/'] button")
    if drop:
        drop.click()
        page.wait_for_load_state()
    context.close()


def take(page: Page, target: Path, width: int) -> int:
    """Write the picture, with as few colours as needed; its size in bytes."""
    page.wait_for_load_state("networkidle")
    page.evaluate(CHINESE)
    # The document, not the window, is measured before the window is made as tall as it.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(SIZES[width], min(tall, TALLEST[width]))})
    page.wait_for_timeout(150)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        made = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        if made.tell() <= LARGEST:
            break
    target.write_bytes(made.getvalue())
    return made.tell()


def main() -> int:
    """0; 1 where a screen could not be reached."""
    parser = argparse.ArgumentParser(description="给演示县的主要页面拍照，放进 docs/images")
    parser.add_argument("base", nargs="?", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--only", nargs="*", choices=tuple(SHOTS), default=tuple(SHOTS))
    options = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    chromium = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    missed = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in options.only:
            username, way = SHOTS[name]
            for width in SIZES:
                target = IMAGES / f"{name}-{width}.png"
                try:
                    with signed_in(browser, options.base, username, width) as page:
                        way(page)
                        print(f"{target.name}  {take(page, target, width) // 1000} kB", flush=True)
                except LookupError as problem:
                    missed += 1
                    print(problem, file=sys.stderr)
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
