"""Where something was, as a phone gives it: degrees of WGS 84."""

from decimal import Decimal, InvalidOperation

_FINE = Decimal("0.00001")


def degrees(text: str, most: int) -> Decimal | None:
    """A latitude (`most` 90) or longitude (180) to five places, about a metre; None for a text that is none."""
    try:
        value = Decimal(text.strip()).quantize(_FINE)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= most else None
