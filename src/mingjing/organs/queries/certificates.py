"""Certificates of officers, with what was done to them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from mingjing.organs.models import Certificate
from mingjing.organs.terms import CertificateFacts

NUL = "\0"
"""PostgreSQL refuses this sign even in a question."""


def certificate_rows() -> QuerySet[Certificate]:
    """All certificates with their people, organs and interruptions."""
    return Certificate.objects.select_related("person", "organ").prefetch_related("suspensions")


def certificates(person_ids: Iterable[UUID]) -> dict[UUID, tuple[CertificateFacts, ...]]:
    """The certificates of many people, newest first, in two queries; every id asked for is a key."""
    wanted = list(person_ids)
    found: dict[UUID, list[CertificateFacts]] = {one: [] for one in wanted}
    for row in certificate_rows().filter(person_id__in=wanted):
        found[row.person_id].append(row.facts())
    return {one: tuple(rows) for one, rows in found.items()}


def certificate(certificate_id: UUID) -> CertificateFacts | None:
    """The certificate with this id."""
    row = certificate_rows().filter(id=certificate_id).first()
    return row.facts() if row else None


def certificate_by_number(number: str) -> CertificateFacts | None:
    """The certificate with this number, for the public check of an officer (P-03, P-09)."""
    return certificates_by_number([number]).get(number.strip())


def certificates_by_number(numbers: Iterable[str]) -> dict[str, CertificateFacts]:
    """The certificates with these numbers, by number, in two queries; a number that nobody has is no key."""
    wanted = {one.strip() for one in numbers if NUL not in one and one.strip()}
    return {row.number: row.facts() for row in certificate_rows().filter(number__in=wanted)} if wanted else {}
