"""Released guiding cases are found by their words and their sound; drafts and those that ended are not."""

from uuid import UUID

from mingjing.foundation import search
from mingjing.foundation.models import SearchEntry
from mingjing.foundation.operations import operation
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import GuidingCase
from mingjing.lawbook.terms import GuidingState
from mingjing.lawbook.terms.guiding_cases import SEARCH_KIND, SOUND_KIND
from mingjing.ledger.terms import By


def index_guiding_case(row: GuidingCase) -> None:
    """Make a released one findable, in the release's own transaction. Names were removed from its title before (LAW-22)."""
    spec = row.spec()
    body = "\n".join((row.number, *spec.offences, *spec.keywords, *spec.texts().values(), *spec.citations, spec.issuer, spec.document_number))  # fmt: skip
    search.index(SEARCH_KIND, row.pk, spec.title, body, row.released_on, organ_id=row.organ_id)
    search.index_sound(SOUND_KIND, row.pk, spec.title, organ_id=row.organ_id)


def forget_guiding_case(guiding_id: UUID) -> None:
    """Make one that ended unfindable, in the same transaction."""
    search.remove(SEARCH_KIND, guiding_id)
    search.remove(SOUND_KIND, guiding_id)


@operation(Event.GUIDING_CASES_INDEXED)
def index_guiding_cases_anew(*, by: By) -> int:
    """Index every guiding case in force once more, after an upgrade, and forget whatever is not; gives back how many."""
    rows = list(GuidingCase.objects.select_for_update().filter(state=GuidingState.RELEASED).order_by("pk"))
    held = SearchEntry.objects.filter(kind__in=(SEARCH_KIND, SOUND_KIND)).exclude(
        object_id__in=[row.pk for row in rows]
    )
    for gone in set(held.values_list("object_id", flat=True)):
        forget_guiding_case(gone)
    for row in rows:
        index_guiding_case(row)
    return len(rows)
