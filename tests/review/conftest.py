"""A review desk in a founded county."""

import pytest
from tests.kept import kept
from tests.review.desk import Desk
from tests.review.desk import desk as opened


@pytest.fixture
def desk(db: None) -> Desk:
    """One dossier and the people around it."""
    return kept("审核台", opened)
