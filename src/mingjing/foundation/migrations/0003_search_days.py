"""The full-text table of SQLite also knows the month and year of a text: it is filled anew from what is kept."""

from django.db import migrations

BATCH = 2000


def _fill(apps, schema_editor):
    from mingjing.foundation.search_stores import store

    if schema_editor.connection.vendor != "sqlite":
        return
    rows, full_text, last = apps.get_model("foundation", "SearchEntry").objects.order_by("pk"), store("sqlite"), 0
    if rows.exists():
        full_text.clear()
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        full_text.add(batch)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_search")]
    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
