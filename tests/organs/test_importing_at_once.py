"""Two administrators load the same figures at the same moment, in one file or in two: one of them is told."""

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


@pytest.mark.parametrize(
    ("names", "values", "rule"),
    [
        (("a.yaml", "b.yaml"), (8, 8), "PAR-03"),
        (("a.yaml", "a.yaml"), (8, 8), "PAR-07"),
        (("a.yaml", "a.yaml"), (8, 9), "PAR-06"),
    ],
)
def test_one_key_is_loaded_once(
    county: Any, tmp_path: Path, settings: Any, names: tuple[str, str], values: tuple[int, int], rule: str
) -> None:
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"
    by, organ = county.actor("系小管", NOW), queries.organ(county.organs["应急局"])

    def load(name: str, value: int) -> Foreseen:
        text = figure("statement", value, "wd", since="2027-01-01")
        return operations.import_figures(
            organ_id=organ.id, draft=FiguresDraft("organ", name, text, "示政办〔2026〕12号"), by=by, at=NOW,
            base=parameters(organ.domain), known=set(parameters("").keys()),
        )  # fmt: skip

    answers = at_once(*(lambda one=one: load(*one) for one in zip(names, values, strict=True)))
    assert {type(one) for one in answers} == {Foreseen, Refused}
    assert next(one for one in answers if isinstance(one, Refused)).rules == {rule}
    assert len(list((tmp_path / "parameters").rglob("*.yaml"))) == 1
    assert Entry.objects.filter(kind="organ:figures:imported").count() == 1
    loaded = next(one for one in answers if isinstance(one, Foreseen))
    held = figures_of(organ)("statement", NOW.date().replace(year=2027)).value
    assert f"value: {held}," in loaded.text and held in values
