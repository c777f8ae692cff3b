"""Grants to consult chosen things of a file from outside, and every opening by their links."""

import uuid

from django.db import models

from mingjing.records.terms.links import GrantFacts, GrantState, ItemFacts, OpeningFacts, Reader


class Grant(models.Model):
    """One grant: who may read, what for, until when, how often. The link's token is kept as its digest only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey("records.Dossier", models.PROTECT, related_name="grants")
    organ_id = models.UUIDField("机关")
    reader = models.CharField("查阅人", max_length=60)
    standing = models.CharField("身份", max_length=12)
    checked = models.CharField("核对的证件", max_length=200)
    purpose = models.CharField("用途", max_length=200)
    days = models.PositiveSmallIntegerField("期限（天）")
    most = models.PositiveSmallIntegerField("次数")
    opened = models.PositiveSmallIntegerField("已打开", default=0)
    state = models.CharField("状态", max_length=10, default=GrantState.ASKED)
    asked_by = models.CharField("提出人", max_length=60)
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField("提出时间")
    decided_by = models.CharField("决定人", max_length=60, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    note = models.CharField("理由", max_length=300, blank=True)
    expires_at = models.DateTimeField("到期", null=True)
    linked_at = models.DateTimeField("生成链接", null=True)
    token_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "mj_grant"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~models.Q(token_sha256=""), name="mj_grant_token"
            ),
            models.CheckConstraint(condition=models.Q(opened__lte=models.F("most")), name="mj_grant_openings"),
        ]
        indexes = [
            models.Index(fields=["organ_id", "state", "-asked_at"], name="mj_grant_organ"),
            models.Index(fields=["dossier", "-asked_at"], name="mj_grant_dossier"),
        ]

    def facts(self) -> GrantFacts:
        """What other rooms may know."""
        return GrantFacts(
            self.id, self.dossier_id, self.organ_id, Reader(self.reader, self.standing, self.checked), self.purpose, self.days,
            self.most, self.opened, self.state, self.asked_by, self.asked_by_id, self.asked_at, self.decided_by,
            self.decided_at, self.note, self.expires_at, self.linked_at, tuple(one.facts() for one in self.items.all()),
        )  # fmt: skip


class GrantItem(models.Model):
    """One thing granted."""

    id = models.BigAutoField(primary_key=True)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("种类", max_length=12)
    object_id = models.UUIDField()
    name = models.CharField("名称", max_length=200)
    openings = models.PositiveSmallIntegerField("打开次数", default=0)

    class Meta:
        db_table = "mj_grant_item"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["grant", "place"], name="mj_grant_item_place")]

    def facts(self) -> ItemFacts:
        """What other rooms may know."""
        return ItemFacts(self.place, self.kind, self.object_id, self.name, self.openings)


class GrantOpening(models.Model):
    """One opening by the link: when, of what."""

    id = models.BigAutoField(primary_key=True)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="openings")
    place = models.PositiveSmallIntegerField("序号")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "mj_grant_opening"
        ordering = ["-id"]

    def facts(self) -> OpeningFacts:
        """What other rooms may know."""
        return OpeningFacts(self.place, self.at)
