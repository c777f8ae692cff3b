"""What every test folder shares: the national calendar, a browser or a clear skip, no traces left behind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import SimpleTestCase
from hypothesis import settings as hypothesis_settings

from mingjing.kernel.workdays import Workdays, national

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
MADE_HERE = "mingjing-test-"
# By processor time, longest first; xdist gives out whole files.
LONGEST = (
    "test_journeys", "test_case_pages", "test_fuzz_acts", "test_case_journey", "test_matrix", "test_pages", "test_filing", "test_bench",
    "test_shell", "test_demo_county", "test_endings", "test_typesetting_forms",
)  # fmt: skip
# A test that opens the database asks for one of these, or is marked; pytest-django stops every other at the door.
OPENS = {"db", "transactional_db", "django_db_setup", "live_server"}

# Two shared cores make wall-clock deadlines lie.
hypothesis_settings.register_profile("shared", deadline=None, print_blob=True)
hypothesis_settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--on-the-database`: for a second database, after all tests ran on the first."""
    told = "only tests that open the database: the others know no database and have nothing new to say on another"
    parser.addoption("--on-the-database", action="store_true", help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files begin, so that no worker is left alone with one; what needs no second run is left out."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    if config.getoption("--on-the-database"):
        config.hook.pytest_deselected(items=[item for item in items if not _opens_the_database(item)])
        items[:] = [item for item in items if _opens_the_database(item)]
    _skip_without_chromium(items)


def _opens_the_database(item: pytest.Item) -> bool:
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return of_django or bool(item.get_closest_marker("django_db") or OPENS & set(getattr(item, "fixturenames", ())))


def _skip_without_chromium(items: list[pytest.Item]) -> None:
    """Browser tests say why they do not run where there is no Chromium."""
    if any(shutil.which(name) for name in CHROMIUM):
        return
    absent = pytest.mark.skip(reason="本机没有 Chromium（apt install chromium），跳过浏览器测试")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(absent)


def pytest_unconfigure() -> None:
    """Remove the throw-away home that the test settings made."""
    home = Path(os.environ.get("MINGJING_HOME", "kept"))
    if home.name.startswith(MADE_HERE):
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _a_test_database_may_be_emptied() -> Iterator[None]:
    """Tests with real transactions empty every table afterwards, which the ledger's triggers would refuse."""
    from mingjing.ledger import erasing, guards

    empty = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
        erasing.forbid(operations.connection)
        guards.remove(operations.connection)
        empty(operations, sql_list)
        guards.install(operations.connection)
        guards.install_vouched(operations.connection)
        erasing.allow(operations.connection)

    BaseDatabaseOperations.execute_sql_flush = unguarded
    yield
    BaseDatabaseOperations.execute_sql_flush = empty


@pytest.fixture(scope="session")
def calendar() -> Workdays:
    """The State Council's calendar as packaged: 2024 to 2026."""
    return national()


@pytest.fixture(scope="module")
def shifan(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The county 示范县 for one module of tests, made through the operations (see `kept.py`), gone at the module's end.

    Tests that use it carry the mark `django_db`: what they do is undone within this transaction.
    """
    from django.db import transaction
    from tests.kept import county

    with django_db_blocker.unblock(), transaction.atomic():
        yield county()
        transaction.set_rollback(True)
