"""The folder store: names, erasing, and that it knows no locks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mingjing.foundation import storage


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_STORE = tmp_path / "store"


def test_contents_are_named_in_order_and_drafts_are_none() -> None:
    kept = {storage.put(b"%d" % at).sha256 for at in range(5)}
    storage.write_draft("half", 0, b"half")
    assert list(storage.names()) == sorted(kept)


def test_what_is_erased_is_gone_for_good_and_may_come_again() -> None:
    kept = storage.put(b"gone")
    assert storage.erase(kept.sha256) is True
    assert storage.erase(kept.sha256) is False
    with pytest.raises(storage.Missing):
        storage.read(kept.sha256)
    assert storage.put(b"gone") == kept


def test_a_folder_has_no_locks_and_moves_nothing() -> None:
    kept = storage.put(b"here")
    assert storage.hold(kept.sha256, True) is False
    assert storage.retain(kept.sha256, datetime(2030, 1, 1, tzinfo=UTC)) is False
    assert storage.move() == 0
    assert storage.erase(kept.sha256) is True
