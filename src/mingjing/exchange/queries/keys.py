"""The keys of an organ."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from mingjing.exchange.models import ApiKey
from mingjing.exchange.terms import KeyFacts


def keys_of(organ_id: UUID) -> tuple[KeyFacts, ...]:
    """Every key of an organ, the newest first."""
    return tuple(one.facts() for one in ApiKey.objects.filter(organ_id=organ_id).order_by("-issued_at"))


def keys_in_name_of(person_id: UUID, on: date) -> tuple[KeyFacts, ...]:
    """The keys that act, or would act, in a person's name on a day: those that wait for the person first."""
    rows = ApiKey.objects.filter(person_id=person_id, revoked_at=None, expires_on__gte=on).order_by("issued_at")
    return tuple(sorted((one.facts() for one in rows), key=lambda one: one.state(on) != "waiting"))


def key(key_id: UUID) -> KeyFacts | None:
    """One key."""
    row = ApiKey.objects.filter(pk=key_id).first()
    return row.facts() if row else None


def key_names(key_ids: Iterable[str]) -> dict[str, str]:
    """What keys are for, by their ids as the ledger tells them. One query; none where there is nothing to ask."""
    asked = list(key_ids)
    rows = ApiKey.objects.filter(pk__in=asked).values_list("pk", "name") if asked else ()
    return {str(key): name for key, name in rows}
