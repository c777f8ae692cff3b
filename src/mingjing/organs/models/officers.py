"""People of an organ, their certificates, roles and legal qualification."""

import uuid

from django.db import models

from mingjing.foundation.people import ROLE_NAMES, Role
from mingjing.organs.terms import (
    AppointmentFacts,
    CertificateFacts,
    PersonFacts,
    PhotoFacts,
    QualificationFacts,
    SuspensionFacts,
)


class Person(models.Model):
    """A member of one organ. Someone who moves to another organ is registered there anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="people")
    name = models.CharField("姓名", max_length=50)
    unit = models.CharField("所在机构", max_length=60, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    active = models.BooleanField("在岗", default=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "mj_person"
        verbose_name = "执法人员"
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["organ", "active"], name="mj_person_organ")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> PersonFacts:
        """What other rooms may know; the organ must be fetched with the person."""
        return PersonFacts(self.id, self.name, self.organ_id, self.organ.name, self.unit, self.post, self.active)


class UnitStay(models.Model):
    """From a day on somebody is in a unit of the organ; the next stay ends it. An empty unit: in none. Never changed.

    `carried`: made once from the register as it stood, when stays were not kept yet.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    unit = models.CharField("所在机构", max_length=60, blank=True)
    since = models.DateField("自何日起")
    carried = models.BooleanField("由原登记转入", default=False)

    class Meta:
        db_table = "mj_person_unit"
        verbose_name = "所在机构的变更"
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.unit} {self.since}"


class Certificate(models.Model):
    """An enforcement certificate, held for one organ."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="certificates")
    number = models.CharField("执法证号", max_length=40, unique=True)
    issuer = models.CharField("发证机关", max_length=100)
    category = models.CharField("执法类别", max_length=60)
    area = models.CharField("执法区域", max_length=60)
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    revoked_at = models.DateTimeField("吊销或注销时间", null=True, blank=True)
    revoked_reason = models.CharField("吊销或注销原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_certificate"
        verbose_name = "执法证件"
        ordering = ["-valid_from", "number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(valid_to__gte=models.F("valid_from")), name="mj_certificate_span")
        ]

    def __str__(self) -> str:
        return self.number

    def facts(self) -> CertificateFacts:
        """What other rooms may know; person, organ and suspensions must be fetched with the certificate."""
        return CertificateFacts(
            id=self.id,
            person_id=self.person_id,
            person_name=self.person.name,
            organ_id=self.organ_id,
            organ_name=self.organ.name,
            number=self.number,
            issuer=self.issuer,
            category=self.category,
            area=self.area,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            suspensions=tuple(pause.facts() for pause in self.suspensions.all()),
            revoked_at=self.revoked_at,
            revoked_reason=self.revoked_reason,
        )


class Suspension(models.Model):
    """A certificate withheld from a moment on (暂扣), until it is given back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="suspensions")
    since = models.DateTimeField("暂扣起")
    until = models.DateTimeField("恢复", null=True, blank=True)
    reason = models.CharField("原因", max_length=200)
    lift_reason = models.CharField("恢复原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_certificate_suspension"
        verbose_name = "证件暂扣"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=models.Q(until__isnull=True), name="mj_suspension_one_open"
            )
        ]

    def facts(self) -> SuspensionFacts:
        """What other rooms may know."""
        return SuspensionFacts(self.since, self.until, self.reason, self.lift_reason)


class Appointment(models.Model):
    """A role of legal meaning held by a person from a moment on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField("角色", max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    starts_at = models.DateTimeField("任职起")
    ends_at = models.DateTimeField("任职止", null=True, blank=True)
    basis = models.CharField("任职依据", max_length=200)
    end_basis = models.CharField("免职依据", max_length=200, blank=True)

    class Meta:
        db_table = "mj_appointment"
        verbose_name = "任职"
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(ends_at__isnull=True), name="mj_appointment_one_open"
            )
        ]
        indexes = [models.Index(fields=["role", "starts_at"], name="mj_appointment_role")]

    def facts(self) -> AppointmentFacts:
        """What other rooms may know."""
        return AppointmentFacts(
            self.id, self.person_id, self.role, self.starts_at, self.ends_at, self.basis, self.end_basis
        )


class LegalQualification(models.Model):
    """Legal professional qualification of a reviewer, and when the first legality review was done (L-03)."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="qualification")
    number = models.CharField("法律职业资格证书号", max_length=40, blank=True)
    obtained_on = models.DateField("取得日期", null=True, blank=True)
    first_review_on = models.DateField("初次从事法制审核日期", null=True, blank=True)

    class Meta:
        db_table = "mj_legal_qualification"
        verbose_name = "法律职业资格"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~models.Q(number=""), name="mj_qualification_once")
        ]

    def facts(self) -> QualificationFacts:
        """What other rooms may know."""
        return QualificationFacts(self.person_id, self.number, self.obtained_on, self.first_review_on)


class Showing(models.Model):
    """How often a certificate's code was looked at on a day: counts only, never who looked."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    day = models.DateField("日期")
    fresh = models.PositiveIntegerField("有效的出示码", default=0)
    stale = models.PositiveIntegerField("过期的出示码", default=0)

    class Meta:
        db_table = "mj_certificate_shown"
        verbose_name = "出示次数"
        constraints = [models.UniqueConstraint(fields=["certificate", "day"], name="mj_certificate_shown_day")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.day}"


class CertificatePhoto(models.Model):
    """A photograph of a certificate: the newest is shown, the ones before stay in the store."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    sha256 = models.CharField("照片摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")
    since = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    end_reason = models.CharField("停用原因", max_length=200, blank=True)

    class Meta:
        db_table = "mj_certificate_photo"
        verbose_name = "证件照片"
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=models.Q(ended_at__isnull=True), name="mj_photo_one_shown"
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    def facts(self) -> PhotoFacts:
        """What other rooms may know."""
        return PhotoFacts(self.certificate_id, self.sha256, self.size, self.since)
