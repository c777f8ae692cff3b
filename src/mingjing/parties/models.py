"""Tables of the room: the party as it is now, and every version it ever had."""

import uuid

from django.db import models

from mingjing.parties.terms import ID_TYPE_NAMES, KIND_NAMES, IdType, PartyFacts, PartyKind


class Details(models.Model):
    """The columns that party and version share."""

    kind = models.CharField("当事人类型", max_length=20, choices=[(kind.value, KIND_NAMES[kind]) for kind in PartyKind])
    name = models.CharField("名称", max_length=120)
    id_type = models.CharField("证件类型", max_length=10, choices=[(one.value, ID_TYPE_NAMES[one]) for one in IdType])
    id_number = models.CharField("证件号码", max_length=40)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    representative = models.CharField("负责人姓名", max_length=60, blank=True)
    representative_post = models.CharField("负责人职务", max_length=60, blank=True)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True


class Party(Details):
    """A party with its present details."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "mj_party"
        verbose_name = "当事人"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "id_type", "id_number"], name="mj_party_once")]
        indexes = [
            models.Index(fields=["name"], name="mj_party_name"),
            models.Index(fields=["id_number"], name="mj_party_number"),
        ]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> PartyFacts:
        """What other rooms may know."""
        return _facts(self.id, self)


class PartyVersion(Details):
    """One version of a party's details; never changed once written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="versions")
    reason = models.CharField("变更原因", max_length=200)
    recorded_by = models.UUIDField("登记人")

    class Meta:
        db_table = "mj_party_version"
        verbose_name = "当事人版本"
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["party", "version"], name="mj_party_version_once")]

    def facts(self) -> PartyFacts:
        """What other rooms may know."""
        return _facts(self.party_id, self)


def _facts(party_id: uuid.UUID, row: Details) -> PartyFacts:
    names = (name for name in PartyFacts.__dataclass_fields__ if name != "id")
    return PartyFacts(id=party_id, **{name: getattr(row, name) for name in names})
