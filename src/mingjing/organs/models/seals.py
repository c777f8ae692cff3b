"""The register of seals, and from which day an organ's documents must bear one."""

import uuid

from django.db import models

from mingjing.organs.models.bodies import Organ
from mingjing.organs.models.officers import Person
from mingjing.organs.terms.seals import SealFacts, SealingFacts, SealState


class Seal(models.Model):
    """One seal of an organ as it is now; how it came to be so stands in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    kind = models.CharField("种类", max_length=12)
    name = models.CharField("印章名称", max_length=80)
    owner = models.CharField("所有者", max_length=100)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="保管人")
    users = models.JSONField("使用人", default=list, blank=True)
    number = models.CharField("印章编码", max_length=80)
    serial = models.CharField("证书序列号", max_length=80)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    filing_number = models.CharField("备案号", max_length=80, blank=True)
    state = models.CharField("状态", max_length=10, default=SealState.ACTIVE)
    note = models.CharField("说明", max_length=200, blank=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_seal"
        verbose_name = "电子印章"
        ordering = ["name", "registered_at"]
        constraints = [models.UniqueConstraint(fields=["organ", "number"], name="mj_seal_once")]

    def __str__(self) -> str:
        return self.name

    def facts(self, names: dict[str, str] | None = None) -> SealFacts:
        """What other rooms may know; holder must have been joined. `names`: of the people, by id."""
        known = names or {}
        users = tuple(uuid.UUID(one) for one in self.users)
        return SealFacts(
            self.pk, self.organ_id, self.kind, self.name, self.owner, self.holder_id, self.holder.name, users,
            tuple(known.get(one, "") for one in self.users), self.number, self.serial, self.valid_from, self.valid_to,
            self.filing_number, self.state, self.note, self.registered_at,
        )  # fmt: skip


class SealingRule(models.Model):
    """From a day on, whether and which documents of an organ must bear a seal; rows are added, never changed."""

    id = models.BigAutoField(primary_key=True)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="机关")
    since = models.DateField("起始日期")
    required = models.BooleanField("须盖章")
    forms = models.JSONField("文书", default=list, blank=True)
    automatic = models.JSONField("自动盖章的文书", default=list, blank=True)
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印章")
    reason = models.CharField("说明", max_length=200)
    set_by = models.UUIDField("办理人")
    set_name = models.CharField("办理人姓名", max_length=60)
    set_at = models.DateTimeField("办理时间")

    class Meta:
        db_table = "mj_sealing_rule"
        verbose_name = "盖章要求"
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["organ", "-since"], name="mj_sealing_rule_day")]

    def facts(self) -> SealingFacts:
        """What other rooms may know."""
        return SealingFacts(
            self.since, self.required, tuple(self.forms), tuple(self.automatic), self.seal_id, self.reason,
            self.set_name, self.set_at,
        )  # fmt: skip
