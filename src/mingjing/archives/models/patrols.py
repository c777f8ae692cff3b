"""Passes of the nightly audit: how far each is, what it found, and what was done about it."""

import uuid

from django.db import models

from mingjing.archives.terms import PatrolFacts


class Patrol(models.Model):
    """One pass over the whole log and everything held against it; written by the worker, settled by a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField("开始时间")
    size = models.PositiveBigIntegerField("核对的台账条数")
    root = models.CharField("开始时的树根", max_length=64, blank=True)
    part = models.CharField("进行到的部分", max_length=40)
    place = models.CharField("部分里的位置", max_length=80, blank=True)
    done = models.PositiveBigIntegerField("已核对的项数", default=0)
    slices = models.PositiveIntegerField("已办的片数", default=0)
    found = models.PositiveIntegerField("发现的不符", default=0)
    differences = models.JSONField("不符之处", default=list)
    moved_at = models.DateTimeField("最近进展")
    going = models.BooleanField("进行中", default=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    settled_at = models.DateTimeField("处置时间", null=True)
    settled_by = models.UUIDField("处置人", null=True)
    settled_name = models.CharField("处置人姓名", max_length=60, blank=True)
    settled_note = models.CharField("处置情况", max_length=500, blank=True)

    class Meta:
        db_table = "mj_archive_patrol"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["going"], condition=models.Q(going=True), name="mj_archive_patrol_one")
        ]

    def facts(self) -> PatrolFacts:
        """The row as a fact."""
        plain = {name: getattr(self, name) for name in PatrolFacts.__dataclass_fields__ if name != "differences"}
        told = tuple((one["place"], one["message"], one["by"]) for one in self.differences)
        return PatrolFacts(**plain, differences=told)
