"""What a proof reads does not grow with the log: statements, tiles, and on SQLite the steps of its machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.ledger.logged import AT, HANDLER

from mingjing.ledger import merkle, operations, queries
from mingjing.ledger.models import Entry
from mingjing.ledger.queries.bundles import Prover
from mingjing.ledger.terms import Draft, NotLogged
from mingjing.ledger.trees import HASHERS, WIDTH, Tiles

FEW, MANY = 300, 20_300
STATEMENTS, STEPS_MORE = 8, 1500


def grown(size: int) -> None:
    """Entries of one case among many, until there are so many."""
    numbers = range(Entry.objects.count(), size)
    drafts = [
        Draft("case:act:made", f"case:{number % 7}", AT + timedelta(seconds=number), {"n": number})
        for number in numbers
    ]
    for start in range(0, len(drafts), WIDTH):
        operations.append_many(drafts=drafts[start : start + WIDTH], by=HANDLER)
    operations.integrate()


def weighed() -> None:
    """The statistics of now, which the log will outgrow before they are gathered again."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        yield seen


def steps(call: Callable[[], object]) -> int:
    """How many instructions SQLite's machine executes for it: a row more is some ten more."""
    told = [0]

    def one() -> int:
        told[0] += 1
        return 0

    connection.connection.set_progress_handler(one, 1)
    try:
        call()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return told[0]


def tiles_of(seen: list[tuple[str, Any]]) -> list[tuple[Any, ...]]:
    """Tree, level and index of every tile that was asked for."""
    values = [list(params) for sql, params in seen if "mj_ledger_tile" in sql]
    return [tuple(each[at : at + 3]) for each in values for at in range(0, len(each), 3)]


@pytest.mark.django_db
def test_a_proof_reads_the_tiles_above_its_entry_and_above_the_end_and_nothing_else() -> None:
    grown(1)
    queries.bundle(0)
    for size in (FEW, MANY):
        grown(size)
        with asked() as seen:
            queries.bundle(size // 3)
        above = lambda index: {(level, index // WIDTH ** (level + 1)) for level in range(2)}  # noqa: E731
        wanted = {(tree, *place) for tree in HASHERS for place in above(size // 3) | above(size - 1)}
        assert len(seen) <= STATEMENTS
        assert sorted(tiles_of(seen)) == sorted(wanted)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the instructions of SQLite's own machine")
@pytest.mark.parametrize("first", [1, FEW])
def test_no_table_is_walked_although_the_statistics_are_of_a_young_log(first: int) -> None:
    grown(first)
    weighed()
    grown(FEW)
    few = steps(lambda: queries.bundle(100))
    grown(MANY)
    assert steps(lambda: queries.bundle(MANY // 3)) <= few + STEPS_MORE


@pytest.mark.django_db
def test_many_tiles_come_a_hundred_at_a_time_and_prove_what_they_should() -> None:
    grown(FEW)
    reader, size = Tiles("sm3"), FEW
    with asked() as seen:
        reader._fetch((0, index) for index in range(250))
    assert len(seen) == 3 and len(tiles_of(seen)) == 250
    row = Entry.objects.get(index=299)
    proof = reader.inclusion(299, size)
    assert merkle.verify_inclusion(
        reader.hasher, index=299, size=size, leaf=bytes(row.leafsm3), proof=proof, root=reader.root(size)
    )


@pytest.mark.django_db
def test_proofs_of_several_entries_and_of_a_stream_come_in_order_and_none_is_made_up() -> None:
    grown(FEW)
    assert [found["index"] for found in Prover().bundles([150, 3, 299])] == [150, 3, 299]
    stream = queries.stream_bundles("case:3")
    assert [found["index"] for found in stream] == list(range(3, FEW, 7))
    with pytest.raises(NotLogged, match="第 300 条"):
        queries.bundle(FEW)


@pytest.mark.django_db
def test_an_entry_whose_opening_is_gone_is_not_taken_for_one_destroyed_lawfully() -> None:
    grown(1)
    Entry.objects.create(
        index=1, leaf256=bytes(32), leafsm3=bytes(32), public=b"{}", stream="case:x", stream_seq=0, event_hash="", kind="x", at=AT
    )  # fmt: skip
    with pytest.raises(LookupError, match="run the audit"):
        queries.bundle(1)
