"""The public list of a million: every combination of filters has its index, nothing is sorted, and the pages join."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.publicity import samples

from mingjing.publicity import queries
from mingjing.publicity.models import Publication
from mingjing.publicity.terms import IN_PUBLIC, Filters, State

pytestmark = pytest.mark.django_db
COMBINATIONS = [
    Filters(organ_code=organ, category=category, state=state, since=since, until=until, month=month)
    for organ, category, state, since, until, month in product(
        ("", "示应急"), ("", "penalty"), ("", "corrected", "withdrawn", "ended"), (None, date(2026, 1, 1)),
        (None, date(2026, 12, 31)), (None, date(2026, 11, 1)),
    )
]  # fmt: skip
STATES = (*sorted(IN_PUBLIC), State.WITHDRAWN, State.EXPIRED, State.REPAIRED)
ORGANS, CATEGORIES = ("示应急", "示市监"), ("penalty", "licence")
# A million decisions as the planner knows them: rows of the table, then rows for each further column of the index.
_MILLION = {
    "mj_pub_list_all_rel": "1000000 160000 2 1", "mj_pub_list_all_dec": "1000000 160000 700 1",
    "mj_pub_list_organ_rel": "1000000 160000 30000 2 1", "mj_pub_list_organ_dec": "1000000 160000 30000 140 1",
    "mj_pub_list_kind_rel": "1000000 160000 80000 2 1", "mj_pub_list_kind_dec": "1000000 160000 80000 350 1",
    "mj_pub_list_both_rel": "1000000 160000 30000 15000 2 1", "mj_pub_list_both_dec": "1000000 160000 30000 15000 70 1",
    "mj_publication_latest": "1000000 2 1", "mj_publication_due": "1000000 200000 33000 30 1",
    "mj_publication_address": "1000000 200000 1 1", "mj_publication_by_number": "1000000 1 1",
    "mj_publication_organs": "1000000 200000 200000 33000 1", "mj_publication_subject": "1000000 4 2 1 1",
    "mj_publication_term": "1000000 900000 1",
}  # fmt: skip


def many(count: int = 120) -> list[Publication]:
    """Public decisions of two organs, both categories and every state, some of the same moment and day."""
    made = [
        Publication(
            id=uuid4(), source_ref=f"order-{at}", organ_id=uuid4(), organ_name="机关", organ_code=ORGANS[at % 2], number=f"示测罚〔2026〕{at}号",
            category=CATEGORIES[at // 2 % 2], decided_on=date(2026, 12, 20) - timedelta(days=at % 50), digest="", state=STATES[at % len(STATES)],
            due=date(2026, 12, 31), scheduled_at=samples.NOW, updated_at=samples.NOW, released_at=samples.NOW - timedelta(hours=at // 3),
        )
        for at in range(count)
    ]  # fmt: skip
    Publication.objects.bulk_create(made)
    return made


def plan(filters: Filters, **page: Any) -> str:
    """How the database goes about the list of these filters."""
    with CaptureQueriesContext(connection) as seen:
        queries.page(filters, by_day=True, **page)
    sql = seen.captured_queries[-1]["sql"].replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def as_of_a_million() -> None:
    """Let the planner take the table for one of a million; the transaction of the test takes it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE mj_publication")
            cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'mj_publication'")
            cursor.executemany(
                "INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES ('mj_publication', %s, %s)", list(_MILLION.items())
            )
            cursor.execute("ANALYZE sqlite_schema")
        else:
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")


@pytest.mark.parametrize("million", [False, True])
def test_no_list_is_walked_or_sorted(million: bool) -> None:
    """On PostgreSQL a few rows are rather sorted: there it is asked whether an index with the order can serve at all."""
    many()
    if million or connection.vendor == "postgresql":
        as_of_a_million()
    first = queries.page(Filters(), limit=5)
    for filters in COMBINATIONS:
        found = plan(filters)
        if connection.vendor == "sqlite":
            assert "TEMP B-TREE" not in found and "SCAN mj_publication" not in found, (filters, found)
            assert "USING INDEX mj_pub_list" in found, (filters, found)
        else:
            assert "Sort  (" not in found and "Seq Scan" not in found, (filters, found)
            assert "mj_pub_list" in found, (filters, found)
    found = plan(Filters(), after=first.next)
    assert "TEMP B-TREE" not in found and "Sort  (" not in found, found


def test_a_list_is_one_statement(django_assert_num_queries: Any) -> None:
    many()
    for filters in COMBINATIONS:
        with django_assert_num_queries(1):
            queries.page(filters, by_day=True)


