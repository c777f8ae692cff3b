"""Reads of seals: the register, one seal, what must bear one on a day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding
from mingjing.organs.models import Person, Seal, SealingRule
from mingjing.organs.rules.seals import seal_may_be_used
from mingjing.organs.terms.seals import SealFacts, SealingFacts, SealState


def seals(organ_id: UUID) -> tuple[SealFacts, ...]:
    """The register of an organ, by name. Two queries."""
    rows = list(Seal.objects.select_related("holder").filter(organ_id=organ_id))
    return _with_names(rows)


def seal(seal_id: UUID) -> SealFacts | None:
    """One seal."""
    rows = list(Seal.objects.select_related("holder").filter(id=seal_id))
    return next(iter(_with_names(rows)), None)


def seals_by_id(seal_ids: Collection[UUID]) -> dict[UUID, SealFacts]:
    """Many seals at once, by id."""
    return {one.id: one for one in _with_names(list(Seal.objects.select_related("holder").filter(id__in=seal_ids)))}


def seals_of(organ_id: UUID, person_id: UUID) -> tuple[SealFacts, ...]:
    """The active seals that a person may use."""
    return tuple(one for one in seals(organ_id) if one.state == SealState.ACTIVE and one.lends_to(person_id))


def _with_names(rows: Collection[Seal]) -> tuple[SealFacts, ...]:
    wanted = {one for row in rows for one in row.users}
    named = Person.objects.filter(id__in=wanted).values_list("id", "name") if wanted else ()
    names = {str(key): name for key, name in named}
    return tuple(row.facts(names) for row in rows)


def sealing_on(organ_id: UUID, day: date) -> SealingFacts | None:
    """What must bear a seal on that day; None where nothing was ever set. One query."""
    row = SealingRule.objects.filter(organ_id=organ_id, since__lte=day).first()
    return row.facts() if row else None


def sealing_rules(organ_id: UUID) -> tuple[SealingFacts, ...]:
    """Everything that was ever set, newest first."""
    return tuple(row.facts() for row in SealingRule.objects.filter(organ_id=organ_id))


def seal_use_findings(one: SealFacts, by: Actor, day: date) -> tuple[Finding, ...]:
    """What speaks against this person using the seal on that day (ORG-33)."""
    found: tuple[Finding, ...] = seal_may_be_used(one, by.person_id, by.roles, day)
    return found
