"""Each party of a decision has a credit item of its own, and each item its own deliveries; a key waits for its person."""

import django.db.models.deletion
from django.db import migrations, models


def _whose(apps, schema_editor):
    """Until now a decision had one item at most: what was sent of it was sent of that one."""
    items = dict(apps.get_model("exchange", "CreditItem").objects.values_list("publication_id", "pk"))
    sent = apps.get_model("exchange", "Delivery").objects.filter(channel__kind="credit", item=None)
    for row in sent.iterator():
        row.item_id = items.get(row.publication_id)
        row.save(update_fields=["item"])


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0002_credit'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='credititem',
            name='mj_xch_credit_once',
        ),
        migrations.RemoveConstraint(
            model_name='delivery',
            name='mj_xch_delivery_once',
        ),
        migrations.AddField(
            model_name='credititem',
            name='place',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='第几个当事人'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='exchange.credititem', verbose_name='信用信息'),
        ),
        migrations.AlterField(
            model_name='credititem',
            name='party_name',
            field=models.CharField(max_length=200, verbose_name='当事人'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='accepted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='本人接受时间'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='issuer_id',
            field=models.UUIDField(blank=True, null=True, verbose_name='发放人编号'),
        ),
        migrations.AddConstraint(
            model_name='credititem',
            constraint=models.UniqueConstraint(fields=('publication_id', 'place'), name='mj_xch_credit_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('item', None)), fields=('channel', 'publication_id', 'index', 'act'), name='mj_xch_delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('channel', 'item', 'index', 'act'), name='mj_xch_delivery_party'),
        ),
        # Last: PostgreSQL alters no table whose rows were changed in the same transaction.
        migrations.RunPython(_whose, migrations.RunPython.noop),
    ]
