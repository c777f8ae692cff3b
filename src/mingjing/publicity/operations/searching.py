"""The search index of public texts: what is public can be found, by its words and by its sound; what was taken down cannot.

Every line of the index is made of public columns and public texts only. A natural person's name is not indexed by its
sound, whatever of it is public.
"""

from uuid import UUID

from mingjing.foundation import search
from mingjing.foundation.operations import operation
from mingjing.kernel import pinyin
from mingjing.ledger.terms import By
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, Publication
from mingjing.publicity.operations.copies import said_by_copies
from mingjing.publicity.rules.subjects import subject_code
from mingjing.publicity.terms import (
    IN_PUBLIC,
    REGISTER_SEARCH,
    REGISTER_SOUNDS,
    SEARCH_KIND,
    SOUND_KIND,
    Publishable,
    as_text,
)

AT_ONCE = 200


def index(publication: Publication, text: str, decision: Publishable) -> None:
    """Make the current public text findable, in the release's own transaction; and lay down whose it is (PUB-85)."""
    title = f"{publication.number} {publication.public_party} {publication.public_cause}"
    search.index(SEARCH_KIND, publication.pk, title, text, publication.decided_on, organ_id=publication.organ_id)
    publication.party_uscc = subject_code(decision.party_is_natural, decision.party_id_no, text)
    party = "" if decision.party_is_natural else publication.public_party
    _sound(SOUND_KIND, publication.pk, f"{party} {publication.public_cause}", publication.organ_id)


def forget(publication: Publication) -> None:
    """Make it unfindable, in the withdrawal's own transaction."""
    publication.party_uscc = ""
    search.remove(SEARCH_KIND, publication.pk)
    search.remove(SOUND_KIND, publication.pk)


def index_entry(edition: Edition) -> None:
    """Make a public entry of a list findable, in the release's own transaction."""
    entry, told = edition.entry, edition.facts()
    body = "\n".join(as_text(one, told.readable.get(one.key)) for one in told.spec.fields)
    title = f"{edition.name} {told.spec.title}"
    search.index(REGISTER_SEARCH, entry.pk, title, body, edition.valid_from, organ_id=entry.organ_id)
    _sound(REGISTER_SOUNDS, entry.pk, title, entry.organ_id)


def forget_entry(entry_id: UUID) -> None:
    """Make an entry that ended unfindable."""
    search.remove(REGISTER_SEARCH, entry_id)
    search.remove(REGISTER_SOUNDS, entry_id)


def _sound(kind: str, object_id: UUID, name: str, organ_id: UUID) -> None:
    if words := pinyin.words(name):
        search.index(kind, object_id, " ".join(words), "", organ_id=organ_id)
    else:
        search.remove(kind, object_id)


@operation(Event.INDEXED)
def index_anew(*, by: By, after: UUID | None = None) -> UUID | None:
    """Index a batch of what is public once more, after an upgrade; gives back where to go on, None at the end.

    Neither a decision's state nor what the public reads is touched, so nothing is written to the ledger.
    """
    rows = Publication.objects.select_for_update(of=("self",)).select_related("source", "current")
    rows = rows.filter(state__in=IN_PUBLIC, current__isnull=False).order_by("pk")
    batch = rows.filter(pk__gt=after)[:AT_ONCE] if after else rows[:AT_ONCE]
    last = None
    for row in batch:
        if row.current is not None:
            index(row, f"{row.current.text}\n{said_by_copies(row.current)}".strip(), row.source.decision())
            row.save(update_fields=["party_uscc"])
        last = row.pk
    return last


@operation(Event.ENTRIES_INDEXED)
def index_entries_anew(*, by: By) -> int:
    """Index every public entry of the lists once more, after an upgrade; gives back how many."""
    rows = Edition.objects.select_related("entry").filter(entry__current__isnull=False).order_by("pk")
    shown = [row for row in rows if row.entry.current_id == row.pk]
    for row in shown:
        index_entry(row)
    return len(shown)
