"""States of the database that many tests begin from: made once in a process through the operations, then put back.

Making 示范县 costs one and a half seconds, putting its rows back a fiftieth of one. The rows are those the database
held after the making, triggers and full-text index included; nothing is made up here.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, transaction

from mingjing.foundation.models import SearchEntry
from mingjing.foundation.search_stores import Sqlite
from mingjing.sites.journeys.world import World, build

Made = TypeVar("Made")
Rows = list[tuple[Any, ...]]
_FTS = "INSERT INTO mj_search_fts(rowid, facet, title, body) VALUES (%s, %s, %s, %s)"
_kept: dict[tuple[str, bool], "_State"] = {}


@dataclass
class _State:
    """What the maker gave back, the rows of every table, the words of the full-text index."""

    made: bytes
    tables: dict[str, Rows]
    words: Rows


def kept(name: str, make: Callable[[], Made]) -> Made:
    """The state of that name: made where it is asked for first, put back where it was made before.

    The database must be empty. What is committed and what lies in an open transaction are kept apart, because events
    are heard after a commit only.
    """
    key = (name, connection.in_atomic_block)
    assert _empty(), "a kept state begins in an empty database"
    if key in _kept:
        return _put_back(_kept[key])
    made = make()
    words = [Sqlite()._row(entry) for entry in SearchEntry.objects.all()] if connection.vendor == "sqlite" else []
    _kept[key] = _State(pickle.dumps(made), {table: _rows(table) for table in _tables()}, words)
    return made


def county() -> World:
    """示范县 with the laws its matters cite and no case yet."""
    return kept("示范县", lambda: build(cited_only=True))


@cache
def _tables() -> list[str]:
    """Our own tables; the index of SQLite has tables of its own, which are written through it only."""
    names = connection.introspection.table_names()
    return [name for name in names if name.startswith("mj_") and not name.startswith("mj_search_fts")]


def _empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in _tables()))
        return not cursor.fetchone()[0]


def _rows(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # the ledger takes its rows in their order only
        return list(cursor.fetchall())


def _put_back(state: _State) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in state.tables.items():
            if rows:
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
        if connection.vendor == "sqlite":
            Sqlite().clear()
            cursor.executemany(_FTS, state.words)
    return pickle.loads(state.made)
