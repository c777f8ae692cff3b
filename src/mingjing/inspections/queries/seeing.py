"""Whose plans, classes and caps a person may see."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from mingjing.foundation.people import Actor, Role
from mingjing.inspections.terms import READERS
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts

M = TypeVar("M", bound=Model)


def seen(rows: QuerySet[M], by: Actor) -> QuerySet[M]:
    """The own organ's, or for a supervisor the region's. One query, for a supervisor."""
    if by.has(Role.SUPERVISOR):
        return rows.filter(region=organs.organ(by.organ_id).region)
    return rows.filter(organ_id=by.organ_id) if by.has(*READERS) else rows.none()


def organs_seen(by: Actor, on: date) -> tuple[OrganFacts, ...]:
    """The organs of a day that are looked at: the own one, or for a supervisor those of the region. Two queries at most."""
    known = organs.organs(on)
    if by.has(Role.SUPERVISOR):
        region = organs.organ(by.organ_id).region
        return tuple(one for one in known if one.region == region)
    return tuple(one for one in known if one.id == by.organ_id and by.has(*READERS))
