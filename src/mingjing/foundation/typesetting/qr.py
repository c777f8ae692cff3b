"""The small square code at a document's foot, as rows of 0 and 1 for the template."""

from typing import Any

import segno


def modules(url: str) -> list[list[int]]:
    """A QR code (ISO/IEC 18004, error level M) of an address: rows of 0 (light) and 1 (dark), without the quiet zone."""
    return [[int(bool(cell)) for cell in row] for row in segno.make_qr(url, error="m", boost_error=False).matrix]


def outline(url: str) -> dict[str, Any]:
    """The same code as one path of dark runs, for a page that carries many: `side` modules, `path` in SVG."""
    rows = modules(url)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            wide = next((n for n in range(x, len(row)) if not row[n]), len(row)) - x
            if wide:
                runs.append(f"M{x} {y}h{wide}v1h-{wide}z")
            x += wide or 1
    return {"side": len(rows), "path": "".join(runs)}