@pytest.mark.parametrize("filters", COMBINATIONS[::3])
def test_the_pages_join_forwards_and_backwards(filters: Filters) -> None:
    rows = many()
    shown = {"corrected": {State.CORRECTED}, "withdrawn": {State.WITHDRAWN}, "ended": {State.EXPIRED, State.REPAIRED}}
    wanted = [
        one
        for one in rows
        if one.state in shown.get(filters.state, IN_PUBLIC)
        and filters.organ_code in ("", one.organ_code)
        and filters.category in ("", one.category)
        and (filters.since is None or one.decided_on >= filters.since)
        and (filters.until is None or one.decided_on <= filters.until)
    ]
    by_day = bool(filters.since or filters.until) and not filters.month
    wanted.sort(key=lambda one: (one.decided_on if by_day else one.released_at, str(one.id)), reverse=True)
    numbers, seen, token = [one.number for one in wanted], [], ""
    while True:
        page = queries.page(filters, after=token, limit=4, by_day=True)
        assert page.by_day is by_day
        seen.append([row.number for row in page.rows])
        if not page.next:
            break
        token = page.next
    assert [number for piece in seen for number in piece] == numbers
    for piece in reversed(seen[:-1]):
        page = queries.page(filters, before=page.previous, limit=4, by_day=True)
        assert [row.number for row in page.rows] == piece
    assert page.previous == ""


def test_a_feed_keeps_the_order_of_publication() -> None:
    many()
    page = queries.page(Filters(since=date(2026, 1, 1)), limit=50)
    moments = [row.released_at for row in page.rows]
    assert moments == sorted(moments, reverse=True) and not page.by_day


def test_a_token_of_the_other_order_starts_anew() -> None:
    many()
    days, moments = Filters(since=date(2026, 1, 1)), Filters()
    by_day, by_moment = queries.page(days, limit=4, by_day=True), queries.page(moments, limit=4)
    assert queries.page(days, after=by_moment.next, limit=4, by_day=True).rows == by_day.rows
    assert queries.page(moments, after=by_day.next, limit=4).rows == by_moment.rows


def test_what_was_never_public_is_in_no_list() -> None:
    rows = many()
    Publication.objects.filter(pk__in=[one.pk for one in rows[:60]]).update(state=State.DUE)
    hidden = {one.number for one in rows[:60]}
    for filters in COMBINATIONS:
        assert not hidden & {row.number for row in queries.page(filters, limit=100, by_day=True).rows}
    assert not hidden & {row.number for row in queries.rows(Filters())}


def test_every_line_is_exported_once_across_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = many()
    monkeypatch.setattr("mingjing.publicity.queries.public_rows.PIECE", 7)
    numbers = [row.number for row in queries.rows(Filters())]
    assert len(numbers) == len(set(numbers)) == sum(one.state in IN_PUBLIC for one in rows)


def test_the_site_map_of_a_month_is_whole() -> None:
    rows = many()
    month = datetime(2026, 11, 1, tzinfo=samples.NOW.tzinfo).date()
    public = [one for one in rows if one.state in IN_PUBLIC]
    told = [*queries.month_addresses(month, 0, 10), *queries.month_addresses(month, 10, 1000)]
    assert len({path for path, _ in told}) == len(told) == len(public)
    assert {row.number for row in queries.month_rows(Filters(), month)} == {one.number for one in public}


def test_a_rare_cause_is_looked_up_and_a_common_one_walked_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for at, cause in enumerate(("特种作业人员无证上岗", "未按规定储存危险化学品", "无证上岗（GB 30871）")):
        samples.released(samples.decision(number=f"示应急罚〔2026〕{at + 20}号", source_ref=f"d-{at}", cause=cause))
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕30号", source_ref="d-30", cause="无证上岗"))
    asked = [
        Filters(cause=cause, organ_code=organ, state=state)
        for cause, organ, state in product(
            ("无证上岗", "证上", "危", "没有的", "GB 3", "岗（"), ("", "示应急"), ("", "corrected", "withdrawn")
        )
    ]
    looked_up = [[row.number for row in queries.page(one).rows] for one in asked]
    monkeypatch.setattr("mingjing.publicity.queries.public_rows.HIT_LIMIT", 0)
    assert looked_up == [[row.number for row in queries.page(one).rows] for one in asked]
    assert [len(one) for one in looked_up[::6]] == [2, 2, 1, 0, 1, 1]
