"""The small square code at a document's foot, as rows of 0 and 1 for the template."""

import segno


def modules(url: str) -> list[list[int]]:
    """A QR code (ISO/IEC 18004, error level M) of an address: rows of 0 (light) and 1 (dark), without the quiet zone."""
    return [[int(bool(cell)) for cell in row] for row in segno.make_qr(url, error="m", boost_error=False).matrix]
