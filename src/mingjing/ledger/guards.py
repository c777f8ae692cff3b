"""Triggers of the database that refuse to change or delete what was logged, for SQLite and PostgreSQL.

Every statement is made of constants of this module; nothing a user typed comes near them.
They stop slips and careless scripts. Who owns the database can drop them; that is what proofs and audits are for.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN = ("mj_ledger_entry", "mj_ledger_opening", "mj_ledger_head")
VOUCHED = ("mj_ledger_cosignature", "mj_ledger_stamp", "mj_ledger_key")
"""Tables of the third migration: what witnesses, time-stamping authorities and keys vouch for."""
ERASURES = "mj_ledger_erasure"
"""The table of the fourth migration: which entries were destroyed lawfully. Its triggers stand in `erasing`."""
TILE = "mj_ledger_tile"
REFUSED = "留痕台账只能追加，不能修改或删除（行政处罚法第四十七条）"
_GAP = "留痕台账的序号必须连续"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of the first tables."""
    run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def install_vouched(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of the tables that outsiders vouch for."""
    if connection.vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        run(connection, [statement for table in VOUCHED for statement in _frozen(table, "digest = NEW.digest", refuse)])
    else:
        run(connection, [statement for table in VOUCHED for statement in _kept(table)])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers (a migration backwards, or a test that plays the attacker)."""
    sqlite = connection.vendor == "sqlite"
    drops = [f"DROP TRIGGER IF EXISTS {name}{'' if sqlite else f' ON {table}'}" for name, table in _names(sqlite)]
    if not sqlite:
        drops += [
            f"DROP FUNCTION IF EXISTS {name}()" for name in ("mj_ledger_keep", "mj_ledger_next", "mj_ledger_grow")
        ]
    run(connection, drops)


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Have the database do these one after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _names(sqlite: bool) -> Iterator[tuple[str, str]]:
    for table in (*FROZEN, TILE, *VOUCHED, ERASURES):
        for verb in ("u", "d") if sqlite else ("u", "d", "t"):
            yield f"{table}_{verb}", table
    for table in ("mj_ledger_entry", ERASURES):
        yield f"{table}_i", table
    if sqlite:
        for table in ("mj_ledger_opening", "mj_ledger_head", TILE, *VOUCHED):
            yield f"{table}_i", table


def _frozen(table: str, key: str, refuse: str) -> list[str]:
    """A table of SQLite that takes new rows only; REPLACE deletes without a delete trigger, hence the third."""
    return [
        f"CREATE TRIGGER {table}_u BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_d BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_i BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) {refuse}",  # noqa: S608
    ]


def _kept(table: str) -> list[str]:
    """A table of PostgreSQL that takes new rows only."""
    keep = f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION mj_ledger_keep()"
    return [
        f"CREATE TRIGGER {table}_{verb[0].lower()} BEFORE {verb} {keep}" for verb in ("UPDATE", "DELETE", "TRUNCATE")
    ]


def _sqlite() -> list[str]:
    """REPLACE deletes without a delete trigger, hence the guards on inserting over a row."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    made = [f"CREATE TRIGGER {t}_u BEFORE UPDATE ON {t} {refuse}" for t in FROZEN]
    made += [f"CREATE TRIGGER {t}_d BEFORE DELETE ON {t} {refuse}" for t in (*FROZEN, TILE)]
    made.append(
        f"CREATE TRIGGER {TILE}_u BEFORE UPDATE ON {TILE} WHEN NEW.tree <> OLD.tree OR NEW.level <> OLD.level"
        " OR NEW.idx <> OLD.idx OR length(NEW.data) <= length(OLD.data)"
        f" OR substr(NEW.data, 1, length(OLD.data)) <> OLD.data {refuse}"
    )
    made.append(
        "CREATE TRIGGER mj_ledger_entry_i BEFORE INSERT ON mj_ledger_entry"  # noqa: S608
        " WHEN NEW.idx <> (SELECT COALESCE(MAX(idx), -1) + 1 FROM mj_ledger_entry) OR EXISTS (SELECT 1"
        " FROM mj_ledger_entry WHERE stream = NEW.stream AND stream_seq = NEW.stream_seq)"
        f" BEGIN SELECT RAISE(ABORT, '{_GAP}'); END"
    )
    same = {
        "mj_ledger_opening": "idx = NEW.idx",
        "mj_ledger_head": "size = NEW.size",
        TILE: "tree = NEW.tree AND level = NEW.level AND idx = NEW.idx",
    }
    made += [
        f"CREATE TRIGGER {t}_i BEFORE INSERT ON {t} WHEN EXISTS (SELECT 1 FROM {t} WHERE {key}) {refuse}"  # noqa: S608
        for t, key in same.items()
    ]
    return made


def function(name: str, body: str) -> str:
    """A trigger function of PostgreSQL."""
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{REFUSED}';"
    made = [
        function("mj_ledger_keep", refuse),
        function(
            "mj_ledger_next",
            "IF NEW.idx <> (SELECT COALESCE(MAX(idx), -1) + 1 FROM mj_ledger_entry) THEN"  # noqa: S608
            f" RAISE EXCEPTION '{_GAP}'; END IF; RETURN NEW;",
        ),
        function(
            "mj_ledger_grow",
            "IF NEW.tree <> OLD.tree OR NEW.level <> OLD.level OR NEW.idx <> OLD.idx"
            " OR length(NEW.data) <= length(OLD.data)"
            f" OR substring(NEW.data from 1 for length(OLD.data)) <> OLD.data THEN {refuse} END IF; RETURN NEW;",
        ),
        "CREATE TRIGGER mj_ledger_entry_i BEFORE INSERT ON mj_ledger_entry FOR EACH ROW EXECUTE FUNCTION mj_ledger_next()",
        f"CREATE TRIGGER {TILE}_u BEFORE UPDATE ON {TILE} FOR EACH ROW EXECUTE FUNCTION mj_ledger_grow()",
    ]
    for table in (*FROZEN, TILE):
        keep = f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION mj_ledger_keep()"
        made += [f"CREATE TRIGGER {table}_d BEFORE DELETE {keep}", f"CREATE TRIGGER {table}_t BEFORE TRUNCATE {keep}"]
        if table != TILE:
            made.append(f"CREATE TRIGGER {table}_u BEFORE UPDATE {keep}")
    return made


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """The triggers that should be there and are not: somebody who owns the database dropped them."""
    sqlite = connection.vendor == "sqlite"
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else ("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        held = {str(name) for (name,) in cursor.fetchall()}
    return tuple(sorted({name for name, _ in _names(sqlite)} - held))


def too_many_rights(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Tables that the role of this connection might change or empty, were there no trigger. SQLite knows no roles."""
    if connection.vendor == "sqlite":
        return ()
    rights = "DELETE, TRUNCATE"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE has_table_privilege(current_user, name, %s)"
            " OR (name <> %s AND has_table_privilege(current_user, name, 'UPDATE'))",
            [[*FROZEN, TILE, *VOUCHED, ERASURES], rights, TILE],
        )
        return tuple(str(name) for (name,) in cursor.fetchall())
