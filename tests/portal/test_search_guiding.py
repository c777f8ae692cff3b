"""The one box of the portal finds 指导案例 as a kind of their own: by characters, sound and number; never one that is not in force."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.portal.test_search import answer

from mingjing.foundation import search
from mingjing.foundation.models import SearchEntry
from mingjing.lawbook import operations
from mingjing.lawbook.models import GuidingCase
from mingjing.lawbook.terms import GuidingFacts
from mingjing.lawbook.terms.guiding_cases import SEARCH_KIND, SOUND_KIND
from mingjing.sites import commandline
from mingjing.sites.journeys import guiding
from mingjing.sites.journeys.world import World, moment
from mingjing.sites.portal.copying.finding import index

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-22 10:00")
WHERE = ("/s/", "/s/suggest/")
# Its words, its offence, a keyword, the number of its document's organ, and its title by sound, whole, begun and by initials.
WORDS = (
    "临时顶岗",
    "特种作业人员未取得",
    "顶岗 主动改正",
    "某化工企业",
    "tezhongzuoye",
    "tezhong",
    "tzzy",
    "TeZhongZuoYe",
)


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def out(shifan: World) -> GuidingFacts:
    return guiding.released(shifan, guiding.WELDERS, NOW)


def kinds_shown(body: str) -> list[str]:
    return [name for name in ("指导案例", "执法决定", "执法机关", "词语", "事前公开的内容", "执法人员") if f">{name}</h2>" in body]  # fmt: skip


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("word", WORDS)
def test_one_in_force_is_found(word: str, where: str, client: Client, out: GuidingFacts) -> None:
    assert f'href="/zd/{out.code}/"' in answer(client, word, where)


def test_it_stands_under_a_heading_of_its_own_with_how_it_is_called(client: Client, out: GuidingFacts) -> None:
    body = answer(client, "特种作业")
    assert "指导案例" in kinds_shown(body)
    assert out.called in body and out.spec.offences[0] in body
    assert f"<small>指导案例　{out.called}</small>" in answer(client, "特种作业", "/s/suggest/")


def test_an_answer_is_narrowed_to_one_kind(client: Client, out: GuidingFacts) -> None:
    body = answer(client, "应急")
    assert "执法机关" in kinds_shown(body)
    for name in ("kind=guiding", "kind=decisions", "kind=organs", "kind=words"):
        assert name in body, name
    only = client.get(f"/s/?q={quote('作业')}&kind=guiding").content.decode()
    assert kinds_shown(only) == ["指导案例"] and f"/zd/{out.code}/" in only
    assert 'name="kind" value="guiding"' in only and 'aria-current="page">指导案例' in only
    other = client.get(f"/s/?q={quote('临时顶岗')}&kind=decisions").content.decode()
    assert f"/zd/{out.code}/" not in other and "执法决定”里没有查到" in other and "在全部里查" in other
    spoilt = client.get(f"/s/?q={quote('临时顶岗')}&kind=<script>").content.decode()
    assert f"/zd/{out.code}/" in spoilt and "<script>&" not in spoilt


def test_a_kind_that_was_chosen_asks_nothing_of_the_others(client: Client, out: GuidingFacts) -> None:
    client.get("/s/?q=x")
    with CaptureQueriesContext(connection) as told:
        client.get(f"/s/?q={quote('作业')}&kind=guiding")
    asked = " ".join(one["sql"] for one in told)
    assert len(told) <= 6 and "mj_publication" not in asked and "mj_pub_entry" not in asked


def test_more_than_fit_lead_to_the_list(client: Client, shifan: World) -> None:
    for number in range(10):
        guiding.released(shifan, replace(guiding.WELDERS, title=f"某厂第{number}件顶岗案例"), NOW)
    with CaptureQueriesContext(connection) as told:
        body = answer(client, "顶岗")
    assert body.count('href="/zd/sfj-') == 8 and f"/zd/?q={quote('顶岗')}" in body and len(told) <= 12
    chosen = client.get(f"/s/?q={quote('顶岗')}&kind=guiding").content.decode()
    assert chosen.count('href="/zd/sfj-') == 10
    assert answer(client, "顶岗", "/s/suggest/").count('href="/zd/sfj-') == 3
    heard = answer(client, "dinggang")
    assert "请多写几个字母" in heard and "/zd/?q=dinggang" not in heard


def test_the_wrong_character_with_the_right_sound_is_helped(client: Client, out: GuidingFacts) -> None:
    body = answer(client, "特种作叶")
    assert "您要找的是不是" in body and f"/zd/{out.code}/" in body


@pytest.mark.parametrize("word", WORDS)
def test_a_draft_or_one_that_was_checked_only_is_found_by_no_way(word: str, client: Client, shifan: World) -> None:
    writer, checker = shifan.actor("监", NOW), shifan.actor("监2", NOW)
    one = operations.draft_guiding_case(spec=guiding.WELDERS, by=writer, at=NOW)
    for _ in range(2):
        for where in WHERE:
            assert one.title not in answer(client, word, where)
        opinion = "案情和条文相符，条文现行有效，认不出当事人。"
        if GuidingCase.objects.filter(pk=one.id, state="draft").exists():
            operations.check_guiding_case(guiding_id=one.id, passed=True, opinion=opinion, seen=one.digest, by=checker, at=NOW)  # fmt: skip
    assert not SearchEntry.objects.filter(kind__in=(SEARCH_KIND, SOUND_KIND)).exists()


@pytest.mark.parametrize("stale", [False, True], ids=["index kept", "index gone stale"])
@pytest.mark.parametrize("word", WORDS)
def test_one_that_ended_is_found_by_no_way(word: str, stale: bool, client: Client, shifan: World, out: GuidingFacts) -> None:  # fmt: skip
    operations.end_guiding_case(guiding_id=out.id, reason="条文修改，不再适用", by=shifan.actor("监", NOW), at=NOW)
    assert not SearchEntry.objects.filter(object_id=out.id).exists()
    if stale:
        search.index(SEARCH_KIND, out.id, out.title, out.spec.facts)
        search.index_sound(SOUND_KIND, out.id, out.title)
    for where in (*WHERE, "/zd/"):
        body = answer(client, word, where)
        assert out.title not in body and out.code not in body, where
    narrowed = client.get(f"/s/?q={quote(word)}&kind=guiding").content.decode()
    assert out.title not in narrowed and "里没有查到" in narrowed


def test_a_reindex_brings_back_what_is_in_force_and_forgets_what_is_not(client: Client, shifan: World, out: GuidingFacts) -> None:  # fmt: skip
    gone = guiding.released(shifan, replace(guiding.WELDERS, title="某厂已经停止的顶岗案例"), NOW)
    before = SearchEntry.objects.get(kind=SEARCH_KIND, object_id=out.id)
    operations.end_guiding_case(guiding_id=gone.id, reason="条文修改，不再适用", by=shifan.actor("监", NOW), at=NOW)
    for kind in (SEARCH_KIND, SOUND_KIND):
        search.remove(kind, out.id)
        search.index(kind, gone.id, gone.title, "顶岗")
    assert out.code not in answer(client, "tzzy")
    for _ in range(2):
        assert commandline.main(["reindex"]) == 0
        for word in ("tzzy", "临时顶岗"):
            assert f'href="/zd/{out.code}/"' in answer(client, word), word
        assert not SearchEntry.objects.filter(object_id=gone.id).exists()
        again = SearchEntry.objects.get(kind=SEARCH_KIND, object_id=out.id)
        assert (again.title, again.body, again.day) == (before.title, before.body, before.day)


def test_the_static_copy_finds_it_too(shifan: World, out: GuidingFacts) -> None:
    told = index()
    assert told is not None and out.title in told.decode()
    operations.end_guiding_case(guiding_id=out.id, reason="条文修改，不再适用", by=shifan.actor("监", NOW), at=NOW)
    assert out.title not in (index() or b"").decode()
