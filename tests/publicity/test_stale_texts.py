"""Charts and templates that cite an article which changed since they were written: who must act, and by when (P-07)."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.portal import pages
from tests.publicity.test_public_lists import CHANGED, people
from tests.security.hostile import browser

from mingjing.foundation.people import Actor
from mingjing.kernel.days import CHINA
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook import queries as laws
from mingjing.publicity import operations, queries
from mingjing.records import queries as records

__all__ = ["people"]
pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)
WRITTEN, MOVED = date(2026, 10, 12), date(2026, 11, 1)
TEXTS = (
    ("one", "甲图", "立案，依据：安全生产法第九十七条。", WRITTEN),
    ("two", "乙图", "送达，依据：行政处罚法第六十一条。", WRITTEN),
    ("three", "丙图", "没有依据的话。", WRITTEN),
    ("four", "丁图", "第五步，本法第三条，《没有的法》第一条。", WRITTEN),
)


@pytest.fixture
def moved(people: dict[str, Actor]) -> None:
    lawbook.add_law(by=people["releaser"], at=datetime(2026, 10, 21, 9, tzinfo=CHINA), text=CHANGED, source="测试")


def chart(text: str = "第1步　立案\n立案（依据安全生产法第九十七条）") -> None:
    operations.publish_chart(
        key="sample", version="1-a", title="示例流程图", svg="<svg xmlns='http://www.w3.org/2000/svg'/>", bpmn="<x/>",
        text=text, by="system", at=AT,
    )  # fmt: skip


def test_from_the_day_of_the_change_on(moved: None) -> None:
    assert queries.stale_texts(TEXTS, date(2026, 10, 31)) == ()
    found = queries.stale_texts(TEXTS, MOVED)
    assert [one.key for one in found] == ["one"]
    # Twenty working days after Sunday 2026-11-01, counted on the wall calendar: 2026-11-27.
    assert (found[0].citations, found[0].since, found[0].due) == (
        ("《安全生产法》第九十七条",), MOVED, date(2026, 11, 27),
    )  # fmt: skip


def test_a_text_written_after_the_change_follows_it(moved: None) -> None:
    later = tuple((key, title, text, MOVED) for key, title, text, _ in TEXTS)
    assert queries.stale_texts(later, date(2026, 12, 1)) == ()


def test_nothing_moved_is_nothing_flagged(shifan: Any) -> None:
    assert queries.stale_texts(TEXTS, date(2026, 12, 1)) == ()
    assert queries.stale_texts((), MOVED) == ()
    assert laws.moved(["《没有的法》第一条", "乱写"], WRITTEN, MOVED) == {}


def test_the_public_page_and_the_desk_say_so(
    moved: None, client: Client, shifan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart()
    days = {"on": date(2026, 10, 31)}
    for module in ("mingjing.sites.portal.views.charts", "mingjing.sites.bureau.views.listings"):
        monkeypatch.setattr(f"{module}.timezone.localdate", lambda *_: days["on"])
    desk = browser(shifan.people["公"])
    assert "依据已修改" not in pages.text_of(client.get("/lc/sample/"))
    days["on"] = MOVED
    assert "依据已修改，正在更新" in pages.text_of(client.get("/lc/sample/"))
    body = pages.text_of(desk.get("/bureau/lists/"))
    assert "流程图和文书模板的依据已经修改" in body
    assert "平台管理机关系统管理员" in body


def test_every_form_tells_since_when_it_holds_and_what_it_cites() -> None:
    told = records.form_texts()
    assert len(told) == len({key for key, *_ in told}) > 30
    assert all(title and text and day <= date(2026, 11, 29) for _, title, text, day in told)
    notice = next(text for key, _, text, _ in told if key == "hearing_notice")
    assert "听证" in notice
