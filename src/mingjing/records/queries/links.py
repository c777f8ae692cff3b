"""Reads of grants to consult a file from outside."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mingjing.records.models import Grant, GrantOpening
from mingjing.records.rules.links import SHOWN, WITHHELD
from mingjing.records.terms import AttachmentFacts, DocumentFacts, NotFound
from mingjing.records.terms.links import GrantFacts, GrantState, OpeningFacts, token_digest


def grant(grant_id: UUID) -> GrantFacts:
    """One grant. Raises NotFound."""
    row = Grant.objects.prefetch_related("items").filter(id=grant_id).first()
    if row is None:
        raise NotFound("没有这一件查阅，请从案件重新进入。")
    return row.facts()


def grants_of(dossier_id: UUID) -> tuple[GrantFacts, ...]:
    """Every grant of a file, newest first. Two queries."""
    return tuple(row.facts() for row in Grant.objects.filter(dossier_id=dossier_id).prefetch_related("items"))


def grants(
    organ_id: UUID | None, state: str = "", *, after: tuple[datetime, UUID] | None = None, limit: int = 20
) -> tuple[GrantFacts, ...]:
    """The grants of an organ (None: of all), newest first. Two queries."""
    rows = Grant.objects.prefetch_related("items")
    rows = rows.filter(organ_id=organ_id) if organ_id else rows
    rows = rows.filter(state=state) if state in set(GrantState) else rows
    if after is not None:
        rows = rows.filter(Q(asked_at__lt=after[0]) | Q(asked_at=after[0], id__lt=after[1]))
    return tuple(row.facts() for row in rows[:limit])


def waiting_grants(organ_id: UUID) -> int:
    """How many wait for the head."""
    return Grant.objects.filter(organ_id=organ_id, state=GrantState.ASKED).count()


def grant_by_token(token: str, now: datetime) -> GrantFacts | None:
    """The grant that a link leads to, where it stands; None for whatever is wrong with it."""
    if not token:
        return None
    row = Grant.objects.prefetch_related("items").filter(token_sha256=token_digest(token)).first()
    found = row.facts() if row else None
    return (
        found
        if found is not None and found.expires_at and now < found.expires_at and found.state == GrantState.GRANTED
        else None
    )


def grant_openings(grant_id: UUID, limit: int = 100) -> tuple[OpeningFacts, ...]:
    """When what was opened by the link, newest first."""
    return tuple(row.facts() for row in GrantOpening.objects.filter(grant_id=grant_id)[:limit])


def may_be_lent(one: DocumentFacts | AttachmentFacts) -> bool:
    """Whether a document or file can be offered for consulting at all (READ-02)."""
    return one.form not in WITHHELD if isinstance(one, DocumentFacts) else one.media_type in SHOWN
