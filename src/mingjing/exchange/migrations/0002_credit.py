"""Channels and their deliveries; the credit channel's items, steps and requests."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organ_id', models.UUIDField(verbose_name='机关')),
                ('kind', models.CharField(choices=[('portal', '本平台门户'), ('static', '静态副本'), ('board', '大厅公示栏'), ('credit', '信用平台（文件摆渡）'), ('upper', '上级统一公示平台（接口）')], max_length=8, verbose_name='种类')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('target', models.CharField(blank=True, max_length=300, verbose_name='地址或者地点')),
                ('since', models.DateField(verbose_name='开通日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
            ],
            options={
                'db_table': 'mj_xch_channel',
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(fields=('organ_id', 'name'), name='mj_xch_channel_name')],
            },
        ),
        migrations.CreateModel(
            name='CreditItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('organ_id', models.UUIDField(verbose_name='机关')),
                ('publication_id', models.UUIDField(verbose_name='公示')),
                ('number', models.CharField(max_length=60, verbose_name='文号')),
                ('party_name', models.CharField(max_length=120, verbose_name='当事人')),
                ('decided_on', models.DateField(verbose_name='认定文书日期')),
                ('kinds', models.JSONField(default=list, verbose_name='处罚种类')),
                ('fine', models.CharField(blank=True, max_length=20, verbose_name='罚款（元）')),
                ('domain', models.CharField(blank=True, max_length=20, verbose_name='领域')),
                ('klass', models.CharField(choices=[('light', '轻微'), ('ordinary', '一般'), ('serious', '严重')], max_length=8, verbose_name='分类')),
                ('shown', models.BooleanField(verbose_name='是否公示')),
                ('shortest', models.DateField(blank=True, null=True, verbose_name='最短公示期届满')),
                ('longest', models.DateField(blank=True, null=True, verbose_name='最长公示期届满')),
                ('cites', models.CharField(max_length=200, verbose_name='依据')),
                ('verified', models.BooleanField(default=False, verbose_name='已核实')),
                ('state', models.CharField(choices=[('hidden', '不公示'), ('shown', '公示中'), ('stopped', '期满停止'), ('repaired', '已修复'), ('cancelled', '已撤销')], max_length=9, verbose_name='状态')),
            ],
            options={
                'db_table': 'mj_xch_credit',
                'ordering': ['-decided_on', '-id'],
                'indexes': [models.Index(fields=['state', 'longest'], name='mj_xch_credit_longest'), models.Index(fields=['organ_id', 'state', '-decided_on'], name='mj_xch_credit_list')],
                'constraints': [models.UniqueConstraint(fields=('publication_id', 'party_name'), name='mj_xch_credit_once')],
            },
        ),
        migrations.CreateModel(
            name='CreditStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('move', models.CharField(max_length=10, verbose_name='动作')),
                ('person_name', models.CharField(max_length=60, verbose_name='办理人')),
                ('note', models.TextField(blank=True, verbose_name='说明')),
                ('ledger_index', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='台账序号')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='exchange.credititem', verbose_name='信用信息')),
            ],
            options={
                'db_table': 'mj_xch_credit_step',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CreditRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('repair', '信用修复申请'), ('objection', '信用异议')], max_length=9, verbose_name='种类')),
                ('applicant', models.CharField(max_length=120, verbose_name='申请人')),
                ('claim', models.TextField(verbose_name='理由')),
                ('applied_on', models.DateField(verbose_name='申请日期')),
                ('due', models.DateField(verbose_name='决定期限')),
                ('due_provisional', models.BooleanField(default=False, verbose_name='期限暂按')),
                ('due_steps', models.JSONField(default=list, verbose_name='期限推算')),
                ('state', models.CharField(choices=[('open', 'open'), ('granted', 'granted'), ('refused', 'refused')], default='open', max_length=8, verbose_name='状态')),
                ('conditions', models.JSONField(default=list, verbose_name='查明的条件')),
                ('reason', models.TextField(blank=True, verbose_name='决定的理由')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('decided_by', models.CharField(blank=True, max_length=60, verbose_name='决定人')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='exchange.credititem', verbose_name='信用信息')),
            ],
            options={
                'db_table': 'mj_xch_credit_request',
                'ordering': ['applied_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('item', 'kind'), name='mj_xch_credit_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('publication_id', models.UUIDField(verbose_name='公示')),
                ('number', models.CharField(max_length=60, verbose_name='文号')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('act', models.CharField(choices=[('show', 'show'), ('remove', 'remove')], max_length=6, verbose_name='动作')),
                ('index', models.PositiveBigIntegerField(verbose_name='台账序号')),
                ('state', models.CharField(choices=[('queued', '待推送'), ('sent', '已送出，待回执'), ('acknowledged', '已回执'), ('failed', '推送失败'), ('superseded', '已被后来的推送取代')], max_length=12, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('next_at', models.DateTimeField(blank=True, null=True, verbose_name='下次推送')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='送出时间')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='回执时间')),
                ('receipt', models.CharField(blank=True, max_length=120, verbose_name='回执编号')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='所送内容摘要')),
                ('failure', models.TextField(blank=True, verbose_name='失败原因')),
                ('due', models.DateField(verbose_name='应当回执的期限')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='exchange.channel', verbose_name='渠道')),
            ],
            options={
                'db_table': 'mj_xch_delivery',
                'ordering': ['index', 'id'],
                'indexes': [models.Index(fields=['state', 'next_at'], name='mj_xch_delivery_due'), models.Index(fields=['publication_id', 'index'], name='mj_xch_delivery_of'), models.Index(fields=['-index'], name='mj_xch_delivery_newest')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'publication_id', 'index', 'act'), name='mj_xch_delivery_once')],
            },
        ),
    ]
