"""Open data: the catalogue, workbook and lines, the site map in parts, the colour and the foot of the settings, the pace."""

import csv
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.portal import pages
from tests.publicity import filing, samples

from mingjing.publicity import operations, queries
from mingjing.publicity.models import FileCopy
from mingjing.publicity.queries import public_rows
from mingjing.publicity.terms import Filters
from mingjing.sites.portal.views import pacing, sitemaps, workbook
from mingjing.sites.settings.base import colour

pytestmark = pytest.mark.django_db
SOMEBODY = "203.0.113.7"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def lines(client: Client, where: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in pages.text_of(client.get(where)).splitlines()]


def sheet(client: Client, where: str = "/gs.xlsx") -> tuple[bytes, list[list[Any]]]:
    answer = client.get(where)
    assert answer.status_code == 200
    content = bytes(b"".join(answer.streaming_content))
    return content, CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("数据").to_python()


def test_json_lines_say_the_same_as_the_json_and_what_they_may_not_be_used_for(client: Client) -> None:
    samples.released()
    samples.withdrawn(samples.natural())
    told = lines(client, "/gs.jsonl")
    whole = json.loads(pages.text_of(client.get("/gs.json")))["items"]
    assert [{key: value for key, value in one.items() if key != "notice"} for one in told] == whole
    assert [one["number"] for one in told] == [samples.NUMBER]
    assert all("不得用于信用评价" in one["notice"] for one in told)
    assert [one["state"] for one in lines(client, "/gs.jsonl?state=withdrawn")] == ["withdrawn"]


def test_the_workbook_holds_the_same_rows_and_no_formula(client: Client) -> None:
    samples.released(samples.decision(party_name='=HYPERLINK("http://evil.example")有限公司', cause="@SUM(A1)"))
    content, rows = sheet(client)
    assert rows[0][0] == "决定文号" and rows[1][0] == samples.NUMBER
    assert len(rows) == 2
    assert "HYPERLINK" in rows[1][1]
    with ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            assert b"<f>" not in packed.read(name) and b"hyperlink " not in packed.read(name), name
    assert content == sheet(client)[0]


def test_a_workbook_that_would_be_too_long_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST", 1)
    samples.released()
    samples.released(samples.natural(), at=samples.NOW + timedelta(hours=1))
    content, rows = sheet(client)
    assert [row[0] for row in rows[1:]] == ["示应急罚〔2026〕10号"]
    notes = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("说明").to_python()
    assert "只含最新的 1 行" in str(notes)


def test_rows_come_piece_by_piece_and_none_is_lost_or_twice(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for at in range(7):  # all of one moment, so that only the key tells them apart
        samples.released(samples.decision(number=f"示应急罚〔2026〕{at + 20}号", source_ref=f"d-{at}"))
    every = [row.number for row in queries.rows(Filters())]
    monkeypatch.setattr(public_rows, "PIECE", 2)
    with django_assert_max_num_queries(5):
        pieces = list(queries.rows(Filters()))
    assert [row.number for row in pieces] == every and len(set(every)) == 7
    assert pieces == list(queries.page(Filters(), limit=10).rows)


def test_what_is_withdrawn_during_a_download_does_not_come_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_rows, "PIECE", 1)
    old = samples.released()
    samples.released(samples.natural(), at=samples.NOW + timedelta(hours=1))
    told = queries.rows(Filters())
    assert next(told).number == "示应急罚〔2026〕10号"
    operations.withdraw(
        publication_id=old.id, trigger="revoked", reason="示范县人民政府复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW
    )  # fmt: skip
    assert list(told) == []


def test_the_catalogue_leads_to_files_that_are_there(client: Client) -> None:
    pages.released_edition()
    samples.released()
    told = json.loads(client.get("/data/catalog.jsonld").content)
    assert told["@type"] == "dcat:Catalog"
    by_key = {one["dct:identifier"]: one for one in told["dcat:dataset"]}
    assert {"decisions", "list-window", "organs", "officers", "charts", "log"} <= set(by_key)
    assert "共 1 件" in by_key["decisions"]["dct:description"]["@value"]
    for one in by_key.values():
        assert "不得用于信用评价" in one["dct:rights"]["@value"]
        for file in one["dcat:distribution"]:
            address = (file.get("dcat:downloadURL") or file["dcat:accessURL"])["@id"]
            answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
            assert answer.status_code == 200, address
            assert answer["Content-Type"].split(";")[0] == file["dcat:mediaType"], address


def test_the_page_of_data_tells_terms_counts_and_forms(client: Client) -> None:
    pages.released_edition()
    samples.released()
    body = client.get("/data/").content.decode()
    for piece in ("不得用于", "/gs.xlsx", "/gs.jsonl", "每个工作日", "执法人员名录", "/data/catalog.jsonld"):
        assert piece in body, piece


def test_counts_follow_the_log_at_once(client: Client, django_assert_max_num_queries: Any) -> None:
    one = samples.released()
    assert re.search(r">\s*1 件\s*<", client.get("/data/").content.decode())
    with django_assert_max_num_queries(12):
        client.get("/data/")
    operations.withdraw(
        publication_id=one.id, trigger="revoked", reason="示范县人民政府复议决定撤销本决定", by=samples.PUBLICIST, at=samples.NOW
    )  # fmt: skip
    assert re.search(r">\s*0 件\s*<", client.get("/data/").content.decode())


