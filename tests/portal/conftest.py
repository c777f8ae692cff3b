"""A ledger key per test, and a reader of public pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.portal.pages import text_of


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> None:
    """Each test has a ledger key of its own."""
    settings.MINGJING_KEYS = tmp_path / "keys"


@pytest.fixture
def read(client: Client, db: None) -> Callable[[str], str]:
    """The whole body of a page that must answer 200."""

    def body(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return text_of(response)

    return body
