"""A key folder per test, and a closed case among the events of others."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.ledger.logged import AT, HANDLER, STREAM, document, log, photo

from mingjing.ledger import operations
from mingjing.ledger.terms import EntryFacts


@pytest.fixture(autouse=True)
def keys(settings, tmp_path) -> Path:
    """Each test has a key folder of its own."""
    settings.MINGJING_KEYS = tmp_path / "keys"
    return settings.MINGJING_KEYS


@pytest.fixture
def case(db) -> list[EntryFacts]:
    """A case of four events among the events of others, closed."""
    made = []
    for number in range(4):
        files = {1: [photo()], 3: [document()]}.get(number, [])
        made.append(log(minutes=number, files=files, number=number, text="责令改正"))
        log("organ:officer:added", f"organ:{number % 2}", minutes=number, number=number)
    made.append(operations.close_stream(stream=STREAM, at=AT + timedelta(hours=1), by=HANDLER))
    return made
