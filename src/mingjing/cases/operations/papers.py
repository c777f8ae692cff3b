"""Scans of a case's paper, taken in with the case: never into a file that is archived."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from mingjing.cases.operations.files import case_for, not_archived
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.records import operations as records
from mingjing.records.terms.papers import ScanFacts


@operation("case:scan:taken")
def take_scan(*, case_id: UUID, name: str, content: bytes, by: Actor, now: datetime) -> ScanFacts:
    """Take in a scan of a case. Raises Forbidden, Invalid; Refused once the file is archived, or for the same scan again."""
    case = case_for(case_id, by)
    not_archived(case, "扫描件")
    return records.take_scan(
        organ_id=case.organ_id, dossier_id=case.dossier_id, name=name, content=content, limit=settings.MINGJING_UPLOAD_LIMIT,
        by=by, at=now,
    )  # fmt: skip
