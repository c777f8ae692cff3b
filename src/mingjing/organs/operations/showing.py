"""Showing a certificate on a phone: codes that change every minute, and how often they were looked at."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.organs.models import Certificate, Showing
from mingjing.organs.rules.showing import STEP, is_fresh
from mingjing.organs.terms import By, ShownCode

FRESH, STALE, FORGED = "fresh", "stale", "forged"


def shown_code(*, number: str, by: Actor, at: datetime) -> ShownCode:
    """The code with which this person shows his own certificate now. Raises Invalid where it is not his."""
    row = Certificate.objects.filter(number=number, person_id=by.person_id).first()
    if row is None:
        raise Invalid({"number": ["这不是您持有的执法证，只能出示自己的证件。"]})
    step = _step(at)
    return ShownCode(row.number, step, _code(row.pk, step), STEP - int(at.timestamp()) % STEP)


def look_at_code(number: str, step: str, code: str, at: datetime) -> str:
    """Whether a scanned code is fresh, stale, or none of ours."""
    row = Certificate.objects.filter(number=number).only("pk").first()
    if row is None or not (step.isascii() and step.isdigit() and len(step) < 12):
        return FORGED
    if not constant_time_compare(_code(row.pk, int(step)), code):
        return FORGED
    return FRESH if is_fresh(_step(at), int(step)) else STALE


@operation("organ:certificate:scanned")
def count_showing(*, number: str, outcome: str, by: By, at: datetime) -> None:
    """Count a look at a shown code. Forged codes are not counted: nobody showed them. Not logged: a count names nobody."""
    row = Certificate.objects.filter(number=number).only("pk").first()
    if row is None or outcome not in {FRESH, STALE}:
        return
    today: dict[str, Any] = {"certificate": row, "day": local_day(at)}
    Showing.objects.get_or_create(**today)
    Showing.objects.filter(**today).update(**{outcome: F(outcome) + 1})


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _code(certificate_id: UUID, step: int) -> str:
    made = salted_hmac("mingjing-certificate", f"{certificate_id}|{step}", algorithm="sha256").digest()
    return base64.b32encode(made[:10]).decode()
