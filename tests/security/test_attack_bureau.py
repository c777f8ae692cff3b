"""Days beyond every calendar in the addresses of the desks: an answer in Chinese, never a crash."""

from typing import Any

import pytest
from django.urls import reverse
from tests.bureau.case_desk import enter

pytestmark = pytest.mark.django_db
DESKS = {
    "volume": ("on",),
    "volume_file": ("on",),
    "sheets": ("since", "until"),
    "visits": ("before",),
    "credit": ("after",),
}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_no_day_breaks_a_desk(shifan: Any, day: str) -> None:
    desk = enter(shifan, "公")
    desk.raise_request_exception = False
    broken = [
        (name, key)
        for name, keys in DESKS.items()
        for key in keys
        if desk.get(reverse(f"bureau:{name}"), {key: day, "tab": "shown"}).status_code >= 500
    ]
    assert broken == []
