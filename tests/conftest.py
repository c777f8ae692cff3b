"""What every test folder shares: the national calendar, a browser or a clear skip, no traces left behind."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings as hypothesis_settings

from mingjing.kernel.workdays import Workdays, national

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
MADE_HERE = "mingjing-test-"

# Two shared cores make wall-clock deadlines lie.
hypothesis_settings.register_profile("shared", deadline=None, print_blob=True)
hypothesis_settings.load_profile("shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
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
    from mingjing.ledger import guards

    empty = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
        guards.remove(operations.connection)
        empty(operations, sql_list)
        guards.install(operations.connection)

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
