"""What the example county shows of feeding."""

from datetime import datetime
from typing import Any

import pytest

from mingjing.exchange import queries
from mingjing.kernel.days import CHINA
from mingjing.publicity import queries as publications
from mingjing.publicity.terms import Filters
from mingjing.sites.journeys import feeding

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


@pytest.mark.django_db
def test_the_county_shows_a_sheet_with_one_faulty_row_and_one_public_licence(shifan: Any) -> None:
    feeding.bring(shifan, NOW)
    organ = shifan.organs["应急局"]
    file = queries.fed_files(organ)[0]
    assert (file.kind, file.rows, file.entered, file.bad) == ("licence", 3, 2, 1)
    channels = sorted((fed.channel, found.category, found.state) for fed, found in queries.fed_decisions(organ))
    assert channels == [("form", "coercion", "due"), ("sheet", "licence", "due"), ("sheet", "licence", "released")]
    shown = publications.page(Filters(category="licence")).rows
    assert [(row.party, row.outcome) for row in shown] == [("示范县恒源化工有限公司", "准予行政许可")]
