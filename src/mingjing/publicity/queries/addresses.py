"""Where decisions stand in public, for who knows their files."""

from collections.abc import Iterable

from mingjing.publicity.models import Publication
from mingjing.publicity.terms import IN_PUBLIC


def addresses_of(source_refs: Iterable[str]) -> dict[str, str]:
    """The permanent addresses of those that anybody can read now, by the file they come from. One query, or none."""
    wanted = tuple(source_refs)
    rows = Publication.objects.filter(source_ref__in=wanted, state__in=sorted(IN_PUBLIC)) if wanted else ()
    return {row.source_ref: row.address for row in rows}
