"""Tables of the foundation: events waiting to be heard, number series, what can be searched for, and how often one asks."""

import time
import uuid
from threading import Lock

from django.db import models

_LAST = [0]
_ONE_AT_A_TIME = Lock()


def next_place() -> int:
    """A number above every one this process gave before: several events carry one and the same moment."""
    with _ONE_AT_A_TIME:
        _LAST[0] = max(_LAST[0] + 1, time.time_ns())
        return _LAST[0]


class OutboxEntry(models.Model):
    """An event kept in the transaction that caused it, until every listener has heard it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    made_at = models.DateTimeField()
    place = models.BigIntegerField(default=next_place)
    heard_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        db_table = "mj_outbox"
        indexes = [models.Index(fields=["heard_at", "made_at"], name="mj_outbox_waiting")]


class NumberSeries(models.Model):
    """The last serial issued for an organ, a document type and a year."""

    organ_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "mj_number_series"
        constraints = [models.UniqueConstraint(fields=["organ_id", "kind", "year"], name="mj_number_series_once")]


class SearchEntry(models.Model):
    """A text that can be searched for (see `search.py`). The tokens lie in a full-text table of each database's own."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    organ_id = models.UUIDField(null=True)
    title = models.TextField()
    body = models.TextField()
    day = models.DateField(null=True)

    class Meta:
        db_table = "mj_search"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="mj_search_once")]


class Pace(models.Model):
    """How often somebody asked within a span of time, over all processes (see `pacing.py`). Deleted when the span is over."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        db_table = "mj_pace"
        indexes = [models.Index(fields=["until"], name="mj_pace_until")]
