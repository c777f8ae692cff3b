"""What a holiday notice would move, asked before it counts: loaded in a transaction that is never kept."""

from datetime import datetime

from django.db import transaction

from mingjing.cases.operations.aftermath import Moved, load_calendar
from mingjing.foundation.people import Actor


class _NotKept(Exception):
    """Ends the trial."""


def foresee_calendar(*, text: str, by: Actor, now: datetime) -> tuple[Moved, ...]:
    """The open dates that `load_calendar` would move; nothing is kept. Raises as it does: Forbidden, Invalid."""
    moved: tuple[Moved, ...] = ()
    try:
        with transaction.atomic():
            moved = load_calendar(text=text, by=by, now=now)
            raise _NotKept
    except _NotKept:
        return moved
