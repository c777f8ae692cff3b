"""Loading local figures: passes, refuses, refuses again, refuses an empty shell; who may, and what the ledger keeps."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.organs.test_overlays import figure
from tests.organs.town import AT, Town, draft

from mingjing.cases.queries.calendar import figures_of, parameters
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Role
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.models import Entry
from mingjing.organs import operations
from mingjing.organs.terms import OrganFacts
from mingjing.organs.terms.overlays import LARGEST, FiguresDraft, Foreseen

pytestmark = pytest.mark.django_db
GOOD = FiguresDraft("organ", "own.yaml", figure("statement", 8, "wd", since="2026-10-01"), "示政办〔2026〕12号")


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.MINGJING_PARAMETERS = tmp_path / "parameters"
    yield tmp_path / "parameters"


def load(town: Town, asked: FiguresDraft = GOOD, **more: Any) -> Foreseen:
    given: dict[str, Any] = {"organ_id": town.organ.id, "by": town.sysadmin, "at": AT, "base": parameters("emergency"), "known": set(parameters("").keys())}  # fmt: skip
    return operations.import_figures(**{**given, "draft": asked, **more})


def refused(town: Town, asked: FiguresDraft, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        load(town, asked, **more)
    return "".join(sorted(caught.value.rules))


def test_a_good_file_is_written_and_the_ledger_keeps_its_digest(town: Town, home: Path) -> None:
    seen = load(town)
    assert (seen.place, seen.name) == ("organs/示应急", "own.yaml")
    assert (home / "organs/示应急/own.yaml").read_text(encoding="utf-8") == GOOD.text
    assert [figures_of(town.organ)("statement", on).value for on in (date(2026, 9, 30), date(2026, 10, 1))] == [5, 8]
    entry = Entry.objects.filter(kind="organ:figures:imported").get()
    assert entry.stream == f"organ:{town.organ.id}"
    assert seen.below("statement", date(2026, 10, 1)).value == 5  # type: ignore[union-attr]


def test_looking_through_writes_nothing(town: Town, home: Path) -> None:
    before = Entry.objects.count()
    operations.foresee_figures(
        organ_id=town.organ.id, draft=GOOD, by=town.sysadmin, at=AT, base=parameters("emergency"), known=set(parameters("").keys())
    )  # fmt: skip
    assert not home.exists() and Entry.objects.count() == before


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "PAR-01"),
        ("checked: 2026-08-20\n", "PAR-01"),
        (figure("statment", 8, "wd", since="2026-10-01"), "PAR-02"),
        (figure("annual_report_", 8, "wd", since="2026-10-01"), "PAR-02"),
        (figure("statement", 8, "d", since="2026-10-01"), "PAR-04"),
        (figure("statement", 2, "wd", since="2026-10-01"), "PAR-05"),
        (figure("statement", 8, "wd", since="2026-08-31"), "PAR-06"),
        # Text, or what is no finite number, in the place of a number would break every page that reckons with it.
        (figure("statement", "八天", "wd", since="2026-10-01"), "PAR-05"),
        (figure("statement", ".nan", "wd", since="2026-10-01"), "PAR-05"),
        (figure("statement", ".inf", "wd", since="2026-10-01"), "PAR-05"),
        (figure("prefile.limit", -1, "wd", since="2026-10-01"), "PAR-05"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_is_written(town: Town, home: Path, text: str, rule: str) -> None:
    assert refused(town, replace(GOOD, text=text)) == rule
    assert not home.exists()
    assert not Entry.objects.filter(kind="organ:figures:imported").exists()


def test_the_day_of_loading_itself_is_early_enough(town: Town, home: Path) -> None:
    assert load(town, replace(GOOD, text=figure("statement", 8, "wd", since="2026-09-01"))).layer.histories


def test_the_same_file_again_is_refused(town: Town, home: Path) -> None:
    load(town)
    assert refused(town, GOOD) == "PAR-07"
    assert refused(town, replace(GOOD, text=GOOD.text.replace("\n", "\r\n"))) == "PAR-07"


def test_what_was_loaded_is_neither_changed_nor_dropped_only_continued(town: Town, home: Path) -> None:
    load(town)
    assert refused(town, replace(GOOD, text=GOOD.text.replace("value: 8", "value: 9"))) == "PAR-06"
    assert refused(town, replace(GOOD, text=figure("hearing.request", 6, "wd", since="2026-10-01"))) == "PAR-06"
    longer = GOOD.text + "  2027-01-01: {value: 9, unit: wd, cites: 乙, verified: false}\n"
    load(town, replace(GOOD, text=longer))
    assert figures_of(town.organ)("statement", date(2027, 1, 1)).value == 9


def test_a_key_that_another_file_has_is_refused(town: Town, home: Path) -> None:
    load(town)
    assert refused(town, replace(GOOD, name="second.yaml")) == "PAR-03"
    assert figures_of(town.organ)("statement", date(2026, 10, 1)).value == 8


@pytest.mark.parametrize(
    "name", ["", "own", "../own.yaml", "a/b.yaml", "own.yml", ".yaml", "文件.yaml", "x" * 41 + ".yaml", "own.yaml\n.."]
)
def test_a_file_name_stays_a_file_name(town: Town, home: Path, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        load(town, replace(GOOD, name=name))
    assert list(caught.value.errors) == ["name"]
    assert not home.exists()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (replace(GOOD, reason=" "), "reason"),
        (replace(GOOD, reason="字" * 201), "reason"),
        (replace(GOOD, text="#" * (LARGEST + 1)), "text"),
        (replace(GOOD, scope="14"), "scope"),
        (replace(GOOD, scope=""), "scope"),
        (replace(GOOD, scope="../x"), "scope"),
    ],
)
def test_bad_input_names_its_field(town: Town, home: Path, asked: FiguresDraft, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        load(town, asked)
    assert list(caught.value.errors) == [field]


def test_a_folder_that_cannot_be_written_is_told_and_leaves_no_ledger_line(town: Town, home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    with pytest.raises(Invalid, match="写不进数据目录"):
        load(town)
    assert not Entry.objects.filter(kind="organ:figures:imported").exists()


def _below(town: Town, region_code: str = "130821") -> tuple[OrganFacts, Any]:
    """A bureau below the first organ, with a system administrator of its own."""
    below = operations.register_organ(
        draft=draft("示县市场监督管理局", "示市监", "shi-sj", domain="market", parent_id=town.organ.id, region_code=region_code), by=town.sysadmin, at=AT
    )  # fmt: skip
    return below, town.actor("吕管", Role.SYSTEM_ADMIN, organ_id=below.id)


def test_a_place_is_for_who_keeps_the_platform(town: Town, home: Path) -> None:
    below, admin = _below(town)
    everywhere = FiguresDraft(
        "13/market", "hearing.yaml", figure("hearing.threshold.unit", 30000, "CNY", since="2026-10-01"), "示范省规定"
    )
    assert [key for key, _ in operations.scopes_of(below, admin)] == ["organ"]
    asked = {"organ_id": below.id, "base": parameters("market")}
    with pytest.raises(Forbidden):
        load(town, everywhere, by=admin, **asked)
    load(town, everywhere, **asked)
    assert (home / "provinces/13/market/hearing.yaml").is_file()
    assert figures_of(below)("hearing.threshold.unit", date(2026, 10, 1)).value == 30000
    assert len(operations.scopes_of(below, town.sysadmin)) == 7
    assert [key for key, _ in operations.scopes_of(town.organ, town.sysadmin)] == ["organ"], "no region code, no place"


def test_only_the_system_administrator_at_or_above_may(town: Town, home: Path) -> None:
    below, admin = _below(town)
    for by in (town.secadmin, town.auditor, town.actor("张三", Role.HEAD), town.actor("李四", Role.HANDLER), admin):
        with pytest.raises(Forbidden):
            load(town, by=by)
    load(town, organ_id=below.id, by=admin, base=parameters("market"))
    assert (home / "organs/示市监/own.yaml").is_file() and not (home / "organs/示应急").exists()
