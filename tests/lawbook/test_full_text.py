"""The search that every room shares, on whichever database the tests run."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.foundation import search
from mingjing.foundation.models import SearchEntry

pytestmark = pytest.mark.django_db
FOOD, SAFETY, BOTH = (UUID(int=n) for n in (1, 2, 3))


@pytest.fixture
def indexed() -> None:
    search.index("decision", FOOD, "食品案", "经营超过保质期的食品，罚款五万元。", date(2026, 9, 1))
    search.index(
        "decision", SAFETY, "特种作业案", "特种作业人员未取得资格，罚款八万元。", date(2026, 10, 1), organ_id=FOOD
    )
    search.index("decision", BOTH, "综合案", "特种作业；另有食品一批。Its OK-2026", date(2026, 11, 1))
    search.index("case", FOOD, "内部", "食品 特种作业 投诉人")


def ids(query: str, **narrow) -> set[UUID]:
    return {hit.object_id for hit in search.search("decision", query, **narrow)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("食品", {FOOD, BOTH}), ("特种作业", {SAFETY, BOTH}), ("特种作业 食品", {BOTH}), ("罚", {FOOD, SAFETY}),
        ("罚款 特种", {SAFETY}), ("ok", {BOTH}), ("２０２６", {BOTH}), ("品食", set()), ("投诉人", set()), ("酒", set()),
        ("食品、罚款！", {FOOD}), ("食品 OR 罚款", set()), ("NOT 食品", set()),
    ],
)  # fmt: skip
def test_all_words_must_occur(indexed, query: str, found: set[UUID]) -> None:
    assert ids(query) == found


def test_titles_weigh_more(indexed) -> None:
    assert [hit.object_id for hit in search.search("decision", "食品")] == [FOOD, BOTH]


def test_one_query_narrowed_by_day_organ_and_ids(indexed) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert ids("特种作业", organ_id=FOOD) == {SAFETY}
    assert len(asked) == 1
    assert ids("特种作业", since=date(2026, 11, 1)) == {BOTH}
    assert ids("特种作业", until=date(2026, 10, 1)) == {SAFETY}
    assert ids("特种作业", ids=[BOTH, FOOD]) == {BOTH}
    assert ids("特种作业", ids=[]) == set()
    assert ids("特种作业", organ_id=uuid4()) == set()


def test_a_new_text_replaces_the_old_and_a_removed_one_is_gone(indexed) -> None:
    search.index("decision", FOOD, "改正案", "只有药品", date(2026, 9, 2))
    assert FOOD not in ids("食品")
    assert ids("药品") == {FOOD}
    search.remove("decision", FOOD)
    search.remove("decision", FOOD)
    assert ids("药品") == set()
    assert {hit.object_id for hit in search.search("case", "食品")} == {FOOD}


def test_pages_follow_each_other_without_a_gap() -> None:
    for number in range(25):
        search.index("decision", UUID(int=number + 100), f"{number}", "同样的食品案件" * (1 + number % 3))
    shown: list[UUID] = []
    cursor = None
    while page := search.search("decision", "食品", 7, cursor):
        shown += [hit.object_id for hit in page]
        cursor = page[-1].cursor
    assert len(shown) == len(set(shown)) == 25


def test_the_index_can_be_made_anew(indexed) -> None:
    assert search.rebuild() == 4
    assert ids("食品") == {FOOD, BOTH}
    search.remove("decision", BOTH)
    assert ids("食品") == {FOOD}


@pytest.mark.parametrize(
    "cursor", ["", "x", "1:2:3", "nan:1", "1e999999:1", "'; --", "9" * 500 + ":1", "1:" + "9" * 30]
)
def test_a_spoilt_cursor_starts_anew(indexed, cursor: str) -> None:
    assert {hit.object_id for hit in search.search("decision", "食品", 20, cursor)} == {FOOD, BOTH}


@pytest.mark.parametrize(
    "query",
    [
        "",
        '"',
        "'",
        "*",
        "(",
        "a AND",
        "NEAR(",
        "^",
        "{x}:",
        "\x00",
        "\ud800",
        "：",
        "%s",
        "%",
        ":*",
        "!|&",
        "\\",
        "长" * 10_000,
        "' " * 5_000,
    ],
)
def test_nothing_typed_raises(indexed, query: str) -> None:
    assert search.search("decision", query) == ()
    search.search("decision", f"食品{query}")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.text(max_size=40))
def test_what_is_indexed_is_found_whatever_it_is(title: str, body: str) -> None:
    key = uuid4()
    search.index("any", key, title, body)
    for query in (title, body):
        if search.query_tokens(search._clean(query)):
            assert key in {hit.object_id for hit in search.search("any", query, ids=[key])}
    search.remove("any", key)
    assert not SearchEntry.objects.filter(kind="any").exists()


def test_a_kind_is_letters_and_digits() -> None:
    with pytest.raises(ValueError, match="not a kind"):
        search.index("a b", uuid4(), "", "")


def test_a_snippet_shows_where_it_was_found() -> None:
    search.index("decision", FOOD, "甲", "乙丙")
    assert search.search("decision", "乙")[0].snippet == "乙丙"
    parts = search.snippet("前" * 200 + "特种作业人员" + "后" * 200, "特种作业")
    assert ("特种作业", True) in parts
    assert parts[0] == ("…", False)
    assert parts[-1] == ("…", False)
    assert len("".join(text for text, _ in parts)) <= 92
    assert search.snippet("只有作业二字", "特种作业") == (("只有", False), ("作业", True), ("二字", False))
    assert search.snippet("甲乙", "丙") == (("甲乙", False),)
    assert search.snippet("", "") == ()


def test_a_very_long_body_is_indexed_up_to_its_limit() -> None:
    search.index("decision", FOOD, "长", "甲乙" * search.BODY_LIMIT + "末尾")
    assert ids("甲乙") == {FOOD}
    assert ids("末尾") == set()


DAYS = st.dates(date(2022, 11, 28), date(2027, 2, 3))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_newest_hits_are_those_of_the_days_and_the_organ(data: st.DataObject) -> None:
    """Whatever the bounds, months or years wide, open or closed: as if every entry were looked at one by one."""
    SearchEntry.objects.all().delete()
    search.rebuild()
    told = data.draw(st.lists(st.tuples(DAYS, st.sampled_from([FOOD, SAFETY])), min_size=1, max_size=12))
    made = [(uuid4(), day, organ) for day, organ in told]
    search.index_many("decision", [search.Entry(key, "罚款案", "食品", day, organ) for key, day, organ in made])
    since, until = data.draw(st.none() | DAYS), data.draw(st.none() | DAYS)
    organ_id, limit = data.draw(st.none() | st.just(FOOD)), data.draw(st.integers(1, 12))
    wanted = [
        key
        for key, day, organ in reversed(made)
        if (since is None or day >= since) and (until is None or day <= until) and organ_id in (None, organ)
    ]
    found = search.newest("decision", "罚款 食品", limit, organ_id=organ_id, since=since, until=until)
    assert list(found) == wanted[:limit]


def test_the_words_of_a_page_of_objects_are_given_to_cut_from(indexed: None) -> None:
    assert search.bodies("decision", [FOOD, SAFETY]).keys() == {FOOD, SAFETY}
    assert "五万元" in search.bodies("decision", [FOOD])[FOOD]
    assert search.bodies("case", [SAFETY]) == {}
