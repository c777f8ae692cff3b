"""The search index of public texts: what is public can be found, by its words and by its sound; what was taken down cannot.

Every line of the index is made of public columns and public texts only. A natural person's name is not indexed by its
sound, whatever of it is public.
"""

from uuid import UUID

from mingjing.foundation import search
from mingjing.publicity.models import Edition, Publication
from mingjing.publicity.rules.subjects import subject_code
from mingjing.publicity.terms import (
    REGISTER_SEARCH,
    REGISTER_SOUNDS,
    SEARCH_KIND,
    SOUND_KIND,
    Publishable,
    as_text,
)


def index(publication: Publication, text: str, decision: Publishable) -> None:
    """Make the current public text findable, in the release's own transaction; and lay down whose it is (PUB-85)."""
    title = f"{publication.number} {publication.public_party} {publication.public_cause}"
    search.index(SEARCH_KIND, publication.pk, title, text, publication.decided_on, organ_id=publication.organ_id)
    publication.party_uscc = subject_code(decision.party_is_natural, decision.party_id_no, text)
    party = "" if decision.party_is_natural else publication.public_party
    search.index_sound(SOUND_KIND, publication.pk, f"{party} {publication.public_cause}", organ_id=publication.organ_id)


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
    search.index_sound(REGISTER_SOUNDS, entry.pk, title, organ_id=entry.organ_id)


def forget_entry(entry_id: UUID) -> None:
    """Make an entry that ended unfindable."""
    search.remove(REGISTER_SEARCH, entry_id)
    search.remove(REGISTER_SOUNDS, entry_id)
