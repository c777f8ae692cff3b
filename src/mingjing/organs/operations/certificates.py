"""Certificates are issued, withheld, given back and revoked."""

from datetime import date, datetime, time
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.kernel.days import CHINA, ONE, local_day
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.organs import access
from mingjing.organs.models import Certificate, Suspension
from mingjing.organs.operations.keeping import keep, reason_given, the_certificate, the_person, trail
from mingjing.organs.rules import change_findings
from mingjing.organs.terms import By, CertificateFacts


@operation("organ:certificate:issued")
def issue_certificate(
    *,
    person_id: UUID,
    number: str,
    issuer: str,
    category: str,
    area: str,
    valid_from: date,
    valid_to: date,
    by: By,
    at: datetime,
) -> CertificateFacts:
    """登记执法证件。The last day of validity counts. Raises Invalid, Forbidden."""
    person = the_person(person_id)
    access.require(access.keeps_registers, by, person.organ_id, doing="登记执法证件")
    if valid_to < valid_from:
        raise Invalid({"valid_to": ["有效期止不能早于有效期起。"]})
    row = Certificate(person=person, organ=person.organ, number=number, issuer=issuer, category=category, area=area)
    row.valid_from, row.valid_to = valid_from, valid_to
    keep(row)
    span = {"valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat(), "category": row.category}
    _trail("organ:certificate:issued", row, by, at, issuer=row.issuer, area=row.area, **span)
    return row.facts()


@operation("organ:certificate:renewed")
def renew_certificate(*, certificate_id: UUID, valid_to: date, reason: str, by: By, at: datetime) -> CertificateFacts:
    """延续执法证件的有效期。A gap since the last day of validity stays a gap: it is kept as an interruption.

    Raises Invalid, Refused (ORG-03), Forbidden.
    """
    row = the_certificate(certificate_id)
    access.require(access.keeps_registers, by, row.organ_id, doing="延续执法证件")
    _refuse_if(change_findings(row.facts(), "延续", at))
    text = reason_given(reason)
    if valid_to <= max(row.valid_to, local_day(at)):
        raise Invalid({"valid_to": ["新的有效期止应当晚于今天，也晚于原来的有效期止。"]})
    before, lapsed = row.valid_to, datetime.combine(row.valid_to + ONE, time.min, CHINA)
    row.valid_to = valid_to
    keep(row)
    if lapsed < at:
        keep(Suspension(certificate=row, since=lapsed, until=at, reason="有效期满未延续", lift_reason=text))
    span = {"valid_to": valid_to.isoformat(), "before": before.isoformat()}
    _trail("organ:certificate:renewed", row, by, at, reason=text, **span)
    return the_certificate(row.id).facts()


@operation("organ:certificate:suspended")
def suspend_certificate(*, certificate_id: UUID, reason: str, by: By, at: datetime) -> CertificateFacts:
    """暂扣执法证件，自 `at` 起不得执法。Raises Invalid, Refused (ORG-03), Forbidden."""
    row = _changeable(certificate_id, "暂扣", by, at)
    text = reason_given(reason)
    keep(Suspension(certificate=row, since=at, reason=text))
    _trail("organ:certificate:suspended", row, by, at, reason=text)
    return the_certificate(row.id).facts()


@operation("organ:certificate:restored")
def lift_suspension(*, certificate_id: UUID, reason: str, by: By, at: datetime) -> CertificateFacts:
    """恢复被暂扣的执法证件。Raises Invalid, Refused (ORG-03), Forbidden."""
    row = _changeable(certificate_id, "恢复", by, at)
    text = reason_given(reason)
    row.suspensions.filter(until=None).update(until=at, lift_reason=text)
    _trail("organ:certificate:restored", row, by, at, reason=text)
    return the_certificate(row.id).facts()


@operation("organ:certificate:revoked")
def revoke_certificate(*, certificate_id: UUID, reason: str, by: By, at: datetime) -> CertificateFacts:
    """吊销或者注销执法证件，不可恢复。Raises Invalid, Refused (ORG-03), Forbidden."""
    row = _changeable(certificate_id, "注销", by, at)
    row.revoked_reason = reason_given(reason)
    row.revoked_at = at
    keep(row)
    _trail("organ:certificate:revoked", row, by, at, reason=row.revoked_reason)
    return the_certificate(row.id).facts()


def _refuse_if(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Refused(*findings)


def _changeable(certificate_id: UUID, change: str, by: By, at: datetime) -> Certificate:
    row = the_certificate(certificate_id)
    access.require(access.may_withhold, by, row.organ_id, doing=f"{change}执法证件")
    _refuse_if(change_findings(row.facts(), change, at))
    return row


def _trail(kind: str, row: Certificate, by: By, at: datetime, **payload: str) -> None:
    trail(kind, organ_id=row.organ_id, at=at, by=by, number=row.number, person=str(row.person_id), **payload)
