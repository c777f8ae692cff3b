"""Reading the library: articles, laws, links in a text, lists, search; and what a hostile hand types."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lawbook.shelf import TODAY

from mingjing.lawbook import queries
from mingjing.lawbook.terms import short_title

pytestmark = pytest.mark.django_db
HOSTILE = ("", " ", "\x00", "'\"*", "\ud800", "%", "_", "\\", "--", ";DROP TABLE mj_law", "长" * 10_000, "《》", "第条")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("中华人民共和国行政处罚法", "行政处罚法"), ("《行政处罚法》", "行政处罚法"), (" 行政 处罚法 ", "行政处罚法"),
        ("中华人民共和国", "中华人民共和国"), ("办法(试行)", "办法（试行）"), ("\x00价格法\ud800", "价格法"),
    ],
)  # fmt: skip
def test_short_titles(title: str, key: str) -> None:
    assert short_title(title) == key


@pytest.mark.parametrize("title", ["行政处罚法", "中华人民共和国行政处罚法", "《行政处罚法》"])
@pytest.mark.parametrize("number", [58, "58", "第五十八条"])
def test_an_article_is_found_by_either_title(shelf, title: str, number: int | str) -> None:
    found = queries.article(title, number, TODAY)
    assert found
    assert (found.label, found.citation) == ("第五十八条", "《行政处罚法》第五十八条")
    assert found.chapter.startswith("第五章")
    assert queries.article_by_id(found.article_id) == found


def test_numbered_items_are_no_articles(shelf) -> None:
    assert queries.article("刑法修正案（十二）", 1) is None
    reading = queries.law("刑法修正案（十二）")
    assert reading
    assert [one.label for one in reading.articles] == list("一二三四五六七八")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_raises(shelf, text: str) -> None:
    assert queries.article(text, 1) is None
    assert queries.article("行政处罚法", text) is None
    assert queries.law(text) is None
    assert queries.resolve(text) == ()
    assert queries.search(text) == ()
    assert queries.search("处罚", after=text)
    queries.laws(text, department=text, level=text, after=text)
    assert queries.article_by_id(uuid4()) is None


def test_many_articles_cost_two_queries(shelf) -> None:
    wanted = [("行政处罚法", number, 0) for number in range(1, 40)] + [("安全生产法", 97, 0), ("无此法", 1, 0)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.articles(wanted, TODAY)
    assert len(asked) == 2
    assert len(found) == 40


def test_a_law_is_read_by_title_id_or_version(shelf) -> None:
    with CaptureQueriesContext(connection) as asked:
        reading = queries.law("行政处罚法", TODAY)
    assert len(asked) == 2
    assert reading
    assert len(reading.articles) == reading.law.article_count == 86
    assert reading.parts[0].chapter == "第一章 总则"
    assert queries.law(reading.law.law_id, TODAY) == reading
    assert queries.law(str(reading.law.version_id)) == reading
    older = queries.law("商标法", TODAY)
    assert older
    assert older.law.published_on == date(2019, 4, 23)
    by_version = queries.law(older.versions[0].version_id, TODAY)
    assert by_version
    assert by_version.law.published_on == date(2026, 6, 26)


def test_citations_in_a_text_become_links_in_two_queries(shelf) -> None:
    text = (
        "依据《中华人民共和国行政处罚法》第五十八条、第六十条和《安全生产法》第九十七条第（七）项，《无此法》第一条。"
    )
    with CaptureQueriesContext(connection) as asked:
        links = queries.resolve(text, TODAY)
    assert len(asked) == 2
    assert [(link.text, link.article and link.article.label) for link in links] == [
        ("《中华人民共和国行政处罚法》第五十八条", "第五十八条"), ("第六十条", "第六十条"),
        ("《安全生产法》第九十七条第（七）项", "第九十七条"), ("《无此法》第一条", None),
    ]  # fmt: skip
    assert all(text[link.start : link.end] == link.text for link in links)


def test_this_law_is_the_law_being_read(shelf) -> None:
    (link,) = queries.resolve("依照本法第五十八条办理", TODAY, within="行政处罚法")
    assert link.article
    assert link.article.citation == "《行政处罚法》第五十八条"
    assert queries.resolve("依照本法第五十八条办理", TODAY)[0].article is None


def test_links_do_not_overlap(shelf) -> None:
    links = queries.resolve("《行政处罚法》第五十三条至第五十五条", TODAY)
    assert [link.text for link in links] == ["《行政处罚法》第五十三条", "第五十五条"]


def test_laws_are_listed_page_by_page(shelf) -> None:
    first = queries.laws(limit=3)
    rest = queries.laws(limit=10, after=first[-1].short_title)
    titles = [one.short_title for one in (*first, *rest)]
    assert len(titles) == len(set(titles)) == 7
    assert [one.title for one in queries.laws("安全")] == ["中华人民共和国安全生产法"]
    assert {one.department for one in queries.laws(department="行政法")} == {"行政法"}
    assert len(queries.laws("商标")) == 1
    assert sum(count for _, count in queries.departments()) == 7


def test_search_answers_one_and_two_characters_and_pages(shelf) -> None:
    assert queries.search("罚")
    first = queries.search("处罚", 5)
    second = queries.search("处罚", 5, after=first[-1].cursor)
    shown = [hit.article.article_id for hit in (*first, *second)]
    assert len(set(shown)) == 10
    assert first[-1].score >= second[0].score
    assert any(wanted for _, wanted in first[0].parts)


def test_the_cited_article_leads_even_where_the_words_find_nothing(shelf) -> None:
    hits = queries.search("行政处罚法58")
    assert [hit.article.label for hit in hits] == ["第五十八条"]
    assert queries.search("行政处罚法999") == ()


def test_a_version_not_in_force_is_left_out_where_a_day_is_given(shelf) -> None:
    both = {hit.article.law.published_on.year for hit in queries.search("商标法 注册", 200)}
    assert both == {2019, 2026}
    assert {hit.article.law.published_on.year for hit in queries.search("商标法 注册", 200, on=TODAY)} == {2019}
