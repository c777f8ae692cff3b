"""事前公开 on the portal: found, read, dated, compared, taken away as data; and nothing that was never released."""

import csv
import io
import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client
from tests.portal import pages
from tests.portal.test_hostile import NASTY, XSS

from mingjing.kernel.days import CHINA
from mingjing.publicity import operations
from mingjing.publicity.terms import kinds
from mingjing.sites.journeys import registers
from mingjing.sites.portal.views import lists

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)
ORGAN = f"/sq/{quote('示应急')}/"
SECRET = "绝不公开的内部内容"
WINDOW = dict.fromkeys(("post", "duties", "samples", "progress", "advice", "complaint"), "窗口")


@pytest.fixture
def public(shifan: Any) -> Any:
    """Everything of one organ is public."""
    registers.publish(shifan, "应急局", AT)
    return shifan


def window(shifan: Any, *, reason: str = "", at: datetime = AT, release: bool = True, **values: str) -> UUID:
    """A notice board of the organ, released or still waiting."""
    by = {role: shifan.actor(key, at) for role, key in (("collect", "公"), ("check", "丁"), ("release", "己"))}
    one = operations.collect_entry(
        organ_id=shifan.organs["应急局"], kind="window", code="CK-8", name=values.pop("name", "第二窗口"), values=WINDOW | values,
        valid_from=at.date(), reason=reason, by=by["collect"], at=at,
    )  # fmt: skip
    if release:
        operations.check_entry(edition_id=one.id, by=by["check"], at=at)
        operations.release_entry(edition_id=one.id, by=by["release"], at=at)
    return one.id


