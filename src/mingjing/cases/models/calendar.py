"""Holiday notices loaded here, beside those shipped with the kernel."""

from django.db import models


class CalendarYear(models.Model):
    """The State Council's notice of one year, as loaded by a person."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    text = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=60)

    class Meta:
        db_table = "mj_calendar_year"
