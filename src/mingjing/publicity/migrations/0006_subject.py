from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("publicity", "0005_number_index"),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='party_uscc',
            field=models.CharField(blank=True, max_length=18, verbose_name='公开的统一社会信用代码'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['party_uscc', '-released_at'], name='mj_publication_subject'),
        ),
    ]
