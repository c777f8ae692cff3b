"""Attacks on what was removed: ways by which it might come back to strangers, each closed."""

from datetime import timedelta
from typing import Any

import pytest
from tests.publicity import ends, filing, samples
from tests.publicity.filing import ASK
from tests.redacting import papers

from mingjing.foundation import search
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity import operations, queries
from mingjing.publicity.models import FileCopy, Publication
from mingjing.publicity.terms import SEARCH_KIND, FileFacts, PublicationFacts, State

pytestmark = pytest.mark.django_db
LATER = samples.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Any) -> None:
    """Each test has a ledger key of its own."""
    settings.MINGJING_KEYS = tmp_path / "keys"


def _gone(made: PublicationFacts) -> None:
    operations.withdraw(
        publication_id=made.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=LATER,
    )


def _back(made: PublicationFacts) -> PublicationFacts:
    return operations.republish(
        publication_id=made.id, ground="quashed", reason=ends.WHY, by=samples.HEAD, at=LATER + timedelta(days=1)
    )


def _shown(made: PublicationFacts) -> str:
    current = Publication.objects.get(pk=made.id).current
    assert current is not None
    return "".join("".join(one.pages) for one in queries.public_files(current.ledger_index))


def _newly_marked(made: PublicationFacts, text: str) -> FileFacts:
    (file,) = operations.read_files(made.id, by=samples.PUBLICIST)
    return operations.add_mark(file_id=file.id, text=text, ground="姓名", **ASK)  # type: ignore[arg-type]


def test_what_was_marked_in_an_attachment_before_a_withdrawal_does_not_come_back_with_it() -> None:
    made = filing.released()
    word = next(one for one in _shown(made).split() if len(one) > 3 and "×" not in one)
    marked = _newly_marked(made, word)
    assert word in _shown(made), "nothing changes before the correction"
    _gone(made)
    with pytest.raises(Refused) as refusal:
        _back(made)
    assert refusal.value.rules == {"PUB-42"}, "its pages were not confirmed anew"
    filing.checked(marked)
    first = queries.public_file("示应急", samples.NUMBER, 1)
    assert first is None
    assert word not in _shown(_back(made))
    old = FileCopy.objects.get(version__seq=1)
    assert word in "".join(old.pages)
    assert queries.public_file("示应急", samples.NUMBER, 1, old.name) is None, "nor by the name of the older copy"


def test_an_attachment_nobody_has_looked_at_does_not_come_back_with_the_decision() -> None:
    made = filing.released()
    raw = filing.attached(made.id, "附表.docx")
    _gone(made)
    with pytest.raises(Refused) as refusal:
        _back(made)
    assert refusal.value.rules & {"PUB-41", "PUB-42"}
    operations.drop_file(file_id=raw.id, reason="与决定无关，误传", **ASK)  # type: ignore[arg-type]
    assert _back(made).state == State.REPUBLISHED
    assert [one.seq for one in FileCopy.objects.filter(version__seq=2)] == [1]
    old = FileCopy.objects.get(version__seq=1)
    assert queries.public_file("示应急", samples.NUMBER, 1, old.name) is not None, "nothing was taken back from it"
    assert papers.NAME not in _shown(made)


def test_indexing_anew_finds_what_the_copies_say_and_nothing_removed() -> None:
    made = filing.released()
    current = Publication.objects.get(pk=made.id).current
    assert current is not None
    before = search.bodies(SEARCH_KIND, [made.id])
    assert papers.KEPT in before[made.id]
    operations.index_anew(by="system")
    assert search.bodies(SEARCH_KIND, [made.id]) == before
    assert not [word for word in (papers.NAME, papers.ID, *samples.SECRETS) if word in before[made.id]]


@pytest.mark.parametrize("box", ["0 0 9999999 1", "0 0 1 1", "0 0 20000 20000"])
def test_a_page_that_no_copy_can_have_is_refused_at_the_door(box: str) -> None:
    """Not when the redaction is confirmed, by an error that nobody can mend."""
    pdf = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>endobj trailer<</Root 1 0 R>>"
    )
    with pytest.raises(Invalid) as problem:
        operations.attach_file(publication_id=samples.proposed().id, name="a.pdf", content=pdf.encode(), **ASK)  # type: ignore[arg-type]
    assert "PUB-40" in str(problem.value)
