"""PostgreSQL: every entry learns its kind, organ, month and block as words of its vector, for a search from the newest on.

A million entries take some minutes; nothing else changes. SQLite has kind, organ and month since 0003 and needs no blocks.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ADD = """
UPDATE mj_search SET vector = vector || (
    $$'=k$$ || kind || $$' '=o$$ || COALESCE(replace(organ_id::text, '-', ''), '') || $$' '=b$$ || id / 8192 || $$'$$
    || COALESCE($$ '=y$$ || to_char(day, 'YYYY') || $$' '=m$$ || to_char(day, 'YYYYMM') || $$'$$, '')
)::tsvector WHERE vector IS NOT NULL
"""


def add(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Once, over what was indexed before."""
    if schema.connection.vendor == "postgresql":
        schema.execute(ADD)


class Migration(migrations.Migration):
    """The words of blocks."""

    dependencies = [("foundation", "0004_pacing")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
