"""The search index of public texts: what is public can be found, what was taken down cannot."""

from mingjing.foundation import search
from mingjing.publicity.models import Publication
from mingjing.publicity.terms import SEARCH_KIND


def index(publication: Publication, text: str) -> None:
    """Make the current public text findable, in the release's own transaction."""
    title = f"{publication.number} {publication.public_party} {publication.public_cause}"
    search.index(SEARCH_KIND, publication.pk, title, text, publication.decided_on, organ_id=publication.organ_id)


def forget(publication: Publication) -> None:
    """Make it unfindable, in the withdrawal's own transaction."""
    search.remove(SEARCH_KIND, publication.pk)
