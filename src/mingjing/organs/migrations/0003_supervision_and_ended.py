"""The channel of supervision of an organ, and accounts that have ended for good."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns."""

    dependencies: ClassVar = [("organs", "0002_organ_keeps_platform")]

    operations: ClassVar = [
        migrations.AddField("account", "ended_at", models.DateTimeField("销号时间", null=True, blank=True)),
        migrations.AddField("organ", "supervision", models.CharField("监督渠道", max_length=200, blank=True)),
    ]
