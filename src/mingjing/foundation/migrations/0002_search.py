"""The full-text table of SQLite, or the tsvector column of PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE mj_search_fts USING fts5("
        "facet, title, body, content='', tokenize='ascii')"
    ],
    "postgresql": [
        "ALTER TABLE mj_search ADD COLUMN vector tsvector",
        "CREATE INDEX mj_search_vector ON mj_search USING gin (vector)",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TABLE mj_search_fts"],
    "postgresql": ["ALTER TABLE mj_search DROP COLUMN vector"],
}


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
