"""The one exception of the append-only triggers: what opens a commitment may be blanked, never changed, and only where
a record of the destruction names the entry. The record itself is append-only and must point at a logged destruction.

Every statement is made of constants of this module; nothing a user typed comes near them.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.ledger.guards import ERASURES, REFUSED, function, run

ERASED = "ledger:stream:erased"
"""The kind of the event that a destruction leaves in the log."""
_TABLE, _OPENING, _ENTRY = ERASURES, "mj_ledger_opening", "mj_ledger_entry"
_UNFOUNDED = "没有销毁记录，不能抹去台账的明文和盐"


def allow(connection: BaseDatabaseWrapper) -> None:
    """Install the exception, in place of the trigger that refuses every update of an opening."""
    run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def forbid(connection: BaseDatabaseWrapper) -> None:
    """Take the exception back (a migration backwards): openings are frozen again."""
    sqlite = connection.vendor == "sqlite"
    on = "" if sqlite else f" ON {_TABLE}"
    drops = [
        f"DROP TRIGGER IF EXISTS {_TABLE}_{verb}{on}" for verb in (("i", "u", "d") if sqlite else ("i", "u", "d", "t"))
    ]
    drops.append(f"DROP TRIGGER IF EXISTS {_OPENING}_u{'' if sqlite else f' ON {_OPENING}'}")
    if sqlite:
        drops.append(
            f"CREATE TRIGGER {_OPENING}_u BEFORE UPDATE ON {_OPENING} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    else:
        drops += [
            "DROP FUNCTION IF EXISTS mj_ledger_blank()",
            "DROP FUNCTION IF EXISTS mj_ledger_founded()",
            "DROP FUNCTION IF EXISTS mj_ledger_stay()",
            f"CREATE TRIGGER {_OPENING}_u BEFORE UPDATE ON {_OPENING} FOR EACH STATEMENT EXECUTE FUNCTION mj_ledger_keep()",
        ]
    run(connection, drops)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    blank = (
        f"NEW.idx = OLD.idx AND length(NEW.event) = 0 AND length(NEW.salt) = 0"  # noqa: S608
        f" AND EXISTS (SELECT 1 FROM {_TABLE} WHERE idx = OLD.idx)"
    )
    founded = f"EXISTS (SELECT 1 FROM {_ENTRY} WHERE idx = NEW.by_index AND kind = '{ERASED}' AND idx > NEW.idx)"  # noqa: S608
    return [
        f"DROP TRIGGER IF EXISTS {_OPENING}_u",
        f"CREATE TRIGGER {_OPENING}_u BEFORE UPDATE ON {_OPENING} WHEN NOT ({blank}) {refuse}",
        f"CREATE TRIGGER {_TABLE}_u BEFORE UPDATE ON {_TABLE} {refuse}",
        f"CREATE TRIGGER {_TABLE}_d BEFORE DELETE ON {_TABLE} {refuse}",
        f"CREATE TRIGGER {_TABLE}_i BEFORE INSERT ON {_TABLE} WHEN NOT ({founded})"  # noqa: S608
        f" OR EXISTS (SELECT 1 FROM {_TABLE} WHERE idx = NEW.idx) BEGIN SELECT RAISE(ABORT, '{_UNFOUNDED}'); END",
    ]


def _postgresql() -> list[str]:
    return [
        function("mj_ledger_stay", f"RAISE EXCEPTION '{REFUSED}';"),
        function(
            "mj_ledger_blank",
            "IF NEW.idx <> OLD.idx OR length(NEW.event) <> 0 OR length(NEW.salt) <> 0"  # noqa: S608
            f" OR NOT EXISTS (SELECT 1 FROM {_TABLE} WHERE idx = OLD.idx) THEN RAISE EXCEPTION '{REFUSED}'; END IF;"
            " RETURN NEW;",
        ),
        function(
            "mj_ledger_founded",
            f"IF NOT EXISTS (SELECT 1 FROM {_ENTRY} WHERE idx = NEW.by_index AND kind = '{ERASED}'"  # noqa: S608
            f" AND idx > NEW.idx) THEN RAISE EXCEPTION '{_UNFOUNDED}'; END IF; RETURN NEW;",
        ),
        f"DROP TRIGGER IF EXISTS {_OPENING}_u ON {_OPENING}",
        f"CREATE TRIGGER {_OPENING}_u BEFORE UPDATE ON {_OPENING} FOR EACH ROW EXECUTE FUNCTION mj_ledger_blank()",
        f"CREATE TRIGGER {_TABLE}_i BEFORE INSERT ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION mj_ledger_founded()",
        *(
            f"CREATE TRIGGER {_TABLE}_{verb[0].lower()} BEFORE {verb} ON {_TABLE} FOR EACH STATEMENT"
            " EXECUTE FUNCTION mj_ledger_stay()"
            for verb in ("UPDATE", "DELETE", "TRUNCATE")
        ),
    ]
