"""Degrees as people and phones write them; what is no place is none."""

from decimal import Decimal

import pytest

from mingjing.kernel.places import degrees


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        ("40.1234567", 90, "40.12346"), (" -180 ", 180, "-180.00000"), ("90", 90, "90.00000"), ("90.00001", 90, None), ("北纬", 90, None), ("", 90, None),
        ("NaN", 90, None), ("Infinity", 180, None), ("1e400", 180, None),
    ],
)  # fmt: skip
def test_degrees(text: str, most: int, found: str | None) -> None:
    assert degrees(text, most) == (None if found is None else Decimal(found))
