"""Many cases out of forty: rows copied below the operations. Bench data only; nothing else may write like this.

A copy keeps the acts of the case it was made from, with a new id, dossier, number, party and dates in its columns.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.apps import apps
from django.db import connection, transaction

from mingjing.foundation import search
from mingjing.publicity.terms import SEARCH_KIND

BATCH = 2000
PER_PARTY = 4
PER_DOCUMENTS = 20
MOST_PUBLISHED = 20_000
OTHER_OFFICERS = 100
NAMES = "恒源鑫达宏远大川瑞丰康健喜洋蓝天金穗永固华美安居通达阳光顺风德信茂盛祥和广济同泰"
TRADES = (
    "化工",
    "机械加工",
    "矿业",
    "粮油",
    "药房连锁",
    "食品",
    "加油站",
    "农资",
    "建材",
    "广告传媒",
    "物业服务",
    "物流",
)
WEIGHTS = {"archived": 8, "closed": 8, "served": 3, "decided": 2}
DONE = frozenset({"archived", "closed", "served", "decided"})


def table(name: str) -> Any:
    """A table by `room.Model`: the bench looks inside the rooms, which nothing in the product may do."""
    return apps.get_model(name)


def insert(rows: list[Any]) -> None:
    """Rows with their keys, one prepared statement for all: a million of them by the usual way take twice as long."""
    about = rows[0]._meta
    fields = about.concrete_fields
    sql = f"INSERT INTO {about.db_table} ({', '.join(one.column for one in fields)}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 our own table
    with connection.cursor() as cursor:
        cursor.executemany(
            sql, [[one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields] for row in rows]
        )


@contextmanager
def indexed_afterwards(name: str) -> Iterator[None]:
    """The indexes of a table, those of its key and other constraints apart, are made again after very many rows have come in."""
    asked = {
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor], [name])
        found = cursor.fetchall()
        for index, _ in found:
            cursor.execute(f'DROP INDEX "{index}"')
        yield
        for _, definition in found:
            cursor.execute(definition)


@dataclass(frozen=True, slots=True)
class Copy:
    """One new case row and the case it comes from."""

    source: Any
    row: Any
    days: int
    documents: bool
    ours: bool
    acting: bool


def grow(wanted: int, acting: frozenset[UUID], least: int) -> dict[UUID, list[UUID]]:
    """Multiply the cases to `wanted`. `acting` sources get `least` copies to act upon first; gives those back."""
    cases = list(table("cases.Case").objects.order_by("opened_at", "id"))
    chosen = random.Random(20261122)  # noqa: S311 the same county every time
    made: dict[UUID, list[UUID]] = {key: [] for key in acting}
    with transaction.atomic():
        _mapping()
        for batch in _batches(_copies(cases, wanted, acting, least, chosen)):
            _write(batch)
            for one in batch:
                if one.acting:
                    made[one.source.id].append(one.row.id)
        _below_cases()
    return made


def _copies(
    cases: list[Any], wanted: int, acting: frozenset[UUID], least: int, chosen: random.Random
) -> Iterator[Copy]:
    pool = [case for case in cases for _ in range(WEIGHTS.get(case.stage, 1))]
    first = [case for case in cases if case.id in acting for _ in range(least)]
    rest = (chosen.choice(pool) for _ in range(wanted - len(cases) - len(first)))
    for number, source in enumerate((*first, *rest), start=1):
        yield _copy(source, number, number <= len(first), chosen)


def _copy(source: Any, number: int, acting: bool, chosen: random.Random) -> Copy:
    row, days = copy(source), chosen.randrange(0, 900 if source.stage in DONE else 45)
    back = timedelta(days=days, seconds=chosen.randrange(0, 36_000))
    ours = acting or number % 50 == 0
    row._state = copy(source._state)
    row.id, row.dossier_id, row.previous_id = uuid4(), uuid4(), None
    row.lead_number = f"{source.lead_number[:-2]}{number + 1_000_000}号"
    row.number = f"{source.number[:-2]}{number + 1_000_000}号" if source.number else ""
    row.decision_number = f"{source.decision_number[:-2]}{number + 1_000_000}号" if source.decision_number else ""
    # An acting case has a party of its own, so that no guard finds the same act punished twice.
    row.party_id = uuid5(row.dossier_id, "party") if acting else uuid5(source.organ_id, str(number // PER_PARTY))
    row.party_name = _party_name(number // PER_PARTY)
    row.handlers = (
        source.handlers if ours else f"办案人{number % OTHER_OFFICERS}、办案人{(number + 1) % OTHER_OFFICERS}"
    )
    for name in ("opened_at", "updated_at", "filed_on", "decided_on"):
        value = getattr(source, name)
        setattr(row, name, value - back if value else value)
    if source.due_on:
        # Three in a hundred of the cases with a running clock are overdue.
        days = chosen.randrange(-40, 0) if number % 33 == 0 else chosen.randrange(0, 60)
        row.due_on = date.today() + timedelta(days=days)  # noqa: DTZ011 bench data
        days = (source.due_on - row.due_on).days
    return Copy(source, row, days, number % PER_DOCUMENTS == 0 or acting, ours, acting)


def _party_name(number: int) -> str:
    first, second = NAMES[number % len(NAMES)], NAMES[number // len(NAMES) % len(NAMES)]
    return f"示范县{first}{second}{TRADES[number % len(TRADES)]}有限公司{number // 1600 or ''}"


def _batches(copies: Iterator[Copy]) -> Iterator[list[Copy]]:
    held: list[Copy] = []
    for one in copies:
        held.append(one)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def _key(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def _mapping() -> None:
    kind = "uuid" if connection.vendor == "postgresql" else "char(32)"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE mj_bench_copy"
            f" (old_case {kind}, new_case {kind}, old_dossier {kind}, new_dossier {kind}, documents integer)"
        )


def _write(batch: list[Copy]) -> None:
    case, dossier = table("cases.Case"), table("records.Dossier")
    case.objects.bulk_create([one.row for one in batch], batch_size=BATCH)
    dossier.objects.bulk_create(
        dossier(
            id=row.dossier_id,
            organ_id=row.organ_id,
            title=f"{row.party_name}{row.cause}"[:300],
            opened_at=row.opened_at,
        )
        for row in (one.row for one in batch)
    )
    _clocks_and_parts(batch)
    search.index_many("case", (_entry(one.row) for one in batch))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO mj_bench_copy VALUES (%s, %s, %s, %s, %s)",
            [
                (_key(one.source.id), _key(one.row.id), _key(one.source.dossier_id), _key(one.row.dossier_id), int(one.documents))
                for one in batch
            ],
        )  # fmt: skip


def _entry(row: Any) -> search.Entry:
    numbers = (row.number, row.lead_number, row.decision_number, row.party.get("id_no", ""), row.handlers)
    return search.Entry(
        row.id, f"{row.party_name} {row.cause}", " ".join(filter(None, numbers)), row.opened_at.date(), row.organ_id
    )


def _clocks_and_parts(batch: list[Copy]) -> None:
    deadline, part = table("cases.Deadline"), table("cases.Part")
    clocks, parts = [], []
    sources = {one.source.id: one.source for one in batch}
    told = {key: (list(case.deadlines.all()), list(case.parts.all())) for key, case in sources.items()}
    for one in batch:
        for clock in told[one.source.id][0]:
            fresh = copy(clock)
            fresh.pk, fresh.case_id, fresh.due = None, one.row.id, clock.due - timedelta(days=one.days)
            clocks.append(fresh)
        for each in told[one.source.id][1]:
            person = each.person_id if one.ours else uuid5(each.person_id, str(one.row.id.int % OTHER_OFFICERS))
            parts.append(part(case_id=one.row.id, person_id=person, role=each.role))
    deadline.objects.bulk_create(clocks, batch_size=BATCH)
    part.objects.bulk_create(parts, batch_size=BATCH)


def _below_cases() -> None:
    """Acts of every copy, documents of one copy in twenty: inside the database, from the rows of the source."""
    fresh = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    _multiply("cases.Act", "case_id", "m.old_case", "m.new_case", None, "")
    _multiply("records.Document", "dossier_id", "m.old_dossier", "m.new_dossier", fresh, "WHERE m.documents = 1")


def _multiply(name: str, link: str, old: str, new: str, key: str | None, where: str) -> None:
    model = table(name)
    columns = [field.column for field in model._meta.concrete_fields if key or not field.primary_key]
    taken = {link: new, "id": key or ""}
    chosen = ", ".join(taken.get(column) or f"s.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"  # noqa: S608 names of our own tables
            f" SELECT {chosen} FROM mj_bench_copy m JOIN {model._meta.db_table} s ON s.{link} = {old} {where}"
        )


def publish_copies(limit: int = MOST_PUBLISHED) -> int:
    """Copy what is public, once for each decided copy of a published case, up to a limit; gives back how many."""
    publication = table("publicity.Publication")
    sources = {row.source_ref: row for row in publication.objects.filter(state="released").select_related("current")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT old_dossier, new_dossier FROM mj_bench_copy")
        pairs = [(sources.get(str(UUID(str(old)))), UUID(str(new))) for old, new in cursor.fetchall()]
    wanted = [(source, new) for source, new in pairs if source is not None][:limit]
    for start in range(0, len(wanted), BATCH):
        _publish(wanted[start : start + BATCH])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mj_publication SET current_id = (SELECT v.id FROM mj_pub_version v"
            " WHERE v.publication_id = mj_publication.id) WHERE current_id IS NULL AND state = 'released'"
        )
    return len(wanted)


def _publish(wanted: list[tuple[Any, UUID]]) -> None:
    publication, version, step = (table(f"publicity.{name}") for name in ("Publication", "Version", "Step"))
    steps = {source.id: list(source.steps.all()) for source, _ in wanted}
    made, versions, moves = [], [], []
    for source, dossier in wanted:
        fresh = copy(source)
        fresh._state = copy(source._state)
        fresh._state.fields_cache = {}  # else the copy keeps its source's version
        back = timedelta(seconds=dossier.int % 80_000_000)
        fresh.id, fresh.source_ref, fresh.current_id = uuid4(), str(dossier), None
        fresh.number = f"{source.number[:-2]}{dossier.int % 10**9 + 10**7}号"
        fresh.released_at, fresh.decided_on = source.released_at - back, source.decided_on - back
        made.append(fresh)
        held = copy(source.current)
        held._state = copy(source._state)
        held.pk, held.publication_id = None, fresh.id
        versions.append(held)
        for one in steps[source.id]:
            again = copy(one)
            again.pk, again.publication_id = None, fresh.id
            moves.append(again)
    publication.objects.bulk_create(made, batch_size=BATCH)
    version.objects.bulk_create(versions, batch_size=BATCH)
    step.objects.bulk_create(moves, batch_size=BATCH)
    search.index_many(
        SEARCH_KIND,
        (
            search.Entry(row.id, f"{row.number} {row.public_party}", row.public_cause, row.decided_on, row.organ_id)
            for row in made
        ),
    )
