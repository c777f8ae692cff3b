"""Terms of publicity, their early end, republication, and the reason codes of every move."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publicity', '0010_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Repair',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('applicant', models.CharField(max_length=120, verbose_name='申请人')),
                ('claim', models.TextField(verbose_name='申请的理由')),
                ('applied_on', models.DateField(verbose_name='申请日期')),
                ('due', models.DateField(verbose_name='决定期限')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='期限暂按')),
                ('due_steps', models.JSONField(default=list, verbose_name='期限推算')),
                ('state', models.CharField(choices=[('open', '待决定'), ('granted', '已准予'), ('refused', '不予终止')], default='open', max_length=8, verbose_name='状态')),
                ('ground', models.CharField(blank=True, max_length=20, verbose_name='理由代码')),
                ('conditions', models.JSONField(default=list, verbose_name='查明的条件')),
                ('reason', models.TextField(blank=True, verbose_name='决定的理由')),
                ('received_at', models.DateTimeField(verbose_name='登记时间')),
                ('received_by', models.CharField(max_length=60, verbose_name='登记人')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('decided_by', models.CharField(blank=True, max_length=60, verbose_name='决定人')),
            ],
            options={
                'db_table': 'mj_pub_repair',
                'ordering': ['applied_on', 'id'],
            },
        ),
        migrations.AddField(
            model_name='publication',
            name='ended_ground',
            field=models.CharField(blank=True, max_length=20, verbose_name='停止公示的理由代码'),
        ),
        migrations.AddField(
            model_name='publication',
            name='term_until',
            field=models.DateField(blank=True, null=True, verbose_name='公示到'),
        ),
        migrations.AddField(
            model_name='publication',
            name='term_why',
            field=models.CharField(blank=True, max_length=200, verbose_name='公示期的依据'),
        ),
        migrations.AddField(
            model_name='step',
            name='code',
            field=models.CharField(blank=True, max_length=20, verbose_name='理由代码'),
        ),
        migrations.AlterField(
            model_name='publication',
            name='state',
            field=models.CharField(choices=[('due', '待公示'), ('proposed', '已拟脱敏'), ('confirmed', '已确认'), ('released', '已公开'), ('corrected', '已更正'), ('withdrawn', '已撤下'), ('expired', '公示期满'), ('repaired', '提前终止公示'), ('republished', '重新公示'), ('exempt', '不予公开')], max_length=12, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='step',
            name='state',
            field=models.CharField(max_length=12, verbose_name='到达状态'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['term_until'], name='mj_publication_term'),
        ),
        migrations.AddField(
            model_name='repair',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='publicity.publication', verbose_name='公示'),
        ),
        migrations.AddConstraint(
            model_name='repair',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('publication',), name='mj_pub_repair_one_open'),
        ),
    ]
