"""Two administrators load different files with the same key at the same moment: one of them is told."""

from pathlib import Path
from typing import Any

import pytest
from tests import kept
from tests.bureau.case_desk import NOW
from tests.organs.at_once import at_once
from tests.organs.test_overlays import figure

from mingjing.cases.queries.calendar import figures_of, parameters
from mingjing.kernel.findings import Refused
from mingjing.ledger.models import Entry
from mingjing.organs import operations, queries
from mingjing.organs.terms.overlays import FiguresDraft, Foreseen

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db: None) -> Any:
    return kept.county()


def test_one_key_is_loaded_once(county: Any, tmp_path: Path, settings: Any) -> None:
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"
    by, organ = county.actor("系小管", NOW), queries.organ(county.organs["应急局"])
    text = figure("statement", 8, "wd", since="2027-01-01")

    def load(name: str) -> Foreseen:
        return operations.import_figures(
            organ_id=organ.id, draft=FiguresDraft("organ", name, text, "示政办〔2026〕12号"), by=by, at=NOW,
            base=parameters(organ.domain), known=set(parameters("").keys()),
        )  # fmt: skip

    answers = at_once(lambda: load("a.yaml"), lambda: load("b.yaml"))
    assert {type(one) for one in answers} == {Foreseen, Refused}
    assert next(one for one in answers if isinstance(one, Refused)).rules == {"PAR-03"}
    assert len(list((tmp_path / "parameters").rglob("*.yaml"))) == 1
    assert Entry.objects.filter(kind="organ:figures:imported").count() == 1
    assert figures_of(organ)("statement", NOW.date().replace(year=2027)).value == 8
