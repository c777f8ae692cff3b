"""Channels as data, and the outbox of deliveries: one row for each public move of a publication and each channel."""

import uuid

from django.db import models

from mingjing.exchange.terms import (
    DELIVERY_NAMES,
    KIND_NAMES,
    ChannelFacts,
    ChannelKind,
    DeliveryAct,
    DeliveryFacts,
    DeliveryState,
)


class Channel(models.Model):
    """Where an organ's decisions must also stand, from when to when. Never deleted: it is switched off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ_id = models.UUIDField("机关")
    kind = models.CharField("种类", max_length=8, choices=[(one.value, KIND_NAMES[one]) for one in ChannelKind])
    name = models.CharField("名称", max_length=60)
    target = models.CharField("地址或者地点", max_length=300, blank=True)
    since = models.DateField("开通日期")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        db_table = "mj_xch_channel"
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "name"], name="mj_xch_channel_name")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> ChannelFacts:
        """What others may know of it; never its key."""
        return ChannelFacts(self.id, self.organ_id, self.kind, self.name, self.target, self.since, self.until)


class Delivery(models.Model):
    """One public move on its way to one channel. `index`: the move's ledger entry, which orders what arrives.

    `item`: on the credit channel, the party's item; every party of a decision goes and is taken back by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="deliveries", verbose_name="渠道")
    publication_id = models.UUIDField("公示")
    item = models.ForeignKey(
        "exchange.CreditItem", models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="信用信息"
    )
    number = models.CharField("文号", max_length=60)
    seq = models.PositiveSmallIntegerField("版本")
    act = models.CharField("动作", max_length=6, choices=[(one.value, one.value) for one in DeliveryAct])
    index = models.PositiveBigIntegerField("台账序号")
    state = models.CharField("状态", max_length=12, choices=[(one.value, DELIVERY_NAMES[one]) for one in DeliveryState])
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    made_at = models.DateTimeField("登记时间")
    next_at = models.DateTimeField("下次推送", null=True, blank=True)
    sent_at = models.DateTimeField("送出时间", null=True, blank=True)
    acknowledged_at = models.DateTimeField("回执时间", null=True, blank=True)
    receipt = models.CharField("回执编号", max_length=120, blank=True)
    sha256 = models.CharField("所送内容摘要", max_length=64, blank=True)
    failure = models.TextField("失败原因", blank=True)
    due = models.DateField("应当回执的期限")

    class Meta:
        db_table = "mj_xch_delivery"
        ordering = ["index", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "publication_id", "index", "act"],
                condition=models.Q(item=None),
                name="mj_xch_delivery_once",
            ),
            models.UniqueConstraint(fields=["channel", "item", "index", "act"], name="mj_xch_delivery_party"),
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="mj_xch_delivery_due"),
            models.Index(fields=["publication_id", "index"], name="mj_xch_delivery_of"),
            models.Index(fields=["-index"], name="mj_xch_delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def facts(self, light: str = "") -> DeliveryFacts:
        """What pages show."""
        return DeliveryFacts(
            self.id, self.channel.facts(), self.publication_id, self.number, self.seq, self.act, self.index, self.state,
            self.attempts, self.made_at, self.next_at, self.sent_at, self.acknowledged_at, self.receipt, self.sha256,
            self.failure, self.due, light, self.item.party_name if self.item else "",
        )  # fmt: skip
