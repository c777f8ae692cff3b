"""The figures of the management rule: one dated file, an organ's own over it, used by every rule that speaks of them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.case_desk import NOW, clock, enter
from tests.records.films import AT, committed, film

from mingjing.cases.rules.recording import owed
from mingjing.kernel.rulebook import registered
from mingjing.records import queries
from mingjing.records.rules.recordings import parameters
from mingjing.records.terms.figures import AFTER, USED_BY
from mingjing.sites import figures as texts

pytestmark = pytest.mark.django_db
OWN = """checked: 2026-11-30
upload:
  2026-01-01: {value: 12, unit: h, cites: 示应急〔2026〕5号, verified: true}
clock_drift:
  2026-12-01: {value: 30, unit: flag, cites: 示应急〔2026〕5号, verified: true}
"""


@pytest.fixture
def own(shifan: Any, settings: Any, tmp_path: Path) -> Path:
    """The emergency bureau's own figures in the installation."""
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"
    folder = settings.MINGJING_PARAMETERS / "示应急"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")
    return folder


def test_every_figure_has_its_rules_and_every_rule_exists() -> None:
    assert set(USED_BY) == set(parameters().keys()) == set(AFTER)
    assert {number for numbers in USED_BY.values() for number in numbers} <= set(registered())
    assert owed


def test_an_organs_own_figure_counts_from_its_day(own: Path) -> None:
    assert queries.figure("upload", date(2026, 10, 1), "示应急") == 12
    assert queries.figure("upload", date(2025, 12, 31), "示应急") == 24
    assert queries.figure("clock_drift", date(2026, 11, 30), "示应急") == 60
    assert queries.figure("clock_drift", date(2026, 12, 1), "示应急") == 30
    assert queries.figure("upload", date(2026, 10, 1), "示市监") == 24
    assert queries.figure("upload", date(2026, 10, 1), "../示应急") == 24


def test_the_rule_and_the_published_text_use_it(shifan: Any, own: Path) -> None:
    one = committed(shifan, film())
    assert one.due_at == one.ended_at + timedelta(hours=12)
    from mingjing.organs import queries as organs

    told = texts.figures(organs.organ(shifan.organs["应急局"]), "systems", date(2026, 10, 1))
    assert (told["av_upload"][1], told["av_clock"][1]) == ("12小时", "60秒")
    theirs = texts.figures(organs.organ(shifan.organs["市监局"]), "systems", date(2026, 10, 1))
    assert theirs["av_upload"][1] == "24小时"


def test_a_file_that_cannot_be_read_changes_nothing_and_is_told(shifan: Any, own: Path) -> None:
    (own / "own.yaml").write_text("checked: 昨天\nupload: [", encoding="utf-8")
    assert queries.figure("upload", AT.date(), "示应急") == 24
    with clock(NOW):
        page = enter(shifan, "档").get("/bureau/equipment/rules/").content.decode()
    assert "读不了" in page and "own.yaml" in page


def test_the_page_says_what_each_figure_does(shifan: Any, own: Path) -> None:
    with clock(NOW):
        page = enter(shifan, "档").get("/bureau/equipment/rules/").content.decode()
        wanted = ("12 小时", "全国 24 小时", "2026〕5号", "REC-13", "AV-02", "本机关", "未核实")
        assert not [word for word in wanted if word not in page]
        assert enter(shifan, "监").get("/bureau/equipment/rules/?organ=yjj").status_code == 200
        assert enter(shifan, "监").get("/bureau/equipment/rules/?organ=x").status_code == 404
