"""The worked example, played once for a module and taken back afterwards; each test is undone by itself."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests import kept
from tests.archives.filed import Told, play, undone


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """示范县, with the laws its matters name."""
    with django_db_blocker.unblock(), undone():
        kept.county()
        yield


@pytest.fixture(scope="module")
def played(county: None) -> Told:
    """The worked example, closed and not filed yet."""
    return play()


@pytest.fixture
def closed(played: Told, db: None) -> Iterator[Told]:
    """The same for one test."""
    with undone():
        yield played
