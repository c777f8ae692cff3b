"""Cosignatures of witnesses, time stamps, changes of key; and the triggers that keep them."""

from django.db import migrations, models

from mingjing.ledger import guards


def install(apps, schema_editor):
    """Create the triggers, in the words of this database."""
    guards.install_vouched(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyChange',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('algorithm', models.CharField(max_length=8)),
                ('public', models.BinaryField(max_length=65)),
                ('begins', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('statement', models.TextField()),
            ],
            options={
                'db_table': 'mj_ledger_key',
            },
        ),
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(db_index=True)),
                ('tree', models.CharField(max_length=6)),
                ('at', models.DateTimeField(db_index=True)),
                ('authority', models.CharField(max_length=300)),
                ('token', models.BinaryField()),
            ],
            options={
                'db_table': 'mj_ledger_stamp',
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(db_index=True)),
                ('tree', models.CharField(max_length=6)),
                ('witness', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('line', models.TextField()),
            ],
            options={
                'db_table': 'mj_ledger_cosignature',
                'indexes': [models.Index(fields=['tree', 'witness', 'size'], name='mj_ledger_cosigned')],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop, elidable=False),
    ]
