"""How often somebody asked, counted for all processes of the server."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_search_days")]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "mj_pace", "indexes": [models.Index(fields=["until"], name="mj_pace_until")]},
        ),
    ]
