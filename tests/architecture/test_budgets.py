"""Budgets: a budget that hurts says that a room needs splitting along the law."""

import ast
import statistics

import pytest
from tests.architecture import places

LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION = 400, 600, 60
NINE_IN_TEN_FILES, MEDIAN_FUNCTION = 250, 8
# "service" is no junk here: it is 送达, the service of documents.
JUNK = {"utils", "util", "helpers", "helper", "common", "services", "misc", "lib", "tools"}
# Closed list: file → (limit, why). An entry that is no longer needed fails.
LONGER: dict[str, tuple[int, str]] = {}


def lines(name: str) -> int:
    return len(places.text(name).splitlines())


def functions(name: str) -> list[tuple[str, int]]:
    """Name and length of each function, its docstring not counted."""
    found = []
    for node in ast.walk(places.tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            said = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) is not None else 0
            found.append((f"{name}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1 - said))
    return found


@pytest.mark.parametrize(
    ("folders", "limit"), [(("src/", "tools/", "docs/"), LONGEST_FILE), (("tests/",), LONGEST_TEST)]
)
def test_no_file_is_over_its_limit(folders: tuple[str, ...], limit: int) -> None:
    allowed = {name: LONGER.get(name, (limit, ""))[0] for name in places.python_files(*folders)}
    over = {name: lines(name) for name, most in allowed.items() if lines(name) > most}
    assert not over, f"over {limit} lines: {over}"


def test_no_exception_is_stale() -> None:
    assert not [name for name in LONGER if name not in places.kept() or lines(name) <= LONGEST_FILE]
    assert all(reason for _, reason in LONGER.values())


def test_nine_files_in_ten_are_short() -> None:
    lengths = sorted(lines(name) for name in places.python_files("src/"))
    assert lengths[int(len(lengths) * 0.9)] <= NINE_IN_TEN_FILES


def test_no_function_is_over_sixty_lines() -> None:
    every = [item for name in places.python_files("src/", "tools/") for item in functions(name)]
    assert not [item for item in every if item[1] > LONGEST_FUNCTION]


def test_the_median_function_is_short() -> None:
    lengths = [length for name in places.python_files("src/") for _, length in functions(name)]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


def test_there_is_no_junk_drawer() -> None:
    found = [n for n in places.kept() if n.startswith("src/") and JUNK & {part.split(".")[0] for part in n.split("/")}]
    assert not found
