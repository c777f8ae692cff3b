"""Lawful destruction: a record of what was erased, and the triggers' one exception that it makes."""

from django.db import migrations, models

from mingjing.ledger import erasing


def allow(apps, schema_editor):
    """Let openings be blanked where a destruction is recorded."""
    erasing.allow(schema_editor.connection)


def forbid(apps, schema_editor):
    """Freeze them again."""
    erasing.forbid(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_witnesses")]
    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("index", models.BigIntegerField(db_column="idx", primary_key=True, serialize=False)),
                ("by_index", models.BigIntegerField()),
            ],
            options={"db_table": "mj_ledger_erasure"},
        ),
        migrations.RunPython(allow, forbid, elidable=False),
    ]
