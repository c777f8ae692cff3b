"""Small charts drawn on the server as SVG: bars and columns, told in words too, patterns beside colours, nothing to run.

Only presentation attributes are used, so that a strict content security policy lets the drawing through; the widths
suit a phone, and a printer shows the hatching where it has no colour. The numbers stand beside the bars as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

WIDE, ROW, LABEL, FIGURE = 400, 26, 128, 64
INK, FIRST, SECOND, LINE, PALE = "#1f2933", "#1a5aa8", "#b45309", "#8a94a0", "#dbe8f6"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: its label, its value and, where there are two series, the second (None: not known)."""

    label: str
    value: int | None
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title and the same in words. `svg` is our own markup; every label in it is escaped."""

    key: str
    title: str
    words: str
    svg: Markup


def bars(key: str, title: str, rows: Sequence[Bar], series: tuple[str, str] = ("", "")) -> Chart:
    """Horizontal bars. With a second series name each row has a second, hatched bar of its own."""
    double = bool(series[1])
    step = ROW * 2 if double else ROW
    most = max((one or 0 for row in rows for one in (row.value, row.second)), default=0)
    room, top = WIDE - LABEL - FIGURE, 30 if double else 8
    parts = [_legend(key, series)] if double else []
    for place, row in enumerate(rows):
        y = top + place * step
        parts.append(_text(LABEL - 8, y + step / 2 + 4, _short(row.label, 9), "end"))
        parts.append(_bar(LABEL, y + 4, _share(row.value, most, room), 18, FIRST, _told(row.value)))
        if double:
            parts.append(
                _bar(LABEL, y + ROW + 2, _share(row.second, most, room), 18, f"url(#{key}-h)", _told(row.second))
            )
    high = top + len(rows) * step + 8
    parts.append(f'<path d="M{LABEL} {top}V{high - 6}" stroke="{LINE}" fill="none"/>')
    return Chart(key, title, words := _words(rows, series), _svg(key, title, words, high, parts))


def columns(key: str, title: str, rows: Sequence[Bar]) -> Chart:
    """Upright bars, as for the months of a year; the number stands on top of each."""
    most, floor, high = max((row.value or 0 for row in rows), default=0), 170, 196
    pitch = (WIDE - 16) / max(len(rows), 1)
    parts = []
    for place, row in enumerate(rows):
        x, tall = 8 + place * pitch, _share(row.value, most, 130)
        parts.append(
            f'<rect x="{x + pitch * 0.15:.1f}" y="{floor - tall:.1f}" width="{pitch * 0.7:.1f}" height="{tall:.1f}" fill="{FIRST}"/>'
        )
        parts.append(_text(x + pitch / 2, floor - tall - 5, _told(row.value), "middle"))
        parts.append(_text(x + pitch / 2, floor + 16, _short(row.label, 4), "middle"))
    parts.append(f'<path d="M8 {floor}H{WIDE - 8}" stroke="{LINE}" fill="none"/>')
    return Chart(key, title, words := _words(rows, ("", "")), _svg(key, title, words, high, parts))


def box(
    key: str,
    title: str,
    figures: Sequence[tuple[str, Decimal]],
    mark: tuple[str, Decimal] | None = None,
    unit: str = "",
) -> Chart:
    """Five figures of a distribution on one line (least, lower, middle, upper, greatest) and, with `mark`, one more value.

    The middle half is a box, the middle a line in it; the mark is a triangle with its own words, so that no colour is needed.
    """
    values = [value for _, value in figures]
    every = [*values, mark[1]] if mark else values
    low, wide = min(every), max(every) - min(every)

    def at(value: Decimal) -> float:
        return 24 + float((value - low) / wide) * (WIDE - 48) if wide else WIDE / 2

    least, lower, middle, upper, most = map(at, values)
    parts = [
        f'<path d="M{least:.1f} 62H{most:.1f}M{least:.1f} 54V70M{most:.1f} 54V70" stroke="{INK}" fill="none"/>',
        f'<rect x="{lower:.1f}" y="48" width="{max(upper - lower, 2.0):.1f}" height="28" fill="{PALE}" stroke="{FIRST}"/>',
        f'<path d="M{middle:.1f} 48V76" stroke="{FIRST}" stroke-width="3" fill="none"/>',
        _text(8, 98, f"{figures[0][0]} {values[0]:,f}", "start"),
        _text(WIDE - 8, 98, f"{figures[-1][0]} {values[-1]:,f}", "end"),
        _text(WIDE / 2, 118, f"{figures[2][0]} {values[2]:,f}", "middle"),
    ]
    if mark:
        x, edge = at(mark[1]), 70
        parts.append(f'<path d="M{x:.1f} 46L{x - 7:.1f} 32H{x + 7:.1f}Z" fill="{SECOND}"/>')
        anchor = "start" if x < edge else "end" if x > WIDE - edge else "middle"
        parts.append(_text(x, 24, f"{mark[0]} {mark[1]:,f}", anchor))
    told = [*figures, mark] if mark else list(figures)
    words = "；".join(f"{name} {value:,f}{unit}" for name, value in told) + "。"
    return Chart(key, title, words, _svg(key, title, words, 128, parts))


def _svg(key: str, title: str, words: str, high: float, parts: Sequence[str]) -> Markup:
    hatch = (
        f'<defs><pattern id="{key}-h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="{SECOND}"/></pattern></defs>'
    )
    head = (
        f'<svg class="mj-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:g}" role="img" '
        f'aria-labelledby="{key}-t {key}-d" font-size="13"><title id="{key}-t">{escape(title)}</title>'
        f'<desc id="{key}-d">{escape(words)}</desc>'
    )
    return Markup(head + hatch + "".join(parts) + "</svg>")  # noqa: S704  every label is escaped above and in _text


def _legend(key: str, series: tuple[str, str]) -> str:
    marks = ((LABEL, FIRST, series[0]), (LABEL + 120, f"url(#{key}-h)", series[1]))
    return "".join(
        f'<rect x="{x}" y="8" width="14" height="14" fill="{fill}" stroke="{LINE}"/>{_text(x + 20, 20, name, "start")}'
        for x, fill, name in marks
    )


def _bar(x: float, y: float, long: float, tall: float, fill: str, told: str) -> str:
    drawn = (
        f'<rect x="{x}" y="{y:g}" width="{long:.1f}" height="{tall}" fill="{fill}" stroke="{LINE}"/>' if long else ""
    )
    return drawn + _text(x + long + 6, y + 14, told, "start")


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(words)}</text>'


def _share(value: int | None, most: int, room: float) -> float:
    """A bar that stands for something is never too thin to be seen."""
    return max(2.0, room * value / most) if value and most else 0.0


def _told(value: int | None) -> str:
    return "—" if value is None else str(value)


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _words(rows: Sequence[Bar], series: tuple[str, str]) -> str:
    first, second = series
    told = (
        f"{row.label}：{first}{_told(row.value)}" + (f"，{second}{_told(row.second)}" if second else "") for row in rows
    )
    return "；".join(told) + "。"
