"""`mingjing reindex` brings to what was public before an upgrade what a release lays down now."""

from datetime import date
from typing import Any

import pytest
from tests.publicity import ends, filing, samples
from tests.redacting import papers

from mingjing.foundation.models import SearchEntry
from mingjing.publicity import operations
from mingjing.publicity.models import Publication
from mingjing.publicity.queries import decisions_sounding, page
from mingjing.publicity.terms import SEARCH_KIND, SOUND_KIND, Filters
from mingjing.sites import commandline

pytestmark = pytest.mark.django_db


def _before(*ids: Any) -> None:
    """As an older version left it: no code, no sound, no term."""
    Publication.objects.filter(pk__in=ids).update(party_uscc="", term_until=None, term_why="")
    SearchEntry.objects.filter(kind=SOUND_KIND).delete()


def test_code_sound_term_and_the_words_of_attachments_are_back() -> None:
    one = samples.proposed(ends.market())
    samples.accept_all(one.id)
    word = "附件里独一无二的词"
    content = papers.plain_pdf((word,))
    filing.checked(operations.attach_file(publication_id=one.id, name="a.pdf", content=content, **filing.ASK))  # type: ignore[arg-type]
    operations.confirm(publication_id=one.id, **filing.ASK)  # type: ignore[arg-type]
    operations.release(publication_id=one.id, **filing.ASK)  # type: ignore[arg-type]
    held = Publication.objects.get(pk=one.id)
    body = SearchEntry.objects.get(kind=SEARCH_KIND, object_id=one.id).body
    assert word in body and held.term_until == date(2029, 11, 10)
    _before(one.id)
    assert commandline.main(["reindex"]) == 0
    again = Publication.objects.get(pk=one.id)
    assert (again.party_uscc, again.term_until, again.term_why) == (held.party_uscc, held.term_until, held.term_why)
    assert (again.state, again.updated_at) == (held.state, held.updated_at)
    assert SearchEntry.objects.get(kind=SEARCH_KIND, object_id=one.id).body == body
    assert [row.id for row in page(Filters(q=word)).rows] == [one.id] == [row.id for row in decisions_sounding("hyhg")]


def test_a_term_that_stands_is_left_and_what_is_not_public_gets_none() -> None:
    made = samples.released(ends.market())
    Publication.objects.filter(pk=made.id).update(term_until=date(2031, 1, 1), term_why="公示到限制期满")
    commandline.main(["reindex"])
    assert Publication.objects.get(pk=made.id).term_until == date(2031, 1, 1)
    samples.confirmed(samples.decision(number="示应急罚〔2026〕77号", source_ref="dossier-77"))
    commandline.main(["reindex"])
    waiting = Publication.objects.get(number="示应急罚〔2026〕77号")
    assert (waiting.term_until, waiting.party_uscc) == (None, "")
    commandline.main(["reindex"])
    assert Publication.objects.get(pk=made.id).term_until == date(2031, 1, 1)
