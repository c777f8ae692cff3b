"""What is public, made findable once more after an upgrade, with what older versions did not lay down beside it."""

from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.kernel.parameters import NotInForce
from mingjing.ledger.terms import By
from mingjing.publicity.events import Event
from mingjing.publicity.models import Edition, Publication
from mingjing.publicity.operations.copies import said_by_copies
from mingjing.publicity.operations.releasing import set_term
from mingjing.publicity.operations.searching import index, index_entry
from mingjing.publicity.terms import IN_PUBLIC, Publishable

AT_ONCE = 200


@operation(Event.INDEXED)
def index_anew(*, by: By, after: UUID | None = None) -> UUID | None:
    """Index a batch of what is public once more, after an upgrade; gives back where to go on, None at the end.

    Text with attachments, sound, credit code (PUB-85), and for what was made public before there were terms its term
    (PUB-70). No decision's state is touched, so nothing is written to the ledger; `tick` ends what is over.
    """
    rows = Publication.objects.select_for_update(of=("self",)).select_related("source", "current")
    rows = rows.filter(state__in=IN_PUBLIC, current__isnull=False).order_by("pk").prefetch_related("current__copies")
    batch = rows.filter(pk__gt=after)[:AT_ONCE] if after else rows[:AT_ONCE]
    last = None
    for row in batch:
        decision = row.source.decision()
        index(row, _text(row), decision)
        _term(row, decision)
        row.save(update_fields=["party_uscc", "term_until", "term_why"])
        last = row.pk
    return last


def _text(row: Publication) -> str:
    """The public text and what its public copies say, as a release indexes them."""
    assert row.current is not None
    return f"{row.current.text}\n{said_by_copies(row.current)}".strip()


def _term(row: Publication, decision: Publishable) -> None:
    """The term of what was public before terms were reckoned; a term that stands is never changed."""
    if row.term_until is None and not row.term_why:
        try:
            set_term(row, decision)
        except NotInForce:  # public before the first figures: it stays public without a term
            return


@operation(Event.ENTRIES_INDEXED)
def index_entries_anew(*, by: By) -> int:
    """Index every public entry of the lists once more, after an upgrade; gives back how many."""
    rows = Edition.objects.select_related("entry").filter(entry__current__isnull=False).order_by("pk")
    shown = [row for row in rows if row.entry.current_id == row.pk]
    for row in shown:
        index_entry(row)
    return len(shown)
