"""A small library on the shelf."""

from pathlib import Path

import pytest
from tests.lawbook.shelf import ADMIN, AT, cut

from mingjing.lawbook import operations
from mingjing.lawbook.terms import ImportReport


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A library file with seven laws."""
    return cut(tmp_path / "laws.db")


@pytest.fixture
def shelf(db: None, small: Path) -> ImportReport:
    """The seven laws, imported."""
    return operations.import_library(by=ADMIN, at=AT, path=small, accept_changed=True)
