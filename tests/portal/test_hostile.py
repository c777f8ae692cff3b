"""Hostile addresses, markup in facts, formulas in cells."""

import csv
import io
import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.portal import pages
from tests.publicity import samples

from mingjing.sites.portal.forms import asked
from mingjing.sites.portal.views.exports import COLUMNS, safe_cell

pytestmark = pytest.mark.django_db
XSS = "<script>alert(1)</script>"
NASTY = (
    XSS, "'; DROP TABLE mj_publication; --", '"><img src=x onerror=alert(1)>', "%00", "\x00", "a" * 5000, "\ud83d", "NEAR(", "*", '"',
    "AND OR NOT", "﷽" * 50, "\u202e倒写", "{{7*7}}", "${7*7}", "../../etc/passwd", "-1", "9" * 40, "2026-13-45", "0000-00-00", "∞", "１", "^~",
)  # fmt: skip


@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("ending", ["/", ".csv", ".json", ".atom"])
def test_no_filter_can_break_a_list(value: str, ending: str, client: Client) -> None:
    samples.released()
    for name in ("q", "organ", "category", "cause", "since", "until", "year", "state", "after", "before"):
        typed = value.encode("utf-8", "surrogatepass")
        answer = client.get(f"/gs{ending}?{name}={quote(typed)}")
        assert answer.status_code == 200, (name, value)
        body = pages.text_of(answer)
        assert XSS not in body
        assert "onerror=alert(1)>" not in body.replace("&gt;", "")


@pytest.mark.parametrize(
    "where",
    [
        "/gs/x/y/", "/gs/%00/%00/", f"/gs/{quote(XSS, safe='')}/1/", "/jg/nobody/", "/jg/%00/", f"/zj/{quote(XSS, safe='')}/", "/lc/none/",
        "/lc/none/1.svg", "/lc/none/1.bpmn", "/fl/?c=%00", f"/fl/?c={quote(XSS)}", "/fl/", "/gs/a/b/v/99999999999999999999/", "/gs/a/b/proof.json",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_said_in_chinese(where: str, client: Client) -> None:
    answer = client.get(where)
    assert answer.status_code == 404
    body = answer.content.decode()
    assert "没有" in body
    assert XSS not in body


@pytest.mark.parametrize("where", ["/", "/gs/", "/gs.csv", "/verify/", "/zj/"])
def test_nothing_can_be_posted(where: str, client: Client) -> None:
    assert client.post(where, {"q": "x"}).status_code == 405
    assert client.head(where).status_code == 200


def test_markup_in_facts_is_text(client: Client) -> None:
    made = samples.released(
        samples.decision(
            party_name=f"{XSS}有限公司", cause=f"案由{XSS}", violation=f"事实{XSS}", result=f"罚款{XSS}", full_text=(f"正文{XSS}",),
            remedies=XSS, basis=(XSS,), outcome=XSS,
        )
    )  # fmt: skip
    for where in (*pages.PLAIN, *pages.LISTS, *pages.OF_A_DECISION, f"/gs/?q={quote(XSS)}"):
        answer = client.get(where)
        if not answer["Content-Type"].startswith("text/csv"):
            assert XSS not in pages.text_of(answer), where
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;有限公司" in client.get(made.address).content.decode()
    ElementTree.fromstring(client.get("/gs.atom").content)  # noqa: S314


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "|cmd", "%x", "\n=1", "\u200b=1")


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_starts_a_formula(value: str) -> None:
    assert safe_cell(value).startswith("'")


def test_csv_is_safe_complete_and_opens_in_spreadsheets(client: Client) -> None:
    samples.released(samples.decision(party_name='=HYPERLINK("http://x","y")公司', cause="+案由", result="-80000"))
    body = pages.text_of(client.get("/gs.csv"))
    assert body.startswith("\ufeff")
    head, row = list(csv.reader(io.StringIO(body[1:])))
    assert tuple(head) == COLUMNS
    assert (row[0], row[1], row[2], row[5]) == (
        samples.NUMBER, '\'=HYPERLINK("http://x","y")公司', "'+案由", "'-80000",
    )  # fmt: skip
    assert "不得用于信用评价" in row[-1]


def test_exports_hold_exactly_what_is_filtered(client: Client) -> None:
    samples.released()
    samples.released(samples.decision(number="示应急许〔2026〕1号", category="licence", cause="许可"))
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    for query, numbers in (
        ("", ["示应急许〔2026〕1号", samples.NUMBER]),
        ("?category=licence", ["示应急许〔2026〕1号"]),
        ("?cause=" + quote("特种作业"), [samples.NUMBER]),
        ("?year=2025", []),
        ("?since=2026-11-06", []),
        ("?since=2026-11-05&until=2026-11-05&category=penalty", [samples.NUMBER]),
        ("?until=2026-11-01&since=2026-12-01", ["示应急许〔2026〕1号", samples.NUMBER]),
        ("?state=withdrawn", ["示应急罚〔2026〕3号"]),
        ("?organ=" + quote("示应急"), ["示应急许〔2026〕1号", samples.NUMBER]),
    ):
        read = json.loads(pages.text_of(client.get(f"/gs.json{query}")))
        assert sorted(item["number"] for item in read["items"]) == sorted(numbers), query
        rows = list(csv.reader(io.StringIO(pages.text_of(client.get(f"/gs.csv{query}"))[1:])))[1:]
        assert sorted(row[0] for row in rows) == sorted(numbers)
        shown = client.get(f"/gs/{query}").content.decode()
        assert [number in shown for number in numbers] == [True] * len(numbers)


def test_the_feed_is_atom_and_follows_the_filter(client: Client) -> None:
    samples.released()
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    feed = ElementTree.fromstring(client.get("/gs.atom?category=penalty").content)  # noqa: S314
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:title", "", names) for entry in feed.findall("a:entry", names)] == [samples.NUMBER]
    assert feed.findtext("a:updated", "", names).startswith("2026-11-10")


def test_control_characters_do_not_break_the_feed(client: Client) -> None:
    samples.released(samples.decision(cause="案由\x08\x0b含控制字符"))
    ElementTree.fromstring(client.get("/gs.atom").content)  # noqa: S314
    json.loads(pages.text_of(client.get("/gs.json")))


def test_what_cannot_be_read_is_left_out_and_said() -> None:
    read = asked(
        {"organ": "无", "category": "x", "state": "y", "since": "昨天", "year": "2026"}, {"示应急": "示范县应急管理局"}
    )
    assert len(read.notes) == 4
    assert (read.filters.organ_code, read.filters.category, read.filters.state) == ("", "", "")
    assert str(read.filters.since) == "2026-01-01"
    assert read.query == "since=2026-01-01&until=2026-12-31"


def test_chips_take_one_filter_off_each(client: Client) -> None:
    samples.released()
    body = client.get("/gs/?category=penalty&q=" + quote("恒源")).content.decode()
    assert "含“恒源”" in body
    assert 'href="?category=penalty"' in body
