"""Who looked through which picture or PDF for marks of secrecy, and what nobody did."""

from collections.abc import Sequence
from uuid import UUID

from mingjing.archives.models import Unmarked
from mingjing.archives.rules.lines import HANDED_IN
from mingjing.archives.terms import LOOKED_THROUGH, ArchiveItem, UnmarkedFacts


def unmarked(dossier_id: UUID) -> tuple[UnmarkedFacts, ...]:
    """What was said of the contents of a dossier."""
    return tuple(row.facts() for row in Unmarked.objects.filter(dossier_id=dossier_id))


def not_looked_through(dossier_id: UUID, items: Sequence[ArchiveItem]) -> tuple[ArchiveItem, ...]:
    """What was handed in, may bear a mark as a picture, and was looked through by nobody. One query."""
    asked = [one for one in items if one.form in HANDED_IN and one.sha256 and one.media_type in LOOKED_THROUGH]
    said = set(Unmarked.objects.filter(dossier_id=dossier_id).values_list("sha256", flat=True)) if asked else set()
    return tuple(one for one in asked if one.sha256 not in said)
