"""A scanned or photographed page laid over its original: by its borders and its code first, then by its own printing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageStat

from mingjing.foundation.scanning.comparing import DPI, SIZE, ink
from mingjing.foundation.scanning.reading import Code, Point

MM: Final = DPI / 25.4
PAGE: Final = ((0.0, 0.0), (float(SIZE[0]), 0.0), (float(SIZE[0]), float(SIZE[1])), (0.0, float(SIZE[1])))
CODE: Final = tuple((x * MM, y * MM) for x, y in ((189, 5), (203, 5), (203, 19), (189, 19)))
"""Where the code of a page is printed (pages.typ)."""
THUMB: Final = 400
CELL: Final = 96
Coefficients = tuple[float, float, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Laid:
    """How a page lies in its picture: for each point of the original, where it is found; and how well that was told."""

    way: Coefficients
    sure: bool


def laid(picture: Image.Image, code: Code | None, original: Image.Image) -> Laid:
    """How `picture` lies over `original` (SIZE pixels). Not sure where neither borders nor code tell it."""
    target = ink(original)
    way = min(_guesses(picture, code), key=lambda one: _unlike(picture, one, target))
    for scale, reach in ((4, 10), (2, 6), (2, 3), (1, 3)):
        way = _nearer(picture, target, way, scale, reach)
    return Laid(way, code is not None)


def _unlike(picture: Image.Image, way: Coefficients, target: Image.Image) -> float:
    """How far the page is from its original if it lies so: seen with half-closed eyes."""
    soft = [each.reduce(4).filter(ImageFilter.BoxBlur(3)) for each in (ink(straightened(picture, way)), target)]
    return float(ImageStat.Stat(ImageChops.difference(*soft)).mean[0])


def straightened(picture: Image.Image, way: Coefficients) -> Image.Image:
    """The page as if it had been scanned straight, SIZE pixels."""
    return picture.transform(SIZE, Image.Transform.PERSPECTIVE, list(way), Image.Resampling.BICUBIC, fillcolor=255)


def _guesses(picture: Image.Image, code: Code | None) -> list[Coefficients]:
    """How the page may lie: by the borders of the sheet, as the whole picture, by its code alone."""
    whole = ((0, 0), (picture.width, 0), (picture.width, picture.height), (0, picture.height))
    if code is None:
        upright = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        found = _borders(picture, upright)
        return [solved(PAGE, each) for each in (whole, found) if each]
    found = _borders(picture, code.corners)
    quarter = round(_angle(code) / 90) % 4
    turned = (*whole[quarter:], *whole[:quarter])
    return [*(solved(PAGE, each) for each in (turned, found) if each), _by_code(code)]


def _angle(code: Code) -> float:
    """By how many degrees the code is turned clockwise."""
    (ax, ay), (bx, by), *_ = code.corners
    return degrees(atan2(by - ay, bx - ax))


def _by_code(code: Code) -> Coefficients:
    """From the code alone, as if the camera had stood straight above."""
    (ax, ay), (bx, by), (_, _), (dx, dy) = code.corners
    side = CODE[1][0] - CODE[0][0]
    ux, uy, vx, vy = (bx - ax) / side, (by - ay) / side, (dx - ax) / side, (dy - ay) / side
    x, y = CODE[0]
    return (ux, vx, ax - ux * x - vx * y, uy, vy, ay - uy * x - vy * y, 0.0, 0.0)


def _borders(picture: Image.Image, corners: Sequence[Point]) -> tuple[Point, Point, Point, Point] | None:
    """The corners of the bright sheet the code lies on, in the code's own order."""
    small = picture.copy()
    small.thumbnail((THUMB, THUMB))
    scale = picture.width / small.width
    small = small.filter(ImageFilter.MedianFilter(5))
    bright = small.point([255 if level > _otsu(small) else 0 for level in range(256)])
    middle = (sum(x for x, _ in corners) / 4 / scale, sum(y for _, y in corners) / 4 / scale)
    (ax, ay), (bx, by), _, (dx, dy) = corners
    ux, uy, vx, vy = _unit(bx - ax, by - ay) + _unit(dx - ax, dy - ay)
    sheet = _sheet(bright, middle)
    if len(sheet) < 0.15 * small.width * small.height:
        return None
    along = [(x * ux + y * uy, x * vx + y * vy, x, y) for x, y in sheet]
    picks = (
        min(along, key=lambda one: one[0] + one[1]), max(along, key=lambda one: one[0] - one[1]),
        max(along, key=lambda one: one[0] + one[1]), min(along, key=lambda one: one[0] - one[1]),
    )  # fmt: skip
    found = tuple(((x + 0.5) * scale, (y + 0.5) * scale) for _, _, x, y in picks)
    return (found[0], found[1], found[2], found[3])


def _unit(x: float, y: float) -> tuple[float, float]:
    length = (x * x + y * y) ** 0.5 or 1.0
    return x / length, y / length


def _otsu(picture: Image.Image) -> int:
    """The level that parts dark from bright best."""
    counts = picture.histogram()
    total, all_of = sum(counts), sum(level * count for level, count in enumerate(counts))
    best, at, weight, part = -1.0, 127, 0, 0
    for level, count in enumerate(counts):
        weight, part = weight + count, part + level * count
        if weight and weight < total:
            apart = (part / weight - (all_of - part) / (total - weight)) ** 2 * weight * (total - weight)
            if apart > best:
                best, at = apart, level
    return at


