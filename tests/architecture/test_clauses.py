"""The table of the 75 duties says nothing that is not so."""

import csv
import importlib.util
import re

import pytest
from tests.architecture import places

PAGE = "docs/reference/clauses.md"
# The duties of the three systems as the mission numbers them.
SERIES = {"P": 24, "R": 17, "L": 16, "S": 8, "O": 10}
IDS = [f"{letter}-{number:02}" for letter, count in SERIES.items() for number in range(1, count + 1)]
STATES = {"已实现", "部分", "未做"}
RULE = re.compile(r"\b[A-Z]{1,6}\d?-\d{1,3}[a-z]?\b")


def rows() -> dict[str, dict[str, str]]:
    """Clause id → the cells of its row."""
    heads = ("id", "duty", "state", "where", "rules", "tests")
    found = {}
    for line in places.text(PAGE).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"[PRLSO]-\d\d", cells[0]):
            assert len(cells) == len(heads), line
            assert cells[0] not in found, f"{cells[0]} stands twice"
            found[cells[0]] = dict(zip(heads, cells, strict=True))
    return found


def named(cell: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def importable(dotted: str) -> bool:
    """Whether the module, or the module of this name, exists."""
    try:
        return importlib.util.find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False


def test_every_duty_has_exactly_one_row_in_order() -> None:
    assert len(IDS) == 75
    assert list(rows()) == IDS


def test_the_ids_are_those_of_the_mission() -> None:
    source = places.MISSION / "clauses.csv"
    if not source.exists():
        pytest.skip("../shared is absent: the mission's list cannot be compared")
    with source.open(encoding="utf-8", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == IDS


def test_every_row_has_a_duty_and_one_of_three_states() -> None:
    assert [clause for clause, row in rows().items() if not row["duty"] or row["state"] not in STATES] == []


def test_rows_name_only_modules_that_exist() -> None:
    assert [(c, name) for c, row in rows().items() for name in named(row["where"]) if not importable(name)] == []


def test_rows_name_only_registered_rules() -> None:
    registered = set(RULE.findall(places.text("docs/reference/rules.md")))
    assert [(c, r) for c, row in rows().items() for r in RULE.findall(row["rules"]) if r not in registered] == []


def test_rows_name_only_tests_that_exist() -> None:
    paths = [(clause, path) for clause, row in rows().items() for path in named(row["tests"])]
    assert [(clause, path) for clause, path in paths if not (places.ROOT / path.split("::")[0]).exists()] == []


def test_a_duty_said_to_be_done_shows_where_and_by_which_test() -> None:
    done = {clause: row for clause, row in rows().items() if row["state"] == "已实现"}
    begun = {clause: row for clause, row in rows().items() if row["state"] == "部分"}
    assert [clause for clause, row in done.items() if not named(row["where"]) or not named(row["tests"])] == []
    assert [clause for clause, row in begun.items() if not named(row["where"])] == []
