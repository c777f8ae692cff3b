"""The keys of an organ."""

from uuid import UUID

from mingjing.exchange.models import ApiKey
from mingjing.exchange.terms import KeyFacts


def keys_of(organ_id: UUID) -> tuple[KeyFacts, ...]:
    """Every key of an organ, the newest first."""
    return tuple(one.facts() for one in ApiKey.objects.filter(organ_id=organ_id).order_by("-issued_at"))


def key(key_id: UUID) -> KeyFacts | None:
    """One key."""
    row = ApiKey.objects.filter(pk=key_id).first()
    return row.facts() if row else None