def read(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return pages.text_of(answer)


def everywhere(client: Client) -> str:
    """Every public page that could speak of an entry of this organ."""
    lists = [f"{ORGAN}{kind}{ending}" for kind in kinds() for ending in ("/", ".csv", ".json")]
    searched = [f"/sq/?q={quote(word)}" for word in ("窗口", "绝不", "内部")]
    of_it = [
        f"{ORGAN}window/CK-8/",
        f"{ORGAN}window/CK-8/?v=1",
        f"{ORGAN}window/CK-8/?v=2",
        f"{ORGAN}window/?q={quote('内部')}",
    ]
    return "\n".join(
        pages.text_of(client.get(where)) for where in ("/", "/sq/", ORGAN, "/sitemap.xml", *lists, *searched, *of_it)
    )


def test_every_kind_of_list_is_reached_in_three_steps(public: Any, client: Client) -> None:
    assert "/sq/" in read(client, "/")
    index = read(client, "/sq/")
    assert f"{ORGAN}annual/" not in index, "an empty list is not offered"
    for kind in kinds().values():
        assert f"{ORGAN}{kind.key}/" in index or kind.draws in {"supervision", "review"}
        assert kind.title in read(client, f"{ORGAN}{kind.key}/")


def test_a_guide_says_everything_and_who_answers_for_it(public: Any, client: Client) -> None:
    page = read(client, f"{ORGAN}guide/BS-001/")
    for word in (
        "受理机构",
        "审批机构",
        "办理条件",
        "申请材料",
        "12 个工作日",
        "不收费",
        "郑公示",
        "赵六",
        "孙九",
        "现行",
    ):
        assert word in page
    assert "/fl/?c=" in page


def test_two_characters_find_an_entry(public: Any, client: Client) -> None:
    assert "危险化学品经营许可" in read(client, f"/sq/?q={quote('经营')}")
    assert "没有查到" in read(client, f"/sq/?q={quote('不存在的词语')}")
    assert "烟花爆竹" in read(client, f"{ORGAN}random_check/?q={quote('烟花')}")


def test_what_was_not_released_is_nowhere(public: Any, client: Client) -> None:
    edition = window(public, name=SECRET, post=SECRET, release=False)
    assert SECRET not in everywhere(client)
    read(client, f"{ORGAN}window/CK-8/", 404)
    operations.check_entry(edition_id=edition, by=public.actor("丁", AT), at=AT)
    assert SECRET not in everywhere(client)


def test_a_waiting_edition_does_not_change_what_is_public(public: Any, client: Client) -> None:
    window(public, post="第一版的岗位")
    window(public, post=SECRET, reason=SECRET, at=AT + timedelta(days=1), release=False)
    told = everywhere(client)
    assert SECRET not in told
    assert "第一版的岗位" in told


def test_the_public_sees_version_date_and_what_changed(public: Any, client: Client) -> None:
    window(public, post="老岗位")
    window(public, post="新岗位", reason="职责调整", at=AT + timedelta(days=1))
    page = read(client, f"{ORGAN}window/CK-8/")
    for word in ("第 2 版", "2026-10-13", "职责调整", "老岗位", "新岗位", "全部版本"):
        assert word in page
    old = read(client, f"{ORGAN}window/CK-8/?v=1")
    assert "历史版本" in old
    assert "老岗位" in old


def test_what_stopped_leaves_its_reason_and_nothing_else(public: Any, client: Client) -> None:
    edition = window(public, post=SECRET)
    assert SECRET in everywhere(client)
    operations.retire_entry(edition_id=edition, reason="窗口撤并", by=public.actor("己", AT), at=AT + timedelta(days=2))
    told = everywhere(client)
    assert SECRET not in told
    assert "窗口撤并" in read(client, f"{ORGAN}window/CK-8/")
    assert "CK-8" not in read(client, "/sitemap.xml")


def test_tables_carry_every_field_and_their_use(public: Any, client: Client) -> None:
    rows = list(csv.reader(io.StringIO(read(client, f"{ORGAN}random_check.csv").removeprefix("\ufeff"))))
    assert rows[0][:3] == ["编号", "名称", "抽查依据"]
    assert len(rows) == 1 + 3
    assert "不得用于信用评价" in rows[1][-1]
    told = json.loads(read(client, f"{ORGAN}benchmark.json"))
    assert "不得用于信用评价" in told["notice"]
    assert told["items"][0]["tiers"]


def test_no_cell_is_a_formula_and_no_markup_is_run(public: Any, client: Client) -> None:
    window(public, name=f"=HYPERLINK({XSS})", post=f"+1{XSS}")
    rows = list(csv.reader(io.StringIO(read(client, f"{ORGAN}window.csv").removeprefix("\ufeff"))))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@"]
    for where in (f"{ORGAN}window/", f"{ORGAN}window.json", f"{ORGAN}window/CK-8/", "/sq/?q=HYPERLINK"):
        assert XSS not in read(client, where)


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_no_search_can_break_the_lists(value: str, client: Client) -> None:
    typed = quote(value.encode("utf-8", "surrogatepass"))
    assert client.get(f"/sq/?q={typed}").status_code == 200
    for where in (
        f"{ORGAN}guide/{quote(value.encode('utf-8', 'surrogatepass'), safe='')}/",
        f"/sq/{quote('无')}/guide/?q={typed}",
    ):
        assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    ("where", "most"),
    [
        ("/sq/", 5),
        (ORGAN, 4),
        (f"{ORGAN}matter/", 9),
        (f"{ORGAN}guide/BS-001/", 7),
        (f"{ORGAN}matter.csv", 1),
        ("/s/?q=经营", 8),
    ],
)
def test_pages_cost_few_queries(
    where: str, most: int, public: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        read(client, where)


def test_caches_ask_again_and_nothing_can_be_posted(public: Any, client: Client) -> None:
    answer = client.get(f"{ORGAN}guide/BS-001/")
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(f"{ORGAN}guide/BS-001/", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.post("/sq/", {"q": "x"}).status_code == 405


def test_one_box_finds_decisions_guides_organs_and_officers(public: Any, client: Client) -> None:
    for word, where in (
        ("经营许可", "服务指南"),
        ("张三", "13082103001"),
        ("13082103002", "李四"),
        ("应急管理局", "执法机关"),
    ):
        assert where in read(client, f"/s/?q={quote(word)}"), word
    assert "/s/" in read(client, "/")
    assert "没有查到" in read(client, f"/s/?q={quote('查不到的词语')}")
    assert "请输入" in read(client, "/s/")


def test_the_box_never_finds_what_is_not_public(public: Any, client: Client) -> None:
    window(public, name=SECRET, release=False)
    assert SECRET not in read(client, f"/s/?q={quote('绝不公开')}").split("<main")[1].replace(quote(SECRET), "")
    assert "没有查到" in read(client, f"/s/?q={quote('系小管')}")


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_no_word_can_break_the_box(value: str, client: Client) -> None:
    answer = client.get(f"/s/?q={quote(value.encode('utf-8', 'surrogatepass'))}")
    assert answer.status_code == 200
    assert XSS not in pages.text_of(answer)


def test_a_long_list_is_read_page_by_page(public: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 5)
    seen, where = [], f"{ORGAN}matter/"
    for _ in range(9):
        page = read(client, where)
        seen += re.findall(rf'href="{ORGAN}matter/([^/"]+)/"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if following is None:
            break
        where = f"{ORGAN}matter/{following[1].replace('&amp;', '&')}"
    total = len(json.loads(read(client, f"{ORGAN}matter.json"))["items"])
    assert len(seen) == len(set(seen)) == total > 10
