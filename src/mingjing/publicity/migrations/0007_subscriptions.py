import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publicity', '0006_subject'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=300, verbose_name='条件')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='条件的网址')),
                ('filters', models.JSONField(default=dict, verbose_name='条件的内容')),
                ('mark', models.CharField(blank=True, max_length=64, verbose_name='邮箱标记')),
                ('asked_at', models.DateTimeField(verbose_name='申请时间')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('seen_until', models.DateTimeField(blank=True, null=True, verbose_name='已告知到')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='最近发信日期')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='连续失败次数')),
            ],
            options={
                'db_table': 'mj_pub_subscription',
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='field_label',
            field=models.CharField(blank=True, max_length=60, verbose_name='所涉项目名称'),
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('subscription', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='publicity.subscription', verbose_name='订阅')),
                ('cipher', models.TextField(verbose_name='加密的邮箱地址')),
            ],
            options={
                'db_table': 'mj_pub_mailbox',
            },
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['mark', 'asked_at'], name='mj_pub_subscription_mark'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['sent_on'], name='mj_pub_subscription_due'),
        ),
    ]
