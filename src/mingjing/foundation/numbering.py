"""Document numbers: 机关代字 + 文种代字 + 〔年〕 + 序号 + 号, per organ, type and year, without gaps or collisions."""

from typing import Any
from uuid import UUID

from django.db.models import F

from mingjing.foundation.models import NumberSeries


def next_serial(*, organ_id: UUID, kind: str, year: int) -> int:
    """Take the next serial inside the caller's transaction; a rolled-back act gives it back, so no gap can arise.

    The row update holds the lock until commit on both databases: two concurrent acts wait for each other.
    """
    row: dict[str, Any] = {"organ_id": organ_id, "kind": kind, "year": year}
    series = NumberSeries.objects.filter(**row)
    if not series.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(**row)
        series.update(last=F("last") + 1)
    return series.values_list("last", flat=True).get()


def hold_series(*, organ_id: UUID, kind: str, year: int) -> None:
    """Keep a series for oneself until commit and take no number: what is looked at then cannot change before it is counted."""
    row: dict[str, Any] = {"organ_id": organ_id, "kind": kind, "year": year}
    NumberSeries.objects.get_or_create(**row)
    NumberSeries.objects.filter(**row).update(last=F("last"))


def document_number(organ_code: str, kind_code: str, year: int, serial: int) -> str:
    """示应急 + 罚 + 2026 + 9 → 示应急罚〔2026〕9号 (six-corner brackets, no 字, no 第)."""
    return f"{organ_code}{kind_code}〔{year}〕{serial}号"