def _sheet(bright: Image.Image, middle: Point) -> list[tuple[int, int]]:
    """The bright points that hang together around the code."""
    width, height = bright.size
    cells = bright.tobytes()
    seen = bytearray(len(cells))
    start = _near(cells, width, height, middle)
    if start < 0:
        return []
    stack, found = [start], []
    seen[start] = 1
    while stack:
        at = stack.pop()
        y, x = divmod(at, width)
        found.append((x, y))
        for near, inside in (
            (at - 1, x > 0),
            (at + 1, x < width - 1),
            (at - width, y > 0),
            (at + width, y < height - 1),
        ):
            if inside and not seen[near] and cells[near]:
                seen[near] = 1
                stack.append(near)
    return found


def _near(cells: bytes, width: int, height: int, middle: Point) -> int:
    for away in range(0, 40):
        for dx, dy in ((away, 0), (-away, 0), (0, away), (0, -away)):
            x, y = int(middle[0]) + dx, int(middle[1]) + dy
            if 0 <= x < width and 0 <= y < height and cells[y * width + x]:
                return y * width + x
    return -1


def _nearer(picture: Image.Image, target: Image.Image, way: Coefficients, scale: int, reach: int) -> Coefficients:
    """The same way corrected by the printing itself: patches of the original found again nearby."""
    cell = (2 * CELL if scale == 4 else CELL) // scale
    there, here = (
        (each.reduce(scale) if scale > 1 else each).filter(ImageFilter.BoxBlur(2))
        for each in (ink(straightened(picture, way)), target)
    )
    pairs = []
    for left in range(0, here.width - cell + 1, cell):
        for top in range(0, here.height - cell + 1, cell):
            box = (left, top, left + cell, top + cell)
            patch = here.crop(box)
            if scale == 1 and (left // cell + top // cell) % 2:
                continue
            if 3 < ImageStat.Stat(patch).mean[0] < 110 and (shift := shifted(patch, there, box, reach)):
                middle = ((left + cell / 2) * scale, (top + cell / 2) * scale)
                pairs.append((middle, (shift[0] * scale, shift[1] * scale)))
    kept = _agreeing(pairs)
    if len(kept) < 5:
        return way
    # Where nothing is printed the way stays as it was: four weak witnesses in the corners.
    targets = [moved(way, (x + dx, y + dy)) for (x, y), (dx, dy) in kept]
    mean = (sum(dx for _, (dx, _) in kept) / len(kept), sum(dy for _, (_, dy) in kept) / len(kept))
    corners = [moved(way, (x + mean[0], y + mean[1])) for x, y in PAGE]
    weights = [1.0] * len(kept) + [0.02] * 4
    return solved([*(at for at, _ in kept), *PAGE], [*targets, *corners], weights)


def shifted(patch: Image.Image, there: Image.Image, box: tuple[int, int, int, int], reach: int) -> Point | None:
    """Where a patch is found again, within `reach` pixels; None where it is nowhere clearly."""
    best, at = None, (0, 0)
    steps = [(dx, dy) for dx in range(-reach, reach + 1, 2) for dy in range(-reach, reach + 1, 2)]
    for fine in (False, True):
        x0, y0 = at
        tried = [(x0 + dx, y0 + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)] if fine else steps
        for dx, dy in tried:
            seen = there.crop((box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy))
            apart = ImageStat.Stat(ImageChops.difference(patch, seen)).sum[0]
            if best is None or apart < best:
                best, at = apart, (dx, dy)
    clear = best is not None and best < 0.8 * ImageStat.Stat(patch).sum[0]
    return (float(at[0]), float(at[1])) if clear else None


def _agreeing(pairs: list[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Without the patches that tell another story than their neighbours (something was written there)."""
    kept = []
    for (x, y), shift in pairs:
        near = sorted(pairs, key=lambda one: (one[0][0] - x) ** 2 + (one[0][1] - y) ** 2)[:9]
        middle = (sorted(s[0] for _, s in near)[len(near) // 2], sorted(s[1] for _, s in near)[len(near) // 2])
        if _apart(shift, middle) <= 4:
            kept.append(((x, y), shift))
    return kept


def _apart(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def moved(way: Coefficients, at: Point) -> Point:
    """Where a point of the original lies in the picture."""
    a, b, c, d, e, f, g, h = way
    x, y = at
    under = g * x + h * y + 1.0
    return (a * x + b * y + c) / under, (d * x + e * y + f) / under


def solved(points: Sequence[Point], targets: Sequence[Point], weights: Sequence[float] = ()) -> Coefficients:
    """The projection that brings the points nearest to their targets (least squares)."""
    size = float(SIZE[1])
    normal = [[0.0] * 9 for _ in range(8)]
    for (px, py), (u, v), weight in zip(points, targets, weights or [1.0] * len(points), strict=True):
        x, y = px / size, py / size
        for row, told in (((x, y, 1, 0, 0, 0, -u * x, -u * y), u), ((0, 0, 0, x, y, 1, -v * x, -v * y), v)):
            for i in range(8):
                for j in range(8):
                    normal[i][j] += weight * row[i] * row[j]
                normal[i][8] += weight * row[i] * told
    a, b, c, d, e, f, g, h = _eliminated(normal) or [size, 0.0, 0.0, 0.0, size, 0.0, 0.0, 0.0]
    return (a / size, b / size, c, d / size, e / size, f, g / size, h / size)


def _eliminated(rows: list[list[float]]) -> list[float] | None:
    """Gauss, with the largest pivot."""
    n = len(rows)
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        if abs(rows[pivot][i]) < 1e-9:
            return None
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(n):
            if k != i:
                share = rows[k][i] / rows[i][i]
                rows[k] = [one - share * other for one, other in zip(rows[k], rows[i], strict=True)]
    return [rows[i][n] / rows[i][i] for i in range(n)]
