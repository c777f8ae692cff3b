"""Tests that really commit."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from mingjing.foundation import search


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database in which transactions are real."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Bring the full-text index, which is no model, in step with the emptied database; after the last test none is left."""
    yield
    if nextitem is not None and "committed" in getattr(item, "fixturenames", ()):
        blocker: DjangoDbBlocker = item.config.stash[blocking_manager_key]
        with blocker.unblock():
            search.rebuild()
