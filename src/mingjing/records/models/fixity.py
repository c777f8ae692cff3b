"""Every kept content with the day it was last read, and what each day's reading found."""

from django.db import models
from django.db.models import Q

from mingjing.records.terms.fixity import FAULTS, ContentFacts, Fit


class Content(models.Model):
    """One content of the store."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    what = models.CharField("是什么", max_length=20)
    state = models.CharField("上次核对的结果", max_length=10, default=Fit.UNREAD)
    checked_at = models.DateTimeField("上次核对", null=True)
    found_at = models.DateTimeField("何时发现", null=True)

    class Meta:
        db_table = "mj_content"
        indexes = [
            models.Index(fields=["checked_at"], name="mj_content_oldest"),
            models.Index(fields=["found_at"], condition=Q(state__in=FAULTS), name="mj_content_faults"),
        ]

    def facts(self) -> ContentFacts:
        """The row as a fact."""
        return ContentFacts(self.sha256, self.size, self.what, self.state, self.checked_at, self.found_at)


class FixityDay(models.Model):
    """How much was read on a day, and how much of it was at fault."""

    day = models.DateField("日期", primary_key=True)
    contents = models.PositiveIntegerField("核对几份", default=0)
    size = models.PositiveBigIntegerField("核对多少字节", default=0)
    faults = models.PositiveIntegerField("发现几处", default=0)

    class Meta:
        db_table = "mj_fixity_day"
        ordering = ["-day"]