def test_a_long_site_map_comes_in_parts_that_hold_everything_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(5):
        samples.released(samples.decision(number=f"示应急罚〔2026〕{at + 20}号", source_ref=f"d-{at}"))
    whole = [
        one.text for one in ET.fromstring(pages.text_of(client.get("/sitemap.xml"))).iter() if one.tag.endswith("}loc")
    ]
    cache.clear()
    monkeypatch.setattr(sitemaps, "MOST", 2)
    index = ET.fromstring(pages.text_of(client.get("/sitemap.xml")))
    assert index.tag.endswith("sitemapindex")
    parts = [str(one.text).removeprefix("http://127.0.0.1:8000") for one in index.iter() if one.tag.endswith("}loc")]
    assert parts == ["/sitemap-lists.xml", "/sitemap-2026-11-1.xml", "/sitemap-2026-11-2.xml", "/sitemap-2026-11-3.xml"]
    held = [
        one.text
        for part in parts
        for one in ET.fromstring(pages.text_of(client.get(part))).iter()
        if one.tag.endswith("}loc")
    ]
    assert sorted(map(str, held)) == sorted(map(str, whole)) and len(held) == 5
    assert client.get("/sitemap-2026-12-1.xml").status_code == 404
    assert client.get("/sitemap-x.xml").status_code == 404


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("/gs.csv", "export"),
        ("/gs.xlsx", "export"),
        ("/gs/?q=x", "search"),
        ("/s/?q=x", "search"),
        ("/sq/?q=x", "search"),
    ],
)
def test_a_scraper_is_told_when_to_come_again(
    where: str, kind: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pacing.MOST, kind, 2)
    asked = [client.get(where, REMOTE_ADDR=SOMEBODY) for _ in range(4)]
    assert [one.status_code for one in asked] == [200, 200, 429, 429] or [one.status_code for one in asked][0] == 200
    refused = client.get(where, REMOTE_ADDR=SOMEBODY)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "no-store" in refused["Cache-Control"]
    assert "秒后再试" in refused.content.decode() and "/data/" in refused.content.decode()
    assert client.get(where, REMOTE_ADDR="203.0.113.8").status_code == 200
    assert client.get("/gs/", REMOTE_ADDR=SOMEBODY).status_code == 200
    assert SOMEBODY not in str(vars(cache._connections if hasattr(cache, "_connections") else cache))


def test_behind_our_own_proxy_the_visitor_is_who_the_proxy_saw(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pacing.MOST, "export", 1)
    for _ in range(3):  # a proxy that was not declared: nobody is told apart, nobody is refused
        assert client.get("/gs.csv", HTTP_X_FORWARDED_FOR=SOMEBODY).status_code == 200
    settings.MINGJING_PROXIES = 1
    assert client.get("/gs.csv", HTTP_X_FORWARDED_FOR=f"1.1.1.1, {SOMEBODY}").status_code == 200
    # What the visitor wrote himself stands to the left of what the proxy saw, and helps him nothing.
    assert client.get("/gs.csv", HTTP_X_FORWARDED_FOR=f"2.2.2.2, {SOMEBODY}").status_code == 429
    assert client.get("/gs.csv", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 200


def test_head_foot_and_colour_come_from_the_settings(client: Client, settings: Any) -> None:
    plain = client.get("/").content.decode()
    assert "colours.css" not in plain and "主办：" not in plain
    settings.MINGJING_SITE = {
        **settings.MINGJING_SITE, "site_name": "示范县执法公示网", "organiser": "示范县司法局", "phone": "0314-3020000",
        "icp": "冀ICP备00000001号", "police": "冀公网安备 13000000000001号", "colour": "#8a1a1a", "operator": "<b>某中心</b>",
    }  # fmt: skip
    body = client.get("/").content.decode()
    for piece in (
        "示范县执法公示网",
        "主办：示范县司法局",
        "冀ICP备00000001号",
        "冀公网安备",
        "0314-3020000",
        "&lt;b&gt;某中心",
        "/colours.css",
    ):
        assert piece in body, piece
    style = client.get("/colours.css")
    assert style["Content-Type"].startswith("text/css")
    assert "--blue: #8a1a1a" in style.content.decode() and "--deep: #671313" in style.content.decode()


@pytest.mark.parametrize("told", ["red", "#fff", "#ffffff", "#8ab4e8", "#12345;}", "url(x)"])
def test_a_colour_that_cannot_be_read_on_is_refused(told: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MINGJING_SITE_COLOUR"):
        colour(told)


def test_a_dark_colour_is_taken() -> None:
    assert colour("#8A1A1A") == "#8a1a1a"
    assert colour("") == ""


def test_every_form_of_the_data_lists_the_attachments_with_the_digest_of_the_public_copy(client: Client) -> None:
    made = filing.released(*filing.FILES)
    copies = list(FileCopy.objects.filter(version__publication_id=made.id).order_by("seq"))
    assert len(copies) == len(filing.FILES)
    told = lines(client, "/gs.jsonl")[0]["files"]
    assert [(one["name"], one["sha256"]) for one in told] == [(one.name, one.sha256) for one in copies]
    cells = "\n".join(f"{one['name']} {one['url']} sha256:{one['sha256']}" for one in told)
    head, row = list(csv.reader(io.StringIO(pages.text_of(client.get("/gs.csv"))[1:])))
    assert row[head.index("附件")] == cells
    table = sheet(client)[1]
    assert table[1][table[0].index("附件")] == cells
    answer = client.get(urlsplit(told[0]["url"]).path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert hashlib.sha256(bytes(content)).hexdigest() == told[0]["sha256"]


def test_a_table_without_attachments_asks_no_more_and_one_with_them_a_fixed_number(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for place in range(3):
        samples.released(samples.decision(number=f"示应急罚〔2026〕8{place}号", source_ref=f"d-{place}"))
    with django_assert_max_num_queries(4):
        pages.text_of(client.get("/gs.csv"))
    filing.released(*filing.FILES)
    with django_assert_max_num_queries(5):
        pages.text_of(client.get("/gs.csv"))
