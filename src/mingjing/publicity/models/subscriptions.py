"""Subscriptions by mail. The address lies encrypted in a table of its own, which only the sending reads."""

import uuid

from django.db import models

from mingjing.publicity.terms import SubscriptionFacts


class Subscription(models.Model):
    """What somebody asked to be told of. `mark` is a keyed digest of the address, emptied at the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("条件", max_length=300)
    query = models.CharField("条件的网址", max_length=1000, blank=True)
    filters = models.JSONField("条件的内容", default=dict)
    mark = models.CharField("邮箱标记", max_length=64, blank=True)
    asked_at = models.DateTimeField("申请时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    seen_until = models.DateTimeField("已告知到", null=True, blank=True)
    sent_on = models.DateField("最近发信日期", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("连续失败次数", default=0)

    class Meta:
        db_table = "mj_pub_subscription"
        indexes = [
            models.Index(fields=["mark", "asked_at"], name="mj_pub_subscription_mark"),
            models.Index(fields=["sent_on"], name="mj_pub_subscription_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def facts(self) -> SubscriptionFacts:
        """What pages show."""
        names = SubscriptionFacts.__dataclass_fields__
        return SubscriptionFacts(**{name: getattr(self, name) for name in names})


class Mailbox(models.Model):
    """Where the letters of a subscription go, encrypted with the installation's key."""

    subscription = models.OneToOneField(
        Subscription, models.PROTECT, primary_key=True, related_name="+", verbose_name="订阅"
    )
    cipher = models.TextField("加密的邮箱地址")

    class Meta:
        db_table = "mj_pub_mailbox"

    def __str__(self) -> str:
        return f"mailbox of {self.pk}"
