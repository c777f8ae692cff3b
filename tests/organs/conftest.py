"""The county for these tests."""

import pytest
from tests.kept import kept
from tests.organs.town import Town
from tests.organs.town import town as founded


@pytest.fixture
def town(db: None) -> Town:
    """A founded installation."""
    return kept("示县", founded)
