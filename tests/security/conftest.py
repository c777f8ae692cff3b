"""The county with its cases, built once for a module and taken back afterwards."""

from typing import Any

import pytest
from tests.security import town as towns

from mingjing.sites.journeys import world


@pytest.fixture(scope="module")
def town(shifan: world.World, django_db_blocker: Any) -> towns.Town:
    """See `town.build`."""
    with django_db_blocker.unblock():
        return towns.build(shifan)
