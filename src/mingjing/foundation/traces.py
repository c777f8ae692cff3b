"""After a lawful destruction: which contents something still refers to, and a database without old pages."""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from mingjing.kernel.batches import in_batches

_SOME = 500


def referenced(digests: Collection[str]) -> frozenset[str]:
    """Which of these contents any table of ours names in a column for a SHA-256. A new table counts by itself."""
    found: set[str] = set()
    for model, column in _columns():
        for some in in_batches(digests, _SOME):
            found.update(model._default_manager.filter(**{f"{column}__in": list(some)}).values_list(column, flat=True))
    return frozenset(found)


def _columns() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        # The list of what the store holds, for its scheduled reading, refers to nothing.
        if model.__module__.startswith("mingjing.") and model._meta.db_table != "mj_content":
            for field in model._meta.local_fields:
                if isinstance(field, models.CharField) and field.name.endswith("sha256"):
                    yield model, field.name


def wipe() -> str:
    """Write the database anew so that no deleted row is left in it; gives what still needs care, in Chinese.

    Must be called outside a transaction; takes as long as copying the database file. Idempotent.
    """
    if connection.vendor == "sqlite":
        _run("INSERT INTO mj_search_fts(mj_search_fts) VALUES ('optimize')")
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            _run(statement)
        return "以前的备份和副本里还有旧内容，请按备份的保留期限清除；固态硬盘的坏块不受软件控制。"
    _run("VACUUM")
    return (
        "PostgreSQL 的 VACUUM 只标记旧行可以覆盖，请在维护时段执行 VACUUM FULL；"
        "WAL 归档、备用库和备份里还有旧内容，请按各自的保留期限清除。"
    )


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
