"""What the public reads is what the party was served: every public paragraph stands in the rendered document."""

import re
from datetime import datetime

import pytest
from tests.cases.test_benchmarks import publish

from mingjing.cases import operations, queries
from mingjing.foundation import typesetting
from mingjing.kernel.days import CHINA
from mingjing.publicity import queries as published
from mingjing.publicity.models import Publication as PublicationRow
from mingjing.publicity.terms import Publishable
from mingjing.sites.journeys import county
from mingjing.sites.journeys.player import Player

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
CASES = [
    county.Told("应急局", "宏远", "AQ097-3", "served", fine=18000),
    county.Told("市监局", "田小满", "XF056-8", "served", fine=5000),
    county.Told("市监局", "行业", "BZ025-1", "no_penalty"),
]


def bare(text: str) -> str:
    """Without blanks, line ends and page numbers: what remains is the wording."""
    return re.sub(r"\s|—\d+—", "", text)


@pytest.mark.django_db
def test_the_published_benchmark_stands_in_both(shifan):
    publish(shifan, "AQ097-3")
    test_every_public_paragraph_stands_in_the_served_document(CASES[0], shifan)
    text = "".join(_publishable(PublicationRow.objects.get().pk).full_text)
    assert "适用的裁量基准：示范县应急管理局" in text and "，裁量阶次：一般。" in text


@pytest.mark.django_db
@pytest.mark.parametrize("told", CASES, ids=lambda told: told.until)
def test_every_public_paragraph_stands_in_the_served_document(told, shifan):
    player = Player(shifan, county.story(told, NOW.date(), queries.calendar()))
    report = player.play()
    assert report.good, report.text()
    case_id = player.case_id()
    page = queries.case_page(case_id, shifan.actor(player.team["handlers"][0], NOW), NOW)
    decision = page.facts.decision
    document = next(each for each in page.documents if each.id == decision.document_id)
    _, pdf = operations.render_document(
        case_id=case_id, document_id=document.id, by=shifan.actor(player.team["head"], NOW), now=NOW
    )
    printed = bare("".join(typesetting.text_of(pdf)))
    source = published.by_source(str(page.dossier_id))[0]
    decided = _publishable(source.id)
    wanted = [line for line in decided.full_text if "　" not in line]
    assert len(wanted) > 8
    missing = [line for line in wanted if bare(line) not in printed]
    assert not missing


def _publishable(publication_id: object) -> Publishable:
    decision: Publishable = PublicationRow.objects.get(pk=publication_id).source.decision()
    return decision
