"""The draw recomputed in Chromium: the same lines as Python says, for sound, tampered and hostile files; and the page itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests import kept
from tests.browser.conftest import PHONE, Open, check, picture
from tests.inspections.files import HOSTILE, TAMPERINGS, sound, tampered
from tests.inspections.made import approved, drawn

from mingjing.inspections.models import Plan
from mingjing.inspections.rules import mingjing_redraw

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROOT = Path(mingjing_redraw.__file__).resolve().parents[2]
SCRIPTS = (
    ROOT / "foundation" / "static" / "vendor" / "sha256" / "sha256.min.js",
    ROOT / "sites" / "portal" / "static" / "portal" / "redraw.js",
)


@pytest.fixture
def recompute(chromium: Any) -> Any:
    """Ask the script in a page of its own."""
    page = chromium.new_page()
    page.set_content("<p>x</p>")
    for script in SCRIPTS:
        page.add_script_tag(path=str(script))

    def ask(file: Any, pool: str = "") -> Any:
        code = "([text, pool]) => { try { return mingjingRedraw(JSON.parse(text), pool); } catch (e) { return e instanceof MingjingBad ? 'bad' : String(e); } }"
        return page.evaluate(code, [json.dumps(file, ensure_ascii=False), pool])

    yield ask
    page.close()


def python_says(file: Any, pool: str = "") -> Any:
    try:
        return [one._asdict() for one in mingjing_redraw.recompute(json.loads(json.dumps(file)), pool)]
    except mingjing_redraw.Bad:
        return "bad"


def test_the_browser_says_what_python_says(recompute: Any) -> None:
    for file in sound(12):
        said = python_says(file, file["pool_sha256"])
        assert all(one["ok"] for one in said), said
        assert recompute(file, file["pool_sha256"]) == said
    for name, (title, _) in TAMPERINGS.items():
        said = python_says(file := tampered(name))
        assert title in {one["title"] for one in said if not one["ok"]}, (name, said)
        assert recompute(file) == said, name
    for wrong in HOSTILE:
        assert python_says(wrong) == recompute(wrong) == "bad", wrong


@pytest.mark.django_db(transaction=True)
def test_a_citizen_recomputes_a_draw_on_its_page(open_page: Open, tmp_path: Path) -> None:
    shifan = kept.county()
    plan = approved(shifan)
    made = drawn(shifan, plan)
    for width in (1440, PHONE):
        page = open_page(f"/cq/{plan.number}/", width=width)
        page.get_by_role("button", name="重算").click()
        page.get_by_text("可以由公布的材料重算出来").wait_for()
        assert page.locator("[data-redraw-report] li").count() == 9
        check(page)
        picture(page, f"portal-draw-{width}")
        page.goto("/cq/")
        check(page)
        picture(page, f"portal-draws-{width}")
    file = json.loads(page.request.get(f"/cq/{plan.number}/draw.json").text())
    file["result"]["drawn"][0]["code"] = file["result"]["reserve"][0]["codes"][0]
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    page.goto("/cq/check/")
    page.set_input_files("[data-redraw-file]", str(path))
    page.get_by_text("有不符的项").wait_for()
    assert page.get_by_text("第 1 个应为").count() == 1
    check(page)
    picture(page, "portal-redraw")
    other = tmp_path / "other.json"
    other.write_text("不是文件", encoding="utf-8")
    page.set_input_files("[data-redraw-file]", str(other))
    page.get_by_text("读不出这个抽取文件").wait_for()
    assert Plan.objects.get(pk=plan.id).state == "drawn" and made.at
