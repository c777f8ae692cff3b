"""指导案例 on the portal: listed, searched, at a permanent address; of one that ended only that it has; nobody's name."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal.leaks import said
from tests.portal.pages import text_of

from mingjing.lawbook import operations
from mingjing.lawbook.models import LawVersion
from mingjing.lawbook.terms import GuidingFacts
from mingjing.sites.journeys import guiding
from mingjing.sites.journeys.world import World, moment
from mingjing.sites.portal.copying.addresses import Addresses
from mingjing.sites.portal.copying.terms import Site

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-22 10:00")
PEOPLE = ("华监督", "葛核对", "示应急罚〔2026〕77号", "示范县秘密化工有限公司")


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def out(shifan: World) -> GuidingFacts:
    spec = replace(guiding.WELDERS, origin=PEOPLE[2], origin_address="/gs/x/", shielded=(PEOPLE[3],))
    return guiding.released(shifan, spec, NOW)


def text(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, (where, answer.status_code)
    return str(answer.content.decode())


def test_it_is_listed_found_and_read(client: Client, out: GuidingFacts) -> None:
    where = f"/zd/{out.code}/"
    with CaptureQueriesContext(connection) as asked:
        page = text(client, "/zd/")
    assert len(asked) <= 10 and f'href="{where}"' in page
    assert where in text(client, "/zd/?q=临时顶岗") and "没有查到" in text(client, "/zd/?q=毫无此词")
    assert where in text(client, "/zd/?domain=emergency&source=own") and where not in text(client, "/zd/?domain=market")
    page = text(client, where)
    for words in (out.title, out.spec.significance, out.called, out.digest, "虚构示例", 'href="/fl/?c='):
        assert words in page, words
    assert 'rel="canonical" href="' in page and "没有变化" in page
    paper = client.get(f"/zd/{out.code}.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content[:5] == b"%PDF-"
    assert where in text_of(client.get("/sitemap.xml")) and "/zd/" in text(client, "/sq/")


def test_neither_staff_nor_the_decision_behind_it_is_told(client: Client, out: GuidingFacts) -> None:
    for where in ("/zd/", f"/zd/{out.code}/"):
        told = "\n".join(said(client.get(where)))
        assert not [word for word in PEOPLE if word in told], where


def test_of_one_that_ended_only_that_is_told(client: Client, shifan: World, out: GuidingFacts) -> None:
    where, by = f"/zd/{out.code}/", shifan.actor("监", NOW)
    before = client.get(where)
    other = guiding.released(shifan, replace(guiding.WELDERS, title="某企业的新案例"), NOW)
    operations.end_guiding_case(guiding_id=out.id, reason="条文修改", replaced_by=other.id, by=by, at=NOW)
    page = text(client, where)
    assert client.get(f"/zd/{out.code}.pdf").status_code == 404
    assert "停止参照：条文修改" in page and f"/zd/{other.code}/" in page
    assert (
        out.spec.significance not in page and out.title not in page and out.title not in text(client, "/zd/?q=临时顶岗")
    )
    again = client.get(where, headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 200
    operations.end_guiding_case(guiding_id=other.id, reason="不再适用", by=by, at=NOW)
    assert "还没有发布指导案例" in text(client, "/zd/")


def test_a_draft_has_no_address(client: Client, shifan: World) -> None:
    one = operations.draft_guiding_case(spec=guiding.WELDERS, by=shifan.actor("监", NOW), at=NOW)
    for code in ("x-g1", "sfj-g1", str(one.id), "a" * 200):
        assert "没有这件指导案例" in text(client, f"/zd/{code}/", 404)
    assert one.title not in text(client, "/zd/") and one.title not in text(client, "/zd/?q=临时顶岗")


def test_a_change_of_the_law_is_told_to_the_reader(client: Client, out: GuidingFacts) -> None:
    LawVersion.objects.filter(law__short_title="安全生产法").update(effective_to="2026-01-01")
    assert "条文已变化" in text(client, "/zd/") and "已失效" in text(client, f"/zd/{out.code}/")


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=2026-01-01T00:00:00+08:00_x", "?q=" + "%00", "?domain=%27", "?q=" + "长" * 900]
)
def test_no_address_breaks_the_list(client: Client, out: GuidingFacts, query: str) -> None:
    assert client.get(f"/zd/{query}").status_code == 200


def test_the_list_goes_on(client: Client, shifan: World) -> None:
    made = [guiding.released(shifan, replace(guiding.WELDERS, title=f"某厂第{n}件案例"), NOW) for n in range(22)]
    first = text(client, "/zd/")
    address = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = text(client, f"/zd/{address}")
    assert {one.id for one in made} == {
        one.id for one in made if (f"/zd/{one.code}/" in first) != (f"/zd/{one.code}/" in second)
    }


def test_the_static_copy_has_a_file_for_each(settings: Any) -> None:
    addresses = Addresses(Site("https://example.cn"))
    for where in ("/zd/", "/zd/sfj-g1/", "/zd/?after=x"):
        place = addresses.place(where, "/")
        assert place and place.path, where
