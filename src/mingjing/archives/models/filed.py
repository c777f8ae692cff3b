"""The table of filed files. What was put away never changes; who keeps it, and when it is checked next, does."""

import uuid

from django.db import models

from mingjing.archives.terms import RETENTION_NAMES, ArchivedFacts, Place, Retention, Secrecy


class ArchivedFile(models.Model):
    """One file of one dossier, as it was put away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier_id = models.UUIDField("案卷", unique=True)
    organ_id = models.UUIDField("机关")
    catalogue_no = models.CharField("档号", max_length=60)
    title = models.CharField("题名", max_length=300)
    retention = models.CharField(
        "保管期限", max_length=10, choices=[(one.value, RETENTION_NAMES[one]) for one in Retention]
    )
    opened_on = models.DateField("立卷日期")
    closed_on = models.DateField("结案日期")
    archived_on = models.DateField("归档日期")
    pages = models.PositiveIntegerField("电子页数")
    paper_pages = models.PositiveIntegerField("纸质页数")
    catalogue = models.JSONField("卷内目录")
    package_sha256 = models.CharField(max_length=64)
    package_sm3 = models.CharField(max_length=64)
    package_size = models.PositiveBigIntegerField("归档包大小")
    report = models.JSONField("四性检测报告")
    archived_at = models.DateTimeField("归档时间")
    archived_by = models.UUIDField("归档人")
    archivist = models.CharField("归档人姓名", max_length=60)
    organ_name = models.CharField("立卷单位", max_length=100, blank=True)
    kind = models.CharField("案卷种类", max_length=20, default="penalty")
    note = models.TextField("备考说明", blank=True)
    front = models.JSONField("不编页码的文书", default=list)
    secrecy = models.CharField("密级", max_length=12, default=Secrecy.NONE)
    place = models.CharField("保管处", max_length=10, default=Place.STAFF)
    retain_until = models.DateField("保管到", null=True)
    check_due = models.DateField("下次检测", null=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True)

    class Meta:
        db_table = "mj_archived_file"
        ordering = ["-archived_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["organ_id", "catalogue_no"], name="mj_archived_file_number")]
        indexes = [
            models.Index(fields=["organ_id", "-archived_at", "-id"], name="mj_archived_file_recent"),
            models.Index(fields=["check_due"], name="mj_archived_file_check"),
            models.Index(fields=["organ_id", "retain_until"], name="mj_archived_file_until"),
        ]

    def facts(self) -> ArchivedFacts:
        """What other rooms and pages may know."""
        return ArchivedFacts(
            id=self.id, dossier_id=self.dossier_id, organ_id=self.organ_id, catalogue_no=self.catalogue_no,
            title=self.title, retention=self.retention, opened_on=self.opened_on, closed_on=self.closed_on,
            archived_on=self.archived_on, pages=self.pages, paper_pages=self.paper_pages,
            catalogue=tuple(self.catalogue), package_sha256=self.package_sha256, package_sm3=self.package_sm3,
            package_size=self.package_size, report=self.report, archived_at=self.archived_at,
            archived_by=self.archived_by, archivist=self.archivist, organ_name=self.organ_name, secrecy=self.secrecy,
            place=self.place, retain_until=self.retain_until, check_due=self.check_due, destroyed_at=self.destroyed_at,
        )  # fmt: skip
