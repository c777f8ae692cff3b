"""The triggers that refuse to change or delete what was logged."""

from django.db import migrations

from mingjing.ledger import guards


def install(apps, schema_editor):
    """Create them, in the words of this database."""
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    """Drop them."""
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(install, remove, elidable=False)]
